package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan info}: what a model is. */
@Command(name = "info", description = "Say what a model is.")
final class InfoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        KanModel model = ModelOptions.load(file);
        KanNetwork network = model.kan().network();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Output.json(out, members -> {
                members.writeStringField("shape", Shape.of(network).toString());
                Output.strings(members, "inputs", model.inputNames());
                Output.strings(members, "outputs", model.outputNames());
                members.writeNumberField("parameters", network.trainable().length);
                members.writeNumberField("edges", network.activeEdges());
                if (!model.formula().isEmpty()) {
                    Output.formula(members, Formula.fromJson(model.formula()));
                }
            });
        } else {
            out.println("shape       " + Shape.of(network));
            out.println("inputs      " + String.join(", ", model.inputNames()));
            out.println("outputs     " + String.join(", ", model.outputNames()));
            out.println("parameters  " + network.trainable().length);
            out.println("edges       " + network.activeEdges());
            if (!model.formula().isEmpty()) {
                out.println("formula     " + Formula.fromJson(model.formula()));
            }
        }
        return 0;
    }
}
