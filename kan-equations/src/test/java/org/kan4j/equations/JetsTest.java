package org.kan4j.equations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.Categories;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

final class JetsTest {
    private static final int NETWORKS = 200;
    private static final int ROWS = 2;

    /** Half the step of central differences: errors of h² and of rounding over h meet near 1e-10. */
    private static final double STEP = 1e-5;

    private static double[] inputs(Random random, int count) {
        return random.doubles(count, -1.7, 1.7).toArray();
    }

    /** [rows, out, jet] as the engine computes them. */
    private static double[] engine(KanNetwork network, double[] p, double[] x) {
        int in = network.in();
        int out = network.out();
        double[] y = new double[ROWS * out];
        double[] first = new double[ROWS * out * in];
        double[] second = new double[ROWS * out * in * in];
        new CpuEngine(1).derivatives(network, p, x, ROWS, y, first, second);
        Jet jet = new Jet(in);
        double[] jets = new double[ROWS * out * jet.size()];
        for (int q = 0; q < ROWS * out; q++) {
            jets[q * jet.size()] = y[q];
            for (int a = 0; a < in; a++) {
                jets[q * jet.size() + jet.first(a)] = first[q * in + a];
                for (int b = a; b < in; b++) {
                    jets[q * jet.size() + jet.second(a, b)] = second[(q * in + a) * in + b];
                }
            }
        }
        return jets;
    }

    private static double size(double[] v) {
        double most = 1;
        for (double x : v) {
            most = Math.max(most, Math.abs(x));
        }
        return most;
    }

    @Test
    void valuesAreThoseOfTheEngine() {
        for (int seed = 0; seed < NETWORKS; seed++) {
            Kan kan = RandomKan.of(seed);
            double[] x = inputs(new Random(seed), ROWS * kan.network().in());
            double[] expected = engine(kan.network(), kan.parameters(), x);
            double[] jets = new double[expected.length];
            new Jets(kan.network()).values(kan.parameters(), x, ROWS, jets);
            assertThat(jets).as("seed %d", seed).containsExactly(expected, within(1e-12 * size(expected)));
        }
    }

    @Test
    void jacobiansAreCentralDifferencesOfAnalyticDerivatives() {
        for (int seed = 0; seed < NETWORKS; seed++) {
            Kan kan = RandomKan.of(seed);
            KanNetwork network = kan.network();
            double[] x = inputs(new Random(seed), ROWS * network.in());
            Jets jets = new Jets(network);
            int length = network.out() * jets.jet().size();
            double[] seeds = new double[ROWS * length * length];
            for (int r = 0; r < ROWS; r++) {
                for (int k = 0; k < length; k++) {
                    seeds[(r * length + k) * length + k] = 1;
                }
            }
            double[] jacobian = new double[ROWS * length * jets.width()];
            jets.jacobian(kan.parameters(), x, ROWS, seeds, length, jacobian);
            int[] indices = network.trainable();
            double scale = size(jacobian);
            Random random = new Random(seed);
            for (int tries = 0; tries < 12; tries++) {
                int k = random.nextInt(indices.length);
                double[] up = kan.parameters();
                double[] down = kan.parameters();
                up[indices[k]] += STEP;
                down[indices[k]] -= STEP;
                double[] high = engine(network, up, x);
                double[] low = engine(network, down, x);
                for (int q = 0; q < high.length; q++) {
                    assertThat(jacobian[q * jets.width() + k])
                            .as("seed %d, parameter %d, component %d", seed, indices[k], q)
                            .isCloseTo((high[q] - low[q]) / (2 * STEP), within(1e-6 * scale));
                }
            }
        }
    }

    @Test
    void jacobiansAreThoseOfPlainTangents() {
        for (int seed = 0; seed < NETWORKS; seed++) {
            Kan kan = RandomKan.of(seed);
            KanNetwork network = kan.network();
            double[] x = inputs(new Random(seed), network.in());
            Jets jets = new Jets(network);
            int length = network.out() * jets.jet().size();
            double[] seeds = new double[length * length];
            for (int k = 0; k < length; k++) {
                seeds[k * length + k] = 1;
            }
            double[] jacobian = new double[length * jets.width()];
            jets.jacobian(kan.parameters(), x, 1, seeds, length, jacobian);
            int[] indices = network.trainable();
            for (int k = 0; k < indices.length; k++) {
                double[] tangent = TangentJets.of(network, kan.parameters(), x, indices[k])[1];
                for (int q = 0; q < length; q++) {
                    assertThat(jacobian[q * jets.width() + k])
                            .as("seed %d, parameter %d, component %d", seed, indices[k], q)
                            .isCloseTo(tangent[q], within(1e-11 * size(jacobian)));
                }
            }
        }
    }

