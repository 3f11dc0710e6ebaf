package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.formula.Formula;
import org.kan4j.layer.Layer;
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
        Optional<Formula> formula = ModelOptions.formula(file, model);
        Set<Functions> bases = new LinkedHashSet<>();
        for (Layer layer : network.layers()) {
            for (int i = 0; i < layer.in(); i++) {
                bases.add(Functions.of(layer.basis(i)));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Output.json(out, members -> {
                members.writeStringField("shape", Shape.of(network).toString());
                Output.strings(members, "inputs", model.inputNames());
                Output.strings(members, "outputs", model.outputNames());
                if (!model.classes().isEmpty()) {
                    Output.strings(members, "classes", model.classes());
                }
                members.writeArrayFieldStart("bases");
                for (Functions basis : bases) {
                    members.writeStartObject();
                    members.writeStringField("basis", basis.family);
                    members.writeNumberField("intervals", basis.intervals);
                    if (basis.order.isPresent()) {
                        members.writeNumberField("order", basis.order.get());
                    }
                    members.writeEndObject();
                }
                members.writeEndArray();
                members.writeNumberField("parameters", network.trainable().length);
                members.writeNumberField("edges", network.activeEdges());
                if (formula.isPresent()) {
                    Output.formula(members, formula.get());
                }
            });
        } else {
            out.println("shape       " + Shape.of(network));
            out.println("inputs      " + String.join(", ", model.inputNames()));
            out.println("outputs     " + String.join(", ", model.outputNames()));
            if (!model.classes().isEmpty()) {
                out.println("classes     " + String.join(", ", model.classes()));
            }
            for (Functions basis : bases) {
                out.println("basis       " + basis.family + ", " + basis.intervals + " intervals"
                        + basis.order.map(k -> ", order " + k).orElse(""));
            }
            out.println("parameters  " + network.trainable().length);
            out.println("edges       " + network.activeEdges());
            formula.ifPresent(found -> {
                out.println("formula     " + found);
                Output.legend(out, found);
            });
        }
        return 0;
    }

    /**
     * A basis as {@code kan fit} is told it.
     *
     * @param family as in {@code --basis}
     * @param intervals as in {@code --intervals}
     * @param order as in {@code --order}
     */
    private record Functions(String family, int intervals, Optional<Integer> order) {
        static Functions of(Basis basis) {
            if (basis instanceof BSpline spline) {
                return new Functions("bspline", spline.grid().intervals(), Optional.of(spline.order()));
            } else if (basis instanceof Chebyshev chebyshev) {
                return new Functions("chebyshev", chebyshev.degree(), Optional.empty());
            } else if (basis instanceof Fourier fourier) {
                return new Functions("fourier", fourier.harmonics(), Optional.empty());
            }
            return new Functions("rbf", basis.grid().intervals(), Optional.empty());
        }
    }
}
