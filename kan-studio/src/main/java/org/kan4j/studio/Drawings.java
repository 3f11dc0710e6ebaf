package org.kan4j.studio;

import java.util.List;
import java.util.Optional;
import org.kan4j.edit.EdgePlace;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;
import org.kan4j.report.ErrorMeasure;
import org.kan4j.report.html.Pictures;

/** Pictures of a model, on the rows that may be looked at. */
final class Drawings {
    private Drawings() {}

    static List<Pictures.Picture> of(Engine engine, Work.View view, Step step, String what, String edge) {
        Pictures pictures = new Pictures(
                engine,
                step.model(),
                step.formula(),
                Optional.of(step.training().drawn()));
        return switch (what) {
            case "network" -> List.of(pictures.network());
            case "edge" -> List.of(edge(pictures, step, EdgePlace.parse(edge)));
            case "effects" -> pictures.effects();
            case "parity" -> pictures.parity();
            case "residuals" -> pictures.residuals();
            case "pareto" -> pareto(view, step);
            default -> throw Refusal.bad("what: network, edge, effects, parity, residuals, pareto or loss required");
        };
    }

    private static Pictures.Picture edge(Pictures pictures, Step step, EdgePlace place) {
        KanNetwork network = step.model().kan().network();
        if (place.layer() < network.depth()) {
            Layer layer = network.layer(place.layer());
            if (place.input() < layer.in() && place.column() < layer.columns()) {
                return pictures.edge(place.layer(), place.input(), place.column());
            }
        }
        throw Refusal.bad("edge: one of the network required");
    }

    /** The formulas that were read of models with the same target. */
    private static List<Pictures.Picture> pareto(Work.View view, Step step) {
        ErrorMeasure measure = ErrorMeasure.of(step.model(), step.training().judged());
        List<Pictures.Point> points = view.ofTarget(step.training()).stream()
                .filter(each -> each.formula().isPresent())
                .map(each -> new Pictures.Point(
                        "model " + each.id(), each.formula().orElseThrow().size(), each.error() * measure.scale()))
                .toList();
        return points.isEmpty() ? List.of() : List.of(Pictures.pareto(measure.text(), points));
    }
}
