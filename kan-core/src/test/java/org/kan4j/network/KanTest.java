package org.kan4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Refit;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.GridUpdate;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

class KanTest {
    private static final UnivariateFunction SIN = Functions.byName("sin").orElseThrow();
    private final Engine engine = new CpuEngine();

    @Test
    void refiningTheGridKeepsTheFunctionInsideAndOutside() {
        for (long seed = 0; seed < 100; seed++) {
            Kan kan = RandomNetworks.kan(
                    seed, random -> RandomNetworks.spline(random, Extrapolation.LINEAR, Extrapolation.CONSTANT));
            double[] x = RandomNetworks.inputs(kan, 40, 0.02, seed);
            double[] before = values(kan, x, 40);
            for (int parts = 1; parts <= 4; parts++) {
                Kan finer = kan.refined(parts);
                assertThat(finer.network().layer(0).basis(0).grid().intervals())
                        .isEqualTo(
                                parts * kan.network().layer(0).basis(0).grid().intervals());
                close(values(finer, x, 40), before, 1e-12, "seed " + seed + ", parts " + parts);
            }
        }
    }

    @Test
    void refiningTwiceKeepsTheFunctionOfSplinesOnTheirOwn() {
        for (int order = 1; order <= 5; order++) {
            Kan kan = Kan.random(Shape.of(1, 1), 3, order, 1, order);
            double[] x = new double[101];
            Arrays.setAll(x, i -> -2.02 + i * 0.04);
            close(values(kan.refined(2).refined(5), x, 101), values(kan, x, 101), 1e-12, "order " + order);
        }
    }

    @Test
    void aGridUpdateKeepsTheOutputsOnTheData() {
        Random random = new Random(23);
        for (int n = 0; n < 20; n++) {
            Kan kan = Kan.random(Shape.parse(n % 2 == 0 ? "2,3,1" : "2,1+1p,2"), 4, 3, 2.5, n);
            double[] x = random.doubles(600, -2, 2).toArray();
            double[] before = values(kan, x, 300);
            Kan updated = GridUpdate.fromData(kan, engine, x, 300, 40);
            // Splines on 4 intervals seen through 40 that do not share their knots: third derivatives jump.
            close(values(updated, x, 300), before, 2e-3, "seed " + n);
            double lo = Arrays.stream(column(x, 2, 0)).min().orElseThrow();
            double hi = Arrays.stream(column(x, 2, 0)).max().orElseThrow();
            assertThat(updated.network().layer(0).basis(0).grid().lo()).isEqualTo(lo - 0.05 * (hi - lo));
            Kan again = updated.withGrids(
                    0,
                    updated.network().layer(0).bases().stream().map(Basis::grid).toList(),
                    new double[][] {column(x, 2, 0), column(x, 2, 1)});
            close(values(again, x, 300), values(updated, x, 300), 1e-6, "same grid, seed " + n);
        }
    }

    @Test
    void breakpointsMoveToWhereTheErrorsAre() {
        double[] x = new double[401];
        Arrays.setAll(x, i -> -2 + 0.01 * i);
        Kan kan = Kan.random(Shape.of(1, 1), 4, 3, 2, 1);
        double[] even = new double[401];
        Arrays.fill(even, 1);
        double[] kept = breakpoints(GridUpdate.fromErrors(kan, engine, x, even));
        // Intervals of equal errors stay as they are, up to the margin of 0.2 at both ends and one row more in the
        // last of them.
        assertThat(kept).containsExactly(new double[] {-2.2, -1.1, 0, 1.1, 2.2}, within(2e-3));
        double[] above = even.clone();
        Arrays.fill(above, 300, 401, 100);
        double[] moved = breakpoints(GridUpdate.fromErrors(kan, engine, x, above));
        // 100^(1/9) = 1.67 times as dense where errors are 100 times as large.
        double unit = (3.2 + 1.2 * Math.pow(100, 1.0 / 9)) / 4;
        assertThat(moved[1]).isCloseTo(-2.2 + unit, within(5e-3));
        assertThat(moved[3]).isCloseTo(2.2 - unit / Math.pow(100, 1.0 / 9), within(5e-3));
        double[] below = even.clone();
        Arrays.fill(below, 0, 5, 1e30);
        // However large they are, the outermost interval keeps half of an even share of 401 rows.
        assertThat(breakpoints(GridUpdate.fromErrors(kan, engine, x, below))[1]).isCloseTo(-1.5, within(1e-9));
        for (double nothing : new double[] {0, Double.NaN}) {
            Arrays.fill(even, nothing);
            // The range of the values in equal parts, with the margin.
            assertThat(breakpoints(GridUpdate.fromErrors(kan, engine, x, even)))
                    .containsExactly(new double[] {-2.2, -1, 0, 1, 2.2}, within(1e-9));
        }
    }

