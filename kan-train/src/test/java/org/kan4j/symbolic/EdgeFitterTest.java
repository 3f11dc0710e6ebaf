package org.kan4j.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.function.Domain;
import org.kan4j.function.Functions;
import org.kan4j.function.Parity;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.symbolic.SymbolicFunction.Form;

class EdgeFitterTest {
    private static final long SEED = 271828;
    private static final int SAMPLES = 200;

    /** An exact fit leaves rounding only; the worst cases lose a few digits to the condition of the constants. */
    private static final double EXACT = 1e-13;

    /** Entries that can write the same curve, to within what samples tell. */
    private static final Map<String, Set<String>> EQUIVALENT = Map.of(
            "logistic", Set.of("tanh"),
            "tanh", Set.of("logistic"),
            "cosh", Set.of("exp"),
            "sinh", Set.of("exp"),
            "gaussian", Set.of("exp"),
            "softplus", Set.of("exp"),
            "sign", Set.of("tanh", "logistic", "atan"));

    static Stream<SymbolicFunction> library() {
        return SymbolicLibrary.standard().functions().stream();
    }

    @ParameterizedTest
    @MethodSource("library")
    void everyFunctionOfTheLibraryIsRecoveredExactly(SymbolicFunction entry) {
        Random random = new Random(SEED);
        for (int trial = 0; trial < 3; trial++) {
            Edge edge = randomEdge(entry, random);
            List<EdgeFit> fits = EdgeFitter.fit(edge.x, edge.y);
            String claim = "%s on %s, trial %d, seed %d".formatted(entry.name(), edge, trial, SEED);
            assertThat(named(fits, entry.name()).unexplained()).as(claim).isLessThan(EXACT);
            assertThat(fits.get(0).unexplained()).as(claim).isLessThan(EXACT);
            assertThat(sameCurves(entry))
                    .as(claim)
                    .contains(fits.get(0).source().name());
        }
    }

    @ParameterizedTest
    @MethodSource("library")
    void noiseOfOneThousandthIsReached(SymbolicFunction entry) {
        Random random = new Random(SEED + 1);
        double noise = 1e-3;
        for (int trial = 0; trial < 1; trial++) {
            Edge edge = randomEdge(entry, random);
            double deviation = deviation(edge.y);
            double[] y = edge.y.clone();
            double noisePower = 0;
            for (int i = 0; i < y.length; i++) {
                double e = noise * random.nextGaussian();
                y[i] += deviation * e;
                noisePower += e * e / y.length;
            }
            EdgeFit own = named(EdgeFitter.fit(edge.x, y), entry.name());
            // the least-squares fit is at least as close as the truth; 1e-2 for what the noise adds to the variance
            assertThat(own.unexplained())
                    .as("%s on %s, trial %d, seed %d", entry.name(), edge, trial, SEED)
                    .isLessThan(noisePower * (1 + 1e-2));
        }
    }

