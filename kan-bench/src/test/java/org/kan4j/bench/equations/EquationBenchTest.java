package org.kan4j.bench.equations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EquationBenchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        return EquationBench.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void errorsEstimatesAndConstantsAreCounted() {
        assertThat(run("--seeds", "1", "--only", "heat,logistic,lotka-volterra"))
                .isZero();

        assertThat(printed())
                .containsPattern("heat .* 1 of 1")
                .containsPattern("logistic .* 1 of 1")
                .containsPattern("lotka-volterra +10 .* of 40");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("heat", "seed 0", "table 9");
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThat(run("--set", "all")).isEqualTo(2);
        assertThat(run("--only", "laplace")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--seeds, --only or --json", "poisson, helmholtz");
    }

    /** u_t + u·u_x = ν·u_xx by central differences, and what u is at first. */
    @Test
    void theIntegralOfColeAndHopfSolvesBurgersEquation() {
        double nu = 0.05;
        ColeHopf known = new ColeHopf(nu);
        double h = 1e-3;
        double[] u = known.solution(new double[] {0.3, 0.4, 0.3 - h, 0.4, 0.3 + h, 0.4, 0.3, 0.4 - h, 0.3, 0.4 + h})[0];
        double byTime = (u[4] - u[3]) / (2 * h);
        double slope = (u[2] - u[1]) / (2 * h);
        double bend = (u[1] - 2 * u[0] + u[2]) / (h * h);

        // Differences of this step are off by h² times fourth derivatives of some hundred.
        assertThat(byTime + u[0] * slope - nu * bend).isCloseTo(0, within(1e-4));
        assertThat(known.solution(new double[] {0.3, 1e-9})[0][0]).isCloseTo(-Math.sin(0.3 * Math.PI), within(1e-6));
    }
}
