package org.kan4j.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.prune.Attribution;

/**
 * For every active numeric edge of a model, the symbolic functions that come closest to it over the data. Edges of the first
 * layer are fitted in the data's units, so that a shift of zero means zero in the data.
 */
public final class EdgeCandidates {
    private static final int SAMPLES = 160;
    private static final int FEW = 6;
    private static final int DENSE = 13;

    private EdgeCandidates() {}

    /**
     * An edge and what could stand for it.
     *
     * @param layer its layer
     * @param input its input
     * @param column its column
     * @param constant its mean over the data
     * @param fits best first, with constants between the network's units; empty where the edge is constant
     */
    public record Candidates(int layer, int input, int column, double constant, List<Fit> fits) {}

    /**
     * One function for an edge, c·f(a·x + b) + d in the network's units.
     *
     * @param fit as it was fitted
     * @param a inner factor
     * @param b inner shift
     */
    public record Fit(EdgeFit fit, double a, double b) {}

    /**
     * Fits all numeric edges.
     *
     * @param engine computes the values inside the network
     * @param model the network and its units
     * @param batch rows in the network's units
     * @param library functions to try
     * @param rmse error of the network on rows it was not fitted to, in the network's units
     * @param most number of functions kept for each edge
     * @return the candidates of each numeric edge
     */
    public static List<Candidates> of(
            Engine engine, KanModel model, Batch batch, SymbolicLibrary library, double rmse, int most) {
        Kan kan = model.kan();
        KanNetwork network = kan.network();
        Attribution attribution = Attribution.of(engine, kan, batch);
        List<Candidates> all = new ArrayList<>();
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            double[] values = entering(engine, kan, batch, l);
            for (int i = 0; i < layer.in(); i++) {
                double[] x = spread(values, batch.rows(), layer.in(), i);
                for (int c = 0; c < layer.columns(); c++) {
                    if (layer.edge(i, c) instanceof Edge.Numeric) {
                        all.add(fit(model, l, i, c, x, attribution.edge(l, i, c), library, rmse, most));
                    }
                }
            }
        }
        return all;
    }

    /**
     * {@return what comes closest to one edge, numeric or symbolic}
     *
     * @param engine computes the values inside the network
     * @param model the network and its units
     * @param batch rows in the network's units
     * @param library functions to try
     * @param rmse error of the network on rows it was not fitted to, in the network's units
     * @param most number of functions kept
     * @param l the edge's layer
     * @param input its input
     * @param column its column
     */
    public static Candidates of(
            Engine engine,
            KanModel model,
            Batch batch,
            SymbolicLibrary library,
            double rmse,
            int most,
            int l,
            int input,
            int column) {
        Kan kan = model.kan();
        double score = Attribution.of(engine, kan, batch).edge(l, input, column);
        double[] x = values(engine, kan, batch, l, input);
        return fit(model, l, input, column, x, score, library, rmse, most);
    }

    /**
     * {@return values that arrive at an input of a layer, ascending, evenly spread over the ranks of a batch, at most 160}
     *
     * @param engine computes the values inside the network
     * @param kan the network
     * @param batch rows in the network's units
     * @param l the layer
     * @param input its input
     */
    public static double[] values(Engine engine, Kan kan, Batch batch, int l, int input) {
        return spread(
                entering(engine, kan, batch, l),
                batch.rows(),
                kan.network().layer(l).in(),
                input);
    }

    /** What arrives at a layer, [rows, in]. */
    private static double[] entering(Engine engine, Kan kan, Batch batch, int l) {
        if (l == 0) {
            return batch.x();
        }
        double[] values = new double[batch.rows() * kan.network().layer(l).in()];
        engine.values(kan.network().head(l), kan.parameters(), batch.x(), batch.rows(), values);
        return values;
    }

    private static Candidates fit(
            KanModel model,
            int l,
            int input,
            int column,
            double[] x,
            double score,
            SymbolicLibrary library,
            double rmse,
            int most) {
        Kan kan = model.kan();
        Layer layer = kan.network().layer(l);
        double[] p = kan.parameters();
        double[] phi = new double[3 * layer.in() * layer.columns()];
        double[] row = new double[layer.in()];
        double[] y = new double[x.length];
        double mean = 0;
        for (int s = 0; s < x.length; s++) {
            row[input] = x[s];
            new ScalarKernels().edges(layer, p, kan.network().offset(l), row, 0, phi);
            y[s] = phi[input * layer.columns() + column];
            mean += y[s] / x.length;
        }
        double squares = 0;
        for (double v : y) {
            squares += (v - mean) * (v - mean);
        }
        double deviation = Math.sqrt(squares / x.length);
        double scale = l == 0 ? model.inputs().scale(input) : 1;
        double shift = l == 0 ? model.inputs().shift(input) : 0;
        double[] u = new double[x.length];
        for (int s = 0; s < x.length; s++) {
            u[s] = x[s] * scale + shift;
        }
        if (x.length > 1 && x.length < FEW) {
            // A few values, such as a code of 0 and 1, say nothing of what lies between: straight lines do.
            double[] dense = new double[DENSE];
            double[] line = new double[DENSE];
            for (int s = 0; s < DENSE; s++) {
                dense[s] = u[0] + (u[u.length - 1] - u[0]) * s / (DENSE - 1);
                int k = 0;
                while (k < u.length - 2 && dense[s] > u[k + 1]) {
                    k++;
                }
                line[s] = y[k] + (y[k + 1] - y[k]) * (dense[s] - u[k]) / (u[k + 1] - u[k]);
            }
            u = dense;
            y = line;
        }
        List<Fit> fits = new ArrayList<>();
        if (x.length > 1 && deviation > 1e-12 * (1 + Math.abs(mean))) {
            // An error e at the output is one of about e·deviation/score at the edge.
            double noise = score > 0 ? Math.min(0.3 * deviation, rmse * deviation / score) : 0.3 * deviation;
            for (EdgeFit fit : EdgeFitter.fit(u, y, library, noise)) {
                if (fits.size() < most) {
                    fits.add(new Fit(fit, fit.a() * scale, fit.a() * shift + fit.b()));
                }
            }
        }
        return new Candidates(l, input, column, mean, fits);
    }

    /** Values of one input, at most so many, evenly spread over their ranks, without repetition. */
    private static double[] spread(double[] values, int rows, int in, int input) {
        double[] all = new double[rows];
        for (int r = 0; r < rows; r++) {
            all[r] = values[r * in + input];
        }
        Arrays.sort(all);
        int count = Math.min(SAMPLES, rows);
        double[] some = new double[count];
        int used = 0;
        for (int s = 0; s < count; s++) {
            double v = all[count == 1 ? 0 : (int) ((long) s * (rows - 1) / (count - 1))];
            if (used == 0 || v > some[used - 1]) {
                some[used++] = v;
            }
        }
        return Arrays.copyOf(some, used);
    }
}
