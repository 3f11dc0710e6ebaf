package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.numeric.LeastSquares;

/**
 * The inputs of a wide table that are worth a search: those that explain most of the target together as a sum, taken one after another (Pati,
 * Rezaiifar and Krishnaprasad, Asilomar Conference 27, 1993), and those that explain most of it alone as cubic polynomials.
 */
final class Screening {
    /** Inputs that are all searched. */
    static final int ALL = 20;

    /** Inputs that are chosen as a sum, and in all. */
    private static final int SUM = 6;

    private static final int CHOSEN = 10;

    private static final int ROWS = 1500;

    /** Constants of a cubic polynomial. */
    private static final int CUBIC = 4;

    private Screening() {}

    /**
     * A table with fewer inputs.
     *
     * @param rows that may be looked at
     * @param kept names of inputs that are searched in any case
     * @param notes told which inputs are kept
     * @return the table itself where it is not wide
     */
    static Dataset narrowed(Dataset data, int[] rows, List<String> kept, List<String> notes) {
        if (data.inputs() <= ALL) {
            return data;
        }
        int[] chosen = chosen(
                Batch.of(data.subset(rows)).thinned(ROWS),
                kept.stream().map(data.inputNames()::indexOf).toList());
        List<String> names =
                Arrays.stream(chosen).mapToObj(data.inputNames()::get).toList();
        notes.add(chosen.length + " of " + data.inputs() + " inputs are searched, those that explain most: "
                + String.join(", ", names));
        return data.withInputs(chosen);
    }

    private static int[] chosen(Batch data, List<Integer> kept) {
        int in = data.in();
        double[] target = standard(data.y());
        double[][] columns = new double[in][];
        for (int i = 0; i < in; i++) {
            columns[i] = standard(column(data, i));
        }
        Set<Integer> chosen = new TreeSet<>(sum(columns, target));
        chosen.addAll(kept);
        double[] alone = new double[in];
        for (int i = 0; i < in; i++) {
            alone[i] = cubic(columns[i], target);
        }
        IntStream.range(0, in)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -alone[i]))
                .filter(i -> chosen.size() < CHOSEN)
                .forEach(chosen::add);
        return chosen.stream().mapToInt(i -> i).toArray();
    }

    private static double[] column(Batch data, int input) {
        return IntStream.range(0, data.rows())
                .mapToDouble(r -> data.x()[r * data.in() + input])
                .toArray();
    }

    /** Numbers with mean 0 and length 1; zeros where they do not differ. */
    private static double[] standard(double[] numbers) {
        double mean = Arrays.stream(numbers).average().orElse(0);
        double[] centred = Arrays.stream(numbers).map(v -> v - mean).toArray();
        double length = Math.sqrt(dot(centred, centred));
        return Arrays.stream(centred).map(v -> length > 0 ? v / length : 0).toArray();
    }

    private static List<Integer> sum(double[][] columns, double[] target) {
        List<Integer> chosen = new ArrayList<>();
        double[] rest = target;
        while (chosen.size() < Math.min(SUM, target.length / 3)) {
            double[] residual = rest;
            int best = IntStream.range(0, columns.length)
                    .filter(i -> !chosen.contains(i))
                    .boxed()
                    .max(Comparator.comparingDouble(i -> Math.abs(dot(columns[i], residual))))
                    .orElseThrow();
            chosen.add(best);
            rest = rest(chosen.stream().map(i -> columns[i]).toList(), target);
        }
        return chosen;
    }

    /** The share of the target that a cubic polynomial of a column explains. */
    private static double cubic(double[] column, double[] target) {
        double size = Math.sqrt(column.length);
        List<double[]> powers = IntStream.range(0, CUBIC)
                .mapToObj(k ->
                        Arrays.stream(column).map(v -> Math.pow(size * v, k)).toArray())
                .toList();
        double[] rest = rest(powers, target);
        return 1 - dot(rest, rest);
    }

    /** What a combination of columns leaves of a target. */
    private static double[] rest(List<double[]> columns, double[] target) {
        int n = columns.size();
        int rows = target.length;
        if (rows < n) {
            return target;
        }
        double[] design = new double[rows * n];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < n; k++) {
                design[r * n + k] = columns.get(k)[r];
            }
        }
        double[] factors = LeastSquares.solve(design, target.clone(), rows, n);
        double[] rest = target.clone();
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < n; k++) {
                rest[r] -= factors[k] * columns.get(k)[r];
            }
        }
        return rest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += a[r] * b[r];
        }
        return sum;
    }
}