    private static double[] breakpoints(Kan kan) {
        return kan.network().layer(0).basis(0).grid().breakpoints();
    }

    private static double[] column(double[] x, int columns, int column) {
        double[] result = new double[x.length / columns];
        Arrays.setAll(result, r -> x[r * columns + column]);
        return result;
    }

    @Test
    void aMaskedEdgeHasNoEffectAndKeepsItsSlots() {
        for (long seed = 0; seed < 50; seed++) {
            Kan kan = Kan.random(Shape.parse("2,2+1p,2"), 3, 3, 1, seed);
            Kan masked = kan.withMasked(0, 1, 2).withMasked(1, 0, 1);
            assertThat(masked.parameters()).containsExactly(kan.parameters());
            assertThat(masked.network().activeEdges()).isEqualTo(kan.network().activeEdges() - 2);
            double[] p = masked.parameters();
            boolean[] trainable = new boolean[p.length];
            for (int j : masked.network().trainable()) {
                trainable[j] = true;
            }
            int dead = 0;
            for (int j = 0; j < p.length; j++) {
                if (!trainable[j]) {
                    p[j] = Double.NaN;
                    dead++;
                }
            }
            assertThat(dead).isEqualTo(2 * (3 + 3 + 1));
            double[] x = RandomNetworks.inputs(kan, 10, 0, seed);
            assertThat(values(masked.withParameters(p), x, 10)).containsExactly(values(masked, x, 10));
        }
    }

    @Test
    void aSymbolicEdgeIsItsFormulaAndLeavesOtherOutputsAlone() {
        for (long seed = 0; seed < 50; seed++) {
            Kan kan = Kan.random(Shape.of(2, 3), 3, 3, 1, seed).withSymbolic(0, 1, 2, SIN, 1, 2, 3, 4);
            Kan changed = kan.withSymbolic(0, 1, 0, SIN, 2, 0.5, 3, -1).withMasked(0, 0, 0);
            double[] x = RandomNetworks.inputs(kan, 10, 0, seed);
            double[] before = values(kan, x, 10);
            double[] after = values(changed, x, 10);
            for (int r = 0; r < 10; r++) {
                assertThat(after[3 * r]).isCloseTo(3 * Math.sin(2 * x[2 * r + 1] + 0.5) - 1, within(1e-14));
                assertThat(after[3 * r + 1]).isEqualTo(before[3 * r + 1]);
                assertThat(after[3 * r + 2]).isEqualTo(before[3 * r + 2]);
            }
        }
    }

