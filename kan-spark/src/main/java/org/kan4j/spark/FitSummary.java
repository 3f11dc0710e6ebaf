package org.kan4j.spark;

import java.io.Serializable;

/**
 * How a fit went. Errors are root mean squares in the label's units, or mean log-losses in nats for classes; NaN where there are no such
 * rows.
 *
 * @param rows that had a label and all features
 * @param leftOut rows that lacked something and were skipped
 * @param trainError on the rows that were fitted
 * @param validationError on the rows that judged
 * @param testError on the rows that played no part
 * @param iterations steps of the optimiser
 * @param distributed whether many tasks summed over the rows; one did all otherwise
 */
public record FitSummary(
        long rows,
        long leftOut,
        double trainError,
        double validationError,
        double testError,
        int iterations,
        boolean distributed)
        implements Serializable {}
