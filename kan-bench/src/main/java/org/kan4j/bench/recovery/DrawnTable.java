package org.kan4j.bench.recovery;

import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Expression;

/**
 * Rows drawn from a formula: inputs uniform in their ranges, where the formula is finite.
 *
 * @param train rows to search, with noise where it was asked for
 * @param fresh other rows, without noise
 */
record DrawnTable(Dataset train, Batch fresh) {
    /** Rows to search, and fresh rows. */
    static final int ROWS = 1000;

    /**
     * Draws a table.
     *
     * @param noise deviation of the normal noise on the training target, as a share of the target's root mean square
     * @param seed the same one gives the same rows
     */
    static DrawnTable of(KnownFormula truth, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom noisy = random.split();
        Batch train = draw(truth, ROWS, random);
        Batch fresh = draw(truth, ROWS, random);
        double deviation = noise * Spread.rms(train.y());
        double[] y = train.y().clone();
        for (int r = 0; r < ROWS && noise > 0; r++) {
            y[r] += deviation * noisy.nextGaussian();
        }
        return new DrawnTable(Dataset.of(train.x(), y, truth.names(), "target"), fresh);
    }

    /** Rows of a formula, without noise. */
    static Batch draw(KnownFormula truth, int rows, SplittableRandom random) {
        Expression expression = truth.expression();
        List<KnownFormula.Input> inputs = truth.inputs();
        double[] x = new double[rows * inputs.size()];
        double[] y = new double[rows];
        double[] row = new double[inputs.size()];
        for (int r = 0; r < rows; ) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextDouble(inputs.get(i).low(), inputs.get(i).high());
            }
            double value = expression.evaluate(row);
            if (Double.isFinite(value)) {
                System.arraycopy(row, 0, x, r * row.length, row.length);
                y[r] = value;
                r++;
            }
        }
        return new Batch(x, y, rows);
    }
}
