package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kan4j.train.Tables;

class TableRoundingTest {
    private static double sixDecimals(double v) {
        return Math.rint(v * 1e6) / 1e6;
    }

    @Test
    void theErrorsOfDecimalsAreKnownFromTheNumbers() {
        double[] exact = Tables.uniform(500, 1, 1, 300, 5, x -> Math.sqrt(x[0])).y();
        double[] decimals =
                Arrays.stream(exact).map(TableRoundingTest::sixDecimals).toArray();
        assertThat(TableRounding.errors(decimals)).containsOnly(0.5e-6);
        double squares = 0;
        for (int r = 0; r < exact.length; r++) {
            squares += (decimals[r] - exact[r]) * (decimals[r] - exact[r]) / exact.length;
        }
        double spread = Fit.spread(decimals);
        // The mean square of 500 uniform errors has a standard error of 4%.
        assertThat(TableRounding.share(decimals, TableRounding.errors(decimals)) * spread * spread)
                .isCloseTo(squares, within(0.16 * squares));
    }

    @Test
    void significantDigitsLeaveSmallNumbersMoreDecimals() {
        double[] y = Arrays.stream(new double[] {1234.5678, 0.012345678, 1.2345678})
                .map(v -> new BigDecimal(v).round(new MathContext(5)).doubleValue())
                .toArray();
        double[] errors = TableRounding.errors(y);
        assertThat(errors[0]).isCloseTo(0.05, within(1e-12));
        assertThat(errors[1]).isCloseTo(0.5e-6, within(1e-12));
        assertThat(errors[2]).isCloseTo(0.5e-4, within(1e-12));
    }

    @Test
    void wholeNumbersAndLevelsAreExact() {
        assertThat(TableRounding.errors(new double[] {1000, 2000, 31234567})).containsOnly(0);
        assertThat(TableRounding.errors(new double[] {0.1, 0.2, 0.5, 0.1})).containsOnly(0);
    }

    @Test
    void anExactFormulaMayLeaveHalfMoreThanRoundingErrors() {
        double[] y = Arrays.stream(
                        Tables.uniform(500, 1, 1, 300, 5, x -> Math.sqrt(x[0])).y())
                .map(TableRoundingTest::sixDecimals)
                .toArray();
        double share = TableRounding.share(y, TableRounding.errors(y));
        assertThat(share).isPositive();
        assertThat(TableRounding.tolerance(0, y)).isCloseTo(1.5 * share, within(1e-12 * share));
        assertThat(TableRounding.tolerance(1, y)).isEqualTo(1);
    }

    @Test
    void constantTargetsWithoutErrorsHaveNoShare() {
        assertThat(TableRounding.share(new double[] {2, 2}, new double[2])).isZero();
    }
}
