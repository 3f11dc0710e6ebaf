package org.kan4j.function;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The table of the standard functions: name, formula, domain, parity, value and three derivatives of each. A new function is one entry
 * here, and one line in kan-train's {@code symbolic.SymbolicLibrary} that says how edges are fitted with it; where its formula needs a
 * function that formulas do not write yet, that is an entry of {@code formula.Fn}. Tests walk this table.
 *
 * <p>An infinity at a pole is outside the domain, and so NaN. The arc sine and cosine go through atan: the JDK's asin and acos take
 * square roots in software before JDK 21.
 */
final class StandardFunctions {
    private static final double LN2 = 0.6931471805599453;

    /** From simple to less simple. */
    static final List<UnivariateFunction> TABLE = List.of(
            entry("identity", "u", Domain.LINE, Parity.ODD, u -> u, u -> 1 + 0 * u, u -> 0 * u, u -> 0 * u),
            entry("square", "u^2", Domain.LINE, Parity.EVEN, u -> u * u, u -> 2 * u, u -> 2 + 0 * u, u -> 0 * u),
            entry("cube", "u^3", Domain.LINE, Parity.ODD, u -> u * u * u, u -> 3 * u * u, u -> 6 * u, u -> 6 + 0 * u),
            entry(
                    "fourth_power",
                    "u^4",
                    Domain.LINE,
                    Parity.EVEN,
                    u -> (u * u) * (u * u),
                    u -> 4 * u * u * u,
                    u -> 12 * u * u,
                    u -> 24 * u),
            entry(
                    "fifth_power",
                    "u^5",
                    Domain.LINE,
                    Parity.ODD,
                    u -> (u * u) * (u * u) * u,
                    u -> 5 * (u * u) * (u * u),
                    u -> 20 * u * u * u,
                    u -> 60 * u * u),
            entry(
                    "reciprocal",
                    "1/u",
                    Domain.POLE_AT_ZERO,
                    Parity.ODD,
                    u -> nonZero(1 / u),
                    u -> nonZero(-1 / u / u),
                    u -> nonZero(2 / u / u / u),
                    u -> nonZero(-6 / u / u / u / u)),
            entry(
                    "reciprocal_square",
                    "u^(-2)",
                    Domain.POLE_AT_ZERO,
                    Parity.EVEN,
                    u -> nonZero(1 / u / u),
                    u -> nonZero(-2 / u / u / u),
                    u -> nonZero(6 / u / u / u / u),
                    u -> nonZero(-24 / u / u / u / u / u)),
            entry(
                    "reciprocal_cube",
                    "u^(-3)",
                    Domain.POLE_AT_ZERO,
                    Parity.ODD,
                    u -> nonZero(1 / u / u / u),
                    u -> nonZero(-3 / u / u / u / u),
                    u -> nonZero(12 / u / u / u / u / u),
                    u -> nonZero(-60 / u / u / u / u / u / u)),
            entry(
                    "sqrt",
                    "sqrt(u)",
                    Domain.HALF_LINE,
                    Parity.NONE,
                    Math::sqrt,
                    u -> 0.5 / Math.sqrt(u),
                    u -> -0.25 / (u * Math.sqrt(u)),
                    u -> 0.375 / (u * u * Math.sqrt(u))),
            entry(
                    "rsqrt",
                    "1/sqrt(u)",
                    Domain.HALF_LINE,
                    Parity.NONE,
                    u -> u > 0 ? 1 / Math.sqrt(u) : Double.NaN,
                    u -> u > 0 ? -0.5 / (u * Math.sqrt(u)) : Double.NaN,
                    u -> u > 0 ? 0.75 / (u * u * Math.sqrt(u)) : Double.NaN,
                    u -> u > 0 ? -1.875 / (u * u * u * Math.sqrt(u)) : Double.NaN),
            Functions.power(1.5),
            entry(
                    "cbrt",
                    "u^(1/3)",
                    Domain.HALF_LINE,
                    Parity.NONE,
                    u -> u >= 0 ? Math.cbrt(u) : Double.NaN,
                    u -> cbrtDerivative(u),
                    u -> -2.0 / 3 / u * cbrtDerivative(u),
                    u -> 10.0 / 9 / u / u * cbrtDerivative(u)),
            entry("exp", "exp(u)", Domain.LINE, Parity.NONE, Math::exp, Math::exp, Math::exp, Math::exp),
            entry(
                    "log",
                    "log(u)",
                    Domain.HALF_LINE,
                    Parity.NONE,
                    u -> u > 0 ? Math.log(u) : Double.NaN,
                    u -> u > 0 ? 1 / u : Double.NaN,
                    u -> u > 0 ? -1 / u / u : Double.NaN,
                    u -> u > 0 ? 2 / u / u / u : Double.NaN),
            entry("sin", "sin(u)", Domain.LINE, Parity.ODD, Math::sin, Math::cos, u -> -Math.sin(u), u -> -Math.cos(u)),
            entry(
                    "cos",
                    "cos(u)",
                    Domain.LINE,
                    Parity.EVEN,
                    Math::cos,
                    u -> -Math.sin(u),
                    u -> -Math.cos(u),
                    Math::sin),
            entry(
                    "tan",
                    "tan(u)",
                    new Domain(-Math.PI / 2, Math.PI / 2, false),
                    Parity.ODD,
                    Math::tan,
                    u -> 1 + square(Math.tan(u)),
                    u -> 2 * Math.tan(u) * (1 + square(Math.tan(u))),
                    u -> 2 * (1 + square(Math.tan(u))) * (1 + 3 * square(Math.tan(u)))),
            entry(
                    "asin",
                    "asin(u)",
                    Domain.UNIT,
                    Parity.ODD,
                    u -> Math.atan(u / semicircle(u)),
                    u -> 1 / semicircle(u),
                    u -> u / cube(semicircle(u)),
                    u -> (1 + 2 * u * u) / (cube(semicircle(u)) * square(semicircle(u)))),
            entry(
                    "acos",
                    "acos(u)",
                    Domain.UNIT,
                    Parity.ODD_ABOUT_VALUE,
                    u -> Math.atan2(semicircle(u), u),
                    u -> -1 / semicircle(u),
                    u -> -u / cube(semicircle(u)),
                    u -> -(1 + 2 * u * u) / (cube(semicircle(u)) * square(semicircle(u)))),
            entry(
                    "atan",
                    "atan(u)",
                    Domain.LINE,
                    Parity.ODD,
                    Math::atan,
                    u -> lorentzian(u),
                    u -> -2 * u * square(lorentzian(u)),
                    u -> square(lorentzian(u)) * (6 - 8 * lorentzian(u))),
            entry("sinh", "sinh(u)", Domain.LINE, Parity.ODD, Math::sinh, Math::cosh, Math::sinh, Math::cosh),
            entry("cosh", "cosh(u)", Domain.LINE, Parity.EVEN, Math::cosh, Math::sinh, Math::cosh, Math::sinh),
            entry(
                    "tanh",
                    "tanh(u)",
                    Domain.LINE,
                    Parity.ODD,
                    Math::tanh,
                    u -> sechSquared(u),
                    u -> -2 * Math.tanh(u) * sechSquared(u),
                    u -> sechSquared(u) * (4 - 6 * sechSquared(u))),
            entry(
                    "asinh",
                    "asinh(u)",
                    Domain.LINE,
                    Parity.ODD,
                    u -> asinh(u),
                    u -> 1 / hyperbola(u),
                    u -> -u / hyperbola(u) / square(hyperbola(u)),
                    u -> (2 * square(u / hyperbola(u)) - 1 / square(hyperbola(u)))
                            / hyperbola(u)
                            / square(hyperbola(u))),
            entry(
                    "acosh",
                    "acosh(u)",
                    new Domain(1, Double.POSITIVE_INFINITY, true),
                    Parity.NONE,
                    u -> Math.log(u + root(u)),
                    u -> 1 / root(u),
                    u -> -u / root(u) / square(root(u)),
                    u -> (2 * square(u / root(u)) + 1 / square(root(u))) / root(u) / square(root(u))),
            entry(
                    "atanh",
                    "atanh(u)",
                    Domain.UNIT,
                    Parity.ODD,
                    u -> inOpenUnit(u, 0.5 * (Math.log1p(u) - Math.log1p(-u))),
                    u -> inOpenUnit(u, 1 / ((1 - u) * (1 + u))),
                    u -> inOpenUnit(u, 2 * u / square((1 - u) * (1 + u))),
                    u -> inOpenUnit(u, (2 + 6 * u * u) / cube((1 - u) * (1 + u)))),
            entry("abs", "abs(u)", Domain.LINE, Parity.EVEN, Math::abs, Math::signum, u -> 0 * u, u -> 0 * u),
            entry("sign", "sign(u)", Domain.LINE, Parity.ODD, Math::signum, u -> 0 * u, u -> 0 * u, u -> 0 * u),
            entry(
                    "gaussian",
                    "exp(-u^2)",
                    Domain.LINE,
                    Parity.EVEN,
                    u -> gaussian(u),
                    u -> vanishing(gaussian(u), -2 * u),
                    u -> vanishing(gaussian(u), 4 * u * u - 2),
                    u -> vanishing(gaussian(u), u * (12 - 8 * u * u))),
            entry(
                    "logistic",
                    "1/(1 + exp(-u))",
                    Domain.LINE,
                    Parity.ODD_ABOUT_VALUE,
                    u -> logistic(u),
                    u -> logisticDerivative(u),
                    u -> -Math.tanh(u / 2) * logisticDerivative(u),
                    u -> logisticDerivative(u) * (1 - 6 * logisticDerivative(u))),
            entry(
                    "lorentzian",
                    "1/(1 + u^2)",
                    Domain.LINE,
                    Parity.EVEN,
                    u -> lorentzian(u),
                    u -> -2 * u * square(lorentzian(u)),
                    u -> square(lorentzian(u)) * (6 - 8 * lorentzian(u)),
                    u -> u * square(lorentzian(u)) * lorentzian(u) * (48 * lorentzian(u) - 24)),
            entry(
                    "hyperbola",
                    "sqrt(1 + u^2)",
                    Domain.LINE,
                    Parity.EVEN,
                    u -> hyperbola(u),
                    u -> u / hyperbola(u),
                    u -> 1 / cube(hyperbola(u)),
                    u -> -3 * (u / hyperbola(u)) / square(square(hyperbola(u)))),
            entry(
                    "semicircle",
                    "sqrt(1 - u^2)",
                    Domain.UNIT,
                    Parity.EVEN,
                    u -> semicircle(u),
                    u -> -u / semicircle(u),
                    u -> -1 / cube(semicircle(u)),
                    u -> -3 * u / (cube(semicircle(u)) * square(semicircle(u)))),
            entry(
                    "lorentz_factor",
                    "1/sqrt(1 - u^2)",
                    Domain.UNIT,
                    Parity.EVEN,
                    u -> inOpenUnit(u, 1 / semicircle(u)),
                    u -> inOpenUnit(u, u / cube(semicircle(u))),
                    u -> inOpenUnit(u, (1 + 2 * u * u) / (cube(semicircle(u)) * square(semicircle(u)))),
                    u -> inOpenUnit(u, u * (9 + 6 * u * u) / (cube(semicircle(u)) * square(square(semicircle(u)))))),
            entry(
                    "bose",
                    "1/(exp(u) - 1)",
                    Domain.POLE_AT_ZERO,
                    Parity.NONE,
                    u -> nonZero(1 / Math.expm1(u)),
                    u -> nonZero(boseDerivative(u)),
                    u -> nonZero(boseDerivative(u) * boseDifference(u)),
                    u -> nonZero(boseDerivative(u) * (square(boseDifference(u)) - 2 * boseDerivative(u)))),
            entry(
                    "sech",
                    "1/cosh(u)",
                    Domain.LINE,
                    Parity.EVEN,
                    u -> sech(u),
                    u -> -sech(u) * Math.tanh(u),
                    u -> sech(u) * (1 - 2 * sech(u) * sech(u)),
                    u -> -sech(u) * Math.tanh(u) * (1 - 6 * sechSquared(u))),
            entry(
                    "log_cosh",
                    "log(cosh(u))",
                    Domain.LINE,
                    Parity.EVEN,
                    u -> logCosh(u),
                    Math::tanh,
                    u -> sechSquared(u),
                    u -> -2 * Math.tanh(u) * sechSquared(u)),
            entry(
                    "softplus",
                    "log(1 + exp(u))",
                    Domain.LINE,
                    Parity.NONE,
                    u -> Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))),
                    u -> logistic(u),
                    u -> logisticDerivative(u),
                    u -> -Math.tanh(u / 2) * logisticDerivative(u)),
            entry(
                    "x_exp",
                    "u*exp(u)",
                    Domain.LINE,
                    Parity.NONE,
                    u -> u * Math.exp(u),
                    u -> (1 + u) * Math.exp(u),
                    u -> (2 + u) * Math.exp(u),
                    u -> (3 + u) * Math.exp(u)),
            entry(
                    "x_log",
                    "u*log(u)",
                    Domain.HALF_LINE,
                    Parity.NONE,
                    u -> u > 0 ? u * Math.log(u) : Double.NaN,
                    u -> u > 0 ? 1 + Math.log(u) : Double.NaN,
                    u -> u > 0 ? 1 / u : Double.NaN,
                    u -> u > 0 ? -1 / u / u : Double.NaN),
            entry(
                    "sinc",
                    "sin(u)/u",
                    Domain.LINE,
                    Parity.EVEN,
                    u -> sinc(u, 0),
                    u -> sinc(u, 1),
                    u -> sinc(u, 2),
                    u -> sincThird(u)));

    private StandardFunctions() {}

    private record Entry(
            String name,
            String formula,
            Domain domain,
            Parity parity,
            DoubleUnaryOperator f,
            DoubleUnaryOperator first,
            DoubleUnaryOperator second,
            DoubleUnaryOperator third)
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
        public double thirdDerivative(double u) {
            return third.applyAsDouble(u);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static UnivariateFunction entry(
            String name,
            String formula,
            Domain domain,
            Parity parity,
            DoubleUnaryOperator f,
            DoubleUnaryOperator first,
            DoubleUnaryOperator second,
            DoubleUnaryOperator third) {
        return new Entry(name, formula, domain, parity, f, first, second, third);
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

    /** sqrt(u^2 - 1), without the cancellation near 1; NaN for u < 1. */
    private static double root(double u) {
        return Math.sqrt(u - 1) * Math.sqrt(u + 1);
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

    /** The logarithmic derivative of {@link #boseDerivative}. */
    private static double boseDifference(double u) {
        return 1 / Math.expm1(-u) - 1 / Math.expm1(u);
    }

    /** Two forms: the first is exact near 0, the second does not overflow. */
    private static double logCosh(double u) {
        double v = Math.abs(u);
        return v < 1 ? Math.log1p(2 * square(Math.sinh(u / 2))) : v + Math.log1p(Math.exp(-2 * v)) - LN2;
    }

    /** sin(u)/u and its derivatives up to the second; by the power series where the closed forms cancel. */
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

    /** The third derivative of sin(u)/u. */
    private static double sincThird(double u) {
        if (Math.abs(u) < 1) {
            double square = u * u;
            double sum = 0;
            double term = 1; // (-1)^n / (2n + 1)!
            double power = u; // u^(2n - 3)
            for (int n = 1; n <= 10; n++) {
                term /= -(2.0 * n) * (2 * n + 1);
                if (n > 1) {
                    sum += 2.0 * n * (2 * n - 1) * (2 * n - 2) * term * power;
                    power *= square;
                }
            }
            return sum;
        }
        return -(Math.cos(u) + 3 * sinc(u, 2)) / u;
    }
}
