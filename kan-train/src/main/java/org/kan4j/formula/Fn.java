package org.kan4j.formula;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kan4j.function.Functions;
import org.kan4j.function.Parity;
import org.kan4j.function.UnivariateFunction;

/**
 * The functions of one argument that expressions are made of, as far as they are no powers: a table of what formulas know about each.
 * Domain, parity and numbers are those of {@link Functions} under the same name.
 *
 * <p>Few have an arithmetic of their own, in {@link #value(double)} and {@link #derivative(double)}: formulas compute by {@link Math} as Java
 * source does that is printed of them, and leave infinities at poles, where symbolic edges have NaN; slopes are computed from values where
 * that is cheaper; and what formulas hold most is written out, which through the table takes twice as long. FunctionTableTest checks that
 * both agree.
 *
 * <p>The order of the constants is that of terms and factors in canonical form.
 */
public enum Fn {
    /** Exponential function. */
    EXP("exp(u)", Range.POSITIVE, "log", new Notation("exp", "\\exp", "exp", "Math.exp")),
    /** Natural logarithm. */
    LOG("1/u", Range.ANY, "exp", new Notation("log", "\\log", "log", "Math.log").alsoRead("ln")),
    /** Sine, of radians. */
    SIN("cos(u)", Range.ANY, "asin", new Notation("sin", "\\sin", "sin", "Math.sin")),
    /** Cosine, of radians. */
    COS("-sin(u)", Range.ANY, "acos", new Notation("cos", "\\cos", "cos", "Math.cos")),
    /** Tangent, of radians. */
    TAN("tan(u)^2 + 1", Range.ANY, "atan", new Notation("tan", "\\tan", "tan", "Math.tan")),
    /** Inverse of the sine. */
    ASIN("(1 - u^2)^(-0.5)", Range.ANY, "", new Notation("asin", "\\arcsin", "arcsin", "Math.asin")),
    /** Inverse of the cosine. */
    ACOS("-(1 - u^2)^(-0.5)", Range.NON_NEGATIVE, "", new Notation("acos", "\\arccos", "arccos", "Math.acos")),
    /** Inverse of the tangent. */
    ATAN("1/(u^2 + 1)", Range.ANY, "", new Notation("atan", "\\arctan", "arctan", "Math.atan")),
    /** Hyperbolic sine. */
    SINH("cosh(u)", Range.ANY, "asinh", new Notation("sinh", "\\sinh", "sinh", "Math.sinh")),
    /** Hyperbolic cosine. */
    COSH("sinh(u)", Range.POSITIVE, "acosh", new Notation("cosh", "\\cosh", "cosh", "Math.cosh")),
    /** Hyperbolic tangent. */
    TANH("1 - tanh(u)^2", Range.ANY, "atanh", new Notation("tanh", "\\tanh", "tanh", "Math.tanh")),
    /** Inverse of the hyperbolic sine. */
    ASINH(
            "(u^2 + 1)^(-0.5)",
            Range.ANY,
            "sinh",
            new Notation("asinh", "\\operatorname{asinh}", "asinh", "asinh")
                    .withBody("""
                            double a = Math.abs(u);
                            return Math.copySign(Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a))), u);
                            """)
                    .alsoRead("arcsinh")),
    /** Inverse of the hyperbolic cosine. */
    ACOSH(
            "(u - 1)^(-0.5)*(u + 1)^(-0.5)",
            Range.NON_NEGATIVE,
            "",
            new Notation("acosh", "\\operatorname{acosh}", "acosh", "acosh")
                    .withBody("return Math.log(u + Math.sqrt(u - 1) * Math.sqrt(u + 1));\n")
                    .alsoRead("arccosh")),
    /** Inverse of the hyperbolic tangent. */
    ATANH(
            "1/(1 - u^2)",
            Range.ANY,
            "tanh",
            new Notation("atanh", "\\operatorname{atanh}", "atanh", "atanh")
                    .withBody("return 0.5 * (Math.log1p(u) - Math.log1p(-u));\n")
                    .alsoRead("arctanh")),
    /** Absolute value. */
    ABS("sign(u)", Range.NON_NEGATIVE, "", new Notation("Abs", Notation.BARS, Notation.BARS, "Math.abs")),
    /** −1, 0 or 1. */
    SIGN("0", Range.ANY, "", new Notation("sign", "\\operatorname{sign}", "sign", "Math.signum"));

    /** The values that a function takes wherever it is defined. */
    enum Range {
        ANY,
        NON_NEGATIVE,
        POSITIVE
    }

    private static final List<String> ARGUMENT = List.of("u");

    private static final Map<String, Fn> BY_SYMBOL =
            Arrays.stream(values()).collect(toUnmodifiableMap(Fn::symbol, f -> f));

    private static final Map<String, Fn> BY_NAME = names();

    private final String symbol = name().toLowerCase(Locale.ROOT);

    @SuppressWarnings("ImmutableEnumChecker") // functions are stateless
    private final UnivariateFunction numbers = numbers(symbol);

