package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Tables;

class RationalTest {
    private static final Parallel PARALLEL = new Parallel(2);

    @AfterAll
    static void close() {
        PARALLEL.close();
    }

    private static Arguments law(String name, int in, double lo, double hi, ToDoubleFunction<double[]> f) {
        return Arguments.of(name, in, lo, hi, f);
    }

    static List<Arguments> laws() {
        return List.of(
                law("two resistors and a third", 3, 1, 5, x -> x[2] + x[0] * x[1] / (x[0] + x[1])),
                law("competitive inhibition", 4, 1, 5, x -> x[0] / (2.3 * (1 + x[1] / x[2]) + x[0] + x[3])),
                law(
                        "products above and below",
                        5,
                        0.2,
                        4,
                        x -> x[0] * x[1] * x[2] / (x[3] * x[2] + x[4] * x[1] + x[1] * x[2])),
                law("a pole among the data", 2, -1, 1, x -> x[0] * x[0] / (x[0] - 0.3 * x[1])),
                law("a denominator of degree four", 2, -2, 3, x -> (x[0] - x[1] * x[1]) / (1.7 + Math.pow(x[0], 4))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void aRatioIsFoundExactly(String name, int in, double lo, double hi, ToDoubleFunction<double[]> f) {
        Batch data = Tables.uniform(500, in, lo, hi, 1, f);
        Expression found = new Rational(data, Vocabulary.all(), () -> false)
                .exact(PARALLEL)
                .orElseThrow();
        // Coefficients are polished later.
        assertThat(Fit.rmse(found, data) / Fit.spread(data.y())).isLessThan(1e-9);
        assertThat(found.size()).isLessThan(40);
    }

    static List<Arguments> functions() {
        return List.of(
                law("interference", 3, 1, 4, x -> x[0] / (1 + x[0] * Math.cos(x[1] - x[2]))),
                law("a power of another input", 2, 0.1, 2, x -> 1.5 * Math.pow(x[1], x[0]) / (1 + x[0])),
                law("waves", 2, -3, 3, x -> (x[0] + 2) * Math.sin(x[1] - 0.5) + x[0] * x[1]),
                law("root of a ratio", 3, 1, 4, x -> Math.sqrt((x[0] * x[0] + x[1]) / (x[1] + x[2]))),
                law(
                        "the side of a triangle",
                        4,
                        1,
                        4,
                        x -> Math.sqrt(x[0] * x[0] + x[1] * x[1] - 2 * x[0] * x[1] * Math.cos(x[2] - x[3]))),
                law("refraction", 2, 1, 3, x -> Math.acos((x[1] - Math.cos(x[0])) / (2 * x[1] + 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void aRatioOfFunctionsIsFoundExactly(String name, int in, double lo, double hi, ToDoubleFunction<double[]> f) {
        Batch data = Tables.uniform(200, in, lo, hi, 1, f);
        Expression found = new Rational(data, Vocabulary.all(), () -> false)
                .exactOfFunctions(PARALLEL)
                .orElseThrow();
        assertThat(Fit.rmse(found, data) / Fit.spread(data.y())).isLessThan(1e-9);
        assertThat(found.size()).isLessThan(30);
    }

    @Test
    void noRatioIsMadeOfASine() {
        Batch data = Tables.uniform(300, 1, -3, 3, 1, x -> Math.sin(3 * x[0]));
        assertThat(new Rational(data, Vocabulary.all(), () -> false).exact(PARALLEL))
                .isEmpty();
    }

    @Test
    void aSmoothFunctionThatARatioComesNearToIsLeftAlone() {
        Batch data = Tables.uniform(500, 2, 0, 1, 1, x -> 3 * Math.sin(1.2 * x[0]) * Math.cos(0.7 * x[1]));
        assertThat(new Rational(data, Vocabulary.all(), () -> false).exact(PARALLEL))
                .isEmpty();
    }

    @Test
    void noiseLeavesTheTermsAsTheyAre() {
        SplittableRandom random = new SplittableRandom(4);
        Batch data = Tables.uniform(800, 2, 1, 5, 1, x -> x[0] * x[1] / (2 + x[0]) + 0.01 * random.nextGaussian());
        Expression found =
                new Rational(data, Vocabulary.all(), () -> false).approximate().orElseThrow();
        Batch exact = Tables.uniform(200, 2, 1, 5, 2, x -> x[0] * x[1] / (2 + x[0]));
        assertThat(Fit.rmse(found, exact)).isLessThan(0.003);
        assertThat(found.size()).isLessThan(16);
    }
}
