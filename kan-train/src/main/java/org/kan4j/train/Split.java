package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Blocks;
import org.kan4j.data.Dataset;
import org.kan4j.data.Places;

/**
 * Which rows are fitted, which judge, and which are held back. Rows of a dataset with equal inputs ({@link Places}) stay together: a copy
 * of a fitted row would judge what it was fitted to.
 *
 * @param train row numbers, increasing
 * @param validation row numbers, increasing; empty for a small table
 * @param test row numbers, increasing
 */
public record Split(int[] train, int[] validation, int[] test) {
    /** The fewest rows, of a table or of each class, of which some judge; rows with equal inputs count as one. */
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
     * {@return a split of the rows of a dataset, of every class where there are classes} Blocks are not torn: groups are taken in a random
     * order, times from the last back, until a fifth of the rows is held back.
     *
     * @param data the rows
     * @param seed of the order of the rows
     */
    public static Split of(Dataset data, long seed) {
        if (data.blocks().kind() != Blocks.Kind.NONE) {
            return ofBlocks(data, seed);
        }
        return of(Places.of(Batch.of(data)), data.classes().isEmpty() ? new double[0] : data.y(), seed);
    }

    /**
     * {@return a split of rows of which their places are known}
     *
     * @param places [rows] the place of each row, as {@link Places#of} numbers them
     * @param classes [rows] each row's class; empty where targets are numbers
     * @param seed of the order of the rows
     */
    public static Split of(int[] places, double[] classes, long seed) {
        int[] together = together(places);
        int count = Places.count(together);
        Split split = classes.length == 0 ? of(count, seed) : stratified(firstOfEach(together, count, classes), seed);
        return split.rowsAt(together);
    }

    /**
     * {@return all rows to fit for a table of few rows, or rows at few places; the split of any other dataset, and of blocks however few they are}
     *
     * @param data the rows
     * @param seed of the order of the rows
     */
    public static Split ofScarce(Dataset data, long seed) {
        boolean blocks = data.blocks().kind() != Blocks.Kind.NONE;
        int judges = blocks ? data.rows() : Places.count(places(data));
        return judges < ROWS_TO_JUDGE
                ? new Split(IntStream.range(0, data.rows()).toArray(), new int[0], new int[0])
                : of(data, seed);
    }

    private static Split ofBlocks(Dataset data, long seed) {
        int[] places = places(data);
        int count = Places.count(places);
        int[] sizes = new int[count];
        for (int place : places) {
            sizes[place]++;
        }
        int[] order = order(data.blocks(), places, count, seed);
        int next = taken(order, 0, sizes, data.rows() / 5, 2);
        int judges = data.rows() < ROWS_TO_JUDGE ? next : taken(order, next, sizes, data.rows() * 4 / 25, 1);
        return new Split(sorted(order, judges, count), sorted(order, next, judges), sorted(order, 0, next))
                .rowsAt(places);
    }

    /** After which of the blocks so many rows are taken, one block at least, and not so many that fewer than {@code left} are left. */
    private static int taken(int[] order, int from, int[] sizes, int rows, int left) {
        int taken = 0;
        int next = from;
        while (next < order.length - left && taken < rows) {
            taken += sizes[order[next++]];
        }
        return next;
    }

    /** Blocks from those on that are held back. */
    private static int[] order(Blocks blocks, int[] places, int count, long seed) {
        if (blocks.kind() == Blocks.Kind.GROUP) {
            return shuffled(count, seed);
        }
        double[] times = firstOfEach(places, count, blocks.keys());
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer place) -> times[place])
                        .reversed())
                .mapToInt(place -> place)
                .toArray();
    }

    /**
     * {@return how many parts of rows there are that folds do not tear}
     *
     * @param data the rows
     */
    public static int parts(Dataset data) {
        return Places.count(places(data));
    }

    /** The places that stay together: blocks, or those of the inputs, or each row's own where all inputs are equal. */
    private static int[] places(Dataset data) {
        if (data.blocks().kind() != Blocks.Kind.NONE) {
            Map<Double, Integer> numbers = new HashMap<>();
            return Arrays.stream(data.blocks().keys())
                    .mapToInt(key -> numbers.computeIfAbsent(key, next -> numbers.size()))
                    .toArray();
        }
        return together(Places.of(Batch.of(data)));
    }

    private static int[] together(int[] places) {
        return Places.count(places) > 1
                ? places
                : IntStream.range(0, places.length).toArray();
    }

    /** The value of the first row at each place. */
    private static double[] firstOfEach(int[] places, int count, double[] values) {
        double[] first = new double[count];
        for (int r = places.length - 1; r >= 0; r--) {
            first[places[r]] = values[r];
        }
        return first;
    }

    /** The rows at the places that this splits. */
    private Split rowsAt(int[] places) {
        return new Split(rowsAt(train, places), rowsAt(validation, places), rowsAt(test, places));
    }

    private static int[] rowsAt(int[] chosen, int[] places) {
        BitSet set = new BitSet();
        Arrays.stream(chosen).forEach(set::set);
        return IntStream.range(0, places.length).filter(r -> set.get(places[r])).toArray();
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
        Dataset some = data.subset(rows);
        int[] places = places(some);
        int count = Places.count(places);
        boolean alone = data.blocks().kind() == Blocks.Kind.NONE;
        boolean classed = alone && !data.classes().isEmpty();
        List<Split> split = data.blocks().kind() == Blocks.Kind.TIME
                ? stretches(order(some.blocks(), places, count, seed), folds)
                : folds(classed ? firstOfEach(places, count, some.y()) : new double[count], folds, seed);
        return split.stream()
                .map(fold -> fold.rowsAt(places))
                .map(fold -> new Split(chosen(rows, fold.train), fold.validation, chosen(rows, fold.test)))
                .toList();
    }

    /** Folds of places that follow each other. */
    private static List<Split> stretches(int[] order, int folds) {
        List<Split> splits = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            int from = (int) ((long) f * order.length / folds);
            int to = (int) ((long) (f + 1) * order.length / folds);
            int[] others = IntStream.concat(Arrays.stream(order, 0, from), Arrays.stream(order, to, order.length))
                    .sorted()
                    .toArray();
            splits.add(new Split(others, new int[0], sorted(order, from, to)));
        }
        return splits;
    }

    /** {@return a split in which the rows that judge are among those that are fitted} */
    public Split joined() {
        int[] rows = IntStream.concat(Arrays.stream(train), Arrays.stream(validation))
                .sorted()
                .toArray();
        return new Split(rows, new int[0], test);
    }

    /**
     * {@return this split without some rows that are fitted or judge}
     *
     * @param rows numbers of rows
     */
    public Split without(int[] rows) {
        BitSet set = new BitSet();
        Arrays.stream(rows).forEach(set::set);
        return new Split(
                Arrays.stream(train).filter(r -> !set.get(r)).toArray(),
                Arrays.stream(validation).filter(r -> !set.get(r)).toArray(),
                test);
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
     * {@return the rows of a batch at every {@code folds}-th place from {@code fold} on, or all the others}
     *
     * @param batch the rows
     * @param fold 0 … folds − 1
     * @param folds ≥ 2
     * @param held whether those rows, or all the others
     */
    public static Batch fold(Batch batch, int fold, int folds, boolean held) {
        int[] places = Places.of(batch);
        return batch.subset(IntStream.range(0, batch.rows())
                .filter(r -> (places[r] % folds == fold) == held)
                .toArray());
    }
}
