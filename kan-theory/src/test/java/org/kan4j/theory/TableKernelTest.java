package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.FitOptions;
import org.kan4j.Kan4j;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;

class TableKernelTest {
    private static final int ROWS = 120;

    private final Engine engine = new CpuEngine(1);

    private static Dataset table() {
        Normal normal = new Normal(3);
        double[] x = new double[2 * ROWS];
        double[] y = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            x[2 * r] = 2 * normal.uniform() - 1;
            x[2 * r + 1] = 2 * normal.uniform() - 1;
            y[r] = Math.exp(Math.sin(Math.PI * x[2 * r]) + x[2 * r + 1] * x[2 * r + 1]);
        }
        return Dataset.of(x, y, List.of("a", "b"), "y");
    }

    private TableKernel kernel(String shape) {
        KanModel model = Kan4j.fit(table(), FitOptions.of(shape)).model();
        return TableKernel.of(engine, model, Batch.of(table()), 1);
    }

    @Test
    void oneLayerIsAlwaysLazy() {
        TableKernel kernel = kernel("2,1");
        assertThat(kernel.alignment()).isCloseTo(1, within(1e-12));
        assertThat(kernel.trainedTarget()).isCloseTo(kernel.startTarget(), within(1e-12));
        double largest = kernel.start().eigenvalues()[0];
        for (int i = 0; i < ROWS; i++) {
            assertThat(kernel.trained().eigenvalues()[i])
                    .isCloseTo(kernel.start().eigenvalues()[i], within(1e-10 * largest));
        }
    }

    @Test
    void aNarrowNetworkThatLearnedTurnsItsKernelTowardsTheTargets() {
        TableKernel kernel = kernel("2,2,1");
        assertThat(kernel.alignment()).isBetween(0.1, 0.97);
        assertThat(kernel.trainedTarget()).isGreaterThan(1.5 * kernel.startTarget());
        assertThat(kernel.trained().left(100)).isLessThan(kernel.start().left(100));
    }

    @Test
    void modesHoldAllOfTheTargets() {
        TableKernel.Modes modes = kernel("2,2,1").start();
        assertThat(Arrays.stream(modes.target()).sum()).isCloseTo(1, within(1e-9));
        assertThat(modes.left(0)).isCloseTo(1, within(1e-9));
        assertThat(modes.steps(0)).isEqualTo(1);
        for (int i = 1; i < ROWS; i++) {
            assertThat(modes.eigenvalues()[i]).isLessThanOrEqualTo(modes.eigenvalues()[i - 1]);
        }
    }

    @Test
    void oneModelOfOneNumberIsRequired() {
        Dataset two = table().subset(new int[] {0, 1, 2});
        KanModel model = Kan4j.fit(table(), FitOptions.of("2,1")).model();
        KanModel classes = new KanModel(
                model.kan(),
                model.inputs(),
                model.outputs(),
                model.inputNames(),
                model.outputNames(),
                List.of("no", "yes"),
                "");
        assertThatThrownBy(() -> TableKernel.of(engine, classes, Batch.of(two), 1))
                .hasMessageContaining("a model of one number required, got one of [no, yes]");
    }
}
