package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.data.Batch;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class BasisTrainingTest {
    private static final int ROWS = 1000;

    private final Engine engine = new CpuEngine();
    private final Batch all = Tables.standardized(Tables.uniform(2 * ROWS, 2, -1, 1, 1, Tables::helloWorld));
    private final Batch train = rows(0);
    private final Batch test = rows(ROWS);

    static List<Basis> bases() {
        Grid grid = Grid.uniform(-2, 2, 5);
        return List.of(
                new BSpline(grid, 3, Extrapolation.LINEAR),
                new GaussianRbf(grid),
                new Chebyshev(grid, 5, Extrapolation.LINEAR),
                new Fourier(grid, 5));
    }

    private Batch rows(int from) {
        return new Batch(
                Arrays.copyOfRange(all.x(), 2 * from, 2 * (from + ROWS)),
                Arrays.copyOfRange(all.y(), from, from + ROWS),
                ROWS);
    }

    /** Eight seeds end between 1e-4 and 6e-3, in units of the target's standard deviation. */
    @ParameterizedTest
    @MethodSource("bases")
    void fiveNodesOfAnyBasisFitTwoInputs(Basis basis) {
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults());
        Trainer.Result result = trainer.train(Kan.random(Shape.of(2, 5, 1), basis, 0), train, test);
        assertThat(result.trainRmse()).isLessThan(5e-3);
        assertThat(result.validationRmse()).isLessThan(1e-2);
    }

    @ParameterizedTest
    @MethodSource("bases")
    void refinementLowersTheErrorOfAnyBasis(Basis basis) {
        Kan start = Kan.random(Shape.of(2, 2, 1), basis, 3);
        Trainer.Options options = Trainer.Options.defaults();
        Trainer.Result coarse = new Trainer(engine, options).train(start, train, test);
        Trainer.Result fine = new Trainer(engine, options.withIntervals(5, List.of(10))).train(start, train, test);
        assertThat(fine.kan().network().parameterCount())
                .isGreaterThan(coarse.kan().network().parameterCount());
        assertThat(fine.validationRmse()).isLessThan(0.7 * coarse.validationRmse());
    }
}
