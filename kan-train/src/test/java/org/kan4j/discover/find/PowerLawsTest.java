package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Tables;

class PowerLawsTest {
    private static Arguments law(String name, int in, ToDoubleFunction<double[]> f) {
        return Arguments.of(name, in, f);
    }

    static List<Arguments> laws() {
        return List.of(
                law("two terms", 4, x -> 2.5 * x[0] * x[1] * x[1] - x[2] / Math.sqrt(x[3])),
                law("root of two terms", 3, x -> Math.sqrt(x[0] * x[0] / x[1] + 3 * x[2])),
                law("decay of a product", 3, x -> x[0] * Math.exp(-0.7 * x[1] / x[2])),
                law("oscillation on a trend", 4, x -> x[0] + 2 * x[1] * Math.sin(x[2] * x[3] / 4)),
                law("two terms with a common factor", 3, x -> (x[0] - 0.4 * x[1]) / Math.sqrt(1 + x[1] * x[1] / x[2])),
                law("saturation", 3, x -> x[0] * x[1] * x[1] / (x[2] * x[2] + x[1] * x[1])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("laws")
    void aLawIsFoundOnFewRows(String name, int in, ToDoubleFunction<double[]> f) {
        Batch data = Tables.uniform(70, in, 1, 4, 1, f);
        PowerLaws.Found found = best(data).get(0);
        assertThat(found.exact()).isTrue();
        assertThat(Fit.rmse(found.expression(), data) / Fit.spread(data.y())).isLessThan(1e-7);
    }

    private static List<PowerLaws.Found> best(Batch data) {
        try (Parallel parallel = new Parallel(2)) {
            return new PowerLaws(data, Vocabulary.all(), 0, () -> false).best(parallel);
        }
    }

    @Test
    void exponentsAreRoundedDespiteNoise() {
        SplittableRandom random = new SplittableRandom(3);
        ToDoubleFunction<double[]> law = x -> x[0] * x[1] * x[1] - 3 * x[2];
        Batch data = Tables.uniform(300, 3, 1, 4, 1, x -> law.applyAsDouble(x) + 0.5 * random.nextGaussian());
        Batch exact = Tables.uniform(100, 3, 1, 4, 2, law);
        // Of a spread of about 15; the coefficients carry what is left.
        assertThat(Fit.rmse(best(data).get(0).expression(), exact)).isLessThan(0.1);
    }

    @Test
    void aTableWithoutPositiveInputsHasNone() {
        assertThat(best(Tables.uniform(70, 2, -1, 1, 1, x -> x[0] + x[1]))).isEmpty();
    }
}
