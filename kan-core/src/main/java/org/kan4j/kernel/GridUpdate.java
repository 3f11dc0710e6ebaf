package org.kan4j.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.grid.Grid;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** Grids that follow the values which arrive at them, and the errors of the network. */
public final class GridUpdate {
    /** An interval counts as having at least this share of the mean error. */
    private static final double LEAST = 1e-3;

    private GridUpdate() {}

    /** A new grid for a basis and the values that arrive at it, those of some rows. */
    @FunctionalInterface
    private interface Rule {
        Grid apply(Basis before, double[] values, int[] rows);
    }

    /**
     * Lays every grid anew over the values of its input on the given rows, layer after layer, and refits the functions.
     *
     * @param kan network and parameters
     * @param engine computes the values inside the network
     * @param x [rows, in], not modified
     * @param rows number of rows
     * @param intervals G of the new grids; bases whose settings count their functions keep their number
     * @return the network on the new grids
     */
    public static Kan fromData(Kan kan, Engine engine, double[] x, int rows, int intervals) {
        return update(kan, engine, x, rows, (basis, values, some) -> basis.gridOver(values, intervals));
    }

    /**
     * Moves the breakpoints of every grid to where the errors are, and its ends to where the values are, and refits the
     * functions. The squared error that cubic splines leave in an interval grows with the ninth power of its width, and is
     * smallest in all where every interval leaves the same (de Boor, A Practical Guide to Splines, chapter XII); so the new
     * intervals share the integral of the ninth root of the error per interval. Where errors are noise this leads towards the
     * quantiles of the data. The outermost intervals, which see data on one side only, hold half of an even share of the rows
     * at least. Bases without local functions have their grids laid over the values as {@link #fromData} does.
     *
     * @param kan network and parameters
     * @param engine computes the values inside the network
     * @param x [rows, in], not modified
     * @param errors [rows] squared errors of the network, or other losses ≥ 0; not modified
     * @return the network on the new grids
     */
    public static Kan fromErrors(Kan kan, Engine engine, double[] x, double[] errors) {
        return update(
                kan,
                engine,
                x,
                errors.length,
                (basis, values, some) -> basis.local()
                        ? moved(basis.grid(), values, of(errors, some))
                        : basis.gridOver(values, basis.grid().intervals()));
    }

    private static Kan update(Kan kan, Engine engine, double[] x, int rows, Rule rule) {
        Kan result = kan;
        for (int l = 0; l < kan.network().depth(); l++) {
            int in = kan.network().layer(l).in();
            double[] values = x;
            if (l > 0) {
                KanNetwork head = result.network().head(l);
                values = new double[rows * in];
                engine.values(head, result.parameters(), x, rows, values);
            }
            List<Grid> grids = new ArrayList<>();
            double[][] points = new double[in][];
            for (int i = 0; i < in; i++) {
                int[] some = present(kan.network().layer(l), i, values, rows);
                double[] there = new double[some.length];
                for (int r = 0; r < some.length; r++) {
                    there[r] = values[some[r] * in + i];
                }
                points[i] = there;
                Basis basis = kan.network().layer(l).basis(i);
                grids.add(some.length == 0 ? basis.grid() : rule.apply(basis, there, some));
            }
            result = result.withGrids(l, grids, points);
        }
        return result;
    }

    /** The rows in which an input is there. */
    private static int[] present(Layer layer, int input, double[] values, int rows) {
        return IntStream.range(0, rows)
                .filter(r -> !layer.gaps(input) || !Double.isNaN(values[r * layer.in() + input]))
                .toArray();
    }

    private static double[] of(double[] errors, int[] rows) {
        return IntStream.of(rows).mapToDouble(r -> errors[r]).toArray();
    }

    private static Grid moved(Grid before, double[] values, double[] errors) {
        int intervals = before.intervals();
        double[] share = new double[intervals];
        for (int r = 0; r < values.length; r++) {
            share[before.find(values[r])] += errors[r];
        }
        double mean = Arrays.stream(share).sum() / intervals;
        Grid range = Grid.fromData(values, intervals, 1).widened(Grid.MARGIN);
        if (!(mean > 0 && mean < Double.POSITIVE_INFINITY)) {
            return range;
        }
        // The density of breakpoints on each of the old intervals, the outermost of which go on beyond the ends.
        double[] cuts = before.breakpoints();
        for (int i = 0; i < intervals; i++) {
            share[i] = Math.pow(Math.max(share[i] / mean, LEAST), 1.0 / 9) / (cuts[i + 1] - cuts[i]);
        }
        cuts[0] = Math.min(cuts[0], range.lo());
        cuts[intervals] = Math.max(cuts[intervals], range.hi());
        double[] below = new double[intervals + 1];
        for (int i = 0; i < intervals; i++) {
            double from = Math.max(cuts[i], range.lo());
            double to = Math.min(cuts[i + 1], range.hi());
            below[i + 1] = below[i] + Math.max(0, to - from) * share[i];
        }
        double[] t = range.breakpoints();
        int at = 0;
        for (int i = 1; i < intervals; i++) {
            double wanted = below[intervals] * i / intervals;
            while (at < intervals - 1 && below[at + 1] < wanted) {
                at++;
            }
            t[i] = Math.max(cuts[at], range.lo()) + (wanted - below[at]) / share[at];
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int few = values.length / (2 * intervals);
        spread(t, 1, sorted[few]);
        spread(t, intervals - 1, sorted[values.length - 1 - few]);
        return Grid.of(t);
    }

    /** Draws the breakpoints of one half together until the outermost interval reaches a bound, so that it holds enough rows. */
    private static void spread(double[] t, int last, double bound) {
        int middle = (t.length - 1) / 2;
        double factor = (bound - t[middle]) / (t[last] - t[middle]);
        for (int i = Math.min(last, middle); i <= Math.max(last, middle) && factor > 0.1 && factor < 1; i++) {
            t[i] = t[middle] + factor * (t[i] - t[middle]);
        }
    }
}
