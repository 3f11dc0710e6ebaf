package org.kan4j.equations;

import java.util.Arrays;
import org.kan4j.grid.Grid;

/**
 * How finely an input must be cut at each place: the largest seen of the inverse lengths on which the unknowns vary, |u′|/max|u| and the
 * root of |u″|/max|u|. Grids follow it, so that each interval holds as much, with neighbours of similar widths.
 */
final class Density {
    private static final int CELLS = 6000;

    /** How fast the length of variation may grow with the distance. */
    private static final double GROWTH = 1.5;

    /** The share of the mean that is everywhere. */
    private static final double FLOOR = 0.4;

    private final double lo;
    private final double hi;
    private final double[] cells = new double[CELLS];

    Density(Problem.Range range) {
        this.lo = range.lo();
        this.hi = range.hi();
        Arrays.fill(cells, 1 / range.length());
    }

    /** Takes notice of unknowns at a place of the other input. */
    void see(Expansion expansion, int input, double at) {
        Tensor tensor = expansion.tensor();
        double[] x = new double[2 * CELLS];
        for (int k = 0; k < CELLS; k++) {
            x[2 * k + input] = lo + (hi - lo) * (k + 0.5) / CELLS;
            x[2 * k + 1 - input] = at;
        }
        Tensor.Points points = tensor.new Points(x);
        int size = tensor.jet.size();
        double[][] jets = new double[CELLS][tensor.unknowns * size];
        double[] largest = new double[tensor.unknowns];
        for (int p = 0; p < CELLS; p++) {
            points.jets(expansion.c(), p, jets[p]);
            for (int k = 0; k < tensor.unknowns; k++) {
                largest[k] = Math.max(largest[k], Math.abs(jets[p][k * size]));
            }
        }
        for (int p = 0; p < CELLS; p++) {
            for (int k = 0; k < tensor.unknowns; k++) {
                double u = Math.max(largest[k], Double.MIN_NORMAL);
                double first = Math.abs(jets[p][k * size + tensor.jet.first(input)]) / u;
                double second = Math.sqrt(Math.abs(jets[p][k * size + tensor.jet.second(input, input)]) / u);
                cells[p] = Math.max(cells[p], Math.max(first, second));
            }
        }
    }

    /** A grid of so many intervals. */
    Grid grid(int intervals) {
        double[] lengths = new double[CELLS];
        double mean = Arrays.stream(cells).average().orElse(1);
        double width = (hi - lo) / CELLS;
        for (int k = 0; k < CELLS; k++) {
            lengths[k] = 1 / (cells[k] + FLOOR * mean);
        }
        for (int k = 1; k < CELLS; k++) {
            lengths[k] = Math.min(lengths[k], lengths[k - 1] + GROWTH * width);
        }
        for (int k = CELLS - 2; k >= 0; k--) {
            lengths[k] = Math.min(lengths[k], lengths[k + 1] + GROWTH * width);
        }
        double all = 0;
        for (double length : lengths) {
            all += 1 / length;
        }
        double[] cuts = new double[intervals + 1];
        double sum = 0;
        int next = 1;
        for (int k = 0; k < CELLS && next < intervals; k++) {
            double share = 1 / lengths[k] / all;
            while (next < intervals && sum + share >= (double) next / intervals) {
                cuts[next] = lo + width * (k + ((double) next / intervals - sum) / share);
                next++;
            }
            sum += share;
        }
        cuts[0] = lo;
        cuts[intervals] = hi;
        return Grid.of(cuts);
    }
}
