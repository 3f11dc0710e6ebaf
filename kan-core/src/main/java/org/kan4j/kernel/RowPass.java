package org.kan4j.kernel;

import java.util.Arrays;
import org.kan4j.basis.BSpline;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/**
 * One row at a time through a network of splines, on the calling thread. The splines of all edges of an input lie side by side as polynomials
 * on each piece of the line, so that an edge of order k takes k + 1 multiply-adds and no basis is evaluated. For one caller at a time;
 * nothing is allocated in a call.
 */
public final class RowPass {
    /** Numbers of the polynomials, beyond which they would no longer be in the cache. */
    private static final long MOST = 1 << 17;

    private final Stage[] stages;

    /**
     * Prepares a network with its parameters.
     *
     * @param network one that {@link #suits}
     * @param p parameters, not modified
     */
    public RowPass(KanNetwork network, double[] p) {
        stages = new Stage[network.depth()];
        for (int l = 0; l < stages.length; l++) {
            stages[l] = new Stage(network.layer(l), p, network.offset(l));
        }
    }

    /**
     * {@return whether a network is one of splines without gaps, and small}
     *
     * @param network any
     */
    public static boolean suits(KanNetwork network) {
        long numbers = 0;
        for (int l = 0; l < network.depth(); l++) {
            Layer layer = network.layer(l);
            if (layer.anyGaps()) {
                return false;
            }
            for (int i = 0; i < layer.in(); i++) {
                if (!(layer.basis(i) instanceof BSpline spline)) {
                    return false;
                }
                // Some pieces more where functions fall to zero.
                numbers += (long) (spline.size() + 2) * (spline.order() + 1) * layer.columns();
            }
        }
        return numbers <= MOST;
    }

    /**
     * The outputs of a row.
     *
     * @param x [in] in the network's units, not modified
     * @param y [out], overwritten
     */
    public void values(double[] x, double[] y) {
        double[] h = x;
        for (Stage stage : stages) {
            h = stage.nodes(h);
        }
        System.arraycopy(h, 0, y, 0, y.length);
    }

    /** A layer. */
    private static final class Stage {
        private final Layer layer;
        private final Input[] inputs;
        private final double[] z;
        private final double[] nodes;

        Stage(Layer layer, double[] p, int start) {
            this.layer = layer;
            this.inputs = new Input[layer.in()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = new Input(layer, i, p, start);
            }
            this.z = new double[layer.columns()];
            this.nodes = layer.products() == 0 ? z : new double[layer.out()];
        }

        double[] nodes(double[] x) {
            Arrays.fill(z, 0);
            for (int i = 0; i < inputs.length; i++) {
                inputs[i].add(x[i], z);
            }
            for (int node = 0; nodes != z && node < nodes.length; node++) {
                int from = layer.firstColumn(node);
                nodes[node] = LayerPass.product(z, from, from + layer.columnCount(node), -1, -1);
            }
            return nodes;
        }
    }

    /** The edges that leave an input. */
    private static final class Input {
        private final InputPlan plan;
        private final Pieces pieces;
        private final int powers;

        /** [pieces, powers, columns] */
        private final double[] polynomials;

        /** [columns] */
        private final double[] base;

        /** [symbolic edges, 4] */
        private final double[] constants;

        Input(Layer layer, int input, double[] p, int start) {
            this.plan = new InputPlan(layer, input);
            BSpline spline = (BSpline) layer.basis(input);
            int columns = plan.columns;
            this.pieces = new Pieces(spline);
            this.powers = spline.order() + 1;
            this.polynomials = new double[plan.hasNumeric ? pieces.pieces() * powers * columns : 0];
            for (int piece = 0; plan.hasNumeric && piece < pieces.pieces(); piece++) {
                for (int c : plan.numeric) {
                    for (int d = 0; d < powers; d++) {
                        double sum = 0;
                        for (int j = 0; j < powers; j++) {
                            sum += p[start + plan.row(pieces.first[piece] + j) + c]
                                    * pieces.values[(piece * powers + j) * powers + d];
                        }
                        polynomials[(piece * powers + d) * columns + c] = sum;
                    }
                }
            }
            this.base = new double[columns];
            for (int c = 0; plan.hasBase && c < columns; c++) {
                base[c] = layer.edge(input, c) instanceof Edge.Numeric ? p[start + plan.baseRow + c] : 0;
            }
            this.constants = new double[4 * plan.symbolic.length];
            for (int s = 0; s < plan.symbolic.length; s++) {
                System.arraycopy(p, start + plan.constants[s], constants, 4 * s, 4);
            }
        }

        /** Adds the edges' values to the columns. */
        void add(double x, double[] z) {
            int columns = z.length;
            if (plan.hasNumeric) {
                int piece = piece(x);
                double u = (x - pieces.origin[piece]) * pieces.scale[piece];
                double b = plan.activation.value(x);
                int at = piece * powers * columns;
                if (powers == 4) {
                    for (int c = 0; c < columns; c++) {
                        int i = at + c;
                        z[c] += ((polynomials[i + 3 * columns] * u + polynomials[i + 2 * columns]) * u
                                                + polynomials[i + columns])
                                        * u
                                + polynomials[i]
                                + base[c] * b;
                    }
                } else {
                    for (int c = 0; c < columns; c++) {
                        double value = 0;
                        for (int d = powers - 1; d >= 0; d--) {
                            value = value * u + polynomials[at + d * columns + c];
                        }
                        z[c] += value + base[c] * b;
                    }
                }
            }
            for (int s = 0; s < plan.symbolic.length; s++) {
                int q = 4 * s;
                z[plan.symbolic[s]] += constants[q + 2] * plan.functions[s].value(constants[q] * x + constants[q + 1])
                        + constants[q + 3];
            }
        }

        private int piece(double x) {
            double[] breakpoints = pieces.breakpoints;
            int piece = 0;
            while (piece < breakpoints.length && !(x < breakpoints[piece])) {
                piece++;
            }
            return piece;
        }
    }
}
