package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The few columns among many whose sum comes nearest to a target: a beam search that grows sets and a backward elimination that shrinks
 * them, on the triangular factor of the columns, so that residuals of rounding size are told apart.
 */
final class SubsetSearch {
    /** A column within this part of others' span adds nothing. */
    private static final double COLLINEAR = 1e-9;

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
            work[c] = Arrays.stream(columns[c]).map(v -> v / Math.max(norm, 1e-300)).toArray();
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
        List<Grown> beam = List.of(new Grown(new TreeSet<>(), columns, target));
        all.add(new Subset(List.of(), dot(target, target)));
        for (int size = 1; size <= Math.min(largest, Math.min(columns.length, rows - 2)); size++) {
            Set<Set<Integer>> seen = new HashSet<>();
            List<Child> children = new ArrayList<>();
            for (Grown parent : beam) {
                parent.children(seen, children);
            }
            children.sort(Comparator.comparingDouble(Child::squares));
            beam = children.stream()
                    .limit(width)
                    .map(child -> child.parent.with(child.column))
                    .toList();
            for (Grown grown : beam) {
                all.add(new Subset(List.copyOf(grown.chosen), dot(grown.residual, grown.residual)));
            }
        }
        return all;
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

    private record Child(Grown parent, int column, double squares) {}

    /** A set, and all columns without what lies in its span. */
    private record Grown(TreeSet<Integer> chosen, double[][] deflated, double[] residual) {

        void children(Set<Set<Integer>> seen, List<Child> out) {
            double now = dot(residual, residual);
            for (int c = 0; c < deflated.length; c++) {
                double square = dot(deflated[c], deflated[c]);
                if (chosen.contains(c) || square < COLLINEAR * COLLINEAR) {
                    continue;
                }
                TreeSet<Integer> set = new TreeSet<>(chosen);
                set.add(c);
                if (seen.add(set)) {
                    double part = dot(deflated[c], residual);
                    out.add(new Child(this, c, now - part * part / square));
                }
            }
        }

        Grown with(int column) {
            double[] q = deflated[column];
            double square = dot(q, q);
            double[][] next = new double[deflated.length][];
            for (int c = 0; c < next.length; c++) {
                next[c] = deflated[c].clone();
                subtract(next[c], dot(q, deflated[c]) / square, q);
            }
            double[] left = residual.clone();
            subtract(left, dot(q, residual) / square, q);
            TreeSet<Integer> set = new TreeSet<>(chosen);
            set.add(column);
            return new Grown(set, next, left);
        }
    }
}
