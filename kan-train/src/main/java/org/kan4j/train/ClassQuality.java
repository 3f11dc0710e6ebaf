package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;

/**
 * What probabilities of classes are worth, each row by its weight.
 *
 * @param classes labels
 * @param confusion [true class][most probable class] weight of rows
 * @param brier mean square of the differences between probabilities and what came, summed over the classes and halved, so that two
 *     classes give the square for one of them (Brier, Monthly Weather Review 78, 1950)
 * @param calibrationError mean absolute difference between the probability of a class and its share, over {@value #BINS} groups of equally many
 *     rows by that probability, averaged over the classes by their shares
 * @param averagePrecision area under the curve of precision by recall, one step for each threshold, of the second of two classes; the mean
 *     over all of more
 * @param reliability those groups for the second of two classes; empty for more
 * @param cuts precision and recall where a row is taken for the second of two classes from a probability on, that of each of the groups;
 *     the highest first, empty for more classes
 */
public record ClassQuality(
        List<String> classes,
        double[][] confusion,
        double brier,
        double calibrationError,
        double averagePrecision,
        List<Group> reliability,
        List<Cut> cuts) {
    /** Groups of rows that calibration is judged by. */
    public static final int BINS = 10;

    /**
     * Copies the lists; the array is shared.
     *
     * @param classes labels
     * @param confusion [true class][most probable class] weight of rows
     * @param brier mean square of the differences between probabilities and what came, summed over the classes and halved
     * @param calibrationError mean absolute difference between probabilities and shares
     * @param averagePrecision area under the curve of precision by recall
     * @param reliability groups of rows for the second of two classes; empty for more
     * @param cuts precision and recall from a probability on; empty for more classes
     */
    public ClassQuality {
        classes = List.copyOf(classes);
        reliability = List.copyOf(reliability);
        cuts = List.copyOf(cuts);
    }

    /**
     * What comes of taking rows for a class from a probability on.
     *
     * @param probability the least of theirs
     * @param precision share of the class among them
     * @param recall share of them among the rows of the class
     */
    public record Cut(double probability, double precision, double recall) {}

    /**
     * Rows of similar probability.
     *
     * @param rows their weight
     * @param probability the mean of theirs
     * @param share of the class among them
     */
    public record Group(double rows, double probability, double share) {}

    /**
     * {@return the quality of probabilities}
     *
     * @param classes labels
     * @param p [rows, classes], not modified
     * @param rows with the number of each row's class as the target
     */
    static ClassQuality of(List<String> classes, double[] p, Batch rows) {
        int count = classes.size();
        double[][] confusion = new double[count][count];
        double brier = 0;
        for (int r = 0; r < rows.rows(); r++) {
            int is = (int) rows.y()[r];
            confusion[is][mostProbable(p, r, count)] += rows.weight(r);
            for (int c = 0; c < count; c++) {
                double d = p[r * count + c] - (c == is ? 1 : 0);
                brier += rows.weight(r) * d * d / 2;
            }
        }
        double total = rows.totalWeight();
        List<Group> reliability = List.of();
        List<Cut> cuts = List.of();
        double calibration = 0;
        double precision = 0;
        int precise = 0;
        for (int c = 0; c < count; c++) {
            double share = Arrays.stream(confusion[c]).sum() / total;
            int[] order = order(p, c, count, rows.rows());
            List<Group> groups = groups(p, c, count, rows, order);
            for (Group group : groups) {
                calibration += share * group.rows / total * Math.abs(group.probability - group.share);
            }
            if (count == 2 && c == 1) {
                reliability = groups;
                cuts = cuts(p, rows, order);
            }
            if (share > 0 && (count > 2 || c == 1)) {
                precision += averagePrecision(p, c, count, rows, order);
                precise++;
            }
        }
        return new ClassQuality(
                classes,
                confusion,
                brier / total,
                calibration,
                precise > 0 ? precision / precise : Double.NaN,
                reliability,
                cuts);
    }

    static int mostProbable(double[] p, int row, int classes) {
        int most = 0;
        for (int c = 1; c < classes; c++) {
            most = p[row * classes + c] > p[row * classes + most] ? c : most;
        }
        return most;
    }

    /** Rows by the probability of a class, the least first. */
    private static int[] order(double[] p, int c, int classes, int rows) {
        return IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble(r -> p[r * classes + c]))
                .mapToInt(r -> r)
                .toArray();
    }

    private static List<Group> groups(double[] p, int c, int classes, Batch rows, int[] order) {
        List<Group> groups = new ArrayList<>();
        int bins = Math.min(BINS, order.length);
        for (int b = 0; b < bins; b++) {
            double weight = 0;
            double probability = 0;
            double right = 0;
            for (int k = b * order.length / bins; k < (b + 1) * order.length / bins; k++) {
                int r = order[k];
                weight += rows.weight(r);
                probability += rows.weight(r) * p[r * classes + c];
                right += (int) rows.y()[r] == c ? rows.weight(r) : 0;
            }
            if (weight > 0) {
                groups.add(new Group(weight, probability / weight, right / weight));
            }
        }
        return groups;
    }

    /** Of the second of two classes; rows of one probability are taken together. */
    private static List<Cut> cuts(double[] p, Batch rows, int[] order) {
        double all = IntStream.of(order)
                .filter(r -> (int) rows.y()[r] == 1)
                .mapToDouble(rows::weight)
                .sum();
        List<Cut> cuts = new ArrayList<>();
        double taken = 0;
        double found = 0;
        int k = order.length - 1;
        int bins = Math.min(BINS, order.length);
        for (int b = bins - 1; b >= 0 && all > 0; b--) {
            double threshold = p[2 * order[b * order.length / bins] + 1];
            if (k < 0 || p[2 * order[k] + 1] < threshold) {
                continue;
            }
            for (; k >= 0 && p[2 * order[k] + 1] >= threshold; k--) {
                taken += rows.weight(order[k]);
                found += (int) rows.y()[order[k]] == 1 ? rows.weight(order[k]) : 0;
            }
            if (taken > 0) {
                cuts.add(new Cut(threshold, found / taken, found / all));
            }
        }
        return cuts;
    }

    /** The mean over the rows of a class of the share of it among the rows of at least their probability. */
    private static double averagePrecision(double[] p, int c, int classes, Batch rows, int[] order) {
        double found = 0;
        double taken = 0;
        double area = 0;
        int k = order.length - 1;
        while (k >= 0) {
            double here = 0;
            double threshold = p[order[k] * classes + c];
            for (; k >= 0 && p[order[k] * classes + c] == threshold; k--) {
                double weight = rows.weight(order[k]);
                taken += weight;
                here += (int) rows.y()[order[k]] == c ? weight : 0;
            }
            found += here;
            area += here > 0 ? here * found / taken : 0;
        }
        return area / found;
    }
}
