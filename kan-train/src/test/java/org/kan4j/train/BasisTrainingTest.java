package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.data.Batch;
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
        return BasisRegistry.standards();
    }

    /** Those that follow smooth functions closely with so few coefficients. */
    static Stream<Basis> smooth() {
        return Stream.of("b-spline", "gaussian-rbf", "chebyshev", "fourier").map(BasisRegistry::named);
    }

    private Batch rows(int from) {
        return new Batch(
                Arrays.copyOfRange(all.x(), 2 * from, 2 * (from + ROWS)),
                Arrays.copyOfRange(all.y(), from, from + ROWS),
                ROWS);
    }

    /** Eight seeds end between 1e-4 and 6e-3, in units of the target's standard deviation. */
    @ParameterizedTest
    @MethodSource("smooth")
    void fiveNodesOfASmoothBasisFitTwoInputsClosely(Basis basis) {
        Trainer.Result result = fit(basis);
        assertThat(result.trainRmse()).isLessThan(5e-3);
        assertThat(result.validationRmse()).isLessThan(1e-2);
    }

    /** A constant misses by 1. */
    @ParameterizedTest
    @MethodSource("bases")
    void fiveNodesOfAnyBasisFitTwoInputs(Basis basis) {
        assertThat(fit(basis).validationRmse()).isLessThan(0.03);
    }

    private Trainer.Result fit(Basis basis) {
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults());
        return trainer.train(Kan.random(Shape.of(2, 5, 1), basis, 0), train, test);
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
