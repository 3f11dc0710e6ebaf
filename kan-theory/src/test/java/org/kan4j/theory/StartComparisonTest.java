package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Trainer;

class StartComparisonTest {
    @Test
    void whereOneLayerBeginsDoesNotMatterAfterTraining() {
        // A network of one layer is linear in its parameters: both starts lead to the same least squares, but for the
        // last steps.
        Prior prior = new Prior(BaseActivation.SILU, BSpline.STANDARD, 2, 1);
        try (CpuEngine engine = new CpuEngine(1);
                Parallel parallel = new Parallel(2)) {
            Trainer.Options options = Trainer.Options.defaults().withIterations(15);
            StartComparison one = StartComparison.of(prior, 1, 4, 1, options, 0, engine, parallel);
            assertThat(one.prior()).hasSize(10).containsExactly(one.usual(), within(0.01));
            assertThat(one.ratio()).isCloseTo(1, within(1e-3));
            assertThat(new StartReport(prior, "lm", List.of(one)).text())
                    .contains("beside networks that begin as in fit");
        }
    }

    @Test
    void ratiosAreOfPairsAndTheirMiddleCounts() {
        StartComparison comparison = new StartComparison(2, new double[] {1, 2, 3, 8}, new double[] {2, 2, 1, 4});
        assertThat(comparison.better()).isEqualTo(1);
        assertThat(comparison.ratio()).isCloseTo(1.5, within(1e-12));
    }
}
