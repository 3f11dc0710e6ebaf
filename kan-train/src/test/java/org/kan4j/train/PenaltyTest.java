package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Categories;
import org.kan4j.basis.Refit;
import org.kan4j.data.Batch;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

class PenaltyTest {
    private static final Penalties OFF = new Penalties(0, 0, 0, 0, false);

    private final CpuEngine engine = new CpuEngine();
    private final Kan kan = Kan.random(Shape.parse("2,2+1p,1"), 4, 3, 1, 11);
    private final Batch batch = Tables.uniform(57, 2, -1.3, 1.3, 3, x -> x[0]);
    private final double[] p = kan.parameters();

    @Test
    void theGramMatrixGivesTheStandardDeviationsOfTheEdges() {
        double sum = sizes().stream().flatMap(List::stream).mapToDouble(s -> s).sum();
        assertThat(penalty(OFF.withL1(1)).value(p)).isCloseTo(sum, within(1e-8));
    }

    @Test
    void theEntropyIsThatOfTheEdgesOfEachLayer() {
        double entropy = 0;
        for (List<Double> layer : sizes()) {
            double total = layer.stream().mapToDouble(s -> s).sum();
            entropy -= layer.stream()
                    .mapToDouble(s -> s / total * Math.log(s / total))
                    .sum();
        }
        assertThat(penalty(OFF.withEntropy(1)).value(p)).isCloseTo(entropy, within(1e-8));
    }

    @Test
    void smoothnessIsFreeForAParabolaOfCoefficients() {
        Layer layer = kan.network().layer(0);
        double[] parabola = new double[p.length];
        for (int m = 0; m < layer.basis(0).size(); m++) {
            parabola[m * layer.columns()] = 2 + 3 * m - 0.5 * m * m;
        }
        Penalty penalty = penalty(OFF.withSmoothness(1));
        assertThat(penalty.value(parabola)).isCloseTo(0, within(1e-20));
        parabola[0] += 1;
        // (5/G)³ on four intervals.
        assertThat(penalty.value(parabola)).isCloseTo(1.953125, within(1e-12));
    }

    @Test
    void theGradientIsThatOfThePenalty() {
        for (Penalties weights : List.of(
                OFF.withL1(1),
                OFF.withEntropy(1),
                OFF.withSmoothness(1),
                OFF.withRidge(1),
                new Penalties(1, 2, 3, 4, false))) {
            Penalty penalty = penalty(weights);
            double[] gradient = new double[p.length];
            penalty.add(p, 1, gradient, new double[p.length * p.length]);
            for (int i = 0; i < p.length; i += 7) {
                double h = 1e-5;
                double[] q = p.clone();
                q[i] = p[i] + h;
                double up = penalty.value(q);
                q[i] = p[i] - h;
                double down = penalty.value(q);
                assertThat(2 * gradient[i]).isCloseTo((up - down) / (2 * h), within(1e-5));
            }
        }
    }

