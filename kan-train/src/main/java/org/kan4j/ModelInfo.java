package org.kan4j;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.Categories;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What a model is.
 *
 * @param shape widths of the network
 * @param inputs column names
 * @param outputs column names
 * @param classes labels; empty for a regression
 * @param bases those of the edges, each once
 * @param parameters that training changes
 * @param edges that are not masked
 * @param formula that the model holds, or formulas of classes
 * @param response what the outputs are of the targets
 * @param trends how predictions must go with inputs, such as {@code price falling, convex}
 */
public record ModelInfo(
        Shape shape,
        List<String> inputs,
        List<String> outputs,
        List<String> classes,
        List<Functions> bases,
        int parameters,
        int edges,
        Optional<FormulaResult> formula,
        Response response,
        List<String> trends)
        implements Report {

    /**
     * A basis in the words of {@code kan fit}.
     *
     * @param family its name
     * @param intervals of the grid; the degree or the harmonics of a basis without local support
     * @param numbers what other settings it has that are numbers, by name
     */
    public record Functions(String family, int intervals, Map<String, Integer> numbers) {
        static Functions of(Basis basis) {
            Map<String, Integer> numbers = new LinkedHashMap<>();
            basis.settings().values().forEach((name, value) -> {
                if (value instanceof Integer number
                        && !basis.settings().counted().equals(Optional.of(name))) {
                    numbers.put(name, number);
                }
            });
            return new Functions(BasisRegistry.shortName(basis), basis.count(), numbers);
        }

        String text() {
            boolean levels = family.equals(Categories.STANDARD.family());
            StringBuilder text = new StringBuilder(family + ", " + intervals + (levels ? " levels" : " intervals"));
            numbers.forEach((name, value) -> text.append(", " + name + " " + value));
            return text.toString();
        }
    }

    /**
     * Copies.
     *
     * @param shape widths of the network
     * @param inputs column names
     * @param outputs column names
     * @param classes labels; empty for a regression
     * @param bases those of the edges, each once
     * @param parameters that training changes
     * @param edges that are not masked
     * @param formula that the model holds, or formulas of classes
     * @param response what the outputs are of the targets
     * @param trends how predictions must go with inputs, such as {@code price falling, convex}
     */
    public ModelInfo {
        trends = List.copyOf(trends);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        classes = List.copyOf(classes);
        bases = List.copyOf(bases);
    }

    /**
     * {@return what a model is}
     *
     * @param model the model
     * @param name what to call the model in messages, such as its file
     * @throws org.kan4j.data.DataException if its formula cannot be read
     */
    public static ModelInfo of(KanModel model, String name) {
        KanNetwork network = model.kan().network();
        Set<Functions> bases = new LinkedHashSet<>();
        for (Layer layer : network.layers()) {
            for (int i = 0; i < layer.in(); i++) {
                bases.add(Functions.of(layer.basis(i)));
            }
        }
        return new ModelInfo(
                Shape.of(network),
                model.inputNames(),
                model.outputNames(),
                model.classes(),
                List.copyOf(bases),
                network.trainable().length,
                network.activeEdges(),
                FormulaResult.held(model, name),
                model.response(),
                IntStream.range(0, model.kinds().size())
                        .filter(i -> !model.kinds().get(i).trend().free())
                        .mapToObj(i -> model.inputNames().get(i) + " "
                                + model.kinds().get(i).trend().text())
                        .toList());
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        text.line("shape       " + shape);
        text.line("inputs      " + String.join(", ", inputs));
        text.line("outputs     " + String.join(", ", outputs));
        if (!classes.isEmpty()) {
            text.line("classes     " + String.join(", ", classes));
        }
        if (!response.equals(Response.MEAN)) {
            text.line("response    " + response.text());
        }
        trends.forEach(trend -> text.line("trend       " + trend));
        for (Functions basis : bases) {
            text.line("basis       " + basis.text());
        }
        text.line("parameters  " + parameters);
        text.line("edges       " + edges);
        formula.ifPresent(found -> found.formulas().forEach(each -> text.line("formula     " + each)));
        formula.ifPresent(found -> text.legend(found.formulas()));
        return text.toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            json.string("shape", shape.toString()).strings("inputs", inputs).strings("outputs", outputs);
            if (!classes.isEmpty()) {
                json.strings("classes", classes);
            }
            if (!response.equals(Response.MEAN)) {
                json.string("response", response.text());
            }
            if (!trends.isEmpty()) {
                json.strings("trends", trends);
            }
            json.objects("bases", bases, (each, basis) -> {
                each.string("basis", basis.family).whole("intervals", basis.intervals);
                basis.numbers.forEach(each::whole);
            });
            json.whole("parameters", parameters).whole("edges", edges);
            formula.ifPresent(found -> found.members(json));
        });
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
