package org.kan4j.discover.score;

import java.util.Arrays;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;

/**
 * A formula near its constants, r + J·δ, with the residuals r, [rows], and the exact Jacobian J, [rows, constants]. Householder
 * reflections make a triangle of both, which is all that least squares in any of the constants need.
 *
 * <p>Standard errors hold for independent errors of any sizes, known to be unequal or not: the covariance is (JᵀJ)⁻¹·Jᵀ·D·J·(JᵀJ)⁻¹,
 * D diagonal with (rᵢ/(1 − hᵢ))², where hᵢ is the row's leverage; a row that alone decides a constant has the mean square of all residuals (MacKinnon and White, Journal of
 * Econometrics 29, 1985: HC3, which Long and Ervin, The American Statistician 54, 2000, found best for few rows). Weighted rows are scaled by the roots of their weights.
 */
public final class Linearization {
    /** A direction, in constants scaled to columns of length 1, that changes the formula by less is not determined. */
    private static final double SMALLEST = 1e-9;

    /** The share of a constant's unit vector that may lie in directions that are not determined. */
    private static final double HIDDEN = 1e-6;

    /** A row with less than this beside its leverage decides a constant alone, so that its residual says nothing. */
    private static final double DECIDES = 1e-9;

    private static final int MOST_SWEEPS = 60;

    /** Rows: the constants and then the residuals as columns of length 1, [constants + 1][rows]. */
    private final double[][] scaled;

    /** The triangle: constants and then residuals as columns of length 1, [constants + 1][at most constants + 1]. */
    private final double[][] columns;

    /** Lengths of the columns before they were scaled; 0 for one that has none, or that is not finite. */
    private final double[] lengths;

    private final int rows;

    /**
     * Least squares in some of the constants, the others fixed.
     *
     * @param steps from the constants to the solution, [some]
     * @param errors standard errors, [some]; NaN where the rows do not determine the constant
     */
    public record Solution(double[] steps, double[] errors) {}

    /** The formula at its constants. */
    public Linearization(CompiledExpression compiled, Batch batch) {
        int n = compiled.parameterCount();
        rows = batch.rows();
        double[] values = new double[rows];
        double[] jacobian = new double[rows * n];
        compiled.jacobian(compiled.parameters(), batch.x(), rows, batch.in(), values, jacobian);
        scaled = new double[n + 1][rows];
        lengths = new double[n + 1];
        for (int k = 0; k <= n; k++) {
            for (int r = 0; r < rows; r++) {
                double factor = Math.sqrt(batch.weight(r));
                scaled[k][r] = factor * (k < n ? jacobian[r * n + k] : values[r] - batch.y()[r]);
            }
            lengths[k] = scale(scaled[k]);
        }
        columns = Arrays.stream(scaled).map(double[]::clone).toArray(double[][]::new);
        triangulate();
    }

    /** Scales a column to length 1; one that is not finite becomes 0. Returns its length. */
    private static double scale(double[] column) {
        double largest = 0;
        for (double v : column) {
            largest = Double.isFinite(v) ? Math.max(largest, Math.abs(v)) : Double.NaN;
        }
        double length = 0;
        if (largest > 0) {
            for (int r = 0; r < column.length; r++) {
                column[r] /= largest;
            }
            length = Math.sqrt(dot(column, column));
        }
        for (int r = 0; r < column.length; r++) {
            column[r] = length > 0 ? column[r] / length : 0;
        }
        return length * (length > 0 ? largest : 0);
    }

    private void triangulate() {
        int depth = Math.min(rows, columns.length);
        for (int k = 0; k < depth; k++) {
            double norm = 0;
            for (int r = k; r < rows; r++) {
                norm += columns[k][r] * columns[k][r];
            }
            norm = Math.sqrt(norm);
            if (norm > 0) {
                double alpha = columns[k][k] > 0 ? -norm : norm;
                double[] v = columns[k].clone();
                v[k] -= alpha;
                for (int c = k; c < columns.length; c++) {
                    reflect(columns[c], v, k, -1 / (alpha * v[k]));
                }
            }
        }
        for (int k = 0; k < columns.length; k++) {
            double[] top = new double[depth];
            System.arraycopy(columns[k], 0, top, 0, Math.min(k + 1, depth));
            columns[k] = top;
        }
    }

