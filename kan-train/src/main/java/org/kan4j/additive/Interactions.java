package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which pairs of inputs have more to say than the two do one by one: the errors that are left are averaged in the cells of a table of
 * both inputs, from which the averages of its rows and columns are taken (FAST: Lou, Caruana, Gehrke and Hooker, KDD 2013).
 */
final class Interactions {
    /** Cells along an input, at the most. */
    private static final int CELLS = 6;
    /** Levels of a category, at the most; one of more levels has no pairs. */
    private static final int LEVELS = 25;
    /** Sweeps that take the effects of rows and columns off a table. */
    private static final int SWEEPS = 4;

    private Interactions() {}

    /**
     * A pair of inputs.
     *
     * @param a number of an input
     * @param b number of another, larger
     * @param gain share of the squares of the errors beyond what chance takes off
     */
    record Pair(int a, int b, double gain) {}

    /**
     * {@return the pairs that gain most, best first}
     *
     * @param x [rows, inputs], not modified
     * @param inputs number of inputs
     * @param ordered [inputs] which are quantities
     * @param rows numbers of the rows that count
     * @param errors [rows that count, outputs] what is left of each output, in units in which it is as large for all rows
     * @param weights [rows that count, outputs] what each counts
     * @param most how many at the most
     */
    static List<Pair> best(
            double[] x, int inputs, boolean[] ordered, int[] rows, double[] errors, double[] weights, int most) {
        int[][] cells = new int[inputs][];
        int[] counts = new int[inputs];
        for (int i = 0; i < inputs; i++) {
            cells[i] = new int[rows.length];
            counts[i] = cells(column(x, inputs, rows, i), ordered[i], cells[i]);
        }
        int outputs = errors.length / rows.length;
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < inputs; a++) {
            for (int b = a + 1; b < inputs; b++) {
                if (counts[a] > LEVELS || counts[b] > LEVELS) {
                    continue;
                }
                double gain = 0;
                for (int o = 0; o < outputs; o++) {
                    gain += gain(cells[a], counts[a], cells[b], counts[b], errors, weights, o, outputs);
                }
                if (gain > 0) {
                    pairs.add(new Pair(a, b, gain));
                }
            }
        }
        return pairs.stream()
                .sorted(Comparator.comparingDouble(Pair::gain).reversed())
                .limit(most)
                .toList();
    }

    /** An input; a gap counts as zero, which is the mean of a quantity. */
    private static double[] column(double[] x, int inputs, int[] rows, int input) {
        return Arrays.stream(rows)
                .mapToDouble(r -> x[r * inputs + input])
                .map(value -> Double.isNaN(value) ? 0 : value)
                .toArray();
    }

    /** Numbers the cells of an input: levels, or of about as many rows each; their number. */
    private static int cells(double[] column, boolean ordered, int[] cells) {
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        double[] edges = Arrays.stream(sorted).distinct().toArray();
        if (ordered && edges.length > CELLS) {
            double[] quantiles = new double[CELLS];
            Arrays.setAll(quantiles, c -> sorted[(int) ((long) c * sorted.length / CELLS)]);
            edges = Arrays.stream(quantiles).distinct().toArray();
        }
        for (int r = 0; r < column.length; r++) {
            int at = Arrays.binarySearch(edges, column[r]);
            cells[r] = Math.max(0, at >= 0 ? at : -at - 2);
        }
        return edges.length;
    }

    private static double gain(
            int[] a, int na, int[] b, int nb, double[] errors, double[] weights, int output, int outputs) {
        double[] sums = new double[na * nb];
        double[] totals = new double[na * nb];
        double squares = 0;
        double count = 0;
        for (int r = 0; r < a.length; r++) {
            int cell = a[r] * nb + b[r];
            double weight = weights[r * outputs + output];
            double error = errors[r * outputs + output];
            sums[cell] += weight * error;
            totals[cell] += weight;
            squares += weight * error * error;
            count += weight > 0 ? 1 : 0;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            level(sums, totals, na, nb, nb, 1);
            level(sums, totals, nb, na, 1, nb);
        }
        double explained = 0;
        int used = 0;
        for (int cell = 0; cell < sums.length; cell++) {
            if (totals[cell] > 0) {
                explained += sums[cell] * sums[cell] / totals[cell];
                used++;
            }
        }
        int freedom = Math.max(1, used - na - nb + 1);
        return (explained - freedom * squares / Math.max(1, count)) / Math.max(squares, Double.MIN_NORMAL);
    }

    /** Takes the mean of every line off its cells. */
    private static void level(double[] sums, double[] totals, int lines, int length, int stride, int step) {
        for (int line = 0; line < lines; line++) {
            double sum = 0;
            double total = 0;
            for (int k = 0; k < length; k++) {
                sum += sums[line * stride + k * step];
                total += totals[line * stride + k * step];
            }
            double mean = total > 0 ? sum / total : 0;
            for (int k = 0; k < length; k++) {
                int cell = line * stride + k * step;
                sums[cell] -= mean * totals[cell];
            }
        }
    }
}