    static Stream<Arguments> named() {
        return Stream.of(
                edge("sin(25x + 1)", "sin", -1, 1, x -> Math.sin(25 * x + 1)),
                edge("sin(25x + 1)", "sin", -4, 5, x -> 3 * Math.sin(25 * x + 1) - 40),
                edge("exp(-40x)", "exp", -1, 1, x -> Math.exp(-40 * x)),
                edge("exp(-x/1000)", "exp", 0, 5000, x -> 1e4 * Math.exp(-x / 1000)),
                edge("exp(5(x - 1e6))", "exp", 1e6, 1e6 + 1, x -> Math.exp(5 * (x - 1e6))),
                edge("log(x + 1e-3)", "log", 0, 1, x -> Math.log(x + 1e-3)),
                edge("log(5 - x)", "log", -3, 4.9, x -> -2 * Math.log(5 - x)),
                edge("1/(x + 3)", "reciprocal", -2.9, 5, x -> 1 / (x + 3)),
                edge("1/(x - 3)", "reciprocal", -2.9, 2.5, x -> 7 / (x - 3) + 1),
                edge("1/x^2", "reciprocal_square", 1, 6, x -> 0.3 / (x * x)),
                edge("sqrt(x - 1)", "sqrt", 1, 9, x -> Math.sqrt(x - 1)),
                edge("(x - 7)^2", "square", -1, 1, x -> (x - 7) * (x - 7)),
                edge("tanh(12x - 3)", "tanh", -2, 2, x -> Math.tanh(12 * x - 3)),
                edge("tanh(12x - 3)", "tanh", -10, 10, x -> Math.tanh(12 * x - 3)),
                edge("exp(-(x - 4)^2)", "gaussian", -1, 1, x -> Math.exp(-(x - 4) * (x - 4))),
                edge("exp(-(x - 9)^2/8)", "gaussian", -1, 1, x -> Math.exp(-(x - 9) * (x - 9) / 8)),
                edge("exp(-900(x - 0.3)^2)", "gaussian", -1, 1, x -> Math.exp(-900 * (x - 0.3) * (x - 0.3))),
                edge("x^0.426", "power", 0, 8, x -> Math.pow(x, 0.426)),
                edge("x^-2.5", "power", 0.1, 8, x -> 3 * Math.pow(x, -2.5) + 2),
                edge("(x + 0.2)^3.3", "power", 0, 8, x -> Math.pow(x + 0.2, 3.3)),
                edge("(2 - x)^0.7", "power", -3, 2, x -> Math.pow(2 - x, 0.7)),
                edge("abs(x - 0.3)", "abs", -1, 1, x -> Math.abs(x - 0.3)),
                edge("asin(x)", "asin", -1, 1, Math::asin),
                edge("1/sqrt(1 - x^2/9)", "lorentz_factor", 0, 2.9, x -> 1 / Math.sqrt(1 - x * x / 9)),
                edge("sqrt(1 - x^2)", "semicircle", -1, 1, x -> Math.sqrt(1 - x * x)),
                edge("1/(exp(x) - 1)", "bose", 0.1, 8, x -> 1 / Math.expm1(x)),
                edge("x log x", "x_log", 0.01, 3, x -> x * Math.log(x)),
                edge("x exp(-x)", "x_exp", 0, 10, x -> x * Math.exp(-x)),
                edge("2x + 1e6", "identity", -1, 1, x -> 2 * x + 1e6));
    }

    private static Arguments edge(String text, String name, double lo, double hi, DoubleUnaryOperator f) {
        return arguments(text, name, lo, hi, f);
    }

    @ParameterizedTest(name = "{0} on [{2}, {3}]")
    @MethodSource("named")
    void constantsFarFromOneAreReached(String text, String name, double lo, double hi, DoubleUnaryOperator f) {
        Random random = new Random(SEED);
        double[] x = random.doubles(SAMPLES).map(v -> lo + (hi - lo) * v).toArray();
        List<EdgeFit> fits = EdgeFitter.fit(x, Arrays.stream(x).map(f).toArray());
        EdgeFit first = fits.get(0);
        assertThat(first.unexplained()).as("%s: %s", text, first).isLessThan(EXACT);
        assertThat(first.source().name()).as("%s: %s", text, first).isEqualTo(name);
        double u = lo + 0.3 * (hi - lo);
        double scale = deviation(Arrays.stream(x).map(f).toArray());
        assertThat(first.value(u)).as("%s: %s", text, first).isCloseTo(f.applyAsDouble(u), within(1e-6 * scale));
    }

    @Test
    void aShiftOfZeroIsExactlyZero() {
        double[] x = new Random(SEED).doubles(SAMPLES, 0.5, 4).toArray();
        Map<String, DoubleUnaryOperator> curves = Map.of(
                "sqrt", v -> 2 * Math.sqrt(v) + 1,
                "log", v -> 3 * Math.log(v),
                "reciprocal", v -> 1 / v,
                "square", v -> v * v,
                "sin", v -> Math.sin(3 * v),
                "power", v -> Math.pow(v, 0.426),
                "exp", v -> 5 * Math.exp(-1.5 * v));
        curves.forEach((name, f) -> {
            EdgeFit fit = EdgeFitter.fit(x, Arrays.stream(x).map(f).toArray()).get(0);
            assertThat(fit.source().name()).as("%s, seed %d", fit, SEED).isEqualTo(name);
            assertThat(fit.b()).as("%s, seed %d", fit, SEED).isZero();
        });
    }

