package org.kan4j.equations;

import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.kernel.Pieces;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** The functions of the edges that leave one input, and their derivatives, at some rows. Splines are evaluated as polynomials inside their grid. */
final class JetInput {
    private static final int ORDERS = 4;

    /** [(support + base) · 4][rows]: of function j, first + j of the basis or the base activation behind them, the d-th derivative at 4·j + d. */
    final double[][] values;

    /** [rows] where the parameters of the first function stand. */
    final int[] at;

    /** Whether that is the same for all rows. */
    boolean shared;

    final int support;

    /** Where the base weights stand; −1 where there are none. */
    final int base;

    /** Whether any edge is made of these functions. */
    private final boolean used;

    private final Basis basis;
    private final BaseActivation activation;
    private final int start;
    private final int columns;
    private final double[] point;
    /** Of splines: [intervals, order + 1, order + 1], as in {@link Pieces}; where u is 0, and u by x. */
    private final double[] pieces;

    private final double[] origin;
    private final double[] scale;
    private final int outside;

    /**
     * The functions of an input.
     *
     * @param layer structure
     * @param p0 where the layer's parameters begin
     * @param i number of the input
     * @param rows the most rows
     */
    JetInput(Layer layer, int p0, int i, int rows) {
        this.basis = layer.basis(i);
        this.activation = layer.activation(i);
        this.used = IntStream.range(0, layer.columns()).anyMatch(c -> layer.edge(i, c) instanceof Edge.Numeric);
        this.start = p0 + layer.inputOffset(i);
        this.columns = layer.columns();
        this.support = basis.support();
        this.base = activation == BaseActivation.ZERO ? -1 : start + basis.size() * columns;
        this.values = new double[(support + (base < 0 ? 0 : 1)) * ORDERS][rows];
        this.at = new int[rows];
        this.point = new double[ORDERS * support];
        if (basis instanceof BSpline spline) {
            Pieces polynomials = new Pieces(spline);
            this.pieces = polynomials.values();
            this.origin = polynomials.origin();
            this.scale = polynomials.scale();
            this.outside = (polynomials.pieces() - spline.grid().intervals()) / 2;
        } else {
            this.pieces = new double[0];
            this.origin = pieces;
            this.scale = pieces;
            this.outside = 0;
        }
    }

    /**
     * Evaluates.
     *
     * @param x [n], not modified
     * @param n rows
     * @param highest derivative, 2 or 3
     */
    void evaluate(double[] x, int n, int highest) {
        shared = true;
        for (int r = 0; r < n && used; r++) {
            boolean inside = pieces.length > 0
                    && x[r] >= basis.grid().lo()
                    && x[r] <= basis.grid().hi();
            int first = inside ? polynomials(x[r], r) : general(x[r], r, highest);
            at[r] = start + first * columns;
            shared &= at[r] == at[0];
            if (base >= 0) {
                base(x[r], r);
            }
        }
    }

    private int general(double x, int r, int highest) {
        int first = basis.evaluate(x, highest, point, 0);
        for (int j = 0; j < support; j++) {
            for (int d = 0; d <= highest; d++) {
                values[ORDERS * j + d][r] = point[d * support + j];
            }
        }
        return first;
    }

    /** By Horner's scheme. */
    private int polynomials(double x, int r) {
        int interval = basis.grid().find(x);
        int piece = interval + outside;
        double s = scale[piece];
        double u = (x - origin[piece]) * s;
        for (int j = 0; j < support; j++) {
            int c = (piece * support + j) * support;
            double f0 = pieces[c + support - 1];
            double f1 = 0;
            double f2 = 0;
            double f3 = 0;
            for (int d = support - 2; d >= 0; d--) {
                f3 = f3 * u + 3 * f2;
                f2 = f2 * u + 2 * f1;
                f1 = f1 * u + f0;
                f0 = f0 * u + pieces[c + d];
            }
            values[ORDERS * j][r] = f0;
            values[ORDERS * j + 1][r] = f1 * s;
            values[ORDERS * j + 2][r] = f2 * s * s;
            values[ORDERS * j + 3][r] = f3 * s * s * s;
        }
        return interval;
    }

    private void base(double x, int r) {
        int v = ORDERS * support;
        activation.evaluate(x, point);
        for (int d = 0; d < ORDERS; d++) {
            values[v + d][r] = point[d];
        }
    }
}
