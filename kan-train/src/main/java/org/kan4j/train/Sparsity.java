package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.basis.Basis;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * The L1 penalty on edges, λ·rows·Σ_e √(Var φ_e + ε), as pykan measures an edge (by its standard deviation over the data).
 * For a numeric edge Var φ = wᵀ·C·w with the covariance C of its input's basis functions and base activation, so no value
 * per sample is formed. C is that of the network at the start. The second derivatives are those of the quadratic that
 * touches the square root from above, which keeps Gauss–Newton steps safe.
 */
final class Sparsity {
    private static final double EPSILON = 1e-8;

    private final double weight;
    private final List<EdgeTerm> edges = new ArrayList<>();

    /** One numeric edge: where its weights are among the unknowns, and the covariance of its rows. */
    private record EdgeTerm(int[] slots, double[] covariance) {}

    Sparsity(Engine engine, Kan kan, Batch batch, int[] indices, double lambda) {
        this.weight = lambda * batch.rows();
        if (!(lambda > 0)) {
            return;
        }
        KanNetwork network = kan.network();
        int[] slotOf = new int[network.parameterCount()];
        Arrays.fill(slotOf, -1);
        for (int j = 0; j < indices.length; j++) {
            slotOf[indices[j]] = j;
        }
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            double[] values = batch.x();
            if (l > 0) {
                values = new double[batch.rows() * layer.in()];
                engine.values(network.head(l), kan.parameters(), batch.x(), batch.rows(), values);
            }
            for (int i = 0; i < layer.in(); i++) {
                double[] covariance = covariance(layer, i, values, batch.rows());
                int rows = layer.rows(i);
                for (int c = 0; c < layer.columns(); c++) {
                    if (layer.edge(i, c) instanceof Edge.Numeric) {
                        int[] slots = new int[rows];
                        for (int m = 0; m < rows; m++) {
                            slots[m] = slotOf[network.offset(l) + layer.inputOffset(i) + m * layer.columns() + c];
                        }
                        edges.add(new EdgeTerm(slots, covariance));
                    }
                }
            }
        }
    }

    private static double[] covariance(Layer layer, int input, double[] values, int rows) {
        Basis basis = layer.basis(input);
        BaseActivation base = layer.activation(input);
        int n = layer.rows(input);
        double[] sums = new double[n];
        double[] products = new double[n * n];
        double[] b = new double[basis.support()];
        double[] row = new double[n];
        for (int r = 0; r < rows; r++) {
            double x = values[r * layer.in() + input];
            Arrays.fill(row, 0);
            int first = basis.evaluate(x, 0, b, 0);
            System.arraycopy(b, 0, row, first, b.length);
            if (n > basis.size()) {
                row[n - 1] = base.value(x);
            }
            for (int i = 0; i < n; i++) {
                sums[i] += row[i];
                for (int j = 0; j < n; j++) {
                    products[i * n + j] += row[i] * row[j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                products[i * n + j] = products[i * n + j] / rows - sums[i] / rows * (sums[j] / rows);
            }
        }
        return products;
    }

    double penalty(double[] p) {
        double sum = 0;
        for (EdgeTerm edge : edges) {
            sum += Math.sqrt(quadratic(edge, p) + EPSILON);
        }
        return weight * sum;
    }

    void add(double[] p, double[] gradient, double[] hessian) {
        for (EdgeTerm edge : edges) {
            double scale = weight / (2 * Math.sqrt(quadratic(edge, p) + EPSILON));
            int n = edge.slots.length;
            for (int i = 0; i < n; i++) {
                int row = edge.slots[i];
                for (int j = 0; j < n; j++) {
                    int column = edge.slots[j];
                    double c = scale * edge.covariance[i * n + j];
                    gradient[row] += c * p[column];
                    if (column <= row) {
                        hessian[row * p.length + column] += c;
                    }
                }
            }
        }
    }

    private static double quadratic(EdgeTerm edge, double[] p) {
        int n = edge.slots.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += p[edge.slots[i]] * edge.covariance[i * n + j] * p[edge.slots[j]];
            }
        }
        return Math.max(0, sum);
    }
}
