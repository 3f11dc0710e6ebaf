package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;

/**
 * The form of a law: g of a sum of terms c·Π x_i^p_i·f(a·Π x_i^q_i). The powers are of the positive inputs; an input that takes
 * both signs may be one more factor of a term, or of the argument of f.
 *
 * @param outer g
 * @param terms what is added up
 */
record PowerLaw(Outer outer, List<Term> terms) {
    /** No input. */
    static final int NONE = -1;

    /** A target beyond this is not taken as an exponent. */
    private static final double LARGEST_EXPONENT = 50;

    /**
     * A term.
     *
     * @param factor f
     * @param input that is a further factor, {@link #NONE} for none
     * @param within input that is a further factor of the argument of f, {@link #NONE} for none
     * @param shared whether a and q are those of the first term
     */
    record Term(Factor factor, int input, int within, boolean shared) {
        /** A term with a and q of its own, where it has any. */
        Term(Factor factor, int input, int within) {
            this(factor, input, within, false);
        }

        /** This term with a and q of the first term. */
        Term sharing() {
            return new Term(factor, input, within, true);
        }

        /** The number of unknowns where so many inputs are positive: c and p, and a and q where they are its own. */
        int unknowns(int positive) {
            return (1 + positive) * (ownArgument() ? 2 : 1);
        }

        boolean ownArgument() {
            return factor != Factor.ONE && !shared;
        }
    }

    /** Functions g, by the transformed target h(y) with g(h(y)) = y. */
    enum Outer {
        SAME,
        RECIPROCAL,
        SQUARE_ROOT,
        RECIPROCAL_ROOT,
        SQUARE,
        EXPONENTIAL,
        LOGARITHM,
        ARC_SINE,
        ARC_COSINE;

        /** h(y); NaN where there is none. */
        double target(double y) {
            return switch (this) {
                case SAME -> y;
                case RECIPROCAL -> 1 / y;
                case SQUARE_ROOT -> y > 0 ? y * y : Double.NaN;
                case RECIPROCAL_ROOT -> y > 0 ? 1 / (y * y) : Double.NaN;
                case SQUARE -> Math.sqrt(y);
                case EXPONENTIAL -> Math.log(y);
                case LOGARITHM -> Math.abs(y) < LARGEST_EXPONENT ? Math.exp(y) : Double.NaN;
                case ARC_SINE -> Math.abs(y) <= Math.PI / 2 ? Math.sin(y) : Double.NaN;
                case ARC_COSINE -> y >= 0 && y <= Math.PI ? Math.cos(y) : Double.NaN;
            };
        }

        /** |h′(y)|. */
        double slope(double y) {
            return Math.abs(
                    switch (this) {
                        case SAME -> 1;
                        case RECIPROCAL -> 1 / (y * y);
                        case SQUARE_ROOT -> 2 * y;
                        case RECIPROCAL_ROOT -> 2 / (y * y * y);
                        case SQUARE -> 0.5 / Math.sqrt(y);
                        case EXPONENTIAL -> 1 / y;
                        case LOGARITHM -> Math.exp(y);
                        case ARC_SINE -> Math.cos(y);
                        case ARC_COSINE -> Math.sin(y);
                    });
        }

        /** g of a formula. */
        Expression of(Expression sum) {
            return switch (this) {
                case SAME -> sum;
                case RECIPROCAL -> Expression.power(sum, -1);
                case SQUARE_ROOT -> Expression.power(sum, 0.5);
                case RECIPROCAL_ROOT -> Expression.power(sum, -0.5);
                case SQUARE -> Expression.power(sum, 2);
                case EXPONENTIAL -> Expression.apply(Fn.EXP, sum);
                case LOGARITHM -> Expression.apply(Fn.LOG, sum);
                case ARC_SINE -> Expression.apply(Fn.ASIN, sum);
                case ARC_COSINE -> Expression.apply(Fn.ACOS, sum);
            };
        }
    }

