package org.kan4j.theory;

import java.util.Arrays;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

/**
 * Gradient descent on a network, and on its linearisation at the start (arXiv:2408.00082, section 4; arXiv:1902.06720). In the NTK parameterisation a step is p ← p −
 * η·D·∇(½·Σ r²). With the kernel Θ of the start frozen, the residuals r of the fitted rows follow r ← (1 − ηΘ)·r, and outputs elsewhere f ← f −
 * η·Θ(·, rows)·r. Grids stay where they are.
 *
 * @param width n of the network 1, n, 1
 * @param deviation root mean square, over fresh points, of the difference between the two, relative to that of the network's output
 * @param kernelChange Frobenius norm of the change of Θ on the fitted rows, relative to that of Θ
 * @param left root mean square of the residuals, relative to those at the start
 */
public record LinearTraining(int width, double deviation, double kernelChange, double left) {
    private static final int ROWS = 20;
    private static final int FRESH = 41;

    /**
     * Trains both.
     *
     * @param prior of the network
     * @param width n ≥ 1
     * @param steps of gradient descent, with the rate 1/λ_max of Θ on the fitted rows
     * @param seed of the network and the rows
     * @param engine computes
     * @return how they differ
     */
    public static LinearTraining of(Prior prior, int width, int steps, long seed, Engine engine) {
        Kan kan = prior.sample(Shape.of(1, width, 1), seed);
        KanNetwork network = kan.network();
        double[] p = kan.parameters();
        double[] d = prior.variances(network);
        double reach = prior.basis().grid().hi();
        Normal random = new Normal(seed + 1_000_000);
        double[] x = new double[ROWS + FRESH];
        double[] target = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = 0.8 * reach * (2 * random.uniform() - 1);
            target[i] = Math.sin(4 * x[i] / reach);
        }
        System.arraycopy(Chart.even(-0.8 * reach, 0.8 * reach, FRESH), 0, x, ROWS, FRESH);
        int all = ROWS + FRESH;
        double[] theta = TangentKernel.byJacobian(engine, network, p, d, x, all);
        double rate = 1 / Spectrum.of(corner(theta, all), ROWS).get(0).eigenvalue();
        double[] f = new double[all];
        engine.values(network, p, x, all, f);
        double before = residual(f, target);
        double[] fitted = Arrays.copyOf(x, ROWS);
        double[] gradient = new double[p.length];
        for (int step = 0; step < steps; step++) {
            freeze(theta, f, target, rate);
            engine.gradient(
                    network,
                    p,
                    fitted,
                    ROWS,
                    (y, first, rows, dy) -> {
                        double loss = 0;
                        for (int r = 0; r < rows; r++) {
                            dy[r] = y[r] - target[first + r];
                            loss += dy[r] * dy[r] / 2;
                        }
                        return loss;
                    },
                    gradient,
                    new double[0]);
            for (int i = 0; i < p.length; i++) {
                p[i] -= rate * d[i] * gradient[i];
            }
        }
        double[] y = new double[all];
        engine.values(network, p, x, all, y);
        double[] start = corner(theta, all);
        double[] end = corner(TangentKernel.byJacobian(engine, network, p, d, x, all), all);
        double[] trained = Arrays.copyOfRange(y, ROWS, all);
        double[] linear = Arrays.copyOfRange(f, ROWS, all);
        return new LinearTraining(
                width,
                distance(trained, linear) / distance(trained, new double[FRESH]),
                distance(end, start) / distance(start, new double[start.length]),
                residual(y, target) / before);
    }

    /** One step of the linearised network: f ← f − η·Θ(·, rows)·r. */
    private static void freeze(double[] theta, double[] f, double[] target, double rate) {
        int all = f.length;
        double[] r = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            r[i] = f[i] - target[i];
        }
        for (int a = 0; a < all; a++) {
            f[a] -= rate * Prior.dot(theta, a * all, r, 0, ROWS);
        }
    }

    /** Θ among the fitted rows, [rows, rows]. */
    private static double[] corner(double[] theta, int all) {
        double[] some = new double[ROWS * ROWS];
        for (int i = 0; i < ROWS; i++) {
            System.arraycopy(theta, i * all, some, i * ROWS, ROWS);
        }
        return some;
    }

    private static double residual(double[] f, double[] target) {
        return distance(Arrays.copyOf(f, ROWS), target);
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }
}
