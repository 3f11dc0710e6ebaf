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

class DictionarySearchTest {
    private static final int MOST = 3000;
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
                law("two products", 3, 1, 4, x -> 2.7 * x[2] * (x[0] + x[1]) * (x[0] + x[1]) / Math.log(x[0] / x[1])),
                law("two terms and a constant", 2, 1, 4, x -> 0.3 * Math.exp(-x[0] * x[1]) - 1.7 * x[0] / x[1] + 0.77),
                law("above and below", 2, 1, 3, x -> (2.3 * Math.sin(x[0] * x[1]) + 0.31) / (Math.exp(x[1]) - 1.1)),
                law("a third term", 3, 1, 3, x -> 1.3 * x[0] * x[1] - 0.7 * Math.cos(x[2]) + 2.1 * Math.log(x[0])),
                law("an exponential with a free factor", 2, 0, 2, x -> 1.9 * Math.exp(-0.37 * x[0]) * Math.cos(x[1])),
                law("an exponential function's exponent", 2, 1, 3, x -> Math.exp(0.9 * x[0] / (1.3 + x[1] * x[1]))),
                law("taken off within a logarithm", 2, 1, 3, x -> x[1] - Math.log(0.7 * x[0] + 0.3 * Math.sin(x[1]))),
                law("root", 4, 1, 3, x -> Math.sqrt(x[0] * x[0] + Math.pow(x[1] * x[2] - 1 / (x[1] * x[3]), 2))),
                law(
                        "a product and a ratio",
                        5,
                        1,
                        2,
                        x -> x[0] * x[1] * x[2] / (x[3] * x[3])
                                - 0.3 * x[4] / Math.pow(1 + x[2] * x[2] / (2 * x[3]), 2)),
                law("negative", 2, 1, 3, x -> -Math.sqrt(x[0] * x[0] - 0.1 * Math.sin(x[1]))),
                law("angle", 2, 0.1, 1, x -> Math.asin(0.4 * Math.sin(x[0]) + 0.3 * x[1] * x[1])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void aLawIsFoundExactly(String name, int in, double lo, double hi, ToDoubleFunction<double[]> f) {
        Batch data = Tables.uniform(400, in, lo, hi, 1, f);
        Expression found = new DictionarySearch(data, Vocabulary.all(), () -> false)
                .laws(MOST, PARALLEL)
                .get(0);
        Batch fresh = Tables.uniform(400, in, lo, hi, 2, f);
        assertThat(Fit.rmse(found, fresh) / Fit.spread(fresh.y()))
                .as("%s", found)
                .isLessThan(1e-8);
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        Batch data = Tables.uniform(200, 2, 1, 4, 3, x -> (x[0] - x[1]) / Math.log(x[0] / x[1]));
        DictionarySearch search = new DictionarySearch(data, Vocabulary.all(), () -> false);
        try (Parallel one = new Parallel(1)) {
            assertThat(search.laws(1000, one)).isNotEmpty().isEqualTo(search.laws(1000, PARALLEL));
        }
    }

    @Test
    void noiseIsNoLaw() {
        SplittableRandom random = new SplittableRandom(5);
        Batch data = Tables.uniform(200, 2, 1, 4, 4, x -> x[0] * x[1] + 1e-4 * random.nextGaussian());
        assertThat(new DictionarySearch(data, Vocabulary.all(), () -> false).laws(MOST, PARALLEL))
                .isEmpty();
    }

    @Test
    void fewRowsAreNoLaw() {
        Batch data = Tables.uniform(12, 2, 1, 4, 4, x -> x[0] * Math.sin(x[1]));
        assertThat(new DictionarySearch(data, Vocabulary.all(), () -> false).laws(MOST, PARALLEL))
                .isEmpty();
    }
}
