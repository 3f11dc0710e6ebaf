package org.kan4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.Basis;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.RandomNetworks;
import org.kan4j.network.Shape;

class CpuEngineTest {
    private final Engine engine = new CpuEngine();

    @Test
    void valuesAreTheFormulaEdgeByEdge() {
        for (long seed = 0; seed < 200; seed++) {
            Kan kan = RandomNetworks.kan(seed);
            int rows = seed % 20 == 0 ? 300 : 7;
            int in = kan.network().in();
            int out = kan.network().out();
            double[] x = RandomNetworks.inputs(kan, rows, 0, seed);
            double[] y = new double[rows * out];
            engine.values(kan.network(), kan.parameters(), x, rows, y);
            for (int r = 0; r < rows; r++) {
                double[] expected = slowly(kan, Arrays.copyOfRange(x, r * in, (r + 1) * in));
                for (int o = 0; o < out; o++) {
                    // The same sums in another order; a node's rounding is magnified by the slopes after it.
                    assertThat(y[r * out + o])
                            .as("seed %d, row %d", seed, r)
                            .isCloseTo(expected[o], within(1e-10 * Math.max(1, Math.abs(expected[o]))));
                }
            }
        }
    }

    /** Straight from the definitions: rows of parameters by input, product nodes after sums. */
    private static double[] slowly(Kan kan, double[] x) {
        double[] p = kan.parameters();
        double[] values = x;
        int position = 0;
        for (Layer layer : kan.network().layers()) {
            double[] z = new double[layer.columns()];
            for (int i = 0; i < layer.in(); i++) {
                Basis basis = layer.basis(i);
                double[] some = new double[basis.support()];
                int first = basis.evaluate(values[i], 0, some, 0);
                for (int row = 0; row < layer.rows(i); row++) {
                    double b = row == basis.size()
                            ? layer.activation(i).value(values[i])
                            : row >= first && row < first + some.length ? some[row - first] : 0;
                    for (int c = 0; c < z.length; c++) {
                        if (layer.edge(i, c).equals(Edge.NUMERIC)) {
                            z[c] += p[position] * b;
                        }
                        position++;
                    }
                }
            }
            for (int i = 0; i < layer.in(); i++) {
                for (int c = 0; c < z.length; c++) {
                    if (layer.edge(i, c) instanceof Edge.Symbolic edge) {
                        double u = p[position] * values[i] + p[position + 1];
                        z[c] += p[position + 2] * edge.function().value(u) + p[position + 3];
                        position += 4;
                    }
                }
            }
            double[] nodes = Arrays.copyOf(z, layer.out());
            int argument = layer.sums();
            for (int node = layer.sums(); node < layer.out(); node++) {
                nodes[node] = 1;
                for (int a = 0; a < layer.arity(node - layer.sums()); a++) {
                    nodes[node] *= z[argument++];
                }
            }
            values = nodes;
        }
        assertThat(position).isEqualTo(p.length);
        return values;
    }

    @Test
    void aRowDoesNotDependOnItsBatch() {
        for (long seed = 0; seed < 30; seed++) {
            Kan kan = RandomNetworks.kan(seed);
            int in = kan.network().in();
            int out = kan.network().out();
            double[] x = RandomNetworks.inputs(kan, 300, 0, seed);
            double[] y = new double[300 * out];
            engine.values(kan.network(), kan.parameters(), x, 300, y);
            for (int r = 0; r < 300; r++) {
                double[] one = new double[out];
                engine.values(kan.network(), kan.parameters(), Arrays.copyOfRange(x, r * in, (r + 1) * in), 1, one);
                assertThat(one).as("seed %d", seed).containsExactly(Arrays.copyOfRange(y, r * out, (r + 1) * out));
            }
        }
    }

    @Test
    void notANumberStaysInItsRow() {
        Kan kan = Kan.random(Shape.parse("2,2+1p,1"), 4, 3, 1, 0);
        double[] y = new double[3];
        engine.values(kan.network(), kan.parameters(), new double[] {0, 0, Double.NaN, 0, 1, 1}, 3, y);
        assertThat(y[1]).isNaN();
        assertThat(y[0]).isFinite();
        assertThat(y[2]).isFinite();
    }

    @Test
    void aBatchWithoutRowsIsFine() {
        Kan kan = Kan.random(Shape.of(2, 2, 1), 4, 3, 1, 0);
        double[] dp = new double[kan.network().parameterCount()];
        Arrays.fill(dp, 9);
        double[] none = {};
        assertThat(engine.gradient(kan.network(), kan.parameters(), none, 0, (y, first, rows, dy) -> 1, dp, none))
                .isZero();
        assertThat(dp).containsOnly(0);
    }

    @Test
    void shortArraysAreRefusedWithTheirSizes() {
        Kan kan = Kan.random(Shape.of(2, 1), 4, 3, 1, 0);
        KanNetwork network = kan.network();
        double[] p = kan.parameters();
        double[] four = new double[4];
        refused("x needs 6 numbers, got 4", () -> engine.values(network, p, four, 3, four));
        refused("y needs 2 numbers, got 1", () -> engine.values(network, p, four, 2, new double[1]));
        refused("p needs 16 numbers, got 4", () -> engine.values(network, four, four, 2, four));
        refused("rows >= 0 required, got -1", () -> engine.values(network, p, four, -1, four));
        refused("dp needs 16", () -> engine.gradient(network, p, four, 2, (y, f, r, dy) -> 0, four, four));
        refused("dx needs 4", () -> engine.gradient(network, p, four, 2, (y, f, r, dy) -> 0, p.clone(), new double[1]));
        refused("jacobian needs 6", () -> engine.jacobian(network, p, four, 2, new int[] {0, 1, 2}, four, four));
        refused("second needs 8", () -> engine.derivatives(network, p, four, 2, four, four, four));
    }

    private static void refused(String message, Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(message);
    }
}
