package org.kan4j.equations;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Points of a domain and what each counts in an integral. As many are in each cell of a grid, so that where the grid follows the solution
 * thin layers are seen too.
 *
 * @param x [points, inputs]
 * @param weights [points]
 */
@SuppressWarnings("ArrayRecordComponent")
record Sampling(double[] x, double[] weights) {
    private static final int POINTS = 4000;

    /** Points in the cells between the cuts of each input. */
    static Sampling of(List<double[]> cuts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int inputs = cuts.size();
        double[] x = new double[POINTS * inputs];
        double[] weights = new double[POINTS];
        Arrays.fill(weights, 1);
        for (int p = 0; p < POINTS; p++) {
            for (int i = 0; i < inputs; i++) {
                double[] c = cuts.get(i);
                int cell = i == 0 ? p % (c.length - 1) : random.nextInt(c.length - 1);
                double width = c[cell + 1] - c[cell];
                x[p * inputs + i] = c[cell] + width * random.nextDouble();
                weights[p] *= width;
            }
        }
        return new Sampling(x, weights);
    }

    /** Points all over a domain. */
    static Sampling of(Problem problem, long seed) {
        return of(
                problem.domain().stream()
                        .map(range -> new double[] {range.lo(), range.hi()})
                        .toList(),
                seed);
    }

    /** The largest over the unknowns of the relative L2 distance of values, [points, unknowns], from others. */
    double distance(double[] a, double[] b, int unknowns) {
        double most = 0;
        for (int k = 0; k < unknowns; k++) {
            double difference = 0;
            double size = 0;
            for (int p = 0; p < weights.length; p++) {
                double d = a[p * unknowns + k] - b[p * unknowns + k];
                difference += weights[p] * d * d;
                size += weights[p] * b[p * unknowns + k] * b[p * unknowns + k];
            }
            most = Math.max(most, Math.sqrt(difference / Math.max(size, Double.MIN_NORMAL)));
        }
        return most;
    }
}
