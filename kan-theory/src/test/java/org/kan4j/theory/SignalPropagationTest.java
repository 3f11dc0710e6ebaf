package org.kan4j.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.numeric.Parallel;

class SignalPropagationTest {
    private static Basis splines(int intervals, double range, Extrapolation extrapolation) {
        return new BSpline(Grid.uniform(-range, range, intervals), 3, extrapolation);
    }

    private static Prior pureSplines(int intervals, Extrapolation extrapolation) {
        return SignalPropagation.withFixedPoint(BaseActivation.ZERO, splines(intervals, 3, extrapolation), 0, 1)
                .orElseThrow();
    }

    /** The figures of a computation with numpy. */
    @ParameterizedTest
    @CsvSource({
        "5, LINEAR, 0.965, 0.001",
        "20, LINEAR, 15.37, 0.01",
        "20, CONSTANT, 15.41, 0.01",
        "20, ZERO, 15.45, 0.01"
    })
    void fineSplinesAreChaotic(int intervals, Extrapolation extrapolation, double chi1, double tolerance) {
        SignalPropagation.FixedPoint point = new SignalPropagation(pureSplines(intervals, extrapolation)).at(1);
        assertThat(point.variance()).isCloseTo(1, within(1e-12));
        assertThat(point.chi1()).isCloseTo(chi1, within(tolerance));
        assertThat(point.correlation() < 1).isEqualTo(chi1 > 1);
    }

    @Test
    void theMeanOfSquaresOfCubicSplinesIs151Over315AndOfTheirSlopesTwoThirds() {
        // Inside a wide uniform grid, at inputs that are spread over many intervals.
        Moments moments = Moments.of(BaseActivation.ZERO, splines(400, 200, Extrapolation.LINEAR), 100);
        assertThat(moments.basis()).isCloseTo(151.0 / 315, within(1e-9));
        assertThat(moments.basisSlope()).isCloseTo(2.0 / 3, within(1e-9));
    }

    @Test
    void siluWithFiveIntervalsIsCriticalAndWithTenNothingIs() {
        Prior critical = SignalPropagation.critical(BaseActivation.SILU, splines(5, 3, Extrapolation.LINEAR), 1)
                .orElseThrow();
        assertThat(critical.baseVariance()).isCloseTo(0.97, within(0.005));
        assertThat(critical.basisVariance()).isCloseTo(1.37, within(0.005));
        SignalPropagation.FixedPoint point = new SignalPropagation(critical).at(1);
        assertThat(point.variance()).isCloseTo(1, within(1e-12));
        assertThat(point.phase()).isEqualTo("critical");
        assertThat(point.correlationDepth()).isInfinite();
        for (int intervals : new int[] {10, 20, 40}) {
            Basis fine = splines(intervals, 3, Extrapolation.LINEAR);
            assertThat(SignalPropagation.critical(BaseActivation.SILU, fine, 1)).isEmpty();
            assertThat(SignalPropagation.nearest(BaseActivation.SILU, fine, 1).basisVariance())
                    .isZero();
        }
    }

    @Test
    void theVarianceOfTheRandomNetworksOfFitFalls() {
        Prior prior = new Prior(BaseActivation.SILU, splines(5, 2, Extrapolation.LINEAR), 1, 0.09);
        SignalPropagation signals = new SignalPropagation(prior);
        double q = 1;
        for (double next : new double[] {0.40, 0.17, 0.09, 0.067}) {
            q = signals.variance(q);
            assertThat(q).isCloseTo(next, within(0.005));
        }
        double fixed = signals.fixedPoint(1);
        assertThat(signals.variance(fixed)).isCloseTo(fixed, within(1e-12));
        assertThat(signals.fixedPoint(0.01)).isCloseTo(fixed, within(1e-10));
    }

    /** A line beyond the grid multiplies large variances by s_b²/2 + s_c²/(2h²), for SiLU and cubic splines. */
    @ParameterizedTest
    @CsvSource({"1, 0.35, true", "1, 0.37, false", "1.95, 0.01, true", "2.05, 0.0, false"})
    void theVarianceRunsAwayWhereTheTailsGrow(double ofBase, double ofBasis, boolean held) {
        // h = 0.6.
        Prior prior = new Prior(BaseActivation.SILU, splines(10, 3, Extrapolation.LINEAR), ofBase, ofBasis);
        double growth = ofBase / 2 + ofBasis / (2 * 0.6 * 0.6);
        SignalPropagation signals = new SignalPropagation(prior);
        assertThat(signals.variance(1e8) / 1e8).isCloseTo(growth, within(1e-3));
        assertThat(Double.isFinite(signals.fixedPoint(1e7))).isEqualTo(held).isEqualTo(growth < 1);
    }

    @Test
    void aBaseAloneDiesOut() {
        Prior prior = new Prior(BaseActivation.IDENTITY, splines(5, 3, Extrapolation.LINEAR), 0.5, 0);
        assertThat(new SignalPropagation(prior).fixedPoint(1)).isZero();
    }