    private static void reflect(double[] column, double[] v, int from, double factor) {
        double dot = 0;
        for (int r = from; r < v.length; r++) {
            dot += v[r] * column[r];
        }
        for (int r = from; r < v.length; r++) {
            column[r] -= factor * dot * v[r];
        }
    }

    /** Least squares in the constants of these numbers. */
    public Solution solve(int... some) {
        int n = some.length;
        double[][] u = new double[n][];
        double[][] v = new double[n][n];
        for (int k = 0; k < n; k++) {
            u[k] = columns[some[k]].clone();
            v[k][k] = 1;
        }
        orthogonalize(u, v);
        int last = columns.length - 1;
        double[] rest = columns[last].clone();
        double[] step = new double[n];
        double[] hidden = new double[n];
        int rank = 0;
        for (int k = 0; k < n; k++) {
            double square = dot(u[k], u[k]);
            boolean determined = square > SMALLEST * SMALLEST;
            double along = determined ? dot(u[k], rest) / square : 0;
            rank += determined ? 1 : 0;
            add(rest, -along, u[k]);
            add(step, -along, v[k]);
            for (int j = 0; j < n; j++) {
                hidden[j] += determined ? 0 : v[k][j] * v[k][j];
            }
        }
        double[] variance = variances(some, u, v, dot(rest, rest) / (rows - rank));
        double[] error = new double[n];
        for (int j = 0; j < n; j++) {
            boolean known = rows > rank && hidden[j] < HIDDEN;
            step[j] *= lengths[last] / lengths[some[j]];
            error[j] = known ? lengths[last] * Math.sqrt(variance[j]) / lengths[some[j]] : Double.NaN;
        }
        return new Solution(step, error);
    }

    /** Variances of the constants in scaled columns, given the orthogonal columns and the mean square of the residuals. */
    private double[] variances(int[] some, double[][] u, double[][] v, double meanSquare) {
        int n = some.length;
        double[] residuals = scaled[scaled.length - 1].clone();
        double[] leverages = new double[rows];
        double[][] inverse = new double[n][rows];
        for (int k = 0; k < n; k++) {
            double length = Math.sqrt(dot(u[k], u[k]));
            if (length > SMALLEST) {
                double[] direction = new double[rows];
                for (int j = 0; j < n; j++) {
                    add(direction, v[k][j] / length, scaled[some[j]]);
                }
                add(residuals, -dot(direction, residuals), direction);
                for (int r = 0; r < rows; r++) {
                    leverages[r] += direction[r] * direction[r];
                }
                for (int j = 0; j < n; j++) {
                    add(inverse[j], v[k][j] / length, direction);
                }
            }
        }
        double[] variances = new double[n];
        for (int r = 0; r < rows; r++) {
            double without = 1 - leverages[r];
            double square = without > DECIDES ? residuals[r] / without * (residuals[r] / without) : meanSquare;
            for (int j = 0; j < n; j++) {
                variances[j] += inverse[j][r] * inverse[j][r] * square;
            }
        }
        return variances;
    }

    /** Turns the columns u until they are orthogonal, and v with them (one-sided Jacobi: Golub and Van Loan, section 8.6.3). */
    private static void orthogonalize(double[][] u, double[][] v) {
        boolean turned = true;
        for (int sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
            turned = false;
            for (int i = 0; i < u.length; i++) {
                for (int j = i + 1; j < u.length; j++) {
                    turned |= turn(u, v, i, j);
                }
            }
        }
    }

    private static boolean turn(double[][] u, double[][] v, int i, int j) {
        double a = dot(u[i], u[i]);
        double b = dot(u[j], u[j]);
        double c = dot(u[i], u[j]);
        if (!(Math.abs(c) > 1e-15 * Math.sqrt(a * b))) {
            return false;
        }
        double zeta = (b - a) / (2 * c);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double cosine = 1 / Math.sqrt(1 + t * t);
        rotate(u[i], u[j], cosine, cosine * t);
        rotate(v[i], v[j], cosine, cosine * t);
        return true;
    }

    private static void rotate(double[] a, double[] b, double cosine, double sine) {
        for (int r = 0; r < a.length; r++) {
            double old = a[r];
            a[r] = cosine * old - sine * b[r];
            b[r] = sine * old + cosine * b[r];
        }
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int r = 0; r < to.length; r++) {
            to[r] += factor * what[r];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += a[r] * b[r];
        }
        return sum;
    }
}
