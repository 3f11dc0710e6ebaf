package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Tables;

class RoundingTest {
    private static double sixDecimals(double v) {
        return Math.rint(v * 1e6) / 1e6;
    }

    private static Batch rounded(Batch batch) {
        return new Batch(
                batch.x(),
                Arrays.stream(batch.y()).map(RoundingTest::sixDecimals).toArray(),
                batch.rows());
    }

    private static Batch bell() {
        return rounded(Tables.uniform(300, 3, 0.5, 3, 5, x -> x[0] * Math.exp(-x[1]) / (1 + x[2] * x[2])));
    }

    @Test
    void theErrorsOfDecimalsAreKnownFromTheNumbers() {
        double[] exact = Tables.uniform(500, 1, 1, 300, 5, x -> Math.sqrt(x[0])).y();
        double[] decimals = Arrays.stream(exact).map(RoundingTest::sixDecimals).toArray();
        assertThat(Rounding.errors(decimals)).containsOnly(0.5e-6);
        double squares = 0;
        for (int r = 0; r < exact.length; r++) {
            squares += (decimals[r] - exact[r]) * (decimals[r] - exact[r]) / exact.length;
        }
        double spread = Fit.spread(decimals);
        // The mean square of 500 uniform errors has a standard error of 4%.
        assertThat(Rounding.share(decimals, Rounding.errors(decimals)) * spread * spread)
                .isCloseTo(squares, within(0.16 * squares));
    }

    @Test
    void significantDigitsLeaveSmallNumbersMoreDecimals() {
        double[] y = Arrays.stream(new double[] {1234.5678, 0.012345678, 1.2345678})
                .map(v -> new BigDecimal(v).round(new MathContext(5)).doubleValue())
                .toArray();
        double[] errors = Rounding.errors(y);
        assertThat(errors[0]).isCloseTo(0.05, within(1e-12));
        assertThat(errors[1]).isCloseTo(0.5e-6, within(1e-12));
        assertThat(errors[2]).isCloseTo(0.5e-4, within(1e-12));
    }

    @Test
    void wholeNumbersAndLevelsAreExact() {
        assertThat(Rounding.errors(new double[] {1000, 2000, 31234567})).containsOnly(0);
        assertThat(Rounding.errors(new double[] {0.1, 0.2, 0.5, 0.1})).containsOnly(0);
    }

    @Test
    void aLawIsFoundThoughTheTargetHasSixDecimals() {
        Batch data = bell();
        double spread = Fit.spread(data.y());
        try (Parallel parallel = new Parallel(1)) {
            Optional<Expression> ratio = new Rational(data, () -> false).exactOfFunctions(parallel);
            assertThat(ratio).isPresent();
            assertThat(Fit.rmse(ratio.orElseThrow(), data) / spread).isLessThan(3e-6);
            Batch sum = rounded(Tables.uniform(
                    300, 3, 0.5, 3, 5, x -> 3 * Math.exp(-x[0] * x[1]) + 0.7 * Math.sin(x[2] / x[0])));
            List<Expression> laws = new DictionarySearch(sum, () -> false).laws(3000, parallel);
            assertThat(laws).isNotEmpty();
            assertThat(Fit.rmse(laws.get(0), sum)).isLessThan(1e-6);
        }
    }
}
