package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

class OutliersTest {
    private static final Expression LINE = FormulaParser.parse("1.71*x + 0.93", List.of("x"));

    private static Batch line(double noise) {
        SplittableRandom random = new SplittableRandom(2);
        double[] x = new double[50];
        double[] y = new double[50];
        for (int r = 0; r < 50; r++) {
            x[r] = 0.2 * (17 * r % 50);
            y[r] = 1.71 * x[r] + 0.93 + noise * random.nextGaussian();
        }
        return new Batch(x, y, 50);
    }

    private static int[] outliers(Batch rows) {
        return Outliers.of(List.of(LINE), LINE, rows, () -> false);
    }

    @Test
    void wildRowsAreNamed() {
        Batch rows = line(0.1);
        rows.y()[7] += 900;
        rows.y()[23] -= 40;
        rows.y()[41] += 3;
        assertThat(outliers(rows)).containsExactly(7, 23, 41);
    }

    @Test
    void noiseHasNone() {
        assertThat(outliers(line(0.1))).isEmpty();
    }

    @Test
    void aBranchOfTheLawIsNone() {
        Batch rows = line(0.1);
        for (int r = 0; r < rows.rows(); r++) {
            rows.y()[r] += rows.x()[r] > 9 ? 50 : 0;
        }
        assertThat(outliers(rows)).isEmpty();
    }

    @Test
    void aFormulaThatExplainsLittleNamesNone() {
        Batch rows = line(0.1);
        rows.y()[7] += 900;
        Expression wrong = FormulaParser.parse("0.013*sin(31.7*x)", List.of("x"));
        assertThat(Outliers.of(List.of(wrong), wrong, rows, () -> false)).isEmpty();
    }
}
