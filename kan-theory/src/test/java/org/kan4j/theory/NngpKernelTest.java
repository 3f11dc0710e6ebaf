package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.Expectations;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.BaseActivation;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;

class NngpKernelTest {
    private static final Parallel PARALLEL = new Parallel(2);

    static List<Prior> everyBasisOrderAndBase() {
        List<Prior> priors = new ArrayList<>();
        for (Basis family : BasisRegistry.standards()) {
            priors.add(new Prior(BaseActivation.SILU, Prior.basis(family, 5, 2, 1), 0.7, 0.4));
        }
        for (int order = 1; order <= 5; order++) {
            for (Extrapolation extrapolation : Extrapolation.values()) {
                Basis basis = new BSpline(Grid.uniform(-2, 2, 5), order, extrapolation);
                priors.add(new Prior(BaseActivation.ZERO, basis, 0, 1));
            }
        }
        priors.add(new Prior(BaseActivation.IDENTITY, BSpline.STANDARD, 1, 0.5));
        return priors;
    }

    /** Two-dimensional quadrature, without Hermite polynomials: the inner one in the cells of the second variable. */
    private static double twoDimensional(Prior prior, int derivative, double a, double b, double rho) {
        double[] psi = new double[prior.features()];
        double[] inner = new double[prior.features()];
        double spread = Math.sqrt(1 - rho * rho);
        return new Expectations(prior.basis(), a, 200)
                .hermite(u -> {
                    Arrays.fill(inner, 0);
                    double middle = rho * b * u / a;
                    double[] cuts = cuts(prior.basis(), middle, b * spread);
                    for (int i = 0; i + 1 < cuts.length; i++) {
                        double half = (cuts[i + 1] - cuts[i]) / 2;
                        for (int n = 0; n < 5 && half > 0; n++) {
                            double v = cuts[i] + half * (1 + NODES[n]);
                            double z = (v - middle) / (b * spread);
                            double weight =
                                    half * WEIGHTS[n] * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) / (b * spread);
                            prior.features(v, derivative, psi, 0);
                            for (int f = 0; f < psi.length; f++) {
                                inner[f] += weight * psi[f];
                            }
                        }
                    }
                    prior.features(u, derivative, psi, 0);
                    return Prior.dot(psi, 0, inner, 0, psi.length);
                })[0];
    }

    private static final double[] NODES = {
        0,
        Math.sqrt(5 - 2 * Math.sqrt(10.0 / 7)) / 3,
        -Math.sqrt(5 - 2 * Math.sqrt(10.0 / 7)) / 3,
        Math.sqrt(5 + 2 * Math.sqrt(10.0 / 7)) / 3,
        -Math.sqrt(5 + 2 * Math.sqrt(10.0 / 7)) / 3
    };
    private static final double[] WEIGHTS = {
        128.0 / 225,
        (322 + 13 * Math.sqrt(70)) / 900,
        (322 + 13 * Math.sqrt(70)) / 900,
        (322 - 13 * Math.sqrt(70)) / 900,
        (322 - 13 * Math.sqrt(70)) / 900
    };

    private static double[] cuts(Basis basis, double middle, double sigma) {
        double lo = middle - 7 * sigma;
        double hi = middle + 7 * sigma;
        double[] even = Chart.even(lo, hi, 29);
        double[] joints = basis.joints(lo, hi);
        double[] all = Arrays.copyOf(even, even.length + joints.length);
        for (int i = 0; i < joints.length; i++) {
            all[even.length + i] = Math.max(lo, Math.min(hi, joints[i]));
        }
        Arrays.sort(all);
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyBasisOrderAndBase")
    void mehlerAgreesWithTwoDimensionalQuadrature(Prior prior) {
        double a = 1.1;
        double b = 0.8;
        for (double rho : new double[] {-0.95, 0.5, 0.95}) {
            double[] k = {a * a, rho * a * b, rho * a * b, b * b};
            MehlerLayer.Result result = new MehlerLayer(prior, 0, 120).apply(k, 2, PARALLEL);
            assertThat(result.k()[1])
                    .as("%s, rho %s", prior, rho)
                    .isCloseTo(twoDimensional(prior, 0, a, b, rho), within(1e-5));
            assertThat(result.k()[0]).isCloseTo(new SignalPropagation(prior).variance(a * a), within(1e-12));
        }
    }

    @Test
    void slopesAgreeWithTwoDimensionalQuadratureAndWithPricesTheorem() {
        Prior prior = new Prior(BaseActivation.SILU, BSpline.STANDARD, 0.7, 0.4);
        double[] k = {1.21, 0.5, 0.5, 0.64};
        double slope = new MehlerLayer(prior, 1, 200).apply(k, 2, PARALLEL).k()[1];
        assertThat(slope).isCloseTo(twoDimensional(prior, 1, 1.1, 0.8, 0.5 / 0.88), within(1e-6));
        double h = 1e-4;
        MehlerLayer values = new MehlerLayer(prior, 0, 200);
        double above = values.apply(new double[] {1.21, 0.5 + h, 0.5 + h, 0.64}, 2, PARALLEL)
                .k()[1];
        double below = values.apply(new double[] {1.21, 0.5 - h, 0.5 - h, 0.64}, 2, PARALLEL)
                .k()[1];
        assertThat(slope).isCloseTo((above - below) / (2 * h), within(1e-7));
    }

    @Test
    void theBoundHoldsNearEqualInputs() {
        Prior prior =
                new Prior(BaseActivation.ZERO, new BSpline(Grid.uniform(-3, 3, 20), 1, Extrapolation.LINEAR), 0, 1);
        for (double rho : new double[] {0.99, 0.999, 1}) {
            double[] k = {1, rho, rho, 1};
            MehlerLayer.Result few = new MehlerLayer(prior, 0, 60).apply(k, 2, PARALLEL);
            MehlerLayer.Result many = new MehlerLayer(prior, 0, 2000).apply(k, 2, PARALLEL);
            assertThat(Math.abs(few.k()[1] - many.k()[1])).isLessThanOrEqualTo(few.tail() + many.tail());
            assertThat(few.tail()).isBetween(0.01, 0.3);
        }
        // The rest of the diagonal after 60 terms: 0.1, which the figures of a computation with numpy have.
        assertThat(new MehlerLayer(prior, 0, 60)
                                .apply(new double[] {1, 1, 1, 1}, 2, PARALLEL)
                                .tail()
                        / 2)
                .isCloseTo(0.1, within(0.05));
        assertThat(new MehlerLayer(prior, 0, 60)
                        .apply(new double[] {1, 1, 1, 1}, 2, PARALLEL)
                        .k()[1])
                .isCloseTo(new SignalPropagation(prior).variance(1), within(1e-12));
    }

    @Test
    void networksWithWeightsHaveTheKernelAtAnyWidth() {
        Prior prior = new Prior(BaseActivation.SILU, BSpline.STANDARD, 1, 0.36);
        double[] x = {0.3, -1, 1.2, 0.4, -0.7, 2.3, 0, 0, -1.5, -1.4};
        NngpKernel.Gram gram = new NngpKernel(prior, 2, 120).of(x, 5, 2, PARALLEL);
        try (CpuEngine engine = new CpuEngine(new ScalarKernels())) {
            SampledKernel sampled = SampledKernel.of(
                    prior, Shape.of(2, 10, 1), x, 5, 4000, 1, engine, PARALLEL, share -> {}, () -> false);
            KernelReport report =
                    new KernelReport(new NngpKernel(prior, 2, 120), Shape.of(2, 10, 1), gram, Optional.of(sampled));
            assertThat(report.deviation()[1]).as("seed 1").isBetween(0.1, 4.0);
            assertThat(report.text()).contains("at any width");
        }
    }

    @Test
    void oneLayerIsTheMeanOfTheKernelsOfItsInputs() {
        Prior prior = new Prior(BaseActivation.SILU, BSpline.STANDARD, 1, 0.36);
        double[] k = new NngpKernel(prior, 1, 10)
                .of(new double[] {0.3, -1, 1.2, 0.4}, 2, 2, PARALLEL)
                .k();
        assertThat(k[1]).isCloseTo((prior.kernel(0.3, 1.2) + prior.kernel(-1, 0.4)) / 2, within(1e-14));
        assertThatThrownBy(() -> new NngpKernel(prior, 0, 10)).hasMessageContaining("at least 1 layer");
        assertThatThrownBy(() -> prior.network(Shape.parse("2,1+1p,1"))).hasMessageContaining("product nodes");
    }
}
