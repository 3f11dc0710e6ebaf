package org.kan4j.report;

import org.kan4j.model.KanModel;

/**
 * What the error of a network is, in text and in JSON.
 *
 * @param text for a person
 * @param name in JSON
 * @param scale that turns it into the target's units
 */
public record ErrorMeasure(String text, String name, double scale) {
    /**
     * {@return the log loss of classes, the RMSE of one target in its units, or of several in standard deviations}
     *
     * @param model the model
     * @param judged whether rows judged that were not fitted
     */
    public static ErrorMeasure of(KanModel model, boolean judged) {
        String rows = judged ? "validation " : "training ";
        String prefix = judged ? "validation_" : "train_";
        if (!model.classes().isEmpty()) {
            return new ErrorMeasure(rows + "log loss", prefix + "log_loss", 1);
        }
        return model.outputNames().size() == 1
                ? new ErrorMeasure(
                        rows + "RMSE", prefix + "rmse", model.outputs().scale(0))
                : new ErrorMeasure(rows + "RMSE in standard deviations", prefix + "standardised_rmse", 1);
    }

    /**
     * {@return an error with what it is}
     *
     * @param error in the network's units
     */
    public String of(double error) {
        return text + " " + shown(error);
    }

    /**
     * {@return an error}
     *
     * @param error in the network's units
     */
    public String shown(double error) {
        return TextLines.shortNumber(error * scale);
    }
}