    @ParameterizedTest
    @EnumSource(BaseActivation.class)
    void sampledNetworksAgreeWithTheRecursion(BaseActivation base) {
        Prior prior = new Prior(base, splines(5, 2, Extrapolation.LINEAR), base == BaseActivation.ZERO ? 0 : 0.6, 0.8);
        try (Parallel parallel = new Parallel(2)) {
            List<SampledSignals> layers =
                    SampledSignals.of(prior, 1.5, 4, 100, 1000, 3, parallel, share -> {}, () -> false);
            assertThat(layers)
                    .hasSize(4)
                    .allSatisfy(layer ->
                            assertThat(layer.deviation()).as(layer.toString()).isBetween(-3.0, 3.0));
            assertThat(SampledSignals.of(prior, 1.5, 4, 100, 1000, 3, new Parallel(1), share -> {}, () -> false))
                    .isEqualTo(layers);
        }
    }

    @Test
    void narrowNetworksDifferByTheTermOfOrderOneOverN() {
        Prior prior = new Prior(BaseActivation.SILU, splines(5, 2, Extrapolation.LINEAR), 1, 0.09);
        try (Parallel parallel = new Parallel(2)) {
            SampledSignals third = SampledSignals.of(prior, 1, 2, 16, 20_000, 4, parallel, share -> {}, () -> false)
                    .get(1);
            assertThat(third.deviation()).as("seed 4").isBetween(-3.0, 3.0);
            assertThat((third.mean() - third.infinite()) / third.error()).isGreaterThan(4);
        }
    }

    /** Networks with weights, and not the shortcut that draws one node after the other. */
    @Test
    void realNetworksHaveTheVarianceOfTheRecursion() {
        Prior prior = new Prior(BaseActivation.SILU, splines(5, 2, Extrapolation.LINEAR), 1.2, 0.5);
        assertThat(Networks.secondMoment(prior, 2, 30, 400)).satisfies(moment -> {
            double q = (prior.kernel(0.3, 0.3) + prior.kernel(-1.1, -1.1)) / 2;
            double expected = new SignalPropagation(prior).variance(q);
            assertThat((moment[0] - expected) / moment[1]).as("seeds 0 to 399").isBetween(-3.0, 3.0);
        });
    }

    @Test
    void derivativesOfTheVarianceMapAreThoseOfDifferences() {
        SignalPropagation signals =
                new SignalPropagation(new Prior(BaseActivation.SILU, splines(5, 2, Extrapolation.LINEAR), 1, 0.5));
        double h = 1e-3;
        double[] d = signals.derivatives(0.8);
        assertThat(d[0]).isCloseTo((signals.variance(0.8 + h) - signals.variance(0.8 - h)) / (2 * h), within(1e-6));
        assertThat(d[1])
                .isCloseTo(
                        (signals.variance(0.8 + h) - 2 * signals.variance(0.8) + signals.variance(0.8 - h)) / (h * h),
                        within(1e-5));
    }

    @Test
    void aDiagramKnowsThePhases() {
        try (Parallel parallel = new Parallel(2)) {
            PhaseDiagram diagram = PhaseDiagram.of(
                    BaseActivation.SILU, splines(5, 3, Extrapolation.LINEAR), 1, 5, 4, parallel, () -> false);
            assertThat(diagram.cells()).hasSize(5).allMatch(row -> row.size() == 5);
            assertThat(diagram.cells().get(0).get(1).chi1()).isBetween(0.3, 0.9);
            assertThat(diagram.cells().get(4).get(4).q()).isInfinite();
            assertThat(diagram.svg()).contains("s_b^2", "none");
            PhaseDiagram grids = PhaseDiagram.of(
                    BaseActivation.ZERO, splines(5, 3, Extrapolation.LINEAR), 1, 3, 3, parallel, () -> false);
            assertThat(grids.columnName()).isEqualTo("G");
            assertThat(grids.cells().get(1)).isSortedAccordingTo((a, b) -> Double.compare(a.chi1(), b.chi1()));
        }
    }

    @Test
    void everyBasisHasAVarianceMap() {
        for (Basis basis : BasisRegistry.standards()) {
            Prior prior = new Prior(BaseActivation.SILU, basis, 0.5, 0.1);
            SignalPropagation.FixedPoint point = new SignalPropagation(prior).at(1);
            assertThat(point.variance()).as(basis.family()).isPositive();
            assertThat(point.chi1()).as(basis.family()).isPositive();
        }
    }

    @Test
    void badPriorsAreRefused() {
        Basis basis = BSpline.STANDARD;
        assertThatThrownBy(() -> new Prior(BaseActivation.SILU, basis, Double.NaN, 1))
                .hasMessageContaining("for the base, got NaN");
        assertThatThrownBy(() -> new Prior(BaseActivation.SILU, basis, 1, -1)).hasMessageContaining("got -1.0");
        assertThatThrownBy(() -> Prior.basis(basis, 5, 0, 1)).hasMessageContaining("range");
        assertThat(SignalPropagation.withFixedPoint(BaseActivation.SILU, basis, 100, 1))
                .isEmpty();
    }
}
