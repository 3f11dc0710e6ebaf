package org.kan4j.function;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    private static final Map<String, UnivariateFunction> BY_NAME =
            StandardFunctions.TABLE.stream().collect(toUnmodifiableMap(UnivariateFunction::name, Function.identity()));

    private Functions() {}

    /**
     * All standard functions, in a fixed order from simple to less simple.
     *
     * @return an unmodifiable list; names are unique
     */
    public static List<UnivariateFunction> standard() {
        return StandardFunctions.TABLE;
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

        @Override
        public double thirdDerivative(double u) {
            if (!inDomain(u)) {
                return Double.NaN;
            }
            double factor = exponent * (exponent - 1) * (exponent - 2);
            return factor == 0 ? 0 : factor * Math.pow(u, exponent - 3);
        }

        @Override
        public Domain domain() {
            return Domain.HALF_LINE;
        }

        @Override
        public Parity parity() {
            return Parity.NONE;
        }

        @Override
        public String formula() {
            return "u^(" + exponent + ")";
        }
    }
}
