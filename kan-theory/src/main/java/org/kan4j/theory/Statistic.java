package org.kan4j.theory;

/**
 * A mean of independent numbers.
 *
 * @param mean the mean
 * @param error its standard error; NaN for fewer than two numbers
 */
record Statistic(double mean, double error) {
    static Statistic of(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double n = values.length;
        return new Statistic(mean, n > 1 ? Math.sqrt(squares / (n - 1) / n) : Double.NaN);
    }
}