    @Test
    void theExponentOfAPowerIsFitted() {
        double[] au = {0.387, 0.723, 1, 1.524, 5.203, 9.537, 19.19, 30.07};
        EdgeFit fit = named(
                EdgeFitter.fit(au, Arrays.stream(au).map(v -> Math.pow(v, 1.45)).toArray()), "power");
        assertThat(Functions.exponent(fit.function()).orElseThrow()).isCloseTo(1.45, within(1e-9));
        assertThat(fit.c()).isCloseTo(1, within(1e-8));
        assertThat(fit.d()).isCloseTo(0, within(1e-7));
        assertThat(Functions.byName(fit.function().name())).contains(fit.function());
    }

    @Test
    void aFunctionAtTheLimitWhereItIsASimplerOneIsLeftOut() {
        double[] x = IntStream.rangeClosed(-50, 50).mapToDouble(i -> i / 20.0).toArray();
        double[] parabola = Arrays.stream(x).map(v -> 3 * (v - 1) * (v - 1)).toArray();
        double[] narrow =
                Arrays.stream(x).map(v -> Math.log(Math.cosh(2 * v - 1))).toArray();
        assertThat(EdgeFitter.fit(x, parabola))
                .extracting(fit -> fit.source().name())
                .startsWith("square")
                .doesNotContain("log_cosh", "cosh");
        assertThat(EdgeFitter.fit(x, narrow))
                .extracting(fit -> fit.source().name())
                .startsWith("log_cosh");
    }

    @Test
    void theRightFunctionIsFirstUnderNoise() {
        Random random = new Random(SEED);
        double[] x = random.doubles(SAMPLES, -1, 3).toArray();
        Map<String, DoubleUnaryOperator> curves = Map.of(
                "sin", v -> Math.sin(2.3 * v + 0.4),
                "square", v -> (v - 0.4) * (v - 0.4),
                "exp", v -> Math.exp(0.8 * v),
                "log", v -> Math.log(v + 1.1),
                "gaussian", v -> Math.exp(-2 * v * v),
                "reciprocal", v -> 1 / (v + 1.5),
                "sqrt", v -> Math.sqrt(v + 1),
                "identity", v -> 2 * v + 1,
                "cube", v -> v * v * v,
                "lorentzian", v -> 1 / (1 + 4 * v * v));
        curves.forEach((name, f) -> {
            double[] exact = Arrays.stream(x).map(f).toArray();
            double sigma = 1e-3 * deviation(exact);
            double[] y = Arrays.stream(exact)
                    .map(v -> v + sigma * random.nextGaussian())
                    .toArray();
            assertThat(EdgeFitter.fit(x, y).get(0).source().name())
                    .as("seed %d", SEED)
                    .isEqualTo(name);
            assertThat(EdgeFitter.fit(x, y, SymbolicLibrary.standard(), sigma)
                            .get(0)
                            .source()
                            .name())
                    .as("with the noise known, seed %d", SEED)
                    .isEqualTo(name);
        });
    }

