package org.kan4j.report.html;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What was predicted of one target beside what was observed. */
final class ResidualCharts {
    /** Of more rows the charts of single rows show these, evenly spread. */
    static final int MOST_ROWS = 2000;

    private static final int BINS = 30;

    private ResidualCharts() {}

    /** A dot for each row; on the broken line prediction and observation agree. */
    static Chart parity(String target, double[] observed, double[] predicted) {
        double[] x = shown(predicted);
        double[] y = shown(observed);
        Range both = Range.around(x, y);
        return new Chart(target + ": observed against predicted", "predicted " + target, both, "observed", both)
                .dots(x, y)
                .reference(both.lo(), both.lo(), both.hi(), both.hi());
    }

    /** A dot for each row. */
    static Chart residuals(String target, double[] observed, double[] predicted) {
        double[] x = shown(predicted);
        double[] e = shown(differences(observed, predicted));
        Range across = Range.around(x);
        Range up = Range.around(e, new double[1]);
        return new Chart(target + ": residuals against predicted", "predicted " + target, across, "residual", up)
                .dots(x, e)
                .reference(across.lo(), 0, across.hi(), 0);
    }

    /** Shares of the rows by their residual. */
    static Chart distribution(String target, double[] observed, double[] predicted) {
        double[] residuals = differences(observed, predicted);
        Range across = Range.around(residuals);
        double[] shares = across.density(residuals, BINS);
        double highest = Math.max(1e-9, Arrays.stream(shares).max().orElse(1));
        return new Chart(
                        target + ": distribution of the residuals",
                        "residual of " + target,
                        across,
                        "share of rows",
                        new Range(0, 1.05 * highest))
                .bars(shares);
    }

    private static double[] differences(double[] observed, double[] predicted) {
        return IntStream.range(0, observed.length)
                .mapToDouble(r -> observed[r] - predicted[r])
                .toArray();
    }

    private static double[] shown(double[] values) {
        return Arrays.stream(Rows.spread(values.length, MOST_ROWS))
                .mapToDouble(r -> values[r])
                .toArray();
    }
}
