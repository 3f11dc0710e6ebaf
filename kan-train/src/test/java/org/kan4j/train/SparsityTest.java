package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

class SparsityTest {
    private final CpuEngine engine = new CpuEngine();
    private final Kan kan = Kan.random(Shape.parse("2,2+1p,1"), 4, 3, 1, 11);
    private final Batch batch = Tables.uniform(57, 2, -1.3, 1.3, 3, x -> x[0]);

    @Test
    void theGramMatrixGivesTheStandardDeviationsOfTheEdges() {
        double penalty = sparsity().penalty(new NetworkProblem(engine, kan, batch, 0).start());
        assertThat(penalty).isCloseTo(batch.rows() * bruteForce(), within(1e-6));
    }

    @Test
    void theGradientIsThatOfThePenalty() {
        double[] p = new NetworkProblem(engine, kan, batch, 0).start();
        double[] gradient = new double[p.length];
        sparsity().add(p, gradient, new double[p.length * p.length]);
        for (int i = 0; i < p.length; i += 7) {
            double h = 1e-5;
            double[] q = p.clone();
            q[i] = p[i] + h;
            double up = sparsity().penalty(q);
            q[i] = p[i] - h;
            double down = sparsity().penalty(q);
            assertThat(2 * gradient[i]).isCloseTo((up - down) / (2 * h), within(1e-5));
        }
    }

    private Sparsity sparsity() {
        return new Sparsity(engine, kan, batch, kan.network().trainable(), 1);
    }

    /** The sum of standard deviations of all edges, from their values. */
    private double bruteForce() {
        double sum = 0;
        for (int l = 0; l < kan.network().depth(); l++) {
            Layer layer = kan.network().layer(l);
            double[] x = batch.x();
            if (l > 0) {
                x = new double[batch.rows() * layer.in()];
                engine.values(kan.network().head(l), kan.parameters(), batch.x(), batch.rows(), x);
            }
            int count = layer.in() * layer.columns();
            double[] values = new double[batch.rows() * count];
            double[] phi = new double[3 * count];
            for (int r = 0; r < batch.rows(); r++) {
                new ScalarKernels().edges(layer, kan.parameters(), kan.network().offset(l), x, r * layer.in(), phi);
                System.arraycopy(phi, 0, values, r * count, count);
            }
            for (int e = 0; e < count; e++) {
                double mean = 0;
                for (int r = 0; r < batch.rows(); r++) {
                    mean += values[r * count + e] / batch.rows();
                }
                double squares = 0;
                for (int r = 0; r < batch.rows(); r++) {
                    squares += Math.pow(values[r * count + e] - mean, 2) / batch.rows();
                }
                sum += Math.sqrt(squares + 1e-8);
            }
        }
        return sum;
    }
}