    @Test
    void changesInOneLayerLeaveTheParametersOfOthersInTheirPlace() {
        Kan kan = Kan.random(Shape.of(2, 2, 2, 1), 3, 3, 1, 4)
                .withSymbolic(0, 0, 1, SIN, 1, 2, 3, 4)
                .withSymbolic(2, 1, 0, SIN, 5, 6, 7, 8);
        Kan changed = kan.withSymbolic(1, 0, 0, SIN, 9, 9, 9, 9).withSymbolic(1, 1, 1, SIN, 8, 8, 8, 8);
        Kan back = changed.withSymbolic(1, 0, 0, SIN, 7, 7, 7, 7);
        for (int l = 0; l < 3; l += 2) {
            int start = kan.network().offset(l);
            int startAfter = back.network().offset(l);
            for (int j = 0; j < kan.network().layer(l).parameterCount(); j++) {
                assertThat(back.parameters()[startAfter + j]).isEqualTo(kan.parameters()[start + j]);
            }
        }
        int constants = back.network().offset(1) + back.network().layer(1).symbolicOffset(0, 0);
        assertThat(Arrays.copyOfRange(back.parameters(), constants, constants + 8))
                .containsExactly(7, 7, 7, 7, 8, 8, 8, 8);
        Kan refined = back.refined(3);
        constants = refined.network().offset(1) + refined.network().layer(1).symbolicOffset(0, 0);
        assertThat(Arrays.copyOfRange(refined.parameters(), constants, constants + 8))
                .containsExactly(7, 7, 7, 7, 8, 8, 8, 8);
    }

    @Test
    void trainableIndicesAreThoseOfNumericAndSymbolicEdges() {
        Basis basis = new BSpline(Grid.of(0, 1), 1, Extrapolation.LINEAR);
        Layer layer = new Layer(
                List.of(basis, basis),
                List.of(BaseActivation.SILU, BaseActivation.ZERO),
                2,
                new int[0],
                List.of(Edge.NUMERIC, Edge.MASKED, new Edge.Symbolic(SIN), Edge.NUMERIC));
        KanNetwork network = new KanNetwork(List.of(layer));
        assertThat(network.parameterCount()).isEqualTo(14);
        assertThat(network.trainable()).containsExactly(0, 2, 4, 7, 9, 10, 11, 12, 13);
    }

    @Test
    void theSameSeedGivesTheSameNetwork() {
        Shape shape = Shape.parse("3,4+1p,2");
        assertThat(Kan.random(shape, 5, 3, 1, 9).parameters())
                .containsExactly(Kan.random(shape, 5, 3, 1, 9).parameters())
                .isNotEqualTo(Kan.random(shape, 5, 3, 1, 10).parameters());
    }

    @Test
    void randomParametersAreNormalAndSmallerForSplinesAndForManyInputs() {
        Kan kan = Kan.random(Shape.of(16, 40), 5, 3, 1, 9);
        Layer layer = kan.network().layer(0);
        double[] squares = new double[2];
        int[] counts = new int[2];
        int outliers = 0;
        for (int i = 0; i < 16; i++) {
            for (int row = 0; row < layer.rows(i); row++) {
                for (int c = 0; c < 40; c++) {
                    int base = row == layer.rows(i) - 1 ? 1 : 0;
                    double p = kan.parameters()[layer.inputOffset(i) + row * 40 + c];
                    // A quarter of the standard deviation, since there are 16 inputs.
                    double scaled = 4 * p / (base == 1 ? 1 : 0.3);
                    squares[base] += scaled * scaled;
                    counts[base]++;
                    outliers += Math.abs(scaled) > 3 ? 1 : 0;
                }
            }
        }
        // The relative standard errors of the mean squares are sqrt(2/5120) = 2% and sqrt(2/640) = 6%.
        assertThat(squares[0] / counts[0]).isCloseTo(1, within(0.08));
        assertThat(squares[1] / counts[1]).isCloseTo(1, within(0.24));
        // Beyond three standard deviations lie 0.27% of 5760, 16 ± 4.
        assertThat(outliers).isBetween(1, 32);
    }

