package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kan4j.Kan4j;
import org.kan4j.data.Dataset;
import org.kan4j.edit.EdgePlace;
import org.kan4j.edit.Edit;
import org.kan4j.edit.EditResult;
import org.kan4j.edit.EditScript;
import org.kan4j.edit.Editor;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.report.Report;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan edge}: lists the edges of a model, suggests functions for one, or changes some by hand. */
@Command(
        name = "edge",
        description =
                "List a model's edges; suggest functions for one; fix, release or prune some, refitting the others.")
final class EdgeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "TABLE.csv", description = "rows to refit and to judge by")
    private Path table = Path.of("");

    @Option(
            names = "--suggest",
            paramLabel = "EDGE",
            description = "functions that an edge may become, the best first; an edge is LAYER,INPUT,COLUMN, from 0")
    private Optional<String> suggested = Optional.empty();

    @ArgGroup(exclusive = true, multiplicity = "0..*")
    private List<Change> changes = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "where to write the changed model; required where there are changes")
    private Optional<Path> target = Optional.empty();

    @Option(
            names = "--record",
            paramLabel = "FILE.json",
            description = "where to write the changes, for kan replay to make again")
    private Optional<Path> script = Optional.empty();

    @Mixin
    private FormatOptions tableFormat = new FormatOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    /** One change; changes are made in the order in which they are given. */
    private static final class Change {
        @Option(
                names = "--fix",
                required = true,
                paramLabel = "EDGE=FUNCTION",
                description = "make an edge a function, as in 0,1,0=sin")
        private String fix = "";

        @Option(names = "--release", required = true, paramLabel = "EDGE", description = "make a symbolic edge numeric")
        private String release = "";

        @Option(
                names = "--prune",
                required = true,
                paramLabel = "EDGE",
                description = "remove an edge, or, as LAYER,INPUT, a node or an input")
        private String prune = "";

        @Option(
                names = "--set",
                required = true,
                paramLabel = "EDGE=A,B,C,D",
                description = "give a symbolic edge the constants of C*f(A*x + B) + D; nothing is refitted")
        private String set = "";

        @Option(
                names = "--widen",
                required = true,
                paramLabel = "LEVEL",
                description = "add a node to a level of hidden nodes, from 1")
        private String widen = "";

        @Option(
                names = "--product",
                required = true,
                paramLabel = "LEVEL",
                description = "add a node that multiplies two sums of edges")
        private String product = "";

        Edit edit() {
            return Stream.of(
                            "fix " + fix,
                            "release " + release,
                            "prune " + prune,
                            "set " + set,
                            "widen " + widen,
                            "product " + product)
                    .filter(text -> !text.endsWith(" "))
                    .findFirst()
                    .map(Edit::parse)
                    .orElseThrow();
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Edit> edits = changes.stream().map(Change::edit).toList();
        if (edits.isEmpty() && (target.isPresent() || script.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--fix, --release, --prune, --set, --widen or --product required beside --out and --record");
        }
        if (!edits.isEmpty() && target.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--out required where there are changes");
        }
        if (!edits.isEmpty() && suggested.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--suggest or changes required, got both");
        }
        List<Path> written = Stream.concat(target.stream(), script.stream()).toList();
        Output.requireWritable(spec, tableFormat.read(table), written);
        if (!edits.isEmpty()) {
            EditScript done = new EditScript(
                    file.toString(), table.toString(), target.orElseThrow().toString(), run.seed(), edits);
            try (CpuEngine engine = run.engine()) {
                change(spec, engine, tableFormat, done, run::print);
            }
            if (script.isPresent()) {
                Files.writeString(script.get(), done.json());
            }
            return 0;
        }
        KanModel model = Kan4j.load(file);
        Dataset data = Kan4j.read(tableFormat.open(table), model, Optional.empty());
        try (CpuEngine engine = run.engine();
                Interrupt interrupt = Interrupt.listen()) {
            Editor editor = new Editor(engine, model, data, run.seed(), interrupt);
            run.print(suggested.isPresent() ? editor.suggest(EdgePlace.parse(suggested.get())) : editor.edges());
        }
        return 0;
    }

    /** Makes changes, writes the model, and prints what it gave. */
    static void change(
            CommandSpec spec, CpuEngine engine, FormatOptions format, EditScript script, Consumer<Report> printed)
            throws IOException {
        KanModel model = Kan4j.load(Path.of(script.model()));
        Dataset data = Kan4j.read(format.open(Path.of(script.table())), model, Optional.empty());
        try (Interrupt interrupt = Interrupt.listen()) {
            EditResult result = new Editor(engine, model, data, script.seed(), interrupt).apply(script.edits());
            Path saved = Output.save(spec, result.model(), Path.of(script.out()), interrupt);
            printed.accept(result.withFile(saved));
        }
    }
}
