package org.kan4j.formula;

import static org.kan4j.formula.Expression.apply;
import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.negative;
import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;

import java.util.Locale;

/** The functions of one argument that are no powers. Outside its domain a function is NaN. */
public enum Fn {
    EXP,
    LOG,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    SINH,
    COSH,
    TANH,
    ASINH,
    ACOSH,
    ATANH,
    ABS,
    SIGN;

    private final String symbol = name().toLowerCase(Locale.ROOT);

    /** Name in plain text, as in {@code exp}. */
    public String symbol() {
        return symbol;
    }

    /** f(u). */
    public double value(double u) {
        return switch (this) {
            case EXP -> Math.exp(u);
            case LOG -> Math.log(u);
            case SIN -> Math.sin(u);
            case COS -> Math.cos(u);
            case TAN -> Math.tan(u);
            case ASIN -> Math.asin(u);
            case ACOS -> Math.acos(u);
            case ATAN -> Math.atan(u);
            case SINH -> Math.sinh(u);
            case COSH -> Math.cosh(u);
            case TANH -> Math.tanh(u);
            case ASINH -> asinh(u);
            case ACOSH -> Math.log(u + Math.sqrt(u - 1) * Math.sqrt(u + 1));
            case ATANH -> 0.5 * (Math.log1p(u) - Math.log1p(-u));
            case ABS -> Math.abs(u);
            case SIGN -> Math.signum(u);
        };
    }

    /** f′(u); 0 where the sign jumps, and the sign of u for the absolute value. */
    public double derivative(double u) {
        return derivative(u, this == EXP || this == TAN || this == TANH ? value(u) : 0);
    }

    /** f′(u) with the help of v = f(u), which only the exponential and the tangents read. */
    double derivative(double u, double v) {
        return switch (this) {
            case EXP -> v;
            case LOG -> 1 / u;
            case SIN -> Math.cos(u);
            case COS -> -Math.sin(u);
            case TAN -> 1 + v * v;
            case ASIN -> 1 / Math.sqrt(1 - u * u);
            case ACOS -> -1 / Math.sqrt(1 - u * u);
            case ATAN -> 1 / (1 + u * u);
            case SINH -> Math.cosh(u);
            case COSH -> Math.sinh(u);
            case TANH -> 1 - v * v;
            case ASINH -> 1 / Math.sqrt(1 + u * u);
            case ACOSH -> 1 / (Math.sqrt(u - 1) * Math.sqrt(u + 1));
            case ATANH -> 1 / (1 - u * u);
            case ABS -> Math.signum(u);
            case SIGN -> 0;
        };
    }

    /** f′(u) as an expression. */
    Expression derivative(Expression u) {
        return switch (this) {
            case EXP -> apply(EXP, u);
            case LOG -> power(u, constant(-1));
            case SIN -> apply(COS, u);
            case COS -> negative(apply(SIN, u));
            case TAN -> sum(power(apply(TAN, u), constant(2)), constant(1));
            case ASIN -> power(sum(negative(power(u, constant(2))), constant(1)), constant(-0.5));
            case ACOS -> negative(ASIN.derivative(u));
            case ATAN -> power(sum(power(u, constant(2)), constant(1)), constant(-1));
            case SINH -> apply(COSH, u);
            case COSH -> apply(SINH, u);
            case TANH -> sum(negative(power(apply(TANH, u), constant(2))), constant(1));
            case ASINH -> power(sum(power(u, constant(2)), constant(1)), constant(-0.5));
            case ACOSH ->
                product(power(sum(u, constant(-1)), constant(-0.5)), power(sum(u, constant(1)), constant(-0.5)));
            case ATANH -> power(sum(negative(power(u, constant(2))), constant(1)), constant(-1));
            case ABS -> apply(SIGN, u);
            case SIGN -> Constant.ZERO;
        };
    }

    /** Whether f(−u) = −f(u). */
    boolean isOdd() {
        return switch (this) {
            case SIN, TAN, ASIN, ATAN, SINH, TANH, ASINH, ATANH, SIGN -> true;
            default -> false;
        };
    }

    /** Whether f(−u) = f(u). */
    boolean isEven() {
        return this == COS || this == COSH || this == ABS;
    }

    private static double asinh(double u) {
        double a = Math.abs(u);
        return Math.copySign(Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a))), u);
    }
}
