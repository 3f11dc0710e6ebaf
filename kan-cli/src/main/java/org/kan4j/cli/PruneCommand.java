package org.kan4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.prune.Pruner;
import org.kan4j.train.Batch;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Score;
import org.kan4j.train.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan prune}: removes the edges that a model does not need. */
@Command(name = "prune", description = "Remove the inputs, nodes and edges that a model does not need.")
final class PruneCommand implements Callable<Integer> {
    /** Of networks with fewer nodes; only small ones are tried. */
    private static final int STARTS = 4;

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

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "that of fit, so that no row which it fitted judges here (default: ${DEFAULT-VALUE})",
            defaultValue = "0")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "default: all processors")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!(tolerance >= 0 && tolerance <= 1e6)) {
            throw new ParameterException(spec.commandLine(), "--tolerance: 0 to 1e6 required, got " + tolerance);
        }
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads: at least 1 required, got " + threads);
        }
        Output.requireWritable(spec, List.of(table), List.of(target));
        KanModel model = ModelOptions.load(file);
        Dataset data = ModelOptions.rows(model, table);
        Split split = Split.of(data, seed);
        Dataset train = data.subset(split.train());
        Dataset validation = data.subset(split.validation());
        try (CpuEngine engine = new CpuEngine(threads);
                Interrupt interrupt = Interrupt.listen()) {
            Pruner.Options options = Pruner.Options.defaults()
                    .withTolerance(tolerance)
                    .withStarts(STARTS)
                    .withTrainer(ModelTrainer.suited(data, model.kan().network().trainable().length));
            Pruner pruner = new Pruner(
                    engine,
                    quiet
                            ? options
                            : options.withListener(new Trials(spec.commandLine().getErr(), model)));
            Batch fitted = Batch.of(train).normalized(model);
            Batch judges = Batch.of(validation).normalized(model);
            Pruner.Result result = pruner.prune(model.kan(), fitted, judges, interrupt);
            List<Pruner.Point> path =
                    showPath || most.isPresent() ? pruner.path(result.kan(), fitted, judges, interrupt) : List.of();
            Pruner.Point chosen = chosen(result, path, interrupt);
            KanModel pruned = model.withKan(chosen.kan()).withFormula("");
            Path saved = Output.save(spec, pruned, target, interrupt);
            Measure measure = Measure.of(model, validation.rows() > 0);
            Dataset judging = validation.rows() > 0 ? validation : train;
            List<Score.Target> before = Score.of(engine, model, judging).targets();
            List<Score.Target> after = Score.of(engine, pruned, judging).targets();
            Outcome outcome = new Outcome(model, measure, result, chosen, path, before, after, saved);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                outcome.printJson(out);
            } else {
                outcome.print(out);
            }
            out.flush();
        }
        return 0;
    }

    /** The network to write: the pruned one, or the first on the path that is small enough; after an interrupt the smallest. */
    private Pruner.Point chosen(Pruner.Result result, List<Pruner.Point> path, Interrupt interrupt) {
        if (most.isEmpty()) {
            return new Pruner.Point(result.kan(), result.kan().network().activeEdges(), result.after());
        }
        Pruner.Point smallest = path.get(path.size() - 1);
        if (smallest.edges() > most.get() && !interrupt.getAsBoolean()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--edges: at least " + smallest.edges() + " required, the smallest network that was found, got "
                            + most.get());
        }
        return path.stream()
                .filter(point -> point.edges() <= most.get())
                .findFirst()
                .orElse(smallest);
    }

    /**
     * What the error of a network is.
     *
     * @param text for a person
     * @param name in JSON
     * @param scale that turns it into the target's units
     */
    private record Measure(String text, String name, double scale) {
        static Measure of(KanModel model, boolean judged) {
            String rows = judged ? "validation " : "training ";
            String prefix = judged ? "validation_" : "train_";
            if (!model.classes().isEmpty()) {
                return new Measure(rows + "log loss", prefix + "log_loss", 1);
            }
            return model.outputNames().size() == 1
                    ? new Measure(
                            rows + "RMSE", prefix + "rmse", model.outputs().scale(0))
                    : new Measure(rows + "RMSE in standard deviations", prefix + "standardised_rmse", 1);
        }

        String of(double error) {
            return text + " " + Output.shortNumber(error * scale);
        }

        void write(JsonGenerator json, String suffix, double error) throws IOException {
            Output.number(json, name + suffix, error * scale);
        }
    }

    /**
     * What was done.
     *
     * @param model before
     * @param measure of the errors in {@code result}, {@code chosen} and {@code path}
     * @param result of pruning
     * @param chosen the network that was written
     * @param path smaller networks
     * @param before scores of each target on the rows that judge
     * @param after the same of the network that was written
     * @param saved where it was written
     */
    private record Outcome(
            KanModel model,
            Measure measure,
            Pruner.Result result,
            Pruner.Point chosen,
            List<Pruner.Point> path,
            List<Score.Target> before,
            List<Score.Target> after,
            Path saved) {
        void print(PrintWriter out) {
            out.printf(
                    "edges %d -> %d, %s -> %s%n",
                    model.kan().network().activeEdges(),
                    chosen.edges(),
                    measure.of(result.before()),
                    Output.shortNumber(chosen.validationRmse() * measure.scale()));
            for (int t = 0; t < before.size() && before.size() > 1; t++) {
                out.printf(
                        "%s: RMSE %s -> %s%n",
                        model.outputNames().get(t),
                        Output.shortNumber(before.get(t).rmse()),
                        Output.shortNumber(after.get(t).rmse()));
            }
            for (Pruner.Removal removal : result.removed()) {
                out.printf(
                        "removed %s: score %s, %s%n",
                        text(model, removal),
                        Output.shortNumber(removal.score()),
                        measure.of(removal.validationRmse()));
            }
            for (Pruner.Point point : path) {
                out.printf("path    %d edges: %s%n", point.edges(), measure.of(point.validationRmse()));
            }
            if (measure.name().startsWith("train")) {
                out.println("note  no rows are held back to judge from a table of this size: those that are fitted do");
            }
            out.println("model " + saved);
        }

        void printJson(PrintWriter out) throws IOException {
            Output.json(out, members -> {
                members.writeNumberField("edges_before", model.kan().network().activeEdges());
                members.writeNumberField("edges_after", chosen.edges());
                measure.write(members, "_before", result.before());
                measure.write(members, "_after", chosen.validationRmse());
                if (before.size() > 1) {
                    members.writeArrayFieldStart("targets");
                    for (int t = 0; t < before.size(); t++) {
                        members.writeStartObject();
                        members.writeStringField("name", model.outputNames().get(t));
                        Output.number(members, "rmse_before", before.get(t).rmse());
                        Output.number(members, "rmse_after", after.get(t).rmse());
                        members.writeEndObject();
                    }
                    members.writeEndArray();
                }
                members.writeStringField("model", saved.toString());
                members.writeArrayFieldStart("removed");
                for (Pruner.Removal removal : result.removed()) {
                    members.writeString(text(model, removal));
                }
                members.writeEndArray();
                if (!path.isEmpty()) {
                    members.writeArrayFieldStart("path");
                    for (Pruner.Point point : path) {
                        members.writeStartObject();
                        members.writeNumberField("edges", point.edges());
                        measure.write(members, "", point.validationRmse());
                        members.writeEndObject();
                    }
                    members.writeEndArray();
                }
            });
        }
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
                err.println("trying without " + text(model, part));
            }
        }
    }

    private static String text(KanModel model, Pruner.Removal removal) {
        String from = removal.layer() == 0
                ? "input " + model.inputNames().get(removal.input())
                : "node " + removal.input() + " of layer " + removal.layer();
        return removal.kind() == Pruner.Kind.EDGE
                ? "edge of layer " + (removal.layer() + 1) + " from " + from + " to column " + removal.column()
                : from;
    }
}
