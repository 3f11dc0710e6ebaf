package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void workIsRefusedBeyondTheLimitAndStopsTheSearch() {
        Limits limits = new Limits(Double.POSITIVE_INFINITY, 2, () -> false);
        assertThat(limits.begin()).isTrue();
        assertThat(limits.begin()).isTrue();
        assertThat(limits.stop()).isFalse();
        assertThat(limits.used()).isEqualTo(1);
        assertThat(limits.begin()).isFalse();
        assertThat(limits.worked()).isTrue();
        assertThat(limits.stop()).isTrue();
        assertThat(limits.last()).isFalse();
    }

    @Test
    void anInterruptStopsAtOnce() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Limits limits = new Limits(60, Long.MAX_VALUE, interrupted::get);
        assertThat(limits.stop()).isFalse();
        interrupted.set(true);
        assertThat(limits.stop()).isTrue();
    }

    @Test
    void noTimeLeftStopsTheSearchAndWhatComesAfter() {
        Limits limits = new Limits(1e-9, Long.MAX_VALUE, () -> false);
        assertThat(limits.stop()).isTrue();
        assertThat(limits.last()).isTrue();
        assertThat(limits.polishing().getAsBoolean()).isTrue();
    }

    @Test
    void aFailureOfTheSearchIsThatOfTheCaller() {
        Limits limits = new Limits(60, Long.MAX_VALUE, () -> false);
        assertThatThrownBy(() -> limits.run(() -> {
                    throw new IllegalStateException("no such law");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no such law");
    }
}
