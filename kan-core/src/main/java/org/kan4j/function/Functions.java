package org.kan4j.function;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The standard functions, and real powers, by name.
 *
 * <p>Every function is real: roots and real powers are defined for u &ge; 0 (u &gt; 0 where the exponent is negative),
 * so {@code cbrt} of a negative number is NaN here, in agreement with the principal power of computer algebra systems.
 */
public final class Functions {
    private static final String POWER_PREFIX = "pow_";
    private static final Pattern EXPONENT = Pattern.compile("-?[0-9]{1,25}(\\.[0-9]{1,25})?(e-?[0-9]{1,3})?");
    private static final double LN2 = 0.6931471805599453;

    // The arc sine and cosine go through atan: the JDK's asin and acos take square roots in software before JDK 21.
    private static final List<UnivariateFunction> STANDARD = List.of(
            of("identity", u -> u, u -> 1 + 0 * u, u -> 0 * u),
            of("square", u -> u * u, u -> 2 * u, u -> 2 + 0 * u),
            of("cube", u -> u * u * u, u -> 3 * u * u, u -> 6 * u),
            of("fourth_power", u -> (u * u) * (u * u), u -> 4 * u * u * u, u -> 12 * u * u),
            of("fifth_power", u -> (u * u) * (u * u) * u, u -> 5 * (u * u) * (u * u), u -> 20 * u * u * u),
            of("reciprocal", u -> nonZero(1 / u), u -> nonZero(-1 / u / u), u -> nonZero(2 / u / u / u)),
            of(
                    "reciprocal_square",
                    u -> nonZero(1 / u / u),
                    u -> nonZero(-2 / u / u / u),
                    u -> nonZero(6 / u / u / u / u)),
            of(
                    "reciprocal_cube",
                    u -> nonZero(1 / u / u / u),
                    u -> nonZero(-3 / u / u / u / u),
                    u -> nonZero(12 / u / u / u / u / u)),
            of("sqrt", Math::sqrt, u -> 0.5 / Math.sqrt(u), u -> -0.25 / (u * Math.sqrt(u))),
            of(
                    "rsqrt",
                    u -> u > 0 ? 1 / Math.sqrt(u) : Double.NaN,
                    u -> u > 0 ? -0.5 / (u * Math.sqrt(u)) : Double.NaN,
                    u -> u > 0 ? 0.75 / (u * u * Math.sqrt(u)) : Double.NaN),
            power(1.5),
            of(
                    "cbrt",
                    u -> u >= 0 ? Math.cbrt(u) : Double.NaN,
                    Functions::cbrtDerivative,
                    u -> -2.0 / 3 / u * cbrtDerivative(u)),
            of("exp", Math::exp, Math::exp, Math::exp),
            of(
                    "log",
                    u -> u > 0 ? Math.log(u) : Double.NaN,
                    u -> u > 0 ? 1 / u : Double.NaN,
                    u -> u > 0 ? -1 / u / u : Double.NaN),
            of("sin", Math::sin, Math::cos, u -> -Math.sin(u)),
            of("cos", Math::cos, u -> -Math.sin(u), u -> -Math.cos(u)),
            of("tan", Math::tan, u -> 1 + square(Math.tan(u)), u -> 2 * Math.tan(u) * (1 + square(Math.tan(u)))),
            of("asin", u -> Math.atan(u / semicircle(u)), u -> 1 / semicircle(u), u -> u / cube(semicircle(u))),
            of("acos", u -> Math.atan2(semicircle(u), u), u -> -1 / semicircle(u), u -> -u / cube(semicircle(u))),
            of("atan", Math::atan, Functions::lorentzian, u -> -2 * u * square(lorentzian(u))),
            of("sinh", Math::sinh, Math::cosh, Math::sinh),
            of("cosh", Math::cosh, Math::sinh, Math::cosh),
            of("tanh", Math::tanh, Functions::sechSquared, u -> -2 * Math.tanh(u) * sechSquared(u)),
            of("asinh", Functions::asinh, u -> 1 / hyperbola(u), u -> -u / hyperbola(u) / square(hyperbola(u))),
            of(
                    "atanh",
                    u -> inOpenUnit(u, 0.5 * (Math.log1p(u) - Math.log1p(-u))),
                    u -> inOpenUnit(u, 1 / ((1 - u) * (1 + u))),
                    u -> inOpenUnit(u, 2 * u / square((1 - u) * (1 + u)))),
            of("abs", Math::abs, Math::signum, u -> 0 * u),
            of("sign", Math::signum, u -> 0 * u, u -> 0 * u),
            of(
                    "gaussian",
                    u -> gaussian(u),
                    u -> vanishing(gaussian(u), -2 * u),
                    u -> vanishing(gaussian(u), 4 * u * u - 2)),
            of(
                    "logistic",
                    Functions::logistic,
                    Functions::logisticDerivative,
                    u -> -Math.tanh(u / 2) * logisticDerivative(u)),
            of(
                    "lorentzian",
                    Functions::lorentzian,
                    u -> -2 * u * square(lorentzian(u)),
                    u -> square(lorentzian(u)) * (6 - 8 * lorentzian(u))),
            of("hyperbola", Functions::hyperbola, u -> u / hyperbola(u), u -> 1 / cube(hyperbola(u))),
            of("semicircle", Functions::semicircle, u -> -u / semicircle(u), u -> -1 / cube(semicircle(u))),
            of(
                    "lorentz_factor",
                    u -> inOpenUnit(u, 1 / semicircle(u)),
                    u -> inOpenUnit(u, u / cube(semicircle(u))),
                    u -> inOpenUnit(u, (1 + 2 * u * u) / (cube(semicircle(u)) * square(semicircle(u))))),
            of(
                    "bose",
                    u -> nonZero(1 / Math.expm1(u)),
                    u -> nonZero(boseDerivative(u)),
                    u -> nonZero(boseDerivative(u) * (1 / Math.expm1(-u) - 1 / Math.expm1(u)))),
            of("sech", Functions::sech, u -> -sech(u) * Math.tanh(u), u -> sech(u) * (1 - 2 * sech(u) * sech(u))),
            of("log_cosh", Functions::logCosh, Math::tanh, Functions::sechSquared),
            of(
                    "softplus",
                    u -> Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))),
                    Functions::logistic,
                    Functions::logisticDerivative),
            of("x_exp", u -> u * Math.exp(u), u -> (1 + u) * Math.exp(u), u -> (2 + u) * Math.exp(u)),
            of(
                    "x_log",
                    u -> u > 0 ? u * Math.log(u) : Double.NaN,
                    u -> u > 0 ? 1 + Math.log(u) : Double.NaN,
                    u -> u > 0 ? 1 / u : Double.NaN),
            of("sinc", u -> sinc(u, 0), u -> sinc(u, 1), u -> sinc(u, 2)));

    private static final Map<String, UnivariateFunction> BY_NAME =
            STANDARD.stream().collect(toUnmodifiableMap(UnivariateFunction::name, Function.identity()));

    private Functions() {}

    /**
     * All standard functions, in a fixed order from simple to less simple.
     *
     * @return an unmodifiable list; names are unique
     */
    public static List<UnivariateFunction> standard() {
        return STANDARD;
    }

    /**
     * Looks a function up by the name stored in a model file.
     *
     * @param name a standard function's name, or {@code pow_} followed by a finite decimal exponent other than 0
     * @return the function, or empty where no function has this name
     */
    public static Optional<UnivariateFunction> byName(String name) {
        UnivariateFunction standard = BY_NAME.get(name);
        if (standard != null) {
            return Optional.of(standard);
        }
        if (name.startsWith(POWER_PREFIX)) {
            String exponent = name.substring(POWER_PREFIX.length());
            if (EXPONENT.matcher(exponent).matches()) {
                double p = Double.parseDouble(exponent);
                if (Double.isFinite(p) && p != 0) {
                    return Optional.of(power(p));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The real power u^p, defined for u &gt; 0, and for u = 0 when p &gt; 0. Its name is {@code pow_} and the shortest
     * decimal that reads back as p, such as {@code pow_1.5} or {@code pow_-2.0e-4}.
     *
     * @param exponent p, finite and not 0
     * @return the function
     * @throws IllegalArgumentException if the exponent is 0 or not finite
     */
    public static UnivariateFunction power(double exponent) {
        if (!(Double.isFinite(exponent) && exponent != 0)) {
            throw new IllegalArgumentException("power: finite exponent other than 0 required, got " + exponent);
        }
        return new Power(POWER_PREFIX + Double.toString(exponent).toLowerCase(Locale.ROOT), exponent);
    }

    /**
     * The exponent of a function made by {@link #power}.
     *
     * @param function any function
     * @return its exponent p where it is a real power u^p, empty otherwise (also for {@code square} and its like)
     */
    public static Optional<Double> exponent(UnivariateFunction function) {
        return function instanceof Power power ? Optional.of(power.exponent) : Optional.empty();
    }

    private record Power(String name, double exponent) implements UnivariateFunction {
        private boolean inDomain(double u) {
            return exponent > 0 ? u >= 0 : u > 0;
        }

        @Override
        public double value(double u) {
            return inDomain(u) ? Math.pow(u, exponent) : Double.NaN;
        }

        @Override
        public double derivative(double u) {
            return inDomain(u) ? exponent * Math.pow(u, exponent - 1) : Double.NaN;
        }

        @Override
        public double secondDerivative(double u) {
            if (!inDomain(u)) {
                return Double.NaN;
            }
            return exponent == 1 ? 0 : exponent * (exponent - 1) * Math.pow(u, exponent - 2);
        }
    }

    private record ClosedForm(String name, DoubleUnaryOperator f, DoubleUnaryOperator first, DoubleUnaryOperator second)
            implements UnivariateFunction {
        @Override
        public double value(double u) {
            return f.applyAsDouble(u);
        }

        @Override
        public double derivative(double u) {
            return first.applyAsDouble(u);
        }

        @Override
        public double secondDerivative(double u) {
            return second.applyAsDouble(u);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static UnivariateFunction of(
            String name, DoubleUnaryOperator f, DoubleUnaryOperator first, DoubleUnaryOperator second) {
        return new ClosedForm(name, f, first, second);
    }

    private static double square(double v) {
        return v * v;
    }

    private static double cube(double v) {
        return v * v * v;
    }

    /** Turns the infinity that a pole gives into NaN; the pole is outside the domain. */
    private static double nonZero(double v) {
        return Double.isInfinite(v) ? Double.NaN : v;
    }

    private static double inOpenUnit(double u, double v) {
        return u > -1 && u < 1 ? v : Double.NaN;
    }

    private static double cbrtDerivative(double u) {
        return u >= 0 ? 1 / (3 * square(Math.cbrt(u))) : Double.NaN;
    }

    /** sqrt(1 - u^2), without the cancellation near 1; NaN for |u| > 1. */
    private static double semicircle(double u) {
        return Math.sqrt((1 - u) * (1 + u));
    }

    /** sqrt(1 + u^2) without overflow. */
    private static double hyperbola(double u) {
        return Math.abs(u) > 1e150 ? Math.abs(u) : Math.sqrt(1 + u * u);
    }

    private static double lorentzian(double u) {
        return 1 / (1 + u * u);
    }

    /** 1/cosh without overflow. */
    private static double sech(double u) {
        double e = Math.exp(-Math.abs(u));
        return 2 * e / (1 + e * e);
    }

    private static double sechSquared(double u) {
        return square(sech(u));
    }

    /** log1p of an expression without cancellation near 0. */
    private static double asinh(double u) {
        double v = Math.abs(u);
        double w = v > 1e9 ? Math.log(v) + LN2 : Math.log1p(v + v * v / (1 + Math.sqrt(1 + v * v)));
        return Math.copySign(w, u);
    }

    private static double gaussian(double u) {
        return Math.exp(-u * u);
    }

    /** tail*growth, 0 where the tail has underflowed and the growth may be infinite. */
    private static double vanishing(double tail, double growth) {
        return tail == 0 ? 0 : tail * growth;
    }

    private static double logistic(double u) {
        double e = Math.exp(-Math.abs(u));
        return u >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static double logisticDerivative(double u) {
        double e = Math.exp(-Math.abs(u));
        return e / square(1 + e);
    }

    /** -e^u/(e^u - 1)^2 as a product of two factors that do not overflow. */
    private static double boseDerivative(double u) {
        return 1 / Math.expm1(u) * (1 / Math.expm1(-u));
    }

    /** Two forms: the first is exact near 0, the second does not overflow. */
    private static double logCosh(double u) {
        double v = Math.abs(u);
        return v < 1 ? Math.log1p(2 * square(Math.sinh(u / 2))) : v + Math.log1p(Math.exp(-2 * v)) - LN2;
    }

    /** sin(u)/u and its derivatives; by the power series where the closed forms cancel. */
    private static double sinc(double u, int order) {
        if (Math.abs(u) < 1) {
            double square = u * u;
            double sum = 0;
            double term = 1; // (-1)^n / (2n + 1)!
            double power = order == 1 ? u : 1; // u^(2n - order)
            for (int n = order == 0 ? 0 : 1; n <= 10; n++) {
                if (n > 0) {
                    term /= -(2.0 * n) * (2 * n + 1);
                }
                double factor = order == 0 ? 1 : order == 1 ? 2 * n : 2.0 * n * (2 * n - 1);
                sum += factor * term * power;
                power *= square;
            }
            return sum;
        }
        double value = Math.sin(u) / u;
        if (order == 0) {
            return value;
        }
        double first = (Math.cos(u) - value) / u;
        return order == 1 ? first : -value - 2 * first / u;
    }
}
