package org.kan4j.discover.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void boundsAreReadAsPeopleWriteThem() {
        assertThat(Bound.of("a>0")).isEqualTo(new Bound("a", 0, INF));
        assertThat(Bound.of("k_1 >= -1.5e2")).isEqualTo(new Bound("k_1", -150, INF));
        assertThat(Bound.of("b < 2")).isEqualTo(new Bound("b", -INF, 2));
        assertThat(Bound.of("0<=b<=1")).isEqualTo(new Bound("b", 0, 1));
        assertThat(Bound.of("3 < c")).isEqualTo(new Bound("c", 3, INF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a=1", "a>b", "1>a>0", "a<1<2", "2<a<1", "a>1..2", "a>x1"})
    void whatIsNoBoundIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Bound.of(text)).withMessageStartingWith("bound: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a>0", "a<=3", "-1<a<2"})
    void everyNumberHasAValueWithin(String text) {
        Bound bound = Bound.of(text);
        for (double t = -30; t <= 30; t += 0.7) {
            assertThat(bound.value(t)).isBetween(bound.low(), bound.high());
            assertThat(bound.inside(t)).isBetween(bound.low(), bound.high());
            double h = 1e-6;
            // Central differences of a smooth function.
            assertThat((bound.value(t + h) - bound.value(t - h)) / (2 * h)).isCloseTo(bound.slope(t), within(1e-6));
        }
        for (double value : new double[] {0.1, 1, 1.9}) {
            assertThat(bound.value(bound.of(value))).isCloseTo(value, within(1e-12));
        }
    }
}
