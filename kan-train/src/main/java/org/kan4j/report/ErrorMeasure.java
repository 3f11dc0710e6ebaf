package org.kan4j.report;

import org.kan4j.model.KanModel;
import org.kan4j.model.Response;

/**
 * What the error of a network is, in text and in JSON.
 *
 * @param text for a person
 * @param name in JSON
 * @param scale that turns it into the target's units
 */
public record ErrorMeasure(String text, String name, double scale) {
    /**
     * {@return the log loss of classes, the deviance of counts and positive numbers, the pinball loss of quantiles, the RMSE of one target in its units, or of several in standard deviations}
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
        if (model.response().exponential()) {
            return new ErrorMeasure(rows + "deviance", prefix + "deviance", 1);
        }
        if (!model.response().equals(Response.MEAN)) {
            double scale = model.outputNames().size() == 1 ? model.outputs().scale(0) : 1;
            return new ErrorMeasure(rows + "pinball loss", prefix + "pinball_loss", scale);
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
