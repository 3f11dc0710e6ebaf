package org.kan4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.model.KanModel;
import org.kan4j.prune.Pruner;
import org.kan4j.report.ErrorMeasure;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;
import org.kan4j.train.Score;

/**
 * What pruning gave.
 *
 * @param original the model before
 * @param model the pruned one, without a formula
 * @param result what went, up to the tolerance
 * @param chosen the network of {@code model}
 * @param path smaller networks; empty where they were not asked for
 * @param judged whether rows judged that were not fitted
 * @param before scores of each target on the rows that judged, in the target's units; empty for classes
 * @param after scores of the pruned model on these rows
 * @param file where the pruned model was written, if it was
 */
public record PruneResult(
        KanModel original,
        KanModel model,
        Pruner.Result result,
        Pruner.Point chosen,
        List<Pruner.Point> path,
        boolean judged,
        List<Score.Target> before,
        List<Score.Target> after,
        Optional<Path> file)
        implements Report {

    /**
     * Copies.
     *
     * @param original the model before
     * @param model the pruned one, without a formula
     * @param result what went, up to the tolerance
     * @param chosen the network of {@code model}
     * @param path smaller networks; empty where they were not asked for
     * @param judged whether rows judged that were not fitted
     * @param before scores of each target on the rows that judged, in the target's units; empty for classes
     * @param after scores of the pruned model on these rows
     * @param file where the pruned model was written, if it was
     */
    public PruneResult {
        path = List.copyOf(path);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * {@return a copy that knows where the pruned model was written}
     *
     * @param written where
     */
    public PruneResult withFile(Path written) {
        return new PruneResult(original, model, result, chosen, path, judged, before, after, Optional.of(written));
    }

    private int edgesBefore() {
        return original.kan().network().activeEdges();
    }

    /** A target with its error before and after. */
    private record Compared(String name, double before, double after) {}

    /** The targets one by one, where there are several. */
    private List<Compared> compared() {
        return IntStream.range(0, before.size() > 1 ? before.size() : 0)
                .mapToObj(t -> new Compared(
                        model.outputNames().get(t),
                        before.get(t).rmse(),
                        after.get(t).rmse()))
                .toList();
    }

    @Override
    public String text() {
        ErrorMeasure measure = ErrorMeasure.of(model, judged);
        TextLines text = new TextLines();
        text.line("edges " + edgesBefore() + " -> " + chosen.edges() + ", " + measure.of(result.before()) + " -> "
                + measure.shown(chosen.validationRmse()));
        for (Compared target : compared()) {
            text.line(target.name + ": RMSE " + TextLines.shortNumber(target.before) + " -> "
                    + TextLines.shortNumber(target.after));
        }
        for (Pruner.Removal removal : result.removed()) {
            text.line("removed " + name(original, removal) + ": score " + TextLines.shortNumber(removal.score()) + ", "
                    + measure.of(removal.validationRmse()));
        }
        for (Pruner.Point point : path) {
            text.line("path    " + point.edges() + " edges: " + measure.of(point.validationRmse()));
        }
        if (!judged) {
            text.line("note  no rows are held back to judge from a table of this size: those that are fitted do");
        }
        file.ifPresent(written -> text.line("model " + written));
        return text.toString();
    }

    @Override
    public String json() {
        ErrorMeasure measure = ErrorMeasure.of(model, judged);
        return JsonMembers.object(json -> {
            json.whole("edges_before", edgesBefore())
                    .whole("edges_after", chosen.edges())
                    .number(measure.name() + "_before", result.before() * measure.scale())
                    .number(measure.name() + "_after", chosen.validationRmse() * measure.scale());
            if (!compared().isEmpty()) {
                json.objects(
                        "targets",
                        compared(),
                        (each, target) -> each.string("name", target.name)
                                .number("rmse_before", target.before)
                                .number("rmse_after", target.after));
            }
            file.ifPresent(written -> json.string("model", written.toString()));
            json.strings(
                    "removed",
                    result.removed().stream()
                            .map(removal -> name(original, removal))
                            .toList());
            if (!path.isEmpty()) {
                json.objects(
                        "path",
                        path,
                        (each, point) -> each.whole("edges", point.edges())
                                .number(measure.name(), point.validationRmse() * measure.scale()));
            }
        });
    }

    /**
     * {@return a part of a network in words, such as {@code input volume} or {@code edge of layer 1 from input volume to column 2}}
     *
     * @param model whose part it is
     * @param part the part
     */
    public static String name(KanModel model, Pruner.Removal part) {
        String from = part.layer() == 0
                ? "input " + model.inputNames().get(part.input())
                : "node " + part.input() + " of layer " + part.layer();
        return part.kind() == Pruner.Kind.EDGE
                ? "edge of layer " + (part.layer() + 1) + " from " + from + " to column " + part.column()
                : from;
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
