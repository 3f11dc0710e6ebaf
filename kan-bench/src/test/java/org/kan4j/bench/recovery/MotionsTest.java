package org.kan4j.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MotionsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) throws IOException {
        return Motions.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void linearDecayAndDampedOscillationAreFound() throws IOException {
        assertThat(run("--only", "1,25")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("right 2 of 2, reconstruction 2, generalisation 2");
    }

    @Test
    void noLawIsClaimedOfNoise() throws IOException {
        assertThat(run("--set", "chance", "--tables", "2", "--limit", "2")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("noise, 30 rows, 1 states", "of chance: 0 of 2");
    }

    @Test
    void wrongOptionsAreRefused() throws IOException {
        assertThat(run("--set", "even")).isEqualTo(2);
        assertThat(run("--rows", "3")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("one of odebench, lorenz, chance required, got \"even\"", "--noise, --drop, --limit");
    }
}
