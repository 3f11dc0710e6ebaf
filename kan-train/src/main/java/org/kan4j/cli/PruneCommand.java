package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.data.Dataset;
import org.kan4j.io.ModelFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.prune.Pruner;
import org.kan4j.train.Batch;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Split;
import org.kan4j.train.Trainer;
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
            description = "where to write the pruned model")
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
            description = "of the split (default: ${DEFAULT-VALUE})",
            defaultValue = "0")
    private long seed;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!(tolerance >= 0 && tolerance <= 1e6)) {
            throw new ParameterException(spec.commandLine(), "--tolerance: 0 or more required, got " + tolerance);
        }
        Output.requireWritable(spec, target);
        KanModel model = ModelOptions.load(file);
        Dataset data = ModelOptions.rows(model, table);
        Split split = Split.of(data, seed);
        Batch train = Batch.of(data.subset(split.train())).normalized(model);
        Batch validation = Batch.of(data.subset(split.validation())).normalized(model);
        Trainer.Options trainer =
                ModelTrainer.suited(data, model.kan().network().trainable().length);
        Pruner pruner = new Pruner(
                new CpuEngine(),
                Pruner.Options.defaults()
                        .withTolerance(tolerance)
                        .withStarts(STARTS)
                        .withTrainer(trainer));
        Pruner.Result result = pruner.prune(model.kan(), train, validation, () -> false);
        List<Pruner.Point> path =
                showPath || most.isPresent() ? pruner.path(result.kan(), train, validation, () -> false) : List.of();
        Pruner.Point chosen =
                new Pruner.Point(result.kan(), result.kan().network().activeEdges(), result.after());
        if (most.isPresent()) {
            chosen = path.stream()
                    .filter(point -> point.edges() <= most.get())
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--edges: at least " + path.get(path.size() - 1).edges()
                                    + " required, the smallest network that was found, got " + most.get()));
        }
        double error = chosen.validationRmse();
        ModelFile.save(model.withKan(chosen.kan()).withFormula(""), target);
        double scale = model.classes().isEmpty() ? model.outputs().scale(0) : 1;
        int before = model.kan().network().activeEdges();
        int after = chosen.edges();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Output.json(out, members -> {
                members.writeNumberField("edges_before", before);
                members.writeNumberField("edges_after", after);
                Output.number(members, "validation_rmse_before", result.before() * scale);
                Output.number(members, "validation_rmse_after", error * scale);
                members.writeStringField("model", target.toString());
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
                        Output.number(members, "validation_rmse", point.validationRmse() * scale);
                        members.writeEndObject();
                    }
                    members.writeEndArray();
                }
            });
        } else {
            out.printf(
                    "edges %d -> %d, validation RMSE %s -> %s%n",
                    before, after, Output.shortNumber(result.before() * scale), Output.shortNumber(error * scale));
            for (Pruner.Removal removal : result.removed()) {
                out.printf(
                        "removed %s: score %s, validation RMSE %s%n",
                        text(model, removal),
                        Output.shortNumber(removal.score()),
                        Output.shortNumber(removal.validationRmse() * scale));
            }
            for (Pruner.Point point : path) {
                out.printf(
                        "path    %d edges: validation RMSE %s%n",
                        point.edges(), Output.shortNumber(point.validationRmse() * scale));
            }
            out.println("model " + target);
        }
        return 0;
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
