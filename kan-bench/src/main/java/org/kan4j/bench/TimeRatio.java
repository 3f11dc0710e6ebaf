package org.kan4j.bench;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A ratio of two times with its 95% interval.
 *
 * @param value of the geometric means
 * @param low end of the interval
 * @param high end of the interval
 */
record TimeRatio(double value, double low, double high) {
    /**
     * From times of forks of one kind and of another: Welch's interval for the difference of the mean logarithms. A fork is one
     * observation, since what differs between JVMs (layout, compilation) is the same for all iterations in one.
     *
     * @param a at least 2, positive
     * @param b at least 2, positive
     */
    static TimeRatio of(double[] a, double[] b) {
        double[] logA = logarithms(a);
        double[] logB = logarithms(b);
        double difference = StatUtils.mean(logA) - StatUtils.mean(logB);
        double shareA = StatUtils.variance(logA) / a.length;
        double shareB = StatUtils.variance(logB) / b.length;
        double variance = shareA + shareB;
        double half = 0;
        if (variance > 0) {
            double freedom =
                    variance * variance / (shareA * shareA / (a.length - 1) + shareB * shareB / (b.length - 1));
            half = new TDistribution(freedom).inverseCumulativeProbability(0.975) * Math.sqrt(variance);
        }
        return new TimeRatio(Math.exp(difference), Math.exp(difference - half), Math.exp(difference + half));
    }

    private static double[] logarithms(double[] times) {
        if (times.length < 2 || !Arrays.stream(times).allMatch(t -> t > 0)) {
            throw new IllegalArgumentException(
                    "ratio: at least 2 positive times required, got " + Arrays.toString(times));
        }
        return Arrays.stream(times).map(Math::log).toArray();
    }
}
