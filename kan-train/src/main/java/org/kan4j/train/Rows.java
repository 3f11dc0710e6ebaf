package org.kan4j.train;

import org.kan4j.data.Batch;
import org.kan4j.network.Kan;

/**
 * Rows that a training is fitted to or judged by, in the network's units, wherever they are: what it asks of them are sums. These are taken
 * over chunks of rows and added in a tree ({@link org.kan4j.kernel.TreeSum}), so that rows on many machines give what rows in one process
 * give, bit for bit.
 */
public interface Rows {
    /** {@return how many} */
    long rows();

    /** {@return inputs of a row} */
    int in();

    /** {@return targets of a row} */
    int targets();

    /** {@return what all rows count together} */
    double totalWeight();

    /**
     * {@return at most so many of the rows, evenly spread, as {@link Batch#thinned} takes them}
     *
     * @param most ≥ 1
     */
    Batch thinned(int most);

    /**
     * {@return a sum over all rows}
     *
     * @param what which
     * @param kan network and parameters
     */
    double[] sum(RowSum what, Kan kan);

    /**
     * {@return all rows, where they are in this process}
     *
     * @throws IllegalArgumentException if they are not
     */
    default Batch batch() {
        throw new IllegalArgumentException(
                "training: rows in one process required for this optimizer or penalty; lm and lbfgs without l1 and entropy do without");
    }
}
