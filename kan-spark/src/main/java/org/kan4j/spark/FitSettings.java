package org.kan4j.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kan4j.FitOptions;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.network.Shape;

/**
 * What an estimator is told about the training, as it travels to a task.
 *
 * @param shape widths, as in {@code 2,5,1}
 * @param basis name of the family of every edge
 * @param intervals of every edge
 * @param optimizer who takes the steps
 * @param iterations steps at the most; 0 where the size of the problem says
 * @param ridge weight of squared parameters; null where the table says
 * @param seed of all that is random
 */
record FitSettings(
        String shape,
        String basis,
        int intervals,
        FitOptions.Minimizer optimizer,
        int iterations,
        @Nullable Double ridge,
        long seed)
        implements Serializable {

    /** The options of a fit in one process. */
    FitOptions options() {
        FitOptions.Steps steps = FitOptions.Steps.of(optimizer);
        FitOptions.Weights usual = FitOptions.Weights.AUTO;
        return new FitOptions(
                Shape.parse(shape),
                FitOptions.counting(BasisRegistry.named(basis), intervals),
                List.of(),
                iterations == 0 ? steps : steps.withIterations(iterations),
                1,
                Optional.empty(),
                ridge == null
                        ? usual
                        : new FitOptions.Weights(
                                usual.l1(), usual.entropy(), usual.smoothness(), FitOptions.Ridge.of(ridge)),
                Optional.empty(),
                seed);
    }
}
