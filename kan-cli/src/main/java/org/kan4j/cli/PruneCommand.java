package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.kan4j.Kan4j;
import org.kan4j.PruneOptions;
import org.kan4j.PruneResult;
import org.kan4j.Pruning;
import org.kan4j.data.Dataset;
import org.kan4j.data.TableFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.prune.Pruner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan prune}: removes the edges that a model does not need. */
@Command(
        name = "prune",
        description =
                "Remove the inputs, nodes and edges that a model does not need. Under the seed of fit, no row which it fitted judges.")
final class PruneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "TABLE.csv", description = "rows to refit and to judge by")
    private Path table = Path.of("");

    @Option(
            names = "--tolerance",
            paramLabel = "SHARE",
            description = "by how much the validation error may grow (default: ${DEFAULT-VALUE})",
            defaultValue = "0.05")
    private double tolerance = 0.05;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "where to write the pruned model; MODEL itself is replaced where it is named")
    private Path target = Path.of("");

    @Option(names = "--path", description = "show what smaller networks would cost")
    private boolean showPath;

    @Option(
            names = "--edges",
            paramLabel = "N",
            description = "go on along the path until at most N edges are left, whatever that costs")
    private Optional<Integer> most = Optional.empty();

    @Mixin
    private RowOptions rows = new RowOptions();

    @Mixin
    private BlockOptions blocks = new BlockOptions();

    @Mixin
    private FormatOptions tableFormat = new FormatOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() throws IOException {
        PruneOptions options = new PruneOptions(tolerance, showPath, most, run.seed());
        run.threads();
        Output.requireWritable(spec, tableFormat.read(table), List.of(target));
        KanModel model = Kan4j.load(file);
        TableFile opened = tableFormat.open(table);
        Dataset data = blocks.in(opened, Kan4j.read(opened, model, rows.weights()));
        if (!run.quiet()) {
            Output.say(spec, data);
        }
        try (CpuEngine engine = run.engine();
                Interrupt interrupt = Interrupt.listen()) {
            Consumer<Pruner.Removal> trials =
                    run.quiet() ? part -> {} : new Trials(spec.commandLine().getErr(), model);
            Pruning pruning = new Pruning(engine, trials, interrupt);
            PruneResult pruned = pruning.prune(model, data, options);
            Path saved = Output.save(spec, pruned.model(), target, interrupt);
            run.print(pruned.withFile(saved));
        }
        return 0;
    }

    /** Says on standard error what is tried, the first time and every few seconds. */
    private static final class Trials implements Consumer<Pruner.Removal> {
        private static final double SECONDS_BETWEEN_LINES = 2;

        private final PrintWriter err;
        private final KanModel model;
        private Optional<Long> last = Optional.empty();

        Trials(PrintWriter err, KanModel model) {
            this.err = err;
            this.model = model;
        }

        @Override
        public void accept(Pruner.Removal part) {
            long now = System.nanoTime();
            if (last.isEmpty() || (now - last.get()) / 1e9 >= SECONDS_BETWEEN_LINES) {
                last = Optional.of(now);
                err.println("trying without " + PruneResult.name(model, part));
            }
        }
    }
}
