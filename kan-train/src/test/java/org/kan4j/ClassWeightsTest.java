package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.train.ClassQuality;

/** Rows that count by their class. */
class ClassWeightsTest {
    /** A tenth of the rows are of the class yes, more so where x is large. */
    private static Dataset rare() {
        Random random = new Random(8);
        int rows = 600;
        double[] x = IntStream.range(0, rows)
                .mapToDouble(r -> 2 * random.nextDouble() - 1)
                .toArray();
        double[] y = Arrays.stream(x)
                .map(v -> random.nextDouble() < 1 / (1 + Math.exp(2.7 - 2 * v)) ? 1 : 0)
                .toArray();
        return new Dataset(
                x,
                y,
                new double[0],
                false,
                rows,
                List.of("x"),
                List.of("sold"),
                List.of("no", "yes"),
                IntStream.range(0, rows).toArray(),
                List.of());
    }

    private static double mean(KanModel model, Dataset data) {
        try (CpuEngine engine = new CpuEngine()) {
            double[] p = model.probabilities(engine, data.x(), data.rows());
            return IntStream.range(0, data.rows())
                    .mapToDouble(r -> p[2 * r + 1])
                    .average()
                    .orElseThrow();
        }
    }

    @Test
    void aRareClassThatCountsMoreIsExpectedMoreOften() {
        Dataset data = rare();
        ShapeOptions additive = ShapeOptions.DEFAULTS.withInteractions(0);
        double rate = Arrays.stream(data.y()).average().orElseThrow();
        assertThat(mean(Kan4j.fit(data, additive).model(), data)).isCloseTo(rate, within(0.02));
        Dataset balanced = ClassWeights.BALANCED.of(data);
        double ones = IntStream.range(0, data.rows())
                .filter(r -> data.y()[r] == 1)
                .mapToDouble(r -> balanced.weights()[r])
                .sum();
        assertThat(ones).isCloseTo(data.rows() / 2.0, within(1e-9));
        FitResult fit = Kan4j.fit(balanced, additive);
        assertThat(mean(fit.model(), data)).isBetween(0.3, 0.6);
        assertThat(fit.text()).contains("note  rows count by their class (no 0.5", "from probability ");
        assertThat(ClassWeights.parse("yes=4").of(data).weights()).contains(4, 1);
    }

    @Test
    void labelsThatThereAreNotAreRefused() {
        Dataset data = rare();
        assertThatThrownBy(() -> ClassWeights.parse("maybe=2").of(data))
                .hasMessage("class-weights: classes of [no, yes] required, got maybe");
        for (String wrong : List.of("yes", "yes=", "yes=x", "yes=-1", "")) {
            assertThatThrownBy(() -> ClassWeights.parse(wrong)).isInstanceOf(OptionException.class);
        }
        assertThatThrownBy(() -> ClassWeights.BALANCED.of(Dataset.of(data.x(), data.y(), List.of("x"), "y")))
                .hasMessage("class-weights: a target of classes required, got one of numbers");
    }

    @Test
    void precisionAndRecallAreThoseOfTheRowsFromAProbabilityOn() {
        Dataset data = rare();
        FitResult fit = Kan4j.fit(data, ShapeOptions.DEFAULTS.withInteractions(0));
        List<ClassQuality.Cut> cuts =
                fit.fitted().train().quality().orElseThrow().cuts();
        assertThat(cuts).hasSizeBetween(5, 10);
        assertThat(cuts.get(cuts.size() - 1).recall()).isEqualTo(1);
        double before = 0;
        for (ClassQuality.Cut cut : cuts) {
            assertThat(cut.recall()).isGreaterThanOrEqualTo(before);
            before = cut.recall();
        }
        assertThat(cuts.get(0).precision())
                .isGreaterThan(cuts.get(cuts.size() - 1).precision());
        assertThat(fit.json()).contains("\"precision_recall\":[{\"probability\":");
    }
}
