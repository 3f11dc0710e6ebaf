package org.kan4j.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** A layer that is filled edge by edge; those that are not stay masked. */
final class LayerDraft {
    private final List<Basis> bases;
    private final BaseActivation base;
    private final int sums;
    private final int[] arities;
    private final int columns;
    private final List<Edge> edges;
    /** [in][rows, columns] */
    private final double[][] rows;
    /** [in, columns][4] */
    private final double[][] abcd;

    LayerDraft(List<Basis> bases, BaseActivation base, int sums, int... arities) {
        this.bases = bases;
        this.base = base;
        this.sums = sums;
        this.arities = arities;
        this.columns = sums + Arrays.stream(arities).sum();
        this.edges = new ArrayList<>(Collections.nCopies(bases.size() * columns, Edge.MASKED));
        this.rows = new double[bases.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[(bases.get(i).size() + 1) * columns];
        }
        this.abcd = new double[bases.size() * columns][4];
    }

    /**
     * {@return a basis of splines whose grid reaches over all the knots of another library's} Its function m + order is that one's m: the
     * first and last {@code order} of them it has beside those. A spline of those in the middle alone falls to zero at the ends and
     * stays there, as the other library's does, whatever the distances of its outer knots; with the same number added to all
     * coefficients it is a constant higher everywhere.
     *
     * @param knots all of them, increasing
     */
    static BSpline splines(double[] knots, int order) {
        return new BSpline(Grid.of(knots), order, Extrapolation.CONSTANT);
    }

    /**
     * A numeric edge.
     *
     * @param coefficients of the middle functions; those on both sides that are missing are zero
     */
    void numeric(int input, int column, double[] coefficients, double baseWeight) {
        edges.set(input * columns + column, Edge.NUMERIC);
        int size = bases.get(input).size();
        int first = (size - coefficients.length) / 2;
        for (int m = 0; m < coefficients.length; m++) {
            rows[input][(first + m) * columns + column] = coefficients[m];
        }
        rows[input][size * columns + column] = baseWeight;
    }

    /** An edge c·f(a·x + b) + d. */
    void symbolic(int input, int column, UnivariateFunction f, double... constants) {
        edges.set(input * columns + column, new Edge.Symbolic(f));
        abcd[input * columns + column] = constants;
    }

    /** Adds a constant to a column, whose splines must be those of {@link #splines}. */
    void add(int column, double constant) {
        int input = 0;
        while (input < bases.size() && !edges.get(input * columns + column).active()) {
            input++;
        }
        if (constant == 0) {
            return;
        }
        if (input == bases.size()) {
            symbolic(0, column, Functions.byName("identity").orElseThrow(), 1, 0, 0, constant);
        } else if (edges.get(input * columns + column) instanceof Edge.Symbolic) {
            abcd[input * columns + column][3] += constant;
        } else {
            for (int m = 0; m < bases.get(input).size(); m++) {
                rows[input][m * columns + column] += constant;
            }
        }
    }

    Layer layer() {
        return new Layer(bases, Collections.nCopies(bases.size(), base), sums, arities, edges);
    }

    /** The parameters of {@link #layer}. */
    double[] block() {
        Layer layer = layer();
        double[] block = new double[layer.parameterCount()];
        for (int i = 0; i < bases.size(); i++) {
            System.arraycopy(rows[i], 0, block, layer.inputOffset(i), layer.rows(i) * columns);
            for (int c = 0; c < columns; c++) {
                int at = layer.symbolicOffset(i, c);
                if (at >= 0) {
                    System.arraycopy(abcd[i * columns + c], 0, block, at, 4);
                }
            }
        }
        return block;
    }
}
