package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.BaseActivation;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;

class FiniteWidthTest {
    private static final Parallel PARALLEL = new Parallel(2);
    private static final Prior PRIOR = new Prior(BaseActivation.SILU, BSpline.STANDARD, 1, 0.36);

    private static FiniteWidth sampled(Prior prior, int width, int networks, Parallel parallel) {
        return FiniteWidth.sampled(prior, 1, 0.3, width, networks, 5, parallel, share -> {}, () -> false);
    }

    /** Products of two Gaussian numbers: Var u² = 2, Cov(u², v²) = 2ρ², Var uv = 1 + ρ². */
    @Test
    void aLinearNetworkHasTheCumulantsOfProductsOfGaussianNumbers() {
        Prior prior = new Prior(BaseActivation.IDENTITY, BSpline.STANDARD, 0.7, 0);
        FiniteWidth.Exact exact = FiniteWidth.exact(prior, 1.3, 0.4);
        assertThat(exact.kurtosis()).isCloseTo(6, within(1e-9));
        double scale = Math.pow(0.7 * 1.3, 2);
        assertThat(exact.fourPoint()).isCloseTo(scale * (2 * 0.16 + 2 * (1 + 0.16)), within(1e-9));
    }

    @Test
    void cumulantsFallAsOneOverNAndAreTheExactOnes() {
        FiniteWidth.Exact exact = FiniteWidth.exact(PRIOR, 1, 0.3);
        List<FiniteWidth> widths = new ArrayList<>();
        for (int width : new int[] {16, 64, 256}) {
            FiniteWidth each = sampled(PRIOR, width, 1500, PARALLEL);
            assertThat((each.kurtosis() - exact.kurtosis()) / each.kurtosisError())
                    .as(each.toString())
                    .isBetween(-3.0, 3.0);
            assertThat((each.fourPoint() - exact.fourPoint()) / each.fourPointError())
                    .as(each.toString())
                    .isBetween(-3.0, 3.0);
            widths.add(each);
        }
        double[] slope = FiniteWidth.slope(widths);
        assertThat(slope[0]).isCloseTo(-1, within(3 * slope[1]));
        assertThat(slope[1]).isLessThan(0.03);
        assertThat(sampled(PRIOR, 16, 300, PARALLEL)).isEqualTo(sampled(PRIOR, 16, 300, new Parallel(1)));
    }

    @Test
    void densitiesAreThoseOfEdgeworthToTheFirstOrder() {
        double kurtosis = FiniteWidth.exact(PRIOR, 1, 0.3).kurtosis();
        for (int width : new int[] {32, 128}) {
            for (FiniteWidth.Density density :
                    sampled(PRIOR, width, 4000, PARALLEL).densities()) {
                // What is left is of the order (kurtosis/n)², a quarter of it at the most.
                double left = Math.pow(kurtosis / width, 2) / 4;
                assertThat(density.value())
                        .as("width %d: %s", width, density)
                        .isCloseTo(density.edgeworth(kurtosis / width), within(4 * density.error() + left));
            }
        }
        FiniteWidth.Density middle =
                sampled(PRIOR, 32, 4000, PARALLEL).densities().get(0);
        assertThat(middle.value() - middle.normal()).isGreaterThan(8 * middle.error());
    }

    /** With weights, by the naive estimator: E f⁴/(E f²)² − 3 over networks of one hidden node. */
    @Test
    void realNetworksHaveThisKurtosis() {
        int networks = 40_000;
        Prior narrow = PRIOR.withVariances(0, 1);
        double x = 0.4;
        double[][] samples = new double[networks][];
        try (CpuEngine engine = new CpuEngine(new ScalarKernels())) {
            for (int seed = 0; seed < networks; seed++) {
                Kan kan = narrow.sample(Shape.of(1, 1, 1), seed);
                double[] y = new double[1];
                engine.values(kan.network(), kan.parameters(), new double[] {x}, 1, y);
                samples[seed] = new double[] {y[0] * y[0], Math.pow(y[0], 4)};
            }
        }
        Statistic seen = Jackknife.of(samples, m -> m[1] / (m[0] * m[0]) - 3);
        double exact = FiniteWidth.exact(narrow, narrow.kernel(x, x), 0).kurtosis();
        assertThat((seen.mean() - exact) / seen.error()).isBetween(-3.0, 3.0);
    }

    @Test
    void symmetriesHoldAndTheirControlsAreSeenToBeBroken() {
        List<Symmetry> tests = Symmetry.tests(PRIOR, 1, 2, 1500, 7, PARALLEL);
        assertThat(tests).hasSize(9).allMatch(Symmetry::asExpected);
        assertThat(tests.stream().filter(Symmetry::control).map(Symmetry::name))
                .containsExactly(
                        "O(D) on outputs, uniform weights",
                        "f to -f, skewed weights",
                        "inputs exchanged, edges of different variances",
                        "x to -x, silu base");
    }

    @Test
    void theJackknifeKnowsTheErrorOfAMean() {
        double[][] samples = {{1}, {2}, {4}, {7}};
        Statistic plain = Statistic.of(new double[] {1, 2, 4, 7});
        Statistic statistic = Jackknife.of(samples, m -> m[0]);
        assertThat(statistic.mean()).isCloseTo(3.5, within(1e-12));
        assertThat(statistic.error()).isCloseTo(plain.error(), within(1e-12));
    }
}