    @Test
    void theOrderOfTheSamplesDoesNotMatterAndNothingIsModified() {
        double[] x = new Random(SEED).doubles(SAMPLES, -1, 3).toArray();
        double[] y = Arrays.stream(x).map(v -> Math.tanh(2 * v) + 0.1 * v).toArray();
        double[] keptX = x.clone();
        double[] keptY = y.clone();
        List<EdgeFit> fits = EdgeFitter.fit(x, y);
        assertThat(x).isEqualTo(keptX);
        assertThat(y).isEqualTo(keptY);
        double[] reversedX = new double[SAMPLES];
        double[] reversedY = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            reversedX[i] = x[SAMPLES - 1 - i];
            reversedY[i] = y[SAMPLES - 1 - i];
        }
        assertThat(EdgeFitter.fit(reversedX, reversedY)).isEqualTo(fits);
        assertThat(Stream.generate(() -> 0).limit(4).parallel().map(i -> EdgeFitter.fit(x, y)))
                .allMatch(fits::equals);
    }

    @Test
    void everyFitIsFiniteAndReportsItsOwnError() {
        double[] x = new Random(SEED).doubles(SAMPLES, -1, 3).toArray();
        double[] y = Arrays.stream(x).map(v -> Math.sin(4 * v) + v * v).toArray();
        List<EdgeFit> fits = EdgeFitter.fit(x, y);
        assertThat(fits).hasSizeGreaterThan(30).isSortedAccordingTo((p, q) -> Double.compare(p.score(), q.score()));
        double variance = deviation(y) * deviation(y);
        for (EdgeFit fit : fits) {
            double rss = 0;
            for (int i = 0; i < SAMPLES; i++) {
                rss += Math.pow(y[i] - fit.value(x[i]), 2);
            }
            assertThat(fit.rmse()).as("%s", fit).isCloseTo(Math.sqrt(rss / SAMPLES), within(1e-12));
            assertThat(fit.unexplained()).as("%s", fit).isCloseTo(rss / SAMPLES / variance, within(1e-9));
        }
    }

    @Test
    void aUsersFunctionJoinsTheLibrary() {
        UnivariateFunction acosh = new UnivariateFunction() {
            @Override
            public String name() {
                return "acosh";
            }

            @Override
            public double value(double u) {
                return Math.log(u + Math.sqrt(u * u - 1));
            }

            @Override
            public double derivative(double u) {
                return 1 / Math.sqrt(u * u - 1);
            }

            @Override
            public double secondDerivative(double u) {
                return -u / Math.pow(u * u - 1, 1.5);
            }

            @Override
            public double thirdDerivative(double u) {
                return (2 * u * u + 1) / Math.pow(u * u - 1, 2.5);
            }

            @Override
            public Domain domain() {
                return new Domain(1, Double.POSITIVE_INFINITY, true);
            }

            @Override
            public Parity parity() {
                return Parity.NONE;
            }

            @Override
            public String formula() {
                return "acosh(u)";
            }
        };
        SymbolicLibrary library = SymbolicLibrary.standard().with(new SymbolicFunction(acosh, Form.AFFINE, 4));
        double[] x = new Random(SEED).doubles(SAMPLES, 0, 3).toArray();
        EdgeFit fit = EdgeFitter.fit(
                        x, Arrays.stream(x).map(v -> acosh.value(2 * v + 1.3)).toArray(), library, 0)
                .get(0);
        assertThat(fit.source().name()).isEqualTo("acosh");
        assertThat(fit.a()).isCloseTo(2, within(1e-9));
        assertThat(fit.b()).isCloseTo(1.3, within(1e-9));
    }

    @Test
    void samplesThatCannotBeFittedAreRefused() {
        double[] five = {1, 2, 3, 4, 5};
        refused(five, new double[] {1, 2, 3, 4}, "x and y of one length required, got 5 and 4");
        refused(five, new double[] {7, 7, 7, 7, 7}, "y that varies required, got the constant 7.0");
        refused(
                new double[] {1, 2, 1, 2, 1, 2},
                new double[] {1, 2, 3, 4, 5, 6},
                "at least 5 different x required, got 2");
        refused(new double[0], new double[0], "at least 5 different x required, got 0");
        refused(five, new double[] {1, 2, Double.NaN, 4, 5}, "finite samples required, got (3.0, NaN) at 2");
        refused(new double[] {1, Double.POSITIVE_INFINITY, 3, 4, 5}, five, "got (Infinity, 2.0) at 1");
        assertThatThrownBy(() -> EdgeFitter.fit(five, five, SymbolicLibrary.standard(), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite noise >= 0 required, got NaN");
    }

    @Test
    void extremeUnitsDoNotMatter() {
        double[] unit = new Random(SEED).doubles(SAMPLES, 0.5, 2).toArray();
        for (double size : new double[] {1e-30, 1e30}) {
            double[] x = Arrays.stream(unit).map(v -> size * v).toArray();
            double[] y = Arrays.stream(unit).map(v -> Math.sin(3 * v) / size).toArray();
            EdgeFit fit = EdgeFitter.fit(x, y).get(0);
            assertThat(fit.source().name()).as("%s", fit).isEqualTo("sin");
            assertThat(fit.a() * size).as("%s", fit).isCloseTo(3, within(1e-9));
        }
    }

    private static void refused(double[] x, double[] y, String message) {
        assertThatThrownBy(() -> EdgeFitter.fit(x, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static EdgeFit named(List<EdgeFit> fits, String name) {
        return fits.stream()
                .filter(f -> f.source().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no fit of " + name));
    }

    private static Set<String> sameCurves(SymbolicFunction entry) {
        Set<String> equivalent = new TreeSet<>(EQUIVALENT.getOrDefault(entry.name(), Set.of()));
        equivalent.add(entry.name());
        return equivalent;
    }

    private static double deviation(double[] y) {
        double mean = Arrays.stream(y).average().orElseThrow();
        return Math.sqrt(
                Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    private record Edge(double a, double b, double c, double d, double[] x, double[] y) {
        @Override
        public String toString() {
            return "a=%s b=%s c=%s d=%s x[0]=%s".formatted(a, b, c, d, x[0]);
        }
    }

    /**
     * An edge whose feature lies in the samples' range or near it: the range's half width is between 0.1 and 50, its
     * middle up to three half widths from 0, and the outer constants are between 0.01 and 100 deviations.
     */
    private static Edge randomEdge(SymbolicFunction entry, Random random) {
        UnivariateFunction f = entry.function();
        double half = between(random, 0.1, 50);
        double middle = 3 * half * (2 * random.nextDouble() - 1);
        double sign = random.nextBoolean() ? 1 : -1;
        double factor = sign / half; // u = factor*(x - middle) + offset
        double offset = 0;
        switch (entry.form()) {
            case PLAIN -> {
                factor = 1;
                offset = middle;
            }
            case SCALE -> {
                factor *= between(random, 0.3, 60);
                offset = factor * middle;
            }
            case SHIFT, POWER -> {
                factor = sign;
                boolean kink = f.name().equals("abs") || f.name().equals("sign");
                offset = entry.lower() == 0
                        ? half * (1 + between(random, 1e-3, 3))
                        : half * (kink ? 0.7 : 3) * (2 * random.nextDouble() - 1);
                if (entry.form() == Form.POWER) {
                    f = Functions.power((random.nextBoolean() ? 1 : -1) * between(random, 0.15, 4.5));
                }
            }
            case PERIODIC -> {
                factor *= between(random, 0.8, 100);
                offset = 6 * random.nextDouble();
            }
            case AFFINE -> {
                if (entry.upper() < Double.POSITIVE_INFINITY) {
                    double width = entry.upper() - entry.lower();
                    double u0 = entry.lower() + width * between(random, 0.005, 0.45);
                    double u1 = entry.upper() - width * between(random, 0.005, 0.45);
                    factor *= (u1 - u0) / 2;
                    offset = (u0 + u1) / 2;
                } else if (entry.lower() == 0) {
                    double size = between(random, 0.5, 10);
                    factor *= size;
                    offset = size * (1 + between(random, 0.01, 2));
                } else {
                    boolean growing = Set.of("sinh", "cosh", "x_exp").contains(f.name());
                    double size = between(random, 0.7, growing ? 8 : 25);
                    factor *= size;
                    offset = size * 1.3 * (2 * random.nextDouble() - 1);
                }
            }
        }
        double[] x =
                random.doubles(SAMPLES).map(v -> middle + half * (2 * v - 1)).toArray();
        double a = factor;
        double b = offset - factor * middle;
        UnivariateFunction chosen = f;
        double[] g = Arrays.stream(x).map(v -> chosen.value(a * v + b)).toArray();
        double unit = deviation(g);
        double c = (random.nextBoolean() ? 1 : -1) * between(random, 0.01, 100) / unit;
        double d = 10 * c * unit * (2 * random.nextDouble() - 1) - c * g[0];
        return new Edge(a, b, c, d, x, Arrays.stream(g).map(v -> c * v + d).toArray());
    }

    /** Log-uniform between two positive numbers. */
    private static double between(Random random, double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }
}
