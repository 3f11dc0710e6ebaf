package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * A start for the shape {@code n,1,1} that does not depend on luck. If y = g(Σ f_i(x_i)) with an invertible g, then some
 * h(y) is a sum Σ f_i(x_i), and functions h and f_i of largest correlation follow from an eigenvalue problem (alternating
 * conditional expectations: Breiman and Friedman, JASA 80, 1985). Its leading solution gives the first layer; the second is
 * fitted to it by least squares.
 */
public final class AdditiveStart {
    private static final double RIDGE = 1e-9;
    private static final int POWER_ITERATIONS = 300;

    private AdditiveStart() {}

    /**
     * {@return a network of splines that go on linearly}
     *
     * @param batch rows with one target, in standardised units
     * @param intervals G of all grids
     * @param order of the splines
     */
    public static Kan of(Batch batch, int intervals, int order) {
        return of(batch, intervals, new BSpline(Grid.uniform(-1, 1, intervals), order, Extrapolation.LINEAR));
    }

    /**
     * A network of local functions.
     *
     * @param batch rows with one target, in standardised units
     * @param intervals G of all grids
     * @param family a basis of local functions ({@link Basis#local}); its grid does not matter
     * @throws IllegalArgumentException if its functions are not local
     */
    static Kan of(Batch batch, int intervals, Basis family) {
        if (!family.local()) {
            throw new IllegalArgumentException("additive start: local functions required, got " + family.family());
        }
        int n = batch.rows();
        int in = batch.in();
        List<Basis> bases = new ArrayList<>();
        int width = 0;
        for (int i = 0; i < in; i++) {
            bases.add(family.withGrid(Grid.fromData(column(batch.x(), n, in, i), intervals, Grid.BLEND)));
            width += bases.get(i).size();
        }
        Basis target = family.withGrid(Grid.fromData(batch.y(), intervals, Grid.BLEND));
        double[] inputs = centredDesign(bases, batch.x(), n, in);
        double[] outputs = centredDesign(List.of(target), batch.y(), n, 1);
        double[] weights = leadingPair(inputs, outputs, n, width, target.size());
        double[] sum = new double[n];
        double square = 0;
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < width; j++) {
                sum[r] += inputs[r * width + j] * weights[j];
            }
            square += sum[r] * sum[r];
        }
        double scale = square > 0 ? Math.sqrt(n / square) : 1;
        for (int r = 0; r < n; r++) {
            sum[r] *= scale;
        }
        Basis outer = family.withGrid(Grid.fromData(sum, intervals, Grid.BLEND));
        double[] outerWeights = regress(outer, sum, batch.y(), n);
        return assemble(bases, outer, weights, scale, outerWeights, batch);
    }

    private static Kan assemble(
            List<Basis> bases, Basis outer, double[] weights, double scale, double[] outerWeights, Batch batch) {
        int n = batch.rows();
        Layer first = Layer.dense(new ArrayList<>(bases), BaseActivation.SILU, 1);
        Layer second = Layer.dense(List.of(outer), BaseActivation.SILU, 1);
        KanNetwork network = new KanNetwork(List.of(first, second));
        double[] p = new double[network.parameterCount()];
        int column = 0;
        for (int i = 0; i < bases.size(); i++) {
            int size = bases.get(i).size();
            double mean = 0;
            for (int r = 0; r < n; r++) {
                mean += value(bases.get(i), batch.x()[r * bases.size() + i], weights, column) / n;
            }
            // Local functions sum to one: taking the mean from every coefficient centres the edge.
            for (int j = 0; j < size; j++) {
                p[first.inputOffset(i) + j] = scale * (weights[column + j] - mean);
            }
            column += size;
        }
        System.arraycopy(outerWeights, 0, p, network.offset(1), outerWeights.length);
        return new Kan(network, p);
    }

    private static double value(Basis basis, double x, double[] weights, int offset) {
        double[] b = new double[basis.support()];
        int m = basis.evaluate(x, 0, b, 0);
        double sum = 0;
        for (int j = 0; j < b.length; j++) {
            sum += b[j] * weights[offset + m + j];
        }
        return sum;
    }

    private static double[] column(double[] x, int rows, int columns, int c) {
        double[] values = new double[rows];
        for (int r = 0; r < rows; r++) {
            values[r] = x[r * columns + c];
        }
        return values;
    }

    /** [rows, all functions], each column with its mean taken off. */
    private static double[] centredDesign(List<Basis> bases, double[] x, int rows, int in) {
        int width = bases.stream().mapToInt(Basis::size).sum();
        double[] design = new double[rows * width];
        int column = 0;
        for (int i = 0; i < in; i++) {
            Basis basis = bases.get(i);
            double[] b = new double[basis.support()];
            for (int r = 0; r < rows; r++) {
                int m = basis.evaluate(x[r * in + i], 0, b, 0);
                System.arraycopy(b, 0, design, r * width + column + m, b.length);
            }
            column += basis.size();
        }
        for (int j = 0; j < width; j++) {
            double mean = 0;
            for (int r = 0; r < rows; r++) {
                mean += design[r * width + j];
            }
            mean /= rows;
            for (int r = 0; r < rows; r++) {
                design[r * width + j] -= mean;
            }
        }
        return design;
    }

    /** Weights of the inputs' functions of largest correlation with a function of the target, by power iteration. */
    private static double[] leadingPair(double[] inputs, double[] outputs, int rows, int width, int size) {
        double[] xx = gram(inputs, rows, width);
        double[] yy = gram(outputs, rows, size);
        SplittableRandom random = new SplittableRandom(0);
        double[] v = new double[size];
        for (int j = 0; j < size; j++) {
            v[j] = random.nextDouble() - 0.5;
        }
        double[] w = new double[width];
        for (int iteration = 0; iteration < POWER_ITERATIONS; iteration++) {
            w = transform(inputs, width, outputs, size, v, xx, rows);
            double[] next = transform(outputs, size, inputs, width, w, yy, rows);
            double norm = 0;
            for (double a : next) {
                norm = Math.max(norm, Math.abs(a));
            }
            double change = 0;
            for (int j = 0; j < size; j++) {
                next[j] /= norm > 0 ? norm : 1;
                change = Math.max(change, Math.abs(next[j] - v[j]));
            }
            v = next;
            if (change < 1e-10) {
                break;
            }
        }
        return w;
    }

    /** Least-squares weights on one design of a function given by weights on another. */
    private static double[] transform(
            double[] to, int toWidth, double[] from, int fromWidth, double[] weights, double[] gram, int rows) {
        double[] right = new double[toWidth];
        for (int r = 0; r < rows; r++) {
            double value = 0;
            for (int j = 0; j < fromWidth; j++) {
                value += from[r * fromWidth + j] * weights[j];
            }
            for (int j = 0; j < toWidth; j++) {
                right[j] += to[r * toWidth + j] * value;
            }
        }
        return solved(NormalEquations.scalar(toWidth), gram, right);
    }

    private static double[] gram(double[] design, int rows, int width) {
        double[] jtj = new double[width * width];
        NormalEquations.scalar(width).form(design, new double[rows], rows, jtj, new double[width]);
        double trace = 0;
        for (int j = 0; j < width; j++) {
            trace += jtj[j * width + j];
        }
        for (int j = 0; j < width; j++) {
            jtj[j * width + j] += RIDGE * trace;
        }
        return jtj;
    }

    private static double[] regress(Basis basis, double[] x, double[] y, int rows) {
        int size = basis.size();
        double[] design = new double[rows * size];
        double[] b = new double[basis.support()];
        for (int r = 0; r < rows; r++) {
            int m = basis.evaluate(x[r], 0, b, 0);
            System.arraycopy(b, 0, design, r * size + m, b.length);
        }
        double[] jtj = new double[size * size];
        double[] right = new double[size];
        NormalEquations normal = NormalEquations.scalar(size);
        normal.form(design, y, rows, jtj, right);
        for (int j = 0; j < size; j++) {
            jtj[j * size + j] += RIDGE * rows;
        }
        return solved(normal, jtj, right);
    }

    /** The solution in place of the right side; zeros where there is none. */
    private static double[] solved(NormalEquations normal, double[] matrix, double[] right) {
        if (normal.factor(matrix)) {
            normal.solve(right);
        } else {
            Arrays.fill(right, 0);
        }
        return right;
    }
}
