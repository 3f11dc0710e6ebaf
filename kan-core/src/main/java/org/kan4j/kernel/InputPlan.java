package org.kan4j.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.kan4j.basis.Basis;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** What the loops need to know of one input: which columns are numeric, which symbolic, and where their numbers lie. */
final class InputPlan {
    /** First row of this input's parameters, from the start of the layer's block. */
    final int start;

    final int columns;
    final Basis family;
    final BaseActivation activation;
    final int support;
    final boolean hasBase;
    final boolean hasNumeric;

    /** The base weights' row, from the start of the layer's block. */
    final int baseRow;

    /** Whether the input may have gaps, and the row of their effects, from the start of the layer's block. */
    final boolean gaps;

    final int gapRow;

    /** Columns with numeric or symbolic edges. */
    final int[] active;

    /** Columns with numeric edges. */
    final int[] numeric;

    /** Columns with symbolic edges, their functions, and where their a, b, c, d begin in the layer's block. */
    final int[] symbolic;

    final UnivariateFunction[] functions;
    final int[] constants;

    /** [3, support] receives values and derivatives. */
    final double[] basis;

    InputPlan(Layer layer, int input) {
        this.start = layer.inputOffset(input);
        this.columns = layer.columns();
        this.family = layer.basis(input);
        this.activation = layer.activation(input);
        this.support = family.support();
        this.hasBase = activation != BaseActivation.ZERO;
        this.baseRow = start + family.size() * columns;
        this.basis = new double[3 * support];
        int[] some = new int[columns];
        int[] others = new int[columns];
        int numerics = 0;
        int symbolics = 0;
        for (int c = 0; c < columns; c++) {
            Edge edge = layer.edge(input, c);
            if (edge instanceof Edge.Numeric) {
                some[numerics++] = c;
            } else if (edge instanceof Edge.Symbolic) {
                others[symbolics++] = c;
            }
        }
        this.numeric = Arrays.copyOf(some, numerics);
        this.symbolic = Arrays.copyOf(others, symbolics);
        this.functions = new UnivariateFunction[symbolics];
        this.constants = new int[symbolics];
        for (int s = 0; s < symbolics; s++) {
            functions[s] = ((Edge.Symbolic) layer.edge(input, symbolic[s])).function();
            constants[s] = layer.symbolicOffset(input, symbolic[s]);
        }
        this.hasNumeric = numerics > 0;
        this.gaps = layer.gaps(input);
        this.gapRow = start + (layer.rows(input) - 1) * columns;
        this.active = IntStream.concat(Arrays.stream(numeric), Arrays.stream(symbolic))
                .toArray();
    }

    /** The plans of all inputs. */
    static InputPlan[] of(Layer layer) {
        InputPlan[] plans = new InputPlan[layer.in()];
        for (int i = 0; i < plans.length; i++) {
            plans[i] = new InputPlan(layer, i);
        }
        return plans;
    }

    /** Values, and derivatives up to the given one, into {@link #basis}; returns the first function. */
    int evaluate(double x, int derivatives) {
        return family.evaluate(x, derivatives, basis, 0);
    }

    /** Where the coefficients of function m lie, from the start of the layer's block. */
    int row(int m) {
        return start + m * columns;
    }

    /** Whether a value is a gap, which has effects of its own. */
    boolean gap(double x) {
        return gaps && Double.isNaN(x);
    }

    /** Where the functions are evaluated at a value. */
    double present(double x) {
        return gap(x) ? family.neutral() : x;
    }

    /** Number of parameter rows without that of gaps. */
    int rows() {
        return family.size() + (hasBase ? 1 : 0);
    }
}