    /** Any bases, orders, product nodes, symbolic and masked edges; splines by the library's random networks, in and beyond their grids. */
    @Test
    void rowsSideBySideGiveWhatRowByRowGives() {
        for (int seed = 0; seed < NETWORKS; seed++) {
            for (int rows : new int[] {1, 7, Jets.ROWS + 1}) {
                isScalar(RandomKan.of(seed), rows, seed);
            }
        }
        for (int order = 1; order <= 5; order++) {
            isScalar(Kan.random(Shape.parse("2,7,1"), 9, order, 1, order), 2 * Jets.ROWS + 3, order);
        }
    }

    private static void isScalar(Kan kan, int rows, long seed) {
        KanNetwork network = kan.network();
        double[] x = inputs(new Random(seed), rows * network.in());
        Jets jets = new Jets(network);
        ScalarJets scalar = new ScalarJets(network);
        int length = network.out() * jets.jet().size();
        double[] values = new double[rows * length];
        double[] expected = values.clone();
        jets.values(kan.parameters(), x, rows, values);
        scalar.values(kan.parameters(), x, rows, expected);
        assertThat(values).as("seed %d, %d rows", seed, rows).containsExactly(expected, within(1e-12 * size(expected)));
        int combinations = 2;
        double[] seeds = new Random(seed + 1)
                .doubles((long) rows * combinations * length, -1, 1)
                .toArray();
        double[] jacobian = new double[rows * combinations * jets.width()];
        Arrays.fill(jacobian, Double.NaN);
        double[] expectedJacobian = jacobian.clone();
        jets.jacobian(kan.parameters(), x, rows, seeds, combinations, jacobian);
        scalar.jacobian(kan.parameters(), x, rows, seeds, combinations, expectedJacobian);
        assertThat(jets.width()).isEqualTo(scalar.width());
        double furthest = 0;
        for (int k = 0; k < jacobian.length; k++) {
            furthest = Math.max(furthest, Math.abs(jacobian[k] - expectedJacobian[k]));
        }
        assertThat(furthest).as("seed %d, %d rows", seed, rows).isLessThanOrEqualTo(1e-12 * size(expectedJacobian));
    }

    @Test
    void aRowDoesNotDependOnTheOthers() {
        for (int seed = 0; seed < 20; seed++) {
            Kan kan = RandomKan.of(seed);
            int in = kan.network().in();
            double[] x = inputs(new Random(seed), 70 * in);
            Jets jets = new Jets(kan.network());
            int length = kan.network().out() * jets.jet().size();
            double[] seeds = new Random(seed + 1).doubles(70L * length).toArray();
            double[] all = new double[70 * jets.width()];
            jets.jacobian(kan.parameters(), x, 70, seeds, 1, all);
            double[] one = new double[jets.width()];
            for (int row = 0; row < 70; row++) {
                double[] its = Arrays.copyOfRange(x, row * in, (row + 1) * in);
                jets.jacobian(
                        kan.parameters(), its, 1, Arrays.copyOfRange(seeds, row * length, (row + 1) * length), 1, one);
                assertThat(one)
                        .as("seed %d, row %d", seed, row)
                        .isEqualTo(Arrays.copyOfRange(all, row * jets.width(), (row + 1) * jets.width()));
            }
        }
    }

    @Test
    void combinationsAreCombined() {
        Kan kan = RandomKan.of(3);
        Jets jets = new Jets(kan.network());
        int length = kan.network().out() * jets.jet().size();
        double[] x = inputs(new Random(1), kan.network().in());
        double[] seeds = new Random(2).doubles(length).toArray();
        double[] both = new double[jets.width()];
        jets.jacobian(kan.parameters(), x, 1, seeds, 1, both);
        double[] sum = new double[jets.width()];
        for (int k = 0; k < length; k++) {
            double[] unit = new double[length];
            unit[k] = seeds[k];
            double[] one = new double[jets.width()];
            jets.jacobian(kan.parameters(), x, 1, unit, 1, one);
            for (int m = 0; m < sum.length; m++) {
                sum[m] += one[m];
            }
        }
        assertThat(both).containsExactly(sum, within(1e-12 * size(sum)));
    }

    @Test
    void categoriesHaveNoDerivatives() {
        Layer layer = Layer.dense(List.of(new Categories(3)), BaseActivation.ZERO, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Jets(new KanNetwork(List.of(layer))))
                .withMessageContaining("quantities");
    }
}
