package org.kan4j.discover.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

class LackOfFitTest {
    private static final Expression LINE = FormulaParser.parse("1.912345678*x + 0.123456789", List.of("x"));

    /** Ten places, each measured three times. */
    private static Batch rows(int seed, DoubleUnaryOperator law) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[30];
        double[] y = new double[30];
        for (int r = 0; r < 30; r++) {
            x[r] = Math.floorDiv(r, 3);
            y[r] = law.applyAsDouble(x[r]) + 0.5 * random.nextGaussian();
        }
        return new Batch(x, y, 30);
    }

    private static LackOfFit of(Batch rows) {
        Expression fitted = new Refinement(rows, () -> false).fit(LINE, 20).expression();
        return LackOfFit.of(fitted, rows, 2).orElseThrow();
    }

    @Test
    void theRatioIsThatOfTheMeansAndOfTheRowsAroundThem() {
        Batch rows = new Batch(new double[] {1, 1, 2, 2, 3, 3}, new double[] {1, 3, 1, 1, 5, 7}, 6);
        LackOfFit fit =
                LackOfFit.of(FormulaParser.parse("x", List.of("x")), rows, 0).orElseThrow();
        // Means 2, 1, 6 leave 1, -1, 3 of x: 2*(1 + 1 + 9) on 3 degrees of freedom; rows leave 2 + 0 + 2 on 3.
        assertThat(fit.ratio()).isCloseTo(22.0 / 4, within(1e-12));
        assertThat(fit.places()).isEqualTo(3);
        assertThat(fit.repeats()).isEqualTo(3);
        assertThat(fit.pureError()).isCloseTo(Math.sqrt(4.0 / 3), within(1e-12));
        // 1 - F(5.5; 3, 3) as SciPy computes it
        assertThat(fit.probability()).isCloseTo(0.0975757437080978, within(1e-12));
    }

    @Test
    void aFormulaThatIsRightIsRefusedAsOftenAsChanceSays() {
        int refused = 0;
        for (int seed = 0; seed < 400; seed++) {
            refused += of(rows(seed, x -> 2 * x + 1)).probability() < 0.1 ? 1 : 0;
        }
        // 40 are expected, with a standard deviation of 6.
        assertThat(refused).isBetween(22, 58);
    }

    @Test
    void aFormulaThatLacksATermIsRefused() {
        assertThat(of(rows(1, x -> 2 * x + 0.1 * x * x)).probability()).isLessThan(1e-3);
    }

    @Test
    void weightedRowsCountByTheirWeights() {
        Batch plain = rows(1, x -> 2 * x + 1);
        double[] weights = new double[30];
        Arrays.fill(weights, 7);
        Batch weighted = new Batch(plain.x(), plain.y(), weights, 30);
        assertThat(of(weighted).ratio()).isCloseTo(of(plain).ratio(), within(1e-9));
        assertThat(of(weighted).pureError()).isCloseTo(of(plain).pureError(), within(1e-9));
    }

    @Test
    void withoutRepeatsNothingIsSaid() {
        Batch rows = new Batch(new double[] {1, 2, 3}, new double[] {1, 3, 1}, 3);
        assertThat(LackOfFit.of(LINE, rows, 2)).isEmpty();
        Batch copies = new Batch(new double[] {1, 1, 2, 2, 3, 3}, new double[] {1, 1, 2, 2, 4, 4}, 6);
        assertThat(LackOfFit.of(LINE, copies, 2)).isEmpty();
    }
}
