package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The few columns among many whose sum comes nearest to a target: a beam search that grows sets and a backward elimination that shrinks
 * them, on the triangular factor of the columns, so that residuals of rounding size are told apart.
 */
final class SubsetSearch {
    /** A column within this part of others' span adds nothing. */
    private static final double COLLINEAR = 1e-7;

    private final double[][] columns;
    private final double[] norms;
    private final double[] target;
    private final int rows;

    /**
     * A set of columns.
     *
     * @param columns their numbers, increasing
     * @param squares the sum of squared residuals
     */
    record Subset(List<Integer> columns, double squares) {}

    /**
     * Reduces the columns.
     *
     * @param columns [columns][rows], not modified
     * @param target [rows], not modified
     */
    SubsetSearch(double[][] columns, double[] target) {
        rows = target.length;
        double[][] work = new double[columns.length + 1][];
        norms = new double[columns.length];
        for (int c = 0; c < columns.length; c++) {
            double norm = Math.sqrt(dot(columns[c], columns[c]));
            norms[c] = norm > 0 ? norm : 1;
            work[c] = Arrays.stream(columns[c])
                    .map(v -> v / Math.max(norm, 1e-300))
                    .toArray();
        }
        work[columns.length] = target.clone();
        if (rows > columns.length + 1) {
            triangularize(work);
        }
        this.target = work[columns.length];
        this.columns = Arrays.copyOf(work, columns.length);
    }

