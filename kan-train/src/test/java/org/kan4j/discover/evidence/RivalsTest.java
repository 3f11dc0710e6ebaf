package org.kan4j.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;

class RivalsTest {
    private static final List<String> NAMES = List.of("x", "y");

    /** As 2·x, but as large as what it is compared with. */
    private static final String LINE = "2*x + x - x + x - x + x - x";

    private static Formula formula(String text) {
        return Formula.of(FormulaParser.parse(text, NAMES), NAMES, "t");
    }

    private static List<Evidence.Rival> rivals(Batch rows, String chosen, String... others) {
        Dataset data = Dataset.of(rows.x(), rows.y(), NAMES, "t");
        return new Rivals(formula(chosen), data, rows)
                .among(Arrays.stream(others).map(RivalsTest::formula).toList());
    }

    /** x in [0, 1], y in [1, 2], and normal noise. */
    private static Batch rows(double noise, ToDoubleFunction<double[]> law) {
        SplittableRandom random = new SplittableRandom(4);
        double[] x = new double[400];
        double[] y = new double[200];
        for (int r = 0; r < 200; r++) {
            x[2 * r] = random.nextDouble();
            x[2 * r + 1] = 1 + random.nextDouble();
            y[r] = law.applyAsDouble(new double[] {x[2 * r], x[2 * r + 1]}) + noise * random.nextGaussian();
        }
        return new Batch(x, y, 200);
    }

    @Test
    void formulasThatPartBeyondTheDataAreToldApartThere() {
        Batch rows = rows(0.05, x -> 2 * x[0]);
        List<Evidence.Rival> rivals = rivals(rows, LINE, "2*x + 0.02*x^12");
        assertThat(rivals).hasSize(1);
        Evidence.Rival rival = rivals.get(0);
        assertThat(rival.beyond()).isTrue();
        assertThat(rival.heldBack()).isTrue();
        assertThat(rival.where()).containsOnlyKeys("x");
        assertThat(rival.where().get("x")).isBetween(1.2, 1.25);
        assertThat(rival.rivalPrediction() - rival.prediction()).isGreaterThan(0.1);
    }

    @Test
    void formulasThatPartWhereRowsAreRareAreToldApartWithin() {
        // Both inputs are nearly equal in all rows but one, so that x and y are told apart by hardly any row.
        SplittableRandom random = new SplittableRandom(4);
        double[] x = new double[400];
        double[] y = new double[200];
        for (int r = 0; r < 200; r++) {
            x[2 * r] = random.nextDouble();
            x[2 * r + 1] = x[2 * r] + 0.001 * random.nextDouble();
            y[r] = x[2 * r] + 0.05 * random.nextGaussian();
        }
        List<Evidence.Rival> rivals = rivals(new Batch(x, y, 200), "x", "y");
        assertThat(rivals).hasSize(1);
        assertThat(rivals.get(0).beyond()).isFalse();
        assertThat(rivals.get(0).where()).containsOnlyKeys("x", "y");
        assertThat(Math.abs(rivals.get(0).prediction() - rivals.get(0).rivalPrediction()))
                .isGreaterThan(0.9);
    }

    @Test
    void worseLargerAndEquivalentFormulasAreNoRivals() {
        Batch rows = rows(0.05, x -> 2 * x[0]);
        assertThat(rivals(rows, "2*x", "2.2*x")).isEmpty();
        assertThat(rivals(rows, "2*x", "2*x + 0.02*x^12 + sin(y)/1000 + cos(x)/1000 - 1/1000"))
                .isEmpty();
        assertThat(rivals(rows, "2*x", "2.001*x", "x + x", "2*x")).isEmpty();
    }

    @Test
    void oneOutlierMakesNoRival() {
        // The pole lies at one of the rows; without it this is a rival.
        Batch rows = rows(0.05, x -> 2 * x[0]);
        double pole = rows.x()[0] + 1e-7;
        assertThat(rivals(rows, LINE, "2*x + 0.02*x^12 + 0.0000001/(x - " + pole + ")"))
                .isEmpty();
    }

    @Test
    void anExactFormulaHasOnlyExactRivals() {
        Batch rows = rows(0, x -> 2 * x[0]);
        assertThat(rivals(rows, LINE, "2*x + 0.00000000001*x^12*exp(20*x)", "2*x + 0.0001*y"))
                .isEmpty();
        double[] diagonal = {0, 0, 1, 1, 2, 2, 3, 3};
        Batch line = new Batch(diagonal, new double[] {0, 1, 2, 3}, 4);
        List<Evidence.Rival> rivals = rivals(line, "x", "y");
        assertThat(rivals).hasSize(1);
        assertThat(rivals.get(0).heldBack()).isFalse();
    }
}
