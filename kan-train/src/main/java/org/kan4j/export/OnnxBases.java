package org.kan4j.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.basis.Hats;
import org.kan4j.basis.Legendre;
import org.kan4j.basis.MexicanHat;
import org.kan4j.basis.Sines;
import org.kan4j.data.DataException;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/** The families of bases as nodes: combinations of functions of one column. */
final class OnnxBases {
    private final OnnxGraph graph;

    OnnxBases(OnnxGraph graph) {
        this.graph = graph;
    }

    /**
     * Combinations of the functions of a basis.
     *
     * @param u [rows, 1]
     * @param coefficients [size, columns]
     * @return [rows, columns]
     * @throws DataException if the family is none of these
     */
    String combined(Basis basis, String u, double[] coefficients) {
        int columns = coefficients.length / basis.size();
        double[] all = coefficients;
        Grid grid = basis.grid();
        String functions;
        if (basis instanceof BSpline b) {
            boolean zero = b.extrapolation() == Extrapolation.ZERO;
            functions = splines(grid, b.order(), zero ? u : within(u, grid));
        } else if (basis instanceof Hats) {
            functions = splines(grid, 1, within(u, grid));
        } else if (basis instanceof GaussianRbf b) {
            String distance = distances(u, b.size(), grid, b::width);
            functions = exp(negative(square(distance)));
        } else if (basis instanceof MexicanHat b) {
            String distance = between(distances(u, b.size(), grid, b::width), -60, 60);
            String squares = square(distance);
            functions = graph.node(
                    "Mul",
                    graph.node("Sub", graph.number(1), squares),
                    exp(graph.node("Mul", graph.number(-0.5), squares)));
        } else if (basis instanceof Chebyshev) {
            functions = polynomials(basis.size(), unit(u, grid), false);
        } else if (basis instanceof Legendre) {
            functions = polynomials(basis.size(), unit(u, grid), true);
        } else if (basis instanceof Fourier b) {
            String angles = graph.node("Mul", angle(u, grid, 1), graph.row(range(1, b.size() / 2)));
            functions = graph.concatenated(List.of(
                    graph.node("Cos", angles),
                    graph.node("Sin", angles),
                    // The constant last: a 1 of each row.
                    graph.node("Cos", graph.node("Mul", angle(u, grid, 1), graph.number(0)))));
            all = cosinesFirst(coefficients, columns);
        } else if (basis instanceof Sines b) {
            String angles = graph.node("Mul", angle(u, grid, 2), graph.row(range(0, b.size() - 1)));
            functions = graph.node("Sin", graph.node("Add", angles, graph.number(Math.PI / 2)));
        } else {
            throw new DataException(
                    "export: ONNX: a basis of the families b-spline, chebyshev, fourier, gaussian-rbf, hats,"
                            + " legendre, mexican-hat, sines required, got " + basis.family());
        }
        String values = graph.node("MatMul", functions, graph.constant(all, all.length / columns, columns));
        boolean linear = basis.settings().values().containsValue(Extrapolation.LINEAR);
        return linear
                ? graph.node("Sum", values, beyond(basis, u, coefficients, false), beyond(basis, u, coefficients, true))
                : values;
    }

    private static double[] range(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToDouble(n -> n).toArray();
    }

    private String exp(String value) {
        return graph.node("Exp", value);
    }

    private String negative(String value) {
        return graph.node("Neg", value);
    }

    private String square(String value) {
        return graph.node("Mul", value, value);
    }

    private String between(String value, double lo, double hi) {
        return graph.node("Min", graph.node("Max", value, graph.number(lo)), graph.number(hi));
    }

    private String within(String u, Grid grid) {
        return between(u, grid.lo(), grid.hi());
    }

    /** The tangents beyond one end of the grid: how far, times the slope of each combination at that end. */
    private String beyond(Basis basis, String u, double[] coefficients, boolean above) {
        int columns = coefficients.length / basis.size();
        double end = above ? basis.grid().hi() : basis.grid().lo();
        double[] values = new double[2 * basis.support()];
        int first = basis.evaluate(end, 1, values, 0);
        double[] slopes = new double[columns];
        for (int j = 0; j < basis.support(); j++) {
            for (int c = 0; c < columns; c++) {
                slopes[c] += values[basis.support() + j] * coefficients[(first + j) * columns + c];
            }
        }
        String distance = graph.node(above ? "Max" : "Min", graph.node("Sub", u, graph.number(end)), graph.number(0));
        return graph.node("MatMul", distance, graph.row(slopes));
    }

