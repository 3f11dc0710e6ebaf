package org.kan4j.kernel;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.grid.Grid;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** Grids that follow the values which arrive at them. */
public final class GridUpdate {
    /** Share of the uniform grid in the blend with the data's quantiles (pykan's {@code grid_eps} is 0.02 the other way). */
    public static final double BLEND = 0.5;

    private GridUpdate() {}

    /**
     * Lays every grid anew over the values of its input on the given rows, layer after layer, and refits the functions.
     *
     * @param kan network and parameters
     * @param engine computes the values inside the network
     * @param x [rows, in], not modified
     * @param rows number of rows
     * @param intervals G of the new grids; Chebyshev and Fourier bases keep their numbers of functions
     */
    public static Kan fromData(Kan kan, Engine engine, double[] x, int rows, int intervals) {
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
            double[][] points = new double[in][rows];
            for (int i = 0; i < in; i++) {
                for (int r = 0; r < rows; r++) {
                    points[i][r] = values[r * in + i];
                }
                grids.add(Grid.fromData(points[i], intervals, BLEND));
            }
            result = result.withGrids(l, grids, points);
        }
        return result;
    }
}
