package org.kan4j.edit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kan4j.model.KanModel;
import org.kan4j.report.ErrorMeasure;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What some changes gave.
 *
 * @param original the model before
 * @param model the model after all of them, without a formula
 * @param before error of the model before, in the network's units
 * @param steps the changes in their order
 * @param judged whether rows judged that were not fitted
 * @param file where the model was written, if it was
 */
public record EditResult(
        KanModel original, KanModel model, double before, List<Step> steps, boolean judged, Optional<Path> file)
        implements Report {

    /**
     * A change.
     *
     * @param edit what was done
     * @param error after it and its refit, in the network's units
     * @param parameters that the network has then, to be fitted
     */
    public record Step(Edit edit, double error, int parameters) {}

    /**
     * Copies.
     *
     * @param original the model before
     * @param model the model after all of them, without a formula
     * @param before error of the model before, in the network's units
     * @param steps the changes in their order
     * @param judged whether rows judged that were not fitted
     * @param file where the model was written, if it was
     */
    public EditResult {
        steps = List.copyOf(steps);
    }

    /**
     * {@return a copy that knows where the model was written}
     *
     * @param written where
     */
    public EditResult withFile(Path written) {
        return new EditResult(original, model, before, steps, judged, Optional.of(written));
    }

    @Override
    public String text() {
        ErrorMeasure measure = ErrorMeasure.of(model, judged);
        TextLines text = new TextLines();
        text.format("%-24s %s", "before", measure.of(before));
        int parameters = original.kan().network().trainable().length;
        for (Step step : steps) {
            String cost = step.edit instanceof Edit.AddNode
                    ? ", " + step.parameters + " parameters, " + (step.parameters - parameters) + " more"
                    : "";
            text.format("%-24s %s", step.edit, measure.of(step.error) + cost);
            parameters = step.parameters;
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
            json.number(measure.name() + "_before", before * measure.scale())
                    .objects(
                            "edits",
                            steps,
                            (each, step) -> each.string("edit", step.edit.toString())
                                    .number(measure.name(), step.error * measure.scale())
                                    .whole("parameters", step.parameters));
            file.ifPresent(written -> json.string("model", written.toString()));
        });
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