    /** The recursion of Cox and de Boor, of all functions at once, on knots that go on with the width of the outermost intervals. */
    private String splines(Grid grid, int order, String t) {
        double[] knots = new double[grid.intervals() + 2 * order + 1];
        Arrays.setAll(knots, i -> grid.knot(i - order));
        int intervals = knots.length - 1;
        String from = graph.node("GreaterOrEqual", t, graph.row(Arrays.copyOf(knots, intervals)));
        String to = graph.node("Less", t, graph.row(Arrays.copyOfRange(knots, 1, intervals + 1)));
        String values = graph.cast(graph.node("And", from, to), graph.type());
        for (int k = 1; k <= order; k++) {
            int count = intervals - k;
            double[] rise = new double[count];
            double[] fall = new double[count];
            for (int m = 0; m < count; m++) {
                rise[m] = 1 / (knots[m + k] - knots[m]);
                fall[m] = 1 / (knots[m + k + 1] - knots[m + 1]);
            }
            String left = graph.node("Sub", t, graph.row(Arrays.copyOf(knots, count)));
            String right = graph.node("Sub", graph.row(Arrays.copyOfRange(knots, k + 1, k + 1 + count)), t);
            values = graph.node(
                    "Add",
                    graph.node("Mul", graph.node("Mul", left, graph.row(rise)), graph.columns(values, 0, count)),
                    graph.node("Mul", graph.node("Mul", right, graph.row(fall)), graph.columns(values, 1, count + 1)));
        }
        return values;
    }

    private String distances(String u, int size, Grid grid, IntToDoubleFunction width) {
        double[] centres = new double[size];
        Arrays.setAll(centres, grid::knot);
        double[] widths = new double[size];
        Arrays.setAll(widths, width);
        return graph.node("Div", graph.node("Sub", u, graph.row(centres)), graph.row(widths));
    }

    /** From the grid to [−1, 1]. */
    private String unit(String u, Grid grid) {
        String shifted = graph.node("Sub", u, graph.number(grid.lo()));
        String scaled = graph.node("Mul", shifted, graph.number(2 / (grid.hi() - grid.lo())));
        return between(graph.node("Sub", scaled, graph.number(1)), -1, 1);
    }

    private String polynomials(int size, String t, boolean legendre) {
        String before = graph.node("Add", graph.node("Mul", t, graph.number(0)), graph.number(1));
        String value = t;
        List<String> all = new ArrayList<>(List.of(before));
        for (int n = 1; n < size; n++) {
            all.add(value);
            double next = legendre ? (2.0 * n + 1) / (n + 1) : 2;
            double back = legendre ? (double) n / (n + 1) : 1;
            String after = graph.node(
                    "Sub",
                    graph.node("Mul", graph.node("Mul", graph.number(next), t), value),
                    graph.node("Mul", graph.number(back), before));
            before = value;
            value = after;
        }
        return graph.concatenated(all);
    }

    /** The angle of a point on a circle that is so many grids round, less whole turns. */
    private String angle(String u, Grid grid, int grids) {
        String shifted = graph.node("Sub", u, graph.number(grid.lo()));
        String turns = graph.node("Mul", shifted, graph.number(1 / (grid.hi() - grid.lo()) / grids));
        String part = graph.node("Sub", turns, graph.node("Round", turns));
        return graph.node("Mul", graph.number(2 * Math.PI), part);
    }

    /** Rows of 1, cos, sin, cos, sin … in the order of cosines, sines and 1. */
    private static double[] cosinesFirst(double[] coefficients, int columns) {
        int size = coefficients.length / columns;
        double[] sorted = new double[coefficients.length];
        for (int row = 0; row < size; row++) {
            int target = row == 0 ? size - 1 : (row - 1) / 2 + (row % 2 == 1 ? 0 : size / 2);
            System.arraycopy(coefficients, row * columns, sorted, target * columns, columns);
        }
        return sorted;
    }
}