    private final String derivative;
    private final Range range;
    private final String undoes;

    @SuppressWarnings("ImmutableEnumChecker") // a record that copies its list
    private final Notation notation;

    /**
     * An entry of the table.
     *
     * @param derivative f′(u) as plain text
     * @param range the values that f takes
     * @param undoes symbol of the function g with f(g(u)) = u wherever g(u) is defined; empty where there is none
     * @param notation how f is written
     */
    Fn(String derivative, Range range, String undoes, Notation notation) {
        this.derivative = derivative;
        this.range = range;
        this.undoes = undoes;
        this.notation = notation;
    }

    private static UnivariateFunction numbers(String symbol) {
        return Functions.byName(symbol)
                .orElseThrow(() -> new IllegalStateException("function: an entry in Functions required for " + symbol));
    }

    private static Map<String, Fn> names() {
        Map<String, Fn> names = new HashMap<>(BY_SYMBOL);
        for (Fn f : values()) {
            f.notation.names().forEach(name -> names.put(name, f));
        }
        return Map.copyOf(names);
    }

    /**
     * {@return the function of a symbol; empty where no function has it}
     *
     * @param symbol as in plain text
     */
    public static Optional<Fn> ofSymbol(String symbol) {
        return Optional.ofNullable(BY_SYMBOL.get(symbol));
    }

    /**
     * {@return the function that any of the notations means by a name; empty where it is none}
     *
     * @param name as in plain text, SymPy syntax or LaTeX
     */
    public static Optional<Fn> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** {@return the name in plain text and JSON, as in {@code exp}; also that in {@link Functions}} */
    public String symbol() {
        return symbol;
    }

    /**
     * {@return f(u)}
     *
     * @param u the argument
     */
    public double value(double u) {
        return switch (this) {
            case EXP -> Math.exp(u);
            case LOG -> Math.log(u);
            case SIN -> Math.sin(u);
            case COS -> Math.cos(u);
            case ASIN -> Math.asin(u);
            case ACOS -> Math.acos(u);
            case ASINH -> Math.copySign(Math.log1p(Math.abs(u) + u * u / (1 + Math.sqrt(1 + u * u))), u);
            case ATANH -> 0.5 * (Math.log1p(u) - Math.log1p(-u));
            default -> numbers.value(u);
        };
    }

    /**
     * f at many points, in loops of their own for what formulas hold most.
     *
     * @param u arguments, [n] or longer, not modified
     * @param out values, overwritten up to n
     */
    void values(double[] u, double[] out, int n) {
        switch (this) {
            case EXP -> {
                for (int i = 0; i < n; i++) {
                    out[i] = Math.exp(u[i]);
                }
            }
            case LOG -> {
                for (int i = 0; i < n; i++) {
                    out[i] = Math.log(u[i]);
                }
            }
            case SIN -> {
                for (int i = 0; i < n; i++) {
                    out[i] = Math.sin(u[i]);
                }
            }
            case COS -> {
                for (int i = 0; i < n; i++) {
                    out[i] = Math.cos(u[i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    out[i] = value(u[i]);
                }
            }
        }
    }

    /**
     * {@return f′(u); 0 where the sign jumps, and the sign of u for the absolute value}
     *
     * @param u the argument
     */
    public double derivative(double u) {
        return derivative(u, value(u));
    }

    /** f′(u) with the help of v = f(u). */
    double derivative(double u, double v) {
        return switch (this) {
            case EXP -> v;
            case LOG -> 1 / u;
            case SIN -> Math.cos(u);
            case COS -> -Math.sin(u);
            case TAN -> 1 + v * v;
            case ASIN -> 1 / Math.sqrt(1 - u * u);
            case ACOS -> -1 / Math.sqrt(1 - u * u);
            case TANH -> 1 - v * v;
            case ASINH -> 1 / Math.sqrt(1 + u * u);
            case ATANH -> 1 / (1 - u * u);
            case SIGN -> 0;
            default -> numbers.derivative(u);
        };
    }

    /** f′(u) as an expression. */
    Expression derivative(Expression u) {
        return FormulaParser.parse(derivative, ARGUMENT).substitute(index -> u);
    }

    /** {@return the value, three derivatives, domain and parity, as symbolic edges have them} */
    public UnivariateFunction numbers() {
        return numbers;
    }

    Notation notation() {
        return notation;
    }

    /** Whether f(−u) = −f(u). */
    boolean isOdd() {
        return numbers.parity() == Parity.ODD;
    }

    /** Whether f(−u) = f(u). */
    boolean isEven() {
        return numbers.parity() == Parity.EVEN;
    }

    /** Whether all values are positive. */
    boolean isPositive() {
        return range == Range.POSITIVE;
    }

    /** Whether no value is negative. */
    boolean isNonNegative() {
        return range != Range.ANY;
    }

    /** Whether f(g(u)) = u wherever g(u) is defined. */
    boolean undoes(Fn g) {
        return undoes.equals(g.symbol);
    }
}
