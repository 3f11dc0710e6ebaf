package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.grid.Grid;

/**
 * A quadratic penalty cᵀ·S·c of the coefficients of a term, as a sum of squares of combinations of them, scaled to a trace of one for each
 * coefficient.
 *
 * @param size number of coefficients
 * @param rows the combinations: S = Σ rowᵀ·row
 */
record Quadratic(int size, List<Row> rows) {
    /** Share of equal weights in the penalty of a variance: functions on no rows have none. */
    private static final double EQUAL = 0.02;

    /**
     * A combination of coefficients.
     *
     * @param places of the coefficients, ascending
     * @param values their shares
     */
    record Row(int[] places, double[] values) {}

    private static Quadratic scaled(int size, List<Row> rows) {
        double trace = 0;
        for (Row row : rows) {
            trace += Arrays.stream(row.values).map(v -> v * v).sum();
        }
        double factor = trace > 0 ? Math.sqrt(size / trace) : 1;
        return new Quadratic(
                size,
                rows.stream()
                        .map(row -> new Row(
                                row.places,
                                Arrays.stream(row.values).map(v -> v * factor).toArray()))
                        .toList());
    }

    /** The sum of squares of the coefficients. */
    static Quadratic ridge(int size) {
        List<Row> rows = new ArrayList<>();
        for (int j = 0; j < size; j++) {
            rows.add(new Row(new int[] {j}, new double[] {1}));
        }
        return new Quadratic(size, rows);
    }

    /**
     * The mean square of a function over rows, with a trace of a {@link #ridge}. The mean of the function is in it, so that the intercept
     * takes all of it.
     *
     * @param table the functions
     * @param weights [rows] what each row counts; empty where all count once
     */
    static Quadratic meanSquare(FunctionTable table, double[] weights) {
        int n = table.columns();
        int support = table.basis().support();
        int[] places = new int[support];
        double[] values = new double[support];
        double[] moments = new double[n * n];
        for (int r = 0; r < table.first().length; r++) {
            double weight = weights.length == 0 ? 1 : weights[r];
            table.gather(r, 0, places, values, 0);
            for (int i = 0; i < support; i++) {
                for (int j = 0; j <= i; j++) {
                    moments[places[i] * n + places[j]] += weight * values[i] * values[j];
                }
            }
        }
        double trace = 0;
        for (int j = 0; j < n; j++) {
            trace += moments[j * n + j];
        }
        for (int j = 0; j < n; j++) {
            moments[j * n + j] += EQUAL * trace / n;
        }
        return scaled(n, factor(moments, n));
    }

    /** Columns of the Cholesky factor of a matrix whose lower triangle counts. */
    private static List<Row> factor(double[] a, int n) {
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            double pivot = Math.sqrt(a[k * n + k]);
            int[] places = new int[n - k];
            double[] values = new double[n - k];
            for (int i = k; i < n; i++) {
                places[i - k] = i;
                values[i - k] = a[i * n + k] / pivot;
            }
            for (int i = k + 1; i < n; i++) {
                for (int j = k + 1; j <= i; j++) {
                    a[i * n + j] -= values[i - k] * values[j - k];
                }
            }
            rows.add(new Row(places, values));
        }
        return rows;
    }

    /**
     * Differences of the slopes between neighbouring coefficients, seen at the abscissae that give a straight line (Greville's), times the
     * distance of these: zero for a straight line, and as strict where breakpoints are dense as where they are not (P-splines: Eilers
     * and Marx, Statistical Science 11, 1996). None of a basis that has no neighbours.
     *
     * @param basis whose coefficients
     */
    static List<Row> bends(Basis basis) {
        List<Row> rows = new ArrayList<>();
        double[] at = abscissae(basis);
        for (int m = 1; m + 1 < at.length; m++) {
            double below = at[m] - at[m - 1];
            double above = at[m + 1] - at[m];
            double distance = (below + above) / 2;
            rows.add(new Row(
                    new int[] {m - 1, m, m + 1},
                    new double[] {distance / below, -distance / below - distance / above, distance / above}));
        }
        return rows;
    }

    /** Where the coefficients of a straight line are the line (Greville's abscissae); none of a basis without such. */
    static double[] abscissae(Basis basis) {
        if (!(basis instanceof BSpline spline)) {
            return new double[0];
        }
        double[] at = new double[spline.size()];
        Grid grid = spline.grid();
        for (int m = 0; m < at.length; m++) {
            for (int k = 0; k < spline.order(); k++) {
                at[m] += grid.knot(m - k) / spline.order();
            }
        }
        return at;
    }

    /** The bends of a function of one input. */
    static Quadratic roughness(Basis basis) {
        return scaled(basis.size(), bends(basis));
    }

    /** The bends of a function of a cycle of equal intervals. */
    static Quadratic cyclic(int size) {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < size; m++) {
            int[] places = {m, (m + 1) % size, (m + 2) % size};
            int middle = places[1];
            Arrays.sort(places);
            rows.add(new Row(
                    places,
                    Arrays.stream(places)
                            .mapToDouble(place -> place == middle ? -2 : 1)
                            .toArray()));
        }
        return scaled(size, rows);
    }

    /**
     * The bends of a function of two inputs along one of them.
     *
     * @param along basis of that one
     * @param across basis of the other
     * @param first whether that one is the first input of the two
     */
    static Quadratic roughness(Basis along, Basis across, boolean first) {
        List<Row> rows = new ArrayList<>();
        for (Row bend : bends(along)) {
            for (int k = 0; k < across.size(); k++) {
                int other = k;
                int[] places = Arrays.stream(bend.places)
                        .map(place -> first ? place * across.size() + other : other * along.size() + place)
                        .toArray();
                rows.add(new Row(places, bend.values));
            }
        }
        return scaled(along.size() * across.size(), rows);
    }

    /** Adds λ·S to the lower triangle of a matrix, from a place on its diagonal on. */
    void addTo(double[] matrix, int stride, int offset, double lambda) {
        for (Row row : rows) {
            for (int i = 0; i < row.places.length; i++) {
                for (int j = 0; j <= i; j++) {
                    matrix[(offset + row.places[i]) * stride + offset + row.places[j]] +=
                            lambda * row.values[i] * row.values[j];
                }
            }
        }
    }

    /** The trace of V·S for a symmetric V, [size, size]. */
    double trace(double[] v) {
        double sum = 0;
        for (Row row : rows) {
            for (int i = 0; i < row.places.length; i++) {
                for (int j = 0; j < row.places.length; j++) {
                    sum += row.values[i] * row.values[j] * v[row.places[i] * size + row.places[j]];
                }
            }
        }
        return sum;
    }

    /** cᵀ·S·c of coefficients that begin at an offset. */
    double value(double[] c, int offset) {
        double sum = 0;
        for (Row row : rows) {
            double d = 0;
            for (int i = 0; i < row.places.length; i++) {
                d += row.values[i] * c[offset + row.places[i]];
            }
            sum += d * d;
        }
        return sum;
    }
}
