package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;

/**
 * Which rows are fitted, which judge, and which are held back.
 *
 * @param train row numbers, increasing
 * @param validation row numbers, increasing; empty for a small table
 * @param test row numbers, increasing
 */
public record Split(int[] train, int[] validation, int[] test) {
    /** The fewest rows, of a table or of each class, of which some judge. */
    public static final int ROWS_TO_JUDGE = 62;

    /**
     * A fifth of the rows is held back; of the others a fifth judges, unless the table has fewer than {@value #ROWS_TO_JUDGE}.
     *
     * @param rows how many, numbered from 0
     * @param seed of the order of the rows
     * @return the split
     */
    public static Split of(int rows, long seed) {
        int[] order = shuffled(rows, seed);
        int test = Math.max(1, rows / 5);
        int fit = rows - test;
        int validation = rows < ROWS_TO_JUDGE ? 0 : fit / 5;
        return new Split(
                sorted(order, test + validation, rows), sorted(order, test, test + validation), sorted(order, 0, test));
    }

    /** The numbers of so many rows in a random order. */
    static int[] shuffled(int rows, long seed) {
        int[] order = new int[rows];
        SplittableRandom random = new SplittableRandom(seed);
        for (int r = 0; r < rows; r++) {
            int s = random.nextInt(r + 1);
            order[r] = order[s];
            order[s] = r;
        }
        return order;
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] rows = Arrays.copyOfRange(order, from, to);
        Arrays.sort(rows);
        return rows;
    }

    /**
     * {@return a split of the rows of a dataset, of every class where there are classes}
     *
     * @param data the rows
     * @param seed of the order of the rows
     */
    public static Split of(Dataset data, long seed) {
        return data.classes().isEmpty() ? of(data.rows(), seed) : stratified(data.y(), seed);
    }

    /**
     * {@return a split of the rows of every class, so that each part has its share of all of them}
     *
     * @param classes [rows] each row's class
     * @param seed of the order of the rows
     */
    public static Split stratified(double[] classes, long seed) {
        Split split = new Split(new int[0], new int[0], new int[0]);
        for (double label : distinct(classes)) {
            int[] rows = rowsOf(classes, label);
            Split part = rows.length == 1 ? new Split(new int[] {0}, new int[0], new int[0]) : of(rows.length, seed);
            split = new Split(
                    joined(split.train, part.train, rows),
                    joined(split.validation, part.validation, rows),
                    joined(split.test, part.test, rows));
        }
        return split;
    }

    /**
     * {@return as many splits as folds: each row is held back in one of them; there are no rows that judge}
     *
     * @param classes [rows] each row's class, of which each fold has its share; all equal for none
     * @param folds ≥ 2
     * @param seed of the order of the rows
     */
    public static List<Split> folds(double[] classes, int folds, long seed) {
        if (!(folds >= 2 && folds <= classes.length)) {
            throw new IllegalArgumentException(
                    "folds: 2 to " + classes.length + ", the number of rows, required, got " + folds);
        }
        int[] foldOf = new int[classes.length];
        int next = 0;
        for (double label : distinct(classes)) {
            int[] rows = rowsOf(classes, label);
            for (int r : shuffled(rows.length, seed)) {
                foldOf[rows[r]] = next++ % folds;
            }
        }
        List<Split> splits = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            int fold = f;
            splits.add(new Split(
                    IntStream.range(0, foldOf.length)
                            .filter(r -> foldOf[r] != fold)
                            .toArray(),
                    new int[0],
                    IntStream.range(0, foldOf.length)
                            .filter(r -> foldOf[r] == fold)
                            .toArray()));
        }
        return splits;
    }

    /**
     * {@return the rows that are fitted or judge as folds: each of these rows is held back in one of them, with its share of every class where
     * there are classes; there are no rows that judge}
     *
     * @param data whose rows this splits
     * @param folds ≥ 2
     * @param seed of the order of the rows
     */
    public List<Split> folds(Dataset data, int folds, long seed) {
        int[] rows = joined().train;
        double[] classes = data.classes().isEmpty()
                ? new double[rows.length]
                : data.subset(rows).y();
        return folds(classes, folds, seed).stream()
                .map(fold -> new Split(chosen(rows, fold.train), fold.validation, chosen(rows, fold.test)))
                .toList();
    }

    /** A split in which the rows that judge are among those that are fitted. */
    Split joined() {
        int[] rows = IntStream.concat(Arrays.stream(train), Arrays.stream(validation))
                .sorted()
                .toArray();
        return new Split(rows, new int[0], test);
    }

    private static int[] chosen(int[] rows, int[] chosen) {
        return Arrays.stream(chosen).map(r -> rows[r]).toArray();
    }

    private static double[] distinct(double[] classes) {
        return Arrays.stream(classes).distinct().sorted().toArray();
    }

    private static int[] rowsOf(double[] classes, double label) {
        return IntStream.range(0, classes.length)
                .filter(r -> classes[r] == label)
                .toArray();
    }

    private static int[] joined(int[] some, int[] part, int[] rows) {
        return IntStream.concat(Arrays.stream(some), Arrays.stream(chosen(rows, part)))
                .sorted()
                .toArray();
    }

    /**
     * {@return every {@code folds}-th row of a batch from {@code fold} on, or all the others}
     *
     * @param batch the rows
     * @param fold 0 … folds − 1
     * @param folds ≥ 2
     * @param held whether those rows, or all the others
     */
    public static Batch fold(Batch batch, int fold, int folds, boolean held) {
        return batch.subset(IntStream.range(0, batch.rows())
                .filter(r -> (r % folds == fold) == held)
                .toArray());
    }
}
