package org.kan4j.discover.score;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.kan4j.data.Batch;
import org.kan4j.data.Places;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;

/**
 * Nats that describe rows by a formula: the residuals' by their likelihood, the size, and the constants. A free constant has to be stated to
 * its standard error, which falls with the error and the number of rows; a fixed one by which number it is. Few rows, or rows at
 * few places, make the likelihood too high, by Hurvich and Tsai's correction (Biometrika 76, 1989). The constants of a known form are the
 * data's alone, so that their digits are no surprise: they cost what Schwarz's criterion says (Annals of Statistics 6, 1978).
 */
final class DescriptionLength {
    /** Nats that one unit of size costs: which of about twenty functions, operations and columns it is. */
    private static final double NATS_PER_NODE = 3;

    /** Nats that a free constant costs besides the digits that the data fix. */
    private static final double NATS_PER_CONSTANT = 1;

    /** Bits of a fixed number that is none of the few that all formulas have, and so was chosen for the rows. */
    private static final int CHOSEN = 3;

    private final Batch data;
    private final double scale;
    private final int places;
    private final double least;
    private final OptionalDouble form;
    private final boolean errors;
    private final double choice;
    private final double perNode;
    private final List<Integer> required;
    private final Predicate<Expression> kept;

    /** The length of formulas of any kind for some rows, by their own errors. */
    DescriptionLength(Batch data) {
        this(data, OptionalDouble.empty(), false, 0, NATS_PER_NODE, List.of(), any -> true);
    }

    private DescriptionLength(
            Batch data,
            OptionalDouble form,
            boolean errors,
            double choice,
            double perNode,
            List<Integer> required,
            Predicate<Expression> kept) {
        this.data = data;
        double spread = Fit.spread(data);
        this.scale = spread > 0 ? spread : 1;
        this.places = Places.count(Places.of(data));
        this.form = form;
        this.errors = errors;
        this.choice = choice;
        this.perNode = perNode;
        this.required = required;
        this.kept = kept;
        // The mean square of residuals that are as large as the errors is rows / total weight.
        double stated = errors ? data.rows() / data.totalWeight() / (scale * scale) : 0;
        this.least = Math.max(Refinement.ROUNDING, stated);
    }

    /** The same for other rows. */
    DescriptionLength on(Batch rows) {
        return new DescriptionLength(rows, form, errors, choice, perNode, required, kept);
    }

    /** See {@link Refinement#ofErrors}. */
    DescriptionLength ofErrors(boolean known) {
        return new DescriptionLength(data, form, known, choice, perNode, required, kept);
    }

    /** See {@link Refinement#ofChoice}. */
    DescriptionLength ofChoice(double nats) {
        return new DescriptionLength(data, form, errors, nats, perNode, required, kept);
    }

    /** See {@link Refinement#ofPrice}. */
    DescriptionLength ofPrice(double nats) {
        return new DescriptionLength(data, form, errors, choice, nats, required, kept);
    }

    /** See {@link Refinement#ofForm}. */
    DescriptionLength ofForm(double nats) {
        return new DescriptionLength(data, OptionalDouble.of(nats), errors, choice, perNode, required, kept);
    }

    /** See {@link Refinement#ofRequired}. */
    DescriptionLength ofRequired(List<Integer> inputs) {
        return new DescriptionLength(data, form, errors, choice, perNode, inputs, kept);
    }

    /** See {@link Refinement#ofKept}. */
    DescriptionLength ofKept(Predicate<Expression> wanted) {
        return new DescriptionLength(data, form, errors, choice, perNode, required, wanted);
    }

    /** The rows. */
    Batch data() {
        return data;
    }

    /** The standard deviation of the target; 1 where it has none. */
    double scale() {
        return scale;
    }

    /** Whether formulas are of a known form. */
    boolean formKnown() {
        return form.isPresent();
    }

    /** Inputs that formulas must hold. */
    List<Integer> required() {
        return required;
    }

    /** Whether a formula lacks an input that it must hold. */
    boolean lacks(Expression expression) {
        return !required.isEmpty() && !expression.variables().containsAll(required);
    }

    /**
     * The length; infinite for a formula that must not be.
     *
     * @param expression the formula
     * @param unexplained share of the target's variance that it leaves
     */
    double of(Expression expression, double unexplained) {
        double logarithm = Math.log(Math.max(unexplained, least));
        double n = data.rows();
        double statement = statement(unexplained);
        double constants = 0;
        int unknowns = 1;
        List<Constant> all = CompiledExpression.constants(expression);
        boolean[] exponents = CompiledExpression.exponents(expression);
        for (int k = 0; k < exponents.length; k++) {
            Constant constant = all.get(k);
            int bits = constant.isFree() ? CHOSEN : Constants.complexity(constant.value());
            double fixed = Math.log(2) * bits;
            if (form.isPresent()) {
                constants += constant.isFree() ? Math.log(n) / 2 : Math.min(fixed, Math.log(n) / 2);
            } else {
                constants += constant.isFree() ? statement : fixed;
            }
            boolean plain = exponents[k] ? bits < CHOSEN : Math.abs(constant.value()) == 1;
            boolean chosen = form.isPresent() ? !plain : bits >= CHOSEN;
            unknowns += chosen ? 1 : 0;
        }
        int freedom = places - unknowns - 1;
        double few = unknowns * (unknowns + 1) / Math.max(freedom, 0.5);
        double chosen = choice > 0 ? choice * expression.variables().size() : 0;
        double size = form.orElse(perNode * expression.size()) + chosen;
        boolean interpolates = form.isPresent() && freedom <= 0;
        return interpolates || lacks(expression) || !kept.test(expression)
                ? Double.POSITIVE_INFINITY
                : n / 2 * logarithm + constants + few + size;
    }

    /** Nats that state a free constant to its standard error. */
    double statement(double unexplained) {
        return Math.log(data.rows()) / 2 + NATS_PER_CONSTANT - Math.log(Math.max(unexplained, least)) / 2;
    }
}
