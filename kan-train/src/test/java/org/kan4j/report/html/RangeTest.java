package org.kan4j.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "-3.2, 17", "1e-9, 2e-9", "5e5, 5.0001e5", "-1e300, 1e300", "7, 7", "0, 0", "1e17, 1e17"})
    void ticksAreFewAndInside(double lo, double hi) {
        Range range = Range.around(new double[] {lo, hi, Double.NaN});
        assertThat(range.ticks()).hasSizeBetween(2, 12).isSorted().doesNotHaveDuplicates();
        assertThat(range.ticks())
                .allSatisfy(tick -> assertThat(range.share(tick)).isBetween(0.0, 1.0));
    }
}
