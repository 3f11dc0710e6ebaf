package org.kan4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class NormalizationTest {
    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-20, 1, 1e300})
    void standardizedColumnsHaveMeanZeroAndSpreadOneWhateverTheirUnit(double unit) {
        double[] values = new Random(5).doubles(2000, -1, 3).map(v -> v * unit).toArray();
        double[] z = Normalization.standardizing(values, 1000, 2).apply(values, 1000);
        for (int c = 0; c < 2; c++) {
            double mean = 0;
            double squares = 0;
            for (int r = 0; r < 1000; r++) {
                mean += z[2 * r + c] / 1000;
                squares += z[2 * r + c] * z[2 * r + c] / 1000;
            }
            assertThat(mean).isCloseTo(0, within(1e-13));
            assertThat(squares).isCloseTo(1, within(1e-13));
        }
    }

    @Test
    void invertingGivesTheValuesBack() {
        double[] values = new Random(5).doubles(300, -100, 50).toArray();
        Normalization map = Normalization.standardizing(values, 100, 3);
        double[] back = map.invert(map.apply(values, 100), 100);
        for (int i = 0; i < values.length; i++) {
            assertThat(back[i]).isCloseTo(values[i], within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, -1e300, Double.MIN_VALUE})
    void aConstantColumnKeepsScaleOne(double value) {
        double[] values = new double[7];
        Arrays.fill(values, value);
        Normalization map = Normalization.standardizing(values, 7, 1);
        assertThat(map.scale(0)).isEqualTo(1);
        assertThat(map.shift(0)).isCloseTo(value, within(1e-15 * Math.abs(value)));
    }

    @Test
    void mapsThatCannotBeInvertedAreRefused() {
        double[] one = {1};
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Normalization(one, new double[] {bad}));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Normalization(new double[] {Double.NaN}, one));
        assertThatIllegalArgumentException().isThrownBy(() -> new Normalization(one, new double[0]));
    }

    @Test
    void aModelNeedsANameAndAScaleForEveryColumn() {
        Kan kan = Kan.random(Shape.of(2, 1), 3, 3, 1, 0);
        Normalization one = Normalization.identity(1);
        Normalization two = Normalization.identity(2);
        List<String> x = List.of("x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KanModel(kan, two, one, x, x, ""))
                .withMessage("model: 2 inputs required, got 2 normalisations and 1 names");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KanModel(kan, two, two, List.of("a", "b"), x, ""))
                .withMessage("model: 1 outputs required, got 2 normalisations and 1 names");
    }
}
