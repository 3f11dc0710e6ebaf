package org.kan4j;

import java.util.Optional;
import org.kan4j.data.DataException;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * A model's formula.
 *
 * @param formula in the data's units
 * @param model the model that holds it; with symbolic edges where the formula was read off the network
 */
public record FormulaResult(Formula formula, KanModel model) implements Report {

    /**
     * {@return the formula that a model holds, if it holds one}
     *
     * @param model the model
     * @param name what to call the model in messages, such as its file
     * @throws DataException if what it holds is no formula
     */
    public static Optional<FormulaResult> held(KanModel model, String name) {
        try {
            return model.formula().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new FormulaResult(Formula.fromJson(model.formula()), model));
        } catch (IllegalArgumentException e) {
            throw new DataException(name + ": the formula in this model cannot be read: " + e.getMessage());
        }
    }

    @Override
    public String text() {
        return new TextLines().line(formula.toString()).legend(formula).toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.formula(formula));
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