    /** Functions f. */
    enum Factor {
        ONE,
        EXP,
        SIN,
        COS,
        TANH,
        SATURATION,
        ROOT,
        RECIPROCAL_ROOT,
        BOSE,
        SECH,
        LOG;

        double value(double u) {
            return switch (this) {
                case ONE -> 1;
                case EXP -> Math.exp(u);
                case SIN -> Math.sin(u);
                case COS -> Math.cos(u);
                case TANH -> Math.tanh(u);
                case SATURATION -> 1 / (1 + u);
                case ROOT -> Math.sqrt(1 + u);
                case RECIPROCAL_ROOT -> 1 / Math.sqrt(1 + u);
                case BOSE -> 1 / Math.expm1(u);
                case SECH -> 1 / Math.cosh(u);
                case LOG -> Math.log1p(u);
            };
        }

        double slope(double u) {
            return switch (this) {
                case ONE -> 0;
                case EXP -> Math.exp(u);
                case SIN -> Math.cos(u);
                case COS -> -Math.sin(u);
                case TANH -> 1 - Math.tanh(u) * Math.tanh(u);
                case SATURATION -> -1 / ((1 + u) * (1 + u));
                case ROOT -> 0.5 / Math.sqrt(1 + u);
                case RECIPROCAL_ROOT -> -0.5 / ((1 + u) * Math.sqrt(1 + u));
                case SECH -> -Math.tanh(u) / Math.cosh(u);
                case BOSE -> -Math.exp(u) / (Math.expm1(u) * Math.expm1(u));
                case LOG -> 1 / (1 + u);
            };
        }

        private Expression of(Expression u) {
            Expression one = Expression.constant(1);
            return switch (this) {
                case ONE -> one;
                case EXP -> Expression.apply(Fn.EXP, u);
                case SIN -> Expression.apply(Fn.SIN, u);
                case COS -> Expression.apply(Fn.COS, u);
                case TANH -> Expression.apply(Fn.TANH, u);
                case SATURATION -> Expression.power(Expression.sum(one, u), -1);
                case ROOT -> Expression.power(Expression.sum(one, u), 0.5);
                case RECIPROCAL_ROOT -> Expression.power(Expression.sum(one, u), -0.5);
                case SECH -> Expression.power(Expression.apply(Fn.COSH, u), -1);
                case BOSE -> Expression.power(Expression.difference(Expression.apply(Fn.EXP, u), one), -1);
                case LOG -> Expression.apply(Fn.LOG, Expression.sum(one, u));
            };
        }
    }

    /** The number of unknowns where so many inputs are positive. */
    int unknowns(int positive) {
        return terms.stream().mapToInt(t -> t.unknowns(positive)).sum();
    }

    /**
     * The law as a formula.
     *
     * @param unknowns of each term c, p and, where there is an f, a, q
     * @param positive numbers of the positive inputs
     */
    Expression expression(double[] unknowns, int[] positive) {
        List<Expression> sum = new ArrayList<>();
        int at = 0;
        for (Term term : terms) {
            Expression one = monomial(unknowns, at, positive, term.input);
            if (term.factor != Factor.ONE) {
                int within = (term.shared ? 0 : at) + 1 + positive.length;
                one = Expression.product(one, term.factor.of(monomial(unknowns, within, positive, term.within)));
            }
            sum.add(one);
            at += term.unknowns(positive.length);
        }
        return outer.of(Expression.sum(sum));
    }

    private static Expression monomial(double[] unknowns, int at, int[] positive, int further) {
        List<Expression> factors = new ArrayList<>();
        factors.add(Expression.constant(unknowns[at]));
        for (int i = 0; i < positive.length; i++) {
            factors.add(Expression.power(Expression.variable(positive[i]), Expression.constant(unknowns[at + 1 + i])));
        }
        if (further != NONE) {
            factors.add(Expression.variable(further));
        }
        return Expression.product(factors);
    }
}
