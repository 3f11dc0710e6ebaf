package org.kan4j.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Which rows are fitted, which judge, and which are held back.
 *
 * @param train row numbers, increasing
 * @param validation row numbers, increasing; empty for a small table
 * @param test row numbers, increasing
 */
public record Split(int[] train, int[] validation, int[] test) {
    private static final int SMALL_TABLE = 50;

    /** A fifth of the rows is held back; of the others a fifth judges, unless they are fewer than 50. */
    public static Split of(int rows, long seed) {
        int[] order = new int[rows];
        SplittableRandom random = new SplittableRandom(seed);
        for (int r = 0; r < rows; r++) {
            int s = random.nextInt(r + 1);
            order[r] = order[s];
            order[s] = r;
        }
        int test = Math.max(1, rows / 5);
        int fit = rows - test;
        int validation = fit < SMALL_TABLE ? 0 : fit / 5;
        return new Split(
                sorted(order, test + validation, rows), sorted(order, test, test + validation), sorted(order, 0, test));
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] rows = Arrays.copyOfRange(order, from, to);
        Arrays.sort(rows);
        return rows;
    }

    /** Every {@code folds}-th row of a batch from {@code fold} on, or all the others. */
    public static Batch fold(Batch batch, int fold, int folds, boolean held) {
        int count = 0;
        for (int r = 0; r < batch.rows(); r++) {
            count += (r % folds == fold) == held ? 1 : 0;
        }
        double[] x = new double[count * batch.in()];
        double[] y = new double[count * batch.out()];
        int to = 0;
        for (int r = 0; r < batch.rows(); r++) {
            if ((r % folds == fold) == held) {
                System.arraycopy(batch.x(), r * batch.in(), x, to * batch.in(), batch.in());
                System.arraycopy(batch.y(), r * batch.out(), y, to * batch.out(), batch.out());
                to++;
            }
        }
        return new Batch(x, y, count);
    }
}
