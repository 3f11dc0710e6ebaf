package org.kan4j.studio;

import java.util.List;
import java.util.Optional;
import org.kan4j.FormulaResult;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.discover.evidence.Rivals;
import org.kan4j.edit.Edges;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;

/**
 * A model and what is known of it on the rows of its training.
 *
 * @param model the model
 * @param error on the rows that judge, in the network's units
 * @param edges its edges, with their scores on some of the rows
 * @param hidden scores on the hidden rows, which are shown when they are asked for
 * @param evidence what the rows that may be looked at say of its formula; nothing where it holds none of a number
 */
record Measured(KanModel model, double error, Edges edges, List<Scores> hidden, Optional<Evidence> evidence) {
    Measured {
        hidden = List.copyOf(hidden);
    }

    /** A model beside other formulas of the same table. */
    static Measured of(Engine engine, KanModel model, double error, Training training, List<Formula> others) {
        return new Measured(
                model,
                error,
                training.quickEditor(engine, model, () -> false).edges(),
                Scores.hidden(engine, model, training),
                evidence(model, training, others));
    }

    private static Optional<Evidence> evidence(KanModel model, Training training, List<Formula> others) {
        List<String> columns = training.data().inputNames();
        Optional<Formula> formula = FormulaResult.held(model, "model")
                .map(FormulaResult::formula)
                .filter(found -> model.classes().isEmpty() && found.columns().equals(columns));
        if (formula.isEmpty()) {
            return Optional.empty();
        }
        Dataset seen = training.seen();
        List<Formula> comparable =
                others.stream().filter(other -> other.columns().equals(columns)).toList();
        List<Evidence.Rival> rivals = new Rivals(formula.get(), seen, Batch.of(training.judges())).among(comparable);
        return Optional.of(Evidence.of(formula.get(), seen, Batch.of(seen), rivals));
    }
}
