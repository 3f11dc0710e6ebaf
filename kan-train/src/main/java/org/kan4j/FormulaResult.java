package org.kan4j;

import java.util.List;
import java.util.Optional;
import org.kan4j.data.DataException;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * A model's formula, or its formulas: of the number that it predicts; of two classes the log-odds of the second; of more a score for each,
 * whose exponentials are in proportion to the probabilities (softmax).
 *
 * @param formulas in the data's units; one but for more than two classes
 * @param model the model that holds them; with symbolic edges where one formula was read off the network
 */
public record FormulaResult(List<Formula> formulas, KanModel model) implements Report {
    /**
     * Validates.
     *
     * @param formulas in the data's units; one but for more than two classes
     * @param model the model that holds them; with symbolic edges where one formula was read off the network
     */
    public FormulaResult {
        formulas = List.copyOf(formulas);
        int required = model.classes().size() > 2 ? model.classes().size() : 1;
        if (formulas.size() != required) {
            throw new IllegalArgumentException(
                    "formulas: " + required + " required by the model, got " + formulas.size());
        }
    }

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
                    : Optional.of(new FormulaResult(Formula.listFromJson(model.formula()), model));
        } catch (IllegalArgumentException e) {
            throw new DataException(name + ": the formula in this model cannot be read: " + e.getMessage());
        }
    }

    /** {@return the formula; of more than two classes that of the first} */
    public Formula formula() {
        return formulas.get(0);
    }

    /** {@return whether the formula gives log-odds, or the formulas scores of classes} */
    public boolean classes() {
        return !model.classes().isEmpty();
    }

    /**
     * {@return what is predicted, as one formula: the number, or of two classes the probability of the second; nothing where there are more
     * classes}
     */
    public Optional<Formula> predicted() {
        if (!classes()) {
            return Optional.of(formula());
        }
        return formulas.size() > 1 ? Optional.empty() : Optional.of(formula().logistic(probability()));
    }

    /**
     * {@return the values of a formula, [rows]}
     *
     * @param number of the formula
     * @param x [rows, columns of the formula] in the data's units, not modified
     * @param rows number of rows
     */
    public double[] values(int number, double[] x, int rows) {
        Formula formula = formulas.get(number);
        double[] y = new double[rows];
        CompiledExpression compiled = CompiledExpression.of(formula.expression());
        compiled.values(compiled.parameters(), x, rows, formula.columns().size(), y);
        return y;
    }

    private String probability() {
        return "probability of " + model.classes().get(1);
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        formulas.forEach(formula -> text.line(formula.toString()));
        if (formulas.size() > 1) {
            text.line("probability of a class = exp(its score), divided by the sum of those of all classes");
        } else if (classes()) {
            text.line(probability() + " = 1/(1 + exp(-log-odds)), that of "
                    + model.classes().get(0) + " is the rest");
        }
        return text.legend(formulas).toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(this::members);
    }

    /** Adds the formulas to an object. */
    void members(JsonMembers json) {
        if (!classes()) {
            json.formula(formula());
        } else if (formulas.size() == 1) {
            json.string("gives", formula().target())
                    .formula(formula())
                    .string("probability_sympy", predicted().orElseThrow().sympy());
        } else {
            json.objects(
                    "formulas",
                    formulas,
                    (each, formula) -> each.string("gives", formula.target()).formula(formula));
        }
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
