package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;

class ScreeningTest {
    private static final int ROWS = 40;

    private static Dataset wide(int inputs) {
        SplittableRandom random = new SplittableRandom(8);
        double[] x = new double[ROWS * inputs];
        double[] y = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < inputs; i++) {
                x[r * inputs + i] = random.nextGaussian();
            }
            double u = x[r * inputs + 3];
            double v = x[r * inputs + inputs - 2];
            y[r] = 2 * u - v * v * v / 3;
        }
        List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
        return Dataset.of(x, y, names, "y");
    }

    @Test
    void inputsThatMatterAreKept() {
        Dataset data = wide(300);
        List<String> notes = new ArrayList<>();
        Dataset narrow = Screening.narrowed(data, IntStream.range(0, ROWS).toArray(), List.of(), notes);
        assertThat(narrow.inputNames()).hasSize(10).contains("x3", "x298");
        int kept = narrow.inputNames().indexOf("x298");
        assertThat(narrow.x()[10 * 7 + kept]).isEqualTo(data.x()[300 * 7 + 298]);
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith("10 of 300 inputs are searched")
                .contains("x298");
    }

    @Test
    void aTableOfFewInputsStays() {
        Dataset data = wide(Screening.ALL);
        List<String> notes = new ArrayList<>();
        assertThat(Screening.narrowed(data, new int[] {0, 1, 2}, List.of(), notes))
                .isSameAs(data);
        assertThat(notes).isEmpty();
    }

    @Test
    void rowsHeldBackHaveNoSay() {
        Dataset data = wide(60);
        int[] rows = IntStream.range(0, 30).toArray();
        List<String> before =
                Screening.narrowed(data, rows, List.of(), new ArrayList<>()).inputNames();
        for (int r = 30; r < ROWS; r++) {
            data.y()[r] = 1e6 * r;
        }
        assertThat(Screening.narrowed(data, rows, List.of(), new ArrayList<>()).inputNames())
                .isEqualTo(before);
    }
}
