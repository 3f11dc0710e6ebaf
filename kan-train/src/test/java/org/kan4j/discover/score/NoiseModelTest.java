package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

class NoiseModelTest {
    private static final Expression LINE = FormulaParser.parse("3.17*x + 5.13", List.of("x"));

    /** A line from 8 to 325 with normal errors of a size that depends on the value. */
    private static Batch line(int rows, DoubleUnaryOperator error) {
        SplittableRandom random = new SplittableRandom(6);
        double[] x = random.doubles(rows, 1, 100).toArray();
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            double value = 3.17 * x[r] + 5.13;
            y[r] = value + error.applyAsDouble(value) * random.nextGaussian();
        }
        return new Batch(x, y, rows);
    }

    private static Optional<NoiseModel.Fitted> model(Batch rows) {
        return NoiseModel.of(List.of(LINE), rows, () -> false);
    }

    @Test
    void errorsInProportionAreTold() {
        NoiseModel.Fitted found = model(line(60, value -> 0.15 * value)).orElseThrow();
        assertThat(found.model()).isEqualTo(NoiseModel.RELATIVE);
        assertThat(found.size()).isCloseTo(0.15, within(0.03));
    }

    @Test
    void errorsOfCountsAreTold() {
        NoiseModel.Fitted found = model(line(200, Math::sqrt)).orElseThrow();
        assertThat(found.model()).isEqualTo(NoiseModel.COUNTS);
        assertThat(found.size()).isCloseTo(1, within(0.1));
    }

    @Test
    void errorsOfOneSizeNeedNoModel() {
        assertThat(model(line(200, value -> 4))).isEmpty();
        assertThat(model(line(7, value -> 0.15 * value))).isEmpty();
    }

    @Test
    void targetsOfBothSignsHaveNone() {
        Batch rows = line(60, value -> 0.15 * value);
        rows.y()[0] = -1;
        assertThat(model(rows)).isEmpty();
    }

    @Test
    void weightsAreInverseVariancesOfMeanOne() {
        double[] weights = NoiseModel.RELATIVE.weights(new double[] {1, 2});
        assertThat(weights[0] / weights[1]).isCloseTo(4, within(1e-12));
        assertThat(weights[0] + weights[1]).isCloseTo(2, within(1e-12));
        assertThat(NoiseModel.COUNTS.weights(new double[] {1, 2})[0]).isCloseTo(4.0 / 3, within(1e-12));
    }
}
