package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.BaseActivation;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;

class TangentKernelTest {
    private static final Parallel PARALLEL = new Parallel(2);
    private static final Prior PRIOR = new Prior(BaseActivation.SILU, BSpline.STANDARD, 1, 0.36);
    private static final double[] X = {0.3, -1, 1.2, 0.4, -0.7, 2.3};

    static List<Prior> everyFamilyAndBase() {
        List<Prior> priors = new ArrayList<>();
        for (Basis basis : BasisRegistry.standards()) {
            priors.add(new Prior(BaseActivation.SILU, basis, 0.8, 0.3));
        }
        priors.add(new Prior(BaseActivation.ZERO, BSpline.STANDARD, 0, 1));
        priors.add(new Prior(BaseActivation.IDENTITY, BSpline.STANDARD, 1, 0.5));
        return priors;
    }

    @ParameterizedTest
    @MethodSource("everyFamilyAndBase")
    void derivativesAndLayersGiveTheSameKernel(Prior prior) {
        // More parameters than a block has.
        Kan kan = prior.sample(Shape.of(2, 12, 15, 1), 4);
        try (CpuEngine engine = new CpuEngine(new ScalarKernels())) {
            double[] a = TangentKernel.byLayers(prior, kan.network(), kan.parameters(), X, 3);
            double[] b = TangentKernel.byJacobian(
                    engine, kan.network(), kan.parameters(), prior.variances(kan.network()), X, 3);
            assertThat(a).containsExactly(b, within(1e-10));
        }
    }

    @Test
    void theMeanOverNetworksIsTheRecursionAndFluctuationsFallAsTheRootOfTheWidth() {
        NngpKernel kernel = new NngpKernel(PRIOR, 2, 120);
        double[] x = {0.3, -1, 1.2, 0.4};
        double infinite = TangentKernel.infinite(kernel, x, 2, 2, PARALLEL)[1];
        List<Fluctuation> widths = new ArrayList<>();
        for (int width : new int[] {8, 32, 128}) {
            Fluctuation each = Fluctuation.of(kernel, x, width, 400, 1, PARALLEL, share -> {}, () -> false);
            assertThat((each.mean() - infinite) / each.error())
                    .as(each.toString())
                    .isBetween(-3.0, 3.0);
            widths.add(each);
        }
        double[] slope = Fluctuation.slope(widths);
        assertThat(slope[0]).isCloseTo(-0.5, within(Math.max(0.05, 3 * slope[1])));
        assertThat(slope[1]).isLessThan(0.03);
    }

    @Test
    void oneLayerHasTheKernelOfTheProcess() {
        NngpKernel kernel = new NngpKernel(PRIOR, 1, 10);
        assertThat(TangentKernel.infinite(kernel, X, 3, 2, PARALLEL))
                .containsExactly(kernel.of(X, 3, 2, PARALLEL).k());
    }

    @Test
    void modesAreThoseOfAKnownMatrix() {
        // Eigenvalues 3 of (1, 1) and 1 of (1, −1).
        List<Spectrum.Mode> modes = Spectrum.of(new double[] {2, 1, 1, 2}, 2);
        assertThat(modes).extracting(Spectrum.Mode::signChanges).containsExactly(0, 1);
        assertThat(modes.get(0).share()).isCloseTo(0.75, within(1e-12));
        assertThat(modes.get(1).steps()).isCloseTo(3, within(1e-12));
    }

    @Test
    void wideNetworksTrainAsTheirLinearisations() {
        try (CpuEngine engine = new CpuEngine(1)) {
            List<LinearTraining> runs = new ArrayList<>();
            for (int width : new int[] {16, 256}) {
                for (int seed = 0; seed < 3; seed++) {
                    runs.add(LinearTraining.of(PRIOR, width, 60, seed, engine));
                }
            }
            LinearReport report = new LinearReport(PRIOR, 60, runs);
            assertThat(report.slope()).as("seeds 0 to 2").isBetween(-1.4, -0.6);
            assertThat(report.rows().get(1).deviation()).isLessThan(0.01);
            assertThat(report.rows()).allMatch(row -> row.left() < 0.5 && row.kernelChange() < 0.5);
            assertThat(report.svg()).contains("change of kernel");
        }
    }

    /** The first step is that of the linearisation to second order in the rate, which one tenth of it would make a hundredth. */
    @Test
    void theFirstStepIsLinear() {
        try (CpuEngine engine = new CpuEngine(1)) {
            assertThat(LinearTraining.of(PRIOR, 512, 1, 3, engine).deviation()).isLessThan(5e-3);
        }
    }

    @Test
    void severalOutputsAreRefused() {
        Kan kan = PRIOR.sample(Shape.of(2, 2), 1);
        assertThatThrownBy(() -> TangentKernel.byLayers(PRIOR, kan.network(), kan.parameters(), X, 3))
                .hasMessageContaining("one output required, got 2");
    }
}
