package org.kan4j.studio;

import java.util.List;
import org.kan4j.edit.Edges;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;

/**
 * A model and what is known of it on the rows of its training.
 *
 * @param model the model
 * @param error on the rows that judge, in the network's units
 * @param edges its edges, with their scores on some of the rows
 * @param hidden scores on the hidden rows, which are shown when they are asked for
 */
record Measured(KanModel model, double error, Edges edges, List<Scores> hidden) {
    Measured {
        hidden = List.copyOf(hidden);
    }

    static Measured of(Engine engine, KanModel model, double error, Training training) {
        return new Measured(
                model,
                error,
                training.quickEditor(engine, model, () -> false).edges(),
                Scores.hidden(engine, model, training));
    }
}
