package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;
import org.kan4j.formula.Variable;

/**
 * A formula with constants that data are to say.
 *
 * @param form variables below {@code inputs} are states and inputs of the system, those from there on the constants
 * @param inputs number of states and inputs
 * @param constants their values
 */
record RateForm(Expression form, int inputs, double[] constants) {

    /** A formula whose numbers are known. */
    static RateForm of(Expression form, int inputs) {
        return new RateForm(form, inputs, new double[0]);
    }

    /** A formula whose free constants data are to say. */
    static RateForm free(Expression found, int inputs) {
        List<Double> values = new ArrayList<>();
        Expression form = found.replaceConstants(c -> {
            if (!c.isFree()) {
                return c;
            }
            values.add(c.value());
            return Expression.variable(inputs + values.size() - 1);
        });
        return new RateForm(
                form, inputs, values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** A sum of terms with a coefficient each, which come first among the constants. */
    static RateForm sum(List<RateForm> terms, double[] coefficients, int inputs) {
        double[] all = Arrays.copyOf(
                coefficients,
                coefficients.length
                        + terms.stream().mapToInt(t -> t.constants.length).sum());
        List<Expression> sum = new ArrayList<>();
        int next = coefficients.length;
        for (int k = 0; k < coefficients.length; k++) {
            RateForm term = terms.get(k);
            sum.add(Expression.product(Expression.variable(inputs + k), term.shifted(next)));
            System.arraycopy(term.constants, 0, all, next, term.constants.length);
            next += term.constants.length;
        }
        return new RateForm(Expression.sum(sum), inputs, all);
    }

    /** The form with its constants moved on by some places. */
    Expression shifted(int by) {
        return form.substitute(index -> Expression.variable(index < inputs ? index : index + by));
    }

    /** The formula with these values of its constants. */
    Expression with(double[] values) {
        return withConstants(values).withValues(form);
    }

    /** The formula. */
    Expression expression() {
        return with(constants);
    }

    /**
     * What each constant stands in: the term that it is the coefficient of, or the term that it is within.
     *
     * @return [constants], the constants in them with their values
     */
    List<Expression> places() {
        List<Expression> places = new ArrayList<>();
        List<Expression> terms = form instanceof Sum sum ? sum.terms() : List.of(form);
        for (int k = 0; k < constants.length; k++) {
            int index = inputs + k;
            Expression term = terms.stream()
                    .filter(t -> t.variables().contains(index))
                    .findFirst()
                    .orElse(form);
            List<Expression> factors = term instanceof Product product ? product.factors() : List.of(term);
            Expression rest = Expression.product(factors.stream()
                    .filter(f -> !f.equals(Expression.variable(index)))
                    .toList());
            places.add(withValues(rest));
        }
        return places;
    }

    private Expression withValues(Expression part) {
        return part.substitute(
                index -> index < inputs ? new Variable(index) : Expression.constant(constants[index - inputs]));
    }

    RateForm withConstants(double[] values) {
        return new RateForm(form, inputs, values);
    }
}
