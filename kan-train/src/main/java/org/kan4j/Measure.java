package org.kan4j;

import java.util.function.ToDoubleFunction;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.train.Score;

/**
 * The part of a score that tells models of one task apart: the lower the better.
 *
 * @param text for a person
 * @param name in JSON
 * @param part of the score
 */
record Measure(String text, String name, ToDoubleFunction<Score> part) {
    static final Measure RMSE = new Measure("RMSE", "rmse", Score::rmse);
    private static final Measure LOG_LOSS = new Measure("log loss", "log_loss", Score::logLoss);
    private static final Measure DEVIANCE = new Measure("deviance", "deviance", Score::deviance);
    private static final Measure PINBALL = new Measure("pinball loss", "pinball_loss", Score::deviance);

    static Measure of(KanModel model) {
        if (!model.classes().isEmpty()) {
            return LOG_LOSS;
        }
        Response response = model.response();
        return response.equals(Response.MEAN) ? RMSE : response.exponential() ? DEVIANCE : PINBALL;
    }

    double of(Score score) {
        return part.applyAsDouble(score);
    }
}