    /** Householder's reflections; afterwards each column has as many entries as there are columns. */
    private static void triangularize(double[][] a) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            double norm = 0;
            for (int r = k; r < a[k].length; r++) {
                norm += a[k][r] * a[k][r];
            }
            norm = Math.sqrt(norm);
            if (norm == 0) {
                continue;
            }
            double[] v = Arrays.copyOfRange(a[k], k, a[k].length);
            v[0] += Math.copySign(norm, v[0]);
            double square = dot(v, v);
            for (int c = k; c < n; c++) {
                double sum = 0;
                for (int i = 0; i < v.length; i++) {
                    sum += v[i] * a[c][k + i];
                }
                sum *= 2 / square;
                for (int i = 0; i < v.length; i++) {
                    a[c][k + i] -= sum * v[i];
                }
            }
        }
        for (int c = 0; c < n; c++) {
            a[c] = Arrays.copyOf(a[c], n);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * The best sets of each size.
     *
     * @param largest size
     * @param width sets of a size that are grown further
     */
    List<Subset> grow(int largest, int width) {
        List<Subset> all = new ArrayList<>();
        double[] unit = new double[columns.length];
        for (int c = 0; c < unit.length; c++) {
            unit[c] = dot(columns[c], columns[c]);
        }
        List<Grown> beam = List.of(new Grown(List.of(), List.of(), unit, target));
        all.add(new Subset(List.of(), dot(target, target)));
        for (int size = 1; size <= Math.min(largest, Math.min(columns.length, rows - 2)); size++) {
            List<Child> children = new ArrayList<>();
            for (Grown parent : beam) {
                children.addAll(children(parent, width));
            }
            children.sort(Comparator.comparingDouble(Child::squares));
            Set<Set<Integer>> seen = new HashSet<>();
            beam = children.stream()
                    .filter(child -> seen.add(child.set()))
                    .limit(width)
                    .map(this::grown)
                    .toList();
            for (Grown grown : beam) {
                all.add(new Subset(grown.chosen.stream().sorted().toList(), dot(grown.residual, grown.residual)));
            }
        }
        return all;
    }

    /** The columns that bring a set nearest to the target. */
    private List<Child> children(Grown parent, int most) {
        double now = dot(parent.residual, parent.residual);
        List<Child> children = new ArrayList<>();
        for (int c = 0; c < columns.length; c++) {
            if (parent.left[c] > COLLINEAR * COLLINEAR && !parent.chosen.contains(c)) {
                double part = dot(columns[c], parent.residual);
                children.add(new Child(parent, c, now - part * part / parent.left[c]));
            }
        }
        children.sort(Comparator.comparingDouble(Child::squares));
        return children.subList(0, Math.min(most, children.size()));
    }

    private Grown grown(Child child) {
        double[] q = columns[child.column].clone();
        for (int pass = 0; pass < 2; pass++) {
            for (double[] other : child.parent.directions) {
                subtract(q, dot(other, q), other);
            }
        }
        double norm = Math.max(Math.sqrt(dot(q, q)), 1e-300);
        for (int e = 0; e < q.length; e++) {
            q[e] /= norm;
        }
        double[] residual = child.parent.residual.clone();
        subtract(residual, dot(q, residual), q);
        double[] left = child.parent.left.clone();
        for (int c = 0; c < left.length; c++) {
            double part = dot(columns[c], q);
            left[c] -= part * part;
        }
        List<Integer> chosen = new ArrayList<>(child.parent.chosen);
        chosen.add(child.column);
        List<double[]> directions = new ArrayList<>(child.parent.directions);
        directions.add(q);
        return new Grown(chosen, directions, left, residual);
    }

    /**
     * Sets that are left when the column that matters least is taken away again and again.
     *
     * @param from the columns to begin with
     */
    List<Subset> shrink(List<Integer> from) {
        List<Subset> all = new ArrayList<>();
        List<Integer> left = new ArrayList<>(from);
        while (!left.isEmpty() && left.size() <= rows - 2) {
            double[] coefficients = coefficients(left);
            all.add(new Subset(List.copyOf(left), squares(left, coefficients)));
            int least = 0;
            double smallest = Double.POSITIVE_INFINITY;
            for (int k = 0; k < left.size(); k++) {
                List<Integer> without = new ArrayList<>(left);
                without.remove(k);
                double squares = squares(without, coefficients(without));
                if (squares < smallest) {
                    smallest = squares;
                    least = k;
                }
            }
            left.remove(least);
        }
        return all;
    }

    private double squares(List<Integer> set, double[] coefficients) {
        double sum = 0;
        for (int r = 0; r < target.length; r++) {
            double residual = target[r];
            for (int k = 0; k < coefficients.length; k++) {
                residual -= coefficients[k] * norms[set.get(k)] * columns[set.get(k)][r];
            }
            sum += residual * residual;
        }
        return sum;
    }

    /** The coefficients of a set of columns, by orthogonalisation. */
    double[] coefficients(List<Integer> set) {
        int k = set.size();
        double[][] q = new double[k][];
        double[][] r = new double[k][k];
        double[] right = new double[k];
        double[] residual = target.clone();
        for (int i = 0; i < k; i++) {
            q[i] = columns[set.get(i)].clone();
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double part = dot(q[j], q[i]);
                    r[j][i] += part;
                    subtract(q[i], part, q[j]);
                }
            }
            r[i][i] = Math.max(Math.sqrt(dot(q[i], q[i])), 1e-14);
            for (int e = 0; e < q[i].length; e++) {
                q[i][e] /= r[i][i];
            }
            right[i] = dot(q[i], residual);
            subtract(residual, right[i], q[i]);
        }
        double[] x = new double[k];
        for (int i = k - 1; i >= 0; i--) {
            double sum = right[i];
            for (int j = i + 1; j < k; j++) {
                sum -= r[i][j] * x[j];
            }
            x[i] = sum / r[i][i];
        }
        return IntStream.range(0, k).mapToDouble(i -> x[i] / norms[set.get(i)]).toArray();
    }

    /** How much larger the largest term is than the target. */
    double cancellation(List<Integer> set, double[] coefficients) {
        double largest = 0;
        for (int k = 0; k < coefficients.length; k++) {
            largest = Math.max(largest, Math.abs(coefficients[k]) * norms[set.get(k)]);
        }
        return largest / Math.max(Math.sqrt(dot(target, target)), 1e-300);
    }

    private static void subtract(double[] from, double factor, double[] what) {
        for (int e = 0; e < from.length; e++) {
            from[e] -= factor * what[e];
        }
    }

    private record Child(Grown parent, int column, double squares) {
        Set<Integer> set() {
            Set<Integer> set = new HashSet<>(parent.chosen);
            set.add(column);
            return set;
        }
    }

    /**
     * A set.
     *
     * @param chosen its columns
     * @param directions orthonormal, of the same span
     * @param left [columns] the square of what each column has outside this span
     * @param residual of the target
     */
    private record Grown(List<Integer> chosen, List<double[]> directions, double[] left, double[] residual) {}
}
