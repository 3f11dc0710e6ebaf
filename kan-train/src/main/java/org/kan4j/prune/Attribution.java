package org.kan4j.prune;

import java.util.Arrays;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.Kernels;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * Attribution scores of edges and nodes (KAN 2.0, arXiv:2408.10205, section 4.1). Beginning with 1 at every output, a
 * column's score is shared among its edges as their standard deviation over the data relative to that of the column, and an
 * input's score is the sum of its edges'. The arguments of a product node each carry the score of the product.
 */
public final class Attribution {
    private final double[][] edges;
    private final double[][] nodes;

    private Attribution(double[][] edges, double[][] nodes) {
        this.edges = edges;
        this.nodes = nodes;
    }

    /**
     * {@return scores of a network on data}
     *
     * @param engine computes the values inside the network
     * @param kan network and parameters
     * @param batch rows, in the network's units
     */
    public static Attribution of(Engine engine, Kan kan, Batch batch) {
        KanNetwork network = kan.network();
        double[] p = kan.parameters();
        Kernels kernels = new ScalarKernels();
        double[][] edgeScores = new double[network.depth()][];
        double[][] nodeScores = new double[network.depth() + 1][];
        nodeScores[network.depth()] = new double[network.out()];
        Arrays.fill(nodeScores[network.depth()], 1);
        for (int l = network.depth() - 1; l >= 0; l--) {
            Layer layer = network.layer(l);
            double[] x = batch.x();
            if (l > 0) {
                x = new double[batch.rows() * layer.in()];
                engine.values(network.head(l), p, batch.x(), batch.rows(), x);
            }
            int columns = layer.columns();
            int count = layer.in() * columns;
            double[] edgeSpread = new double[count];
            double[] columnSpread = new double[columns];
            spreads(kernels, layer, p, network.offset(l), x, batch.rows(), edgeSpread, columnSpread);
            edgeScores[l] = new double[count];
            nodeScores[l] = new double[layer.in()];
            for (int c = 0; c < columns; c++) {
                double score = nodeScores[l + 1][layer.nodeOf(c)];
                for (int i = 0; i < layer.in(); i++) {
                    int e = i * columns + c;
                    edgeScores[l][e] = columnSpread[c] > 0 ? score * edgeSpread[e] / columnSpread[c] : 0;
                    nodeScores[l][i] += edgeScores[l][e];
                }
            }
        }
        return new Attribution(edgeScores, nodeScores);
    }

    /** Standard deviations over the rows, by Welford's update. */
    private static void spreads(
            Kernels kernels, Layer layer, double[] p, int p0, double[] x, int rows, double[] edges, double[] sums) {
        int columns = layer.columns();
        int count = layer.in() * columns;
        double[] phi = new double[3 * count];
        double[] mean = new double[count + columns];
        double[] squares = new double[count + columns];
        double[] now = new double[count + columns];
        for (int r = 0; r < rows; r++) {
            kernels.edges(layer, p, p0, x, r * layer.in(), phi);
            System.arraycopy(phi, 0, now, 0, count);
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int i = 0; i < layer.in(); i++) {
                    sum += phi[i * columns + c];
                }
                now[count + c] = sum;
            }
            for (int e = 0; e < now.length; e++) {
                double d = now[e] - mean[e];
                mean[e] += d / (r + 1);
                squares[e] += d * (now[e] - mean[e]);
            }
        }
        for (int e = 0; e < count; e++) {
            edges[e] = Math.sqrt(squares[e] / rows);
        }
        for (int c = 0; c < columns; c++) {
            sums[c] = Math.sqrt(squares[count + c] / rows);
        }
    }

    /**
     * {@return the score of an edge; 0 for a masked one}
     *
     * @param layer number of the layer
     * @param input number of the input
     * @param column number of the column
     */
    public double edge(int layer, int input, int column) {
        int columns = edges[layer].length / nodes[layer].length;
        return edges[layer][input * columns + column];
    }

    /**
     * {@return the score of a node of a layer's inputs: {@code layer} 0 are the inputs of the network}
     *
     * @param layer number of the layer
     * @param node number of its input
     */
    public double node(int layer, int node) {
        return nodes[layer][node];
    }
}