    @Test
    void smoothnessIsTheIntegralOfTheSquaredThirdDerivativeOnAnyGrid() {
        Grid grid = Grid.of(-1, -0.7, 0.1, 0.4, 2);
        BSpline spline = new BSpline(grid, 3, Extrapolation.LINEAR);
        KanNetwork network = new KanNetwork(List.of(Layer.dense(List.of(spline), BaseActivation.ZERO, 1)));
        Batch rows = new Batch(new double[] {0, 1}, new double[2], 2);
        for (int power = 2; power <= 3; power++) {
            // x² and x³ on a uniform grid, refitted on this one.
            BSpline uniform = new BSpline(Grid.uniform(-1, 2, 60), 3, Extrapolation.LINEAR);
            double[] coefficients = new double[uniform.size()];
            double h = 0.05;
            for (int m = 0; m < coefficients.length; m++) {
                double centre = -1 + h * (m - 1);
                coefficients[m] = power == 2 ? centre * centre - h * h / 3 : Math.pow(centre, 3) - centre * h * h;
            }
            double[] p = Refit.leastSquares(uniform, spline, coefficients, 1, new double[0]);
            Penalty penalty = new Penalty(
                    engine,
                    new Kan(network, p),
                    rows,
                    IntStream.range(0, p.length).toArray(),
                    OFF.withSmoothness(1));
            // 125·(range/G)⁸·∫ 6² / range³
            double expected = power == 2 ? 0 : 125 * Math.pow(3.0 / 4, 8) * 36 / 9;
            assertThat(penalty.value(p)).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void theRidgeLeavesAFreeConstantAlone() {
        Kan kan = Kan.random(Shape.of(2, 3, 1), 4, 3, 1, 12);
        double[] p = kan.parameters();
        int[] all = IntStream.range(0, p.length).toArray();
        Penalty penalty = new Penalty(engine, kan, batch, all, OFF.withRidge(0.3), true);
        double before = penalty.value(p);
        double[] gradient = new double[p.length];
        penalty.add(p, 1, gradient, new double[0]);
        double[] moved = p.clone();
        int out = kan.network().offset(1);
        Layer last = kan.network().layer(1);
        double along = 0;
        for (int i = 0; i < last.in(); i++) {
            for (int m = 0; m < last.basis(i).size(); m++) {
                moved[out + last.inputOffset(i) + m] += 0.7;
                along += gradient[out + last.inputOffset(i) + m];
            }
        }
        assertThat(penalty.value(moved)).isCloseTo(before, within(1e-12));
        assertThat(along).isCloseTo(0, within(1e-12));
        moved[0] += 0.7;
        assertThat(penalty.value(moved)).isGreaterThan(before + 0.01);
    }

    @Test
    void parametersThatAreNoUnknownsTakeNoPart() {
        Kan masked = Kan.random(Shape.of(2, 1), 4, 3, 1, 11).withMasked(0, 0, 0);
        int[] indices = masked.network().trainable();
        double[] unknowns =
                IntStream.of(indices).mapToDouble(i -> masked.parameters()[i]).toArray();
        Penalty penalty = new Penalty(engine, masked, batch, indices, OFF.withL1(1));
        assertThat(penalty.value(unknowns)).isCloseTo(spread(masked), within(1e-8));
    }

    @Test
    void edgesWithoutABaseAreMeasuredByTheirFunctionsAlone() {
        Layer dense = Layer.dense(
                List.of(new BSpline(Grid.uniform(-1, 1, 4), 3, Extrapolation.LINEAR)), BaseActivation.ZERO, 1);
        KanNetwork network = new KanNetwork(List.of(dense));
        double[] coefficients = {1, -2, 3, 0.5, 2, -1, 4};
        Kan one = new Kan(network, coefficients);
        Batch rows = Tables.uniform(57, 1, -1, 1, 3, x -> x[0]);
        double[] y = new double[57];
        engine.values(network, coefficients, rows.x(), 57, y);
        int[] all = IntStream.range(0, 7).toArray();
        assertThat(new Penalty(engine, one, rows, all, OFF.withL1(1)).value(coefficients))
                .isCloseTo(deviation(y), within(1e-8));
    }

    private double spread(Kan network) {
        double[] y = new double[batch.rows()];
        engine.values(network.network(), network.parameters(), batch.x(), batch.rows(), y);
        return deviation(y);
    }

    private static double deviation(double[] y) {
        double mean = Arrays.stream(y).average().orElseThrow();
        return Math.sqrt(
                Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElseThrow() + 1e-8);
    }

    /** One edge with five bends of -1, 3, -3, 1 on five intervals, and second derivatives that are the same in all directions. */
    @Test
    void theEvidenceForAWeightIsThatOfMacKay() {
        Kan edge = Kan.random(Shape.of(1, 1), 5, 3, 1, 4);
        double[] at = edge.parameters();
        int n = at.length;
        int[] all = IntStream.range(0, n).toArray();
        Batch rows = new Batch(new double[] {0, 1}, new double[2], 2);
        double curvature = 50;
        double[] hessian = new double[n * n];
        for (int i = 0; i < n; i++) {
            hessian[i * n + i] = curvature;
        }
        double bends = 0;
        for (int m = 0; m < 5; m++) {
            bends += Math.pow(at[m + 3] - 3 * at[m + 2] + 3 * at[m + 1] - at[m], 2);
        }
        double scale = 2;
        for (double now : new double[] {0.01, 0.05}) {
            Penalty penalty = new Penalty(engine, edge, rows, all, OFF.withAdaptiveSmoothness(now));
            double undetermined = 5 * scale * now * 20 / curvature;
            double variance = 3 / (40 - (n - undetermined));
            double evident = variance * (5 - undetermined) / (scale * bends);
            NormalEquations normal = NormalEquations.scalar(n);
            assertThat(penalty.chooseSmoothness(at, 3, 40, scale, hessian, normal))
                    .isTrue();
            assertThat(penalty.smoothness()).containsExactly(new double[] {evident}, within(1e-12));
            // What differs by less than a tenth is not worth new equations.
            Penalty near = new Penalty(engine, edge, rows, all, OFF.withAdaptiveSmoothness(evident));
            double again = 3 / (40 - (n - 5 * scale * evident * 20 / curvature));
            double same = again * (5 - 5 * scale * evident * 20 / curvature) / (scale * bends);
            boolean much = same > 1.1 * evident || evident > 1.1 * same;
            assertThat(near.chooseSmoothness(at, 3, 40, scale, hessian, normal)).isEqualTo(much);
            assertThat(near.smoothness()).containsExactly(new double[] {much ? same : evident}, within(1e-12));
        }
        // One choice goes down by a factor of thirty at the most.
        Penalty far = new Penalty(engine, edge, rows, all, OFF.withAdaptiveSmoothness(0.3));
        assertThat(far.chooseSmoothness(at, 3, 40, scale, hessian, NormalEquations.scalar(n)))
                .isTrue();
        assertThat(far.smoothness()).containsExactly(new double[] {0.01}, within(1e-12));
    }

    @Test
    void aWeightThatIsGivenStaysAsItIs() {
        Penalty penalty = penalty(OFF.withSmoothness(0.1));
        double[] before = penalty.smoothness().clone();
        double[] hessian = new double[p.length * p.length];
        for (int i = 0; i < p.length; i++) {
            hessian[i * p.length + i] = 1;
        }
        assertThat(penalty.chooseSmoothness(p, 1, 100, 1, hessian, NormalEquations.scalar(p.length)))
                .isFalse();
        assertThat(penalty.smoothness()).containsExactly(before);
    }

    @Test
    void aWeightBelowZeroIsRefused() {
        assertThatThrownBy(() -> OFF.withEntropy(-1)).hasMessage("entropy: a weight from 0 to 1e6 required, got -1.0");
    }

    private Penalty penalty(Penalties weights) {
        return new Penalty(engine, kan, batch, IntStream.range(0, p.length).toArray(), weights);
    }

    /** The standard deviations of all edges of each layer, from their values. */
    private List<List<Double>> sizes() {
        List<List<Double>> sizes = new ArrayList<>();
        for (int l = 0; l < kan.network().depth(); l++) {
            Layer layer = kan.network().layer(l);
            double[] x = batch.x();
            if (l > 0) {
                x = new double[batch.rows() * layer.in()];
                engine.values(kan.network().head(l), p, batch.x(), batch.rows(), x);
            }
            int count = layer.in() * layer.columns();
            double[] values = new double[batch.rows() * count];
            double[] phi = new double[3 * count];
            for (int r = 0; r < batch.rows(); r++) {
                new ScalarKernels().edges(layer, p, kan.network().offset(l), x, r * layer.in(), phi);
                System.arraycopy(phi, 0, values, r * count, count);
            }
            List<Double> ofLayer = new ArrayList<>();
            for (int e = 0; e < count; e++) {
                double mean = 0;
                for (int r = 0; r < batch.rows(); r++) {
                    mean += values[r * count + e] / batch.rows();
                }
                double squares = 0;
                for (int r = 0; r < batch.rows(); r++) {
                    squares += Math.pow(values[r * count + e] - mean, 2) / batch.rows();
                }
                ofLayer.add(Math.sqrt(squares + 1e-8));
            }
            sizes.add(ofLayer);
        }
        return sizes;
    }

    @Test
    void levelsArePenalisedByTheirSpreadAsIfEachHadOneMoreRow() {
        int levels = 200;
        Layer layer = Layer.dense(List.of(new Categories(levels)), BaseActivation.ZERO, 1);
        double[] effects = new double[levels + 1];
        Arrays.setAll(effects, m -> Math.sin(m));
        Batch rows = new Batch(new double[] {0, 1, 2, 5}, new double[4], 4);
        int[] all = IntStream.range(0, effects.length).toArray();
        double spread = Arrays.stream(effects)
                .map(e -> (e - effects[0]) * (e - effects[0]))
                .sum();
        Kan table = new Kan(new KanNetwork(List.of(layer)), effects);
        assertThat(new Penalty(engine, table, rows, all, OFF.withSmoothness(1)).value(effects))
                .isCloseTo(spread / 4, within(1e-9));
    }

    @Test
    void edgesWithGapsAreMeasuredWithTheEffectsOfThese() {
        Layer layer = Layer.dense(
                        List.of(new BSpline(Grid.uniform(-1, 1, 2), 2, Extrapolation.LINEAR)), BaseActivation.ZERO, 1)
                .withGaps(true);
        KanNetwork network = new KanNetwork(List.of(layer));
        double[] coefficients = {1, -2, 3, 0.5, 7};
        Batch rows = new Batch(new double[] {0.3, Double.NaN, -0.8, Double.NaN, 0.9}, new double[5], 5);
        double[] y = new double[5];
        engine.values(network, coefficients, rows.x(), 5, y);
        int[] all = IntStream.range(0, 5).toArray();
        assertThat(new Penalty(engine, new Kan(network, coefficients), rows, all, OFF.withL1(1)).value(coefficients))
                .isCloseTo(deviation(y), within(1e-8));
    }

    @Test
    void theRidgeOfAFreeConstantIsAParabolaOfItsSecondDerivatives() {
        BSpline line = new BSpline(Grid.of(-1, 1), 1, Extrapolation.LINEAR);
        Layer layer = Layer.dense(List.of(new Categories(3), line), BaseActivation.ZERO, 1);
        double[] at = {1, -2, 3, 0.5, 2, -1};
        int[] all = IntStream.range(0, 6).toArray();
        Batch rows = new Batch(new double[] {0, 0.5, 1, -0.5}, new double[2], 2);
        Penalty penalty =
                new Penalty(engine, new Kan(new KanNetwork(List.of(layer)), at), rows, all, OFF.withRidge(0.3), true);
        double[] gradient = new double[6];
        double[] hessian = new double[36];
        penalty.add(at, 2, gradient, hessian);
        for (int i = 0; i < 6; i++) {
            double[] moved = at.clone();
            moved[i] += 1;
            double[] after = new double[6];
            penalty.add(moved, 2, after, new double[0]);
            for (int j = 0; j < 6; j++) {
                assertThat(hessian[Math.max(i, j) * 6 + Math.min(i, j)])
                        .isCloseTo(after[j] - gradient[j], within(1e-12));
            }
        }
        // Levels sum to one as splines do, so all six move together without cost.
        double[] moved = Arrays.stream(at).map(v -> v + 0.7).toArray();
        assertThat(penalty.value(moved)).isCloseTo(penalty.value(at), within(1e-12));
    }
}
