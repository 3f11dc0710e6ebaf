package org.kan4j.equations;

import java.util.Arrays;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/**
 * Outputs of a network with first and second derivatives by its inputs, and how any combination of these depends on its parameters: what
 * the residual of a differential equation and its Jacobian are made of. All bases, product nodes, symbolic and masked edges. The
 * parameters' share goes backwards through the layers, so that it needs third derivatives of the edges' functions and costs about as much
 * as a gradient for each combination. Some rows at a time go through the layers side by side, in loops that the JVM's compiler makes
 * vector instructions of ({@link RowLoops}); {@link ScalarJets} is the same row by row. A row's numbers do not depend on the other rows.
 *
 * <p>Inputs are quantities and have no gaps. For one caller at a time: an instance owns its room.
 */
public final class Jets {
    /** Rows at a time: enough for vectors, few enough that a layer's numbers stay in the cache. */
    static final int ROWS = 64;

    private final KanNetwork network;
    private final Jet jet;
    private final JacobianRows to;
    private final double[][] inputs;
    private final JetLayer[] layers;

    /**
     * Jets of a network, with derivatives by its trainable parameters.
     *
     * @param network structure
     * @throws IllegalArgumentException if an input is a category or may have gaps
     */
    public Jets(KanNetwork network) {
        this(network, network.trainable());
    }

    /**
     * Jets of a network, with derivatives by some of its parameters.
     *
     * @param network structure
     * @param indices of the parameters, all different
     * @throws IllegalArgumentException if an input is a category or may have gaps
     */
    public Jets(KanNetwork network, int[] indices) {
        this.network = network;
        this.jet = new Jet(network.in());
        this.to = new JacobianRows(network.parameterCount(), indices);
        this.inputs = new double[network.in() * jet.size()][ROWS];
        for (int i = 0; i < network.in(); i++) {
            Arrays.fill(inputs[i * jet.size() + jet.first(i)], 1);
        }
        this.layers = new JetLayer[network.depth()];
        double[][] in = inputs;
        double[][] before = {};
        for (int l = 0; l < layers.length; l++) {
            requireQuantities(network.layer(l));
            layers[l] = new JetLayer(network.layer(l), network.offset(l), jet, in, before);
            in = layers[l].nodes;
            before = layers[l].nodeGradient;
        }
    }

    /** {@return the order of the numbers of one output} */
    public Jet jet() {
        return jet;
    }

    /** {@return the number of columns of the Jacobian, one for each parameter that it is taken by} */
    public int width() {
        return to.width();
    }

    /**
     * Values and derivatives by the inputs.
     *
     * @param p parameters, not modified
     * @param x [rows, in], not modified
     * @param rows number of rows
     * @param jets [rows, out, {@link Jet#size}], overwritten
     */
    public void values(double[] p, double[] x, int rows, double[] jets) {
        int length = network.out() * jet.size();
        require("jets", jets.length, (long) rows * length);
        for (int row = 0; row < rows; row += ROWS) {
            int n = Math.min(ROWS, rows - row);
            forward(p, x, row, n, 2);
            double[][] nodes = layers[layers.length - 1].nodes;
            for (int k = 0; k < length; k++) {
                for (int r = 0; r < n; r++) {
                    jets[(row + r) * length + k] = nodes[k][r];
                }
            }
        }
    }

    /**
     * Derivatives by the parameters of combinations of values and derivatives by the inputs: J[r, e, ·] = Σ_{o,k} seeds[r, e, o, k] ·
     * ∂jets[r, o, k]/∂p.
     *
     * @param p parameters, not modified
     * @param x [rows, in], not modified
     * @param rows number of rows
     * @param seeds [rows, combinations, out, {@link Jet#size}], not modified
     * @param combinations how many for each row
     * @param jacobian [rows · combinations, width], overwritten
     */
    public void jacobian(double[] p, double[] x, int rows, double[] seeds, int combinations, double[] jacobian) {
        int length = network.out() * jet.size();
        require("seeds", seeds.length, (long) rows * combinations * length);
        require("jacobian", jacobian.length, (long) rows * combinations * width());
        double[][] gradient = layers[layers.length - 1].nodeGradient;
        for (int row = 0; row < rows; row += ROWS) {
            int n = Math.min(ROWS, rows - row);
            forward(p, x, row, n, 3);
            int start = row * combinations;
            Arrays.fill(jacobian, start * width(), (start + n * combinations) * width(), 0);
            for (int e = 0; e < combinations; e++) {
                for (int k = 0; k < length; k++) {
                    for (int r = 0; r < n; r++) {
                        gradient[k][r] = seeds[(start + r * combinations + e) * length + k];
                    }
                }
                to.of(jacobian, start + e, combinations);
                for (int l = layers.length - 1; l >= 0; l--) {
                    layers[l].backward(p, n, to);
                }
            }
        }
    }

    private void forward(double[] p, double[] x, int row, int n, int highest) {
        int in = network.in();
        for (int i = 0; i < in; i++) {
            for (int r = 0; r < n; r++) {
                inputs[i * jet.size()][r] = x[(row + r) * in + i];
            }
        }
        for (JetLayer layer : layers) {
            layer.forward(p, n, highest);
        }
    }

    static void require(String name, int length, long needed) {
        if (length < needed) {
            throw new IllegalArgumentException(name + ": " + needed + " numbers required, got " + length);
        }
    }

    static void requireQuantities(Layer layer) {
        if (layer.anyGaps() || layer.bases().stream().anyMatch(b -> !b.ordered())) {
            throw new IllegalArgumentException("jets: inputs that are quantities without gaps required");
        }
    }
}
