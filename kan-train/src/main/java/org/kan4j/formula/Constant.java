package org.kan4j.formula;

/**
 * A number that knows whether it is free, that is, stands for one that data are to say, or fixed, that is, known.
 *
 * <p>Most numbers are what their value says: fixed if they are simple ({@link Constants#isSimple}), free otherwise. {@link #free} and {@link
 * #fixed} tell one against its value: a phase of 0 that is to be fitted, a measured constant of nature that is not. What arithmetic gives
 * goes by its value again, unless a number that was told takes part: then it is free if one of them is free, and fixed otherwise. So a told
 * zero or one does not vanish from sums and products.
 *
 * <p>Constants are equal if value and freeness are. Text, LaTeX and the like write the value alone, and what is read from them goes by the
 * value; JSON keeps both ({@link ExpressionJson}).
 *
 * @param value any double; negative zero becomes zero
 * @param told whether the number is not what its value says: free though simple, or fixed though not simple
 */
public record Constant(double value, boolean told) implements Expression {
    static final Constant ZERO = new Constant(0);
    static final Constant ONE = new Constant(1);
    static final Constant MINUS_ONE = new Constant(-1);

    /**
     * Makes negative zero zero.
     *
     * @param value any double
     * @param told whether the number is not what its value says: free though simple, or fixed though not simple
     */
    public Constant {
        value = value == 0 ? 0.0 : value;
    }

    /**
     * A number that is what its value says.
     *
     * @param value the number
     */
    public Constant(double value) {
        this(value, false);
    }

    /**
     * {@return a free number}
     *
     * @param value the number
     */
    public static Constant free(double value) {
        return new Constant(value, Constants.isSimple(value));
    }

    /**
     * {@return a fixed number}
     *
     * @param value the number
     */
    public static Constant fixed(double value) {
        return new Constant(value, !Constants.isSimple(value));
    }

    /** {@return whether data are to say this number} */
    public boolean isFree() {
        return told == Constants.isSimple(value);
    }

    @Override
    public double evaluate(double[] row) {
        return value;
    }

    boolean isInteger() {
        return value == Math.rint(value) && Math.abs(value) < 1e15;
    }

    /** A number computed from this one. */
    Constant with(double result) {
        return !told ? new Constant(result) : isFree() ? free(result) : fixed(result);
    }

    /** A number computed from this one and another. */
    Constant with(Constant other, double result) {
        if (!told && !other.told) {
            return new Constant(result);
        }
        return isFree() || other.isFree() ? free(result) : fixed(result);
    }

    Constant plus(Constant other) {
        return with(other, value + other.value);
    }

    Constant times(Constant other) {
        return with(other, value * other.value);
    }

    Constant times(double factor) {
        return with(value * factor);
    }

    /** The number without rounding errors, see {@link NumberForm#tidy}. */
    Constant tidied() {
        return with(NumberForm.tidy(value));
    }
}
