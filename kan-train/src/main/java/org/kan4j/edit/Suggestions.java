package org.kan4j.edit;

import java.util.List;
import org.kan4j.model.KanModel;
import org.kan4j.report.ErrorMeasure;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What an edge may become.
 *
 * @param model whose edge it is
 * @param edge the edge
 * @param judged whether rows judged that were not fitted
 * @param own error of the model as it is, in the network's units
 * @param functions the best first
 */
public record Suggestions(KanModel model, EdgePlace edge, boolean judged, double own, List<Suggestion> functions)
        implements Report {
    /**
     * Copies.
     *
     * @param model whose edge it is
     * @param edge the edge
     * @param judged whether rows judged that were not fitted
     * @param own error of the model as it is, in the network's units
     * @param functions the best first
     */
    public Suggestions {
        functions = List.copyOf(functions);
    }

    @Override
    public String text() {
        ErrorMeasure measure = ErrorMeasure.of(model, judged);
        TextLines text = new TextLines();
        text.line("edge " + edge + " as it is: " + measure.of(own));
        functions.forEach(f -> text.format(
                "%-17s %s, %s*f(%s*x%s)%s",
                f.function(),
                measure.of(f.error()),
                TextLines.brief(f.c()),
                TextLines.brief(f.a()),
                added(f.b()),
                added(f.d())));
        if (functions.isEmpty()) {
            text.line("no function is near: the edge is constant");
        }
        return text.toString();
    }

    private static String added(double value) {
        return (value < 0 ? " - " : " + ") + TextLines.brief(Math.abs(value));
    }

    @Override
    public String json() {
        ErrorMeasure measure = ErrorMeasure.of(model, judged);
        return JsonMembers.object(json -> json.string("edge", edge.toString())
                .number(measure.name(), own * measure.scale())
                .objects(
                        "functions",
                        functions,
                        (each, f) -> each.string("function", f.function())
                                .number(measure.name(), f.error() * measure.scale())
                                .number("a", f.a())
                                .number("b", f.b())
                                .number("c", f.c())
                                .number("d", f.d())));
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