    @Test
    void networksAreEqualByTheirLayersAndSayTheirShape() {
        Kan kan = Kan.random(Shape.of(2, 1), 2, 3, 1, 0);
        KanNetwork masked = kan.withMasked(0, 1, 0).network();
        assertThat(kan.network())
                .isEqualTo(Kan.random(Shape.of(2, 1), 2, 3, 1, 5).network())
                .hasSameHashCodeAs(Kan.random(Shape.of(2, 1), 2, 3, 1, 5).network())
                .isNotEqualTo(masked)
                .isNotEqualTo(kan);
        assertThat(kan.network().hashCode())
                .isNotEqualTo(Kan.random(Shape.of(2, 1), 3, 3, 1, 0).network().hashCode());
        assertThat(kan.withMasked(0, 1, 0)).hasToString("KanNetwork[2,1; 12 parameters, 1 active edges]");
        assertThat(masked).hasToString("KanNetwork[2,1; 12 parameters, 1 active edges]");
    }

    @Test
    void aNetworkIsNotChangedThroughItsArrays() {
        double[] p = new double[Kan.random(Shape.of(1, 1), 2, 2, 1, 0).network().parameterCount()];
        Kan kan = Kan.random(Shape.of(1, 1), 2, 2, 1, 0).withParameters(p);
        p[0] = 7;
        kan.parameters()[0] = 8;
        assertThat(kan.parameters()[0]).isZero();
    }

    @Test
    void wrongArgumentsAreRefused() {
        Kan kan = Kan.random(Shape.of(2, 1), 2, 3, 1, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kan.withParameters(new double[3]))
                .withMessage("parameters: 12 required, got 3");
        assertThatIllegalArgumentException().isThrownBy(() -> kan.withSymbolic(0, 0, 0, SIN, 1, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new KanNetwork(List.of()));
        Layer three = Kan.random(Shape.of(3, 1), 2, 3, 1, 0).network().layer(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KanNetwork(List.of(kan.network().layer(0), three)))
                .withMessage("network: layer 1 has 3 inputs, but layer 0 has 1 nodes");
    }

    private double[] values(Kan kan, double[] x, int rows) {
        double[] y = new double[rows * kan.network().out()];
        engine.values(kan.network(), kan.parameters(), x, rows, y);
        return y;
    }

    private static void close(double[] actual, double[] expected, double tolerance, String place) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                    .as(place)
                    .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Test
    void anEdgeByValuesHasTheCoefficientsNearestToThemAndNoBase() {
        Kan kan = Kan.random(Shape.of(1, 2, 2), 3, 2, 1, 5).withMasked(1, 1, 1);
        double[] points = {-0.9, -0.3, 0.1, 0.4, 0.8, 0.95};
        double[] values = {1, 2, 0, -1, 3, 4};
        Kan changed = kan.withNumeric(1, 1, 1, points, values);
        Layer layer = changed.network().layer(1);
        assertThat(layer.edge(1, 1)).isEqualTo(Edge.NUMERIC);
        double[] expected = kan.parameters();
        double[] weights = Refit.toPoints(layer.basis(1), points, values);
        for (int k = 0; k < 6; k++) {
            expected[changed.network().offset(1) + layer.inputOffset(1) + 2 * k + 1] = k < 5 ? weights[k] : 0;
        }
        assertThat(changed.parameters()).containsExactly(expected);
    }

    @Test
    void effectsOfGapsAreTrainableWhereTheirEdgeIsActive() {
        Basis basis = new BSpline(Grid.of(0, 1), 1, Extrapolation.LINEAR);
        Layer layer = new Layer(
                List.of(basis, basis),
                List.of(BaseActivation.ZERO, BaseActivation.ZERO),
                2,
                new int[0],
                List.of(Edge.NUMERIC, Edge.MASKED, new Edge.Symbolic(SIN), Edge.NUMERIC));
        assertThat(new KanNetwork(List.of(layer.withGaps(true, true))).trainable())
                .containsExactly(0, 2, 4, 7, 9, 10, 11, 12, 13, 14, 15);
        assertThat(new KanNetwork(List.of(layer.withGaps(false, true))).trainable())
                .containsExactly(0, 2, 5, 7, 8, 9, 10, 11, 12, 13);
    }
}
