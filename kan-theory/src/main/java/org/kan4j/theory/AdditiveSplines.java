package org.kan4j.theory;

import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.kan4j.basis.Basis;

/**
 * The networks d, 1 without base, f(x) = Σ_i Σ_m c_im·B_m(x_i), fitted to a function by least squares: no optimiser stands between the error and what
 * the splines can do. A row has few functions that are not zero, so the normal equations are cheap; a ridge of 1e-13 of their diagonal settles the
 * constants that the inputs share.
 */
final class AdditiveSplines {
    private static final double RIDGE = 1e-13;

    private AdditiveSplines() {}

    /**
     * Root mean squared error on other points than the fitted ones, all uniform over the grid's range.
     *
     * @param basis of every input
     * @param d inputs
     * @param f the function of [d] numbers
     * @param rows to fit; as many are tested
     * @param seed of the points
     * @throws IllegalArgumentException if the normal equations are singular
     */
    static double error(Basis basis, int d, ToDoubleFunction<double[]> f, int rows, long seed) {
        int size = basis.size();
        int support = basis.support();
        DMatrixRMaj normal = new DMatrixRMaj(d * size, d * size);
        DMatrixRMaj right = new DMatrixRMaj(d * size, 1);
        int[] columns = new int[d * support];
        double[] values = new double[d * support];
        Normal random = new Normal(seed);
        double[] x = new double[d];
        for (int r = 0; r < rows; r++) {
            draw(basis, random, x);
            row(basis, x, columns, values);
            double y = f.applyAsDouble(x);
            for (int i = 0; i < columns.length; i++) {
                right.data[columns[i]] += values[i] * y;
                for (int j = 0; j < columns.length; j++) {
                    normal.data[columns[i] * d * size + columns[j]] += values[i] * values[j];
                }
            }
        }
        double trace = 0;
        for (int i = 0; i < d * size; i++) {
            trace += normal.get(i, i) / (d * size);
        }
        for (int i = 0; i < d * size; i++) {
            normal.add(i, i, RIDGE * trace);
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(d * size);
        if (!solver.setA(normal)) {
            throw new IllegalArgumentException("splines: more than " + rows + " rows required for " + d * size
                    + " coefficients, whose normal equations are singular");
        }
        DMatrixRMaj c = new DMatrixRMaj(d * size, 1);
        solver.solve(right, c);
        double squares = 0;
        for (int r = 0; r < rows; r++) {
            draw(basis, random, x);
            row(basis, x, columns, values);
            double sum = -f.applyAsDouble(x);
            for (int i = 0; i < columns.length; i++) {
                sum += values[i] * c.data[columns[i]];
            }
            squares += sum * sum;
        }
        return Math.sqrt(squares / rows);
    }

    private static void draw(Basis basis, Normal random, double[] x) {
        double lo = basis.grid().lo();
        for (int i = 0; i < x.length; i++) {
            x[i] = lo + (basis.grid().hi() - lo) * random.uniform();
        }
    }

    private static void row(Basis basis, double[] x, int[] columns, double[] values) {
        int support = basis.support();
        for (int i = 0; i < x.length; i++) {
            int first = basis.evaluate(x[i], 0, values, i * support);
            for (int m = 0; m < support; m++) {
                columns[i * support + m] = i * basis.size() + first + m;
            }
        }
    }
}
