package org.kan4j.symbolic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sinusoids that explain most of samples at any abscissae: one least-squares fit of a sine, a cosine and a constant per frequency
 * (Lomb, Astrophysics and Space Science 39, 1976, with the mean fitted too).
 */
final class Periodogram {
    /** Frequencies go up to two thirds of Nyquist's for evenly spread samples, and no further than for so many of them. */
    private static final int MOST_SAMPLES = 600;

    /** Distance of frequencies: about a sixth of pi, which is what a range of length 2 can tell apart. */
    private static final double SPACING = 0.5;

    /** Slow waves, of which the range holds a small part: so many, from {@link #LOWEST} on, each of twice the frequency. */
    private static final int LOW = 4;

    private static final double LOWEST = 0.06;

    /** Fewest frequencies beside the slow ones. */
    private static final int FEWEST = 8;

    /** A sine and a cosine whose determinant is below this share cannot be told apart on the samples. */
    private static final double COLLINEAR = 1e-12;

    private Periodogram() {}

    /**
     * A sinusoid sin(frequency&middot;(t - zero)).
     *
     * @param frequency radians per unit of t, positive
     * @param zero where it rises through 0
     */
    record Wave(double frequency, double zero) {}

    /**
     * The waves at the peaks of the explained variance, the strongest first.
     *
     * @param t abscissae between -1 and 1, [n], not modified
     * @param y ordinates, [n], not modified
     * @param mean of the ordinates
     * @param most number of waves
     */
    static List<Wave> strongest(double[] t, double[] y, double mean, int most) {
        int n = t.length;
        double highest = Math.PI * Math.min(n, MOST_SAMPLES) / 3.0;
        double spacing = SPACING;
        int low = LOW;
        int count = low + (int) Math.max(FEWEST, highest / spacing);
        double[] omega = IntStream.range(0, count)
                .mapToDouble(i -> i < low ? LOWEST * Math.pow(2, i) : spacing * (i - low + 1))
                .toArray();
        double[] power = new double[count];
        double[] start = new double[count];
        double[] sin = Arrays.stream(t).map(v -> Math.sin(spacing * v)).toArray();
        double[] cos = Arrays.stream(t).map(v -> Math.cos(spacing * v)).toArray();
        double[] s = sin.clone();
        double[] c = cos.clone();
        for (int k = 0; k < count; k++) {
            double s1 = 0;
            double c1 = 0;
            double ss = 0;
            double cc = 0;
            double sc = 0;
            double sy = 0;
            double cy = 0;
            for (int i = 0; i < n; i++) {
                double si = k < low ? Math.sin(omega[k] * t[i]) : s[i];
                double ci = k < low ? Math.cos(omega[k] * t[i]) : c[i];
                double yi = y[i] - mean;
                s1 += si;
                c1 += ci;
                ss += si * si;
                cc += ci * ci;
                sc += si * ci;
                sy += si * yi;
                cy += ci * yi;
                if (k >= low) { // rotate to the next frequency
                    s[i] = si * cos[i] + ci * sin[i];
                    c[i] = ci * cos[i] - si * sin[i];
                }
            }
            ss -= s1 * s1 / n;
            cc -= c1 * c1 / n;
            sc -= s1 * c1 / n;
            double determinant = ss * cc - sc * sc;
            double p = (sy * cc - cy * sc) / determinant;
            double q = (cy * ss - sy * sc) / determinant;
            power[k] = determinant > COLLINEAR * ss * cc ? p * sy + q * cy : 0;
            start[k] = -Math.atan2(q, p) / omega[k];
        }
        return IntStream.range(0, count)
                .filter(k -> power[k] > 0
                        && (k == 0 || power[k] >= power[k - 1])
                        && (k == count - 1 || power[k] >= power[k + 1]))
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -power[k]))
                .limit(most)
                .map(k -> new Wave(omega[k], start[k]))
                .toList();
    }
}
