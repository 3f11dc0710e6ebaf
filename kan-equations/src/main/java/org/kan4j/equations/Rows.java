package org.kan4j.equations;

import java.util.Arrays;
import java.util.List;

/** Weighted rows of a least-squares problem: residuals of one expression at some points. */
final class Rows {
    /** Takes a row. */
    @FunctionalInterface
    interface Sink {
        /**
         * One residual and what it depends on.
         *
         * @param residual with its weight
         * @param row derivatives by the coefficients and the parameters, with the weight; the columns increase
         */
        void take(double residual, Tensor.Row row);
    }

    private final Problem problem;
    private final Tensor tensor;
    private final Tensor.Points points;
    private final double[] weights;
    private final Residual residual;
    private final double[] targets;

    /** What the rows are worth in themselves; {@link #weights} are its shares for the points. */
    private double factor = 1;

    /**
     * Rows.
     *
     * @param problem the variables
     * @param tensor the unknowns
     * @param x [points, inputs]
     * @param weights [points]
     * @param residual of these rows
     * @param targets [points] what the expression is to be, of length 0 for zero
     */
    Rows(Problem problem, Tensor tensor, double[] x, double[] weights, Residual residual, double[] targets) {
        this.problem = problem;
        this.tensor = tensor;
        this.points = tensor.new Points(x);
        this.weights = weights;
        this.residual = residual;
        this.targets = targets;
    }

    /** These rows with all weights times a number. */
    Rows times(double changed) {
        factor = changed;
        return this;
    }

    double factor() {
        return factor;
    }

    int count() {
        return points.count;
    }

    boolean linear() {
        return residual.linear;
    }

    double[][] columns(double[] c) {
        int inputs = problem.inputs();
        double[][] columns = new double[problem.variables()][points.count];
        int size = tensor.jet.size();
        double[] jets = new double[tensor.unknowns * size];
        for (int p = 0; p < points.count; p++) {
            for (int i = 0; i < inputs; i++) {
                columns[i][p] = points.x[p * inputs + i];
            }
            points.jets(c, p, jets);
            for (int v = 0; v < jets.length; v++) {
                columns[inputs + v][p] = jets[v];
            }
        }
        int at = tensor.size();
        for (int m = 0; m < problem.parameters().size(); m++) {
            Problem.Parameter parameter = problem.parameters().get(m);
            double value = parameter.estimated() && at < c.length ? c[at++] : parameter.lo();
            Arrays.fill(columns[problem.parameter(m)], value);
        }
        return columns;
    }

    /** Residuals without weights, [points]. */
    double[] residuals(double[] c) {
        double[] out = new double[points.count];
        residual.values(columns(c), points.count, out);
        for (int p = 0; p < targets.length; p++) {
            out[p] -= targets[p];
        }
        return out;
    }

    /** Sum of the squares, with weights. */
    double squares(double[] c) {
        double[] r = residuals(c);
        double sum = 0;
        for (int p = 0; p < r.length; p++) {
            double v = factor * weights[p] * r[p];
            sum += v * v;
        }
        return sum;
    }

    /** All rows. */
    void each(double[] c, Sink sink) {
        double[][] columns = columns(c);
        double[] r = new double[points.count];
        residual.values(columns, points.count, r);
        double[][] derivatives = residual.derivatives(columns, points.count);
        int[] variables = residual.variables();
        double[] seeds = new double[tensor.unknowns * tensor.jet.size()];
        Tensor.Row row = new Tensor.Row();
        for (int p = 0; p < points.count; p++) {
            double w = factor * weights[p];
            row.clear();
            Arrays.fill(seeds, 0);
            for (int k = 0; k < variables.length; k++) {
                if (variables[k] < problem.parameter(0)) {
                    seeds[variables[k] - problem.inputs()] = w * derivatives[k][p];
                }
            }
            points.row(p, seeds, row);
            int at = tensor.size();
            for (int m : c.length > tensor.size() ? problem.estimated() : List.<Integer>of()) {
                row.reserve(at++, 1)[row.count - 1] = 0;
                for (int k = 0; k < variables.length; k++) {
                    if (variables[k] == problem.parameter(m)) {
                        row.values[row.count - 1] = w * derivatives[k][p];
                    }
                }
            }
            sink.take(w * (r[p] - (targets.length > 0 ? targets[p] : 0)), row);
        }
    }

    /**
     * How large the expression is for a function of size one that varies once over the domain: the largest derivative by a jet, over the
     * lengths of its inputs.
     */
    double scale(double[] c) {
        double[][] derivatives = residual.derivatives(columns(c), points.count);
        Jet jet = tensor.jet;
        double largest = 0;
        for (int k = 0; k < residual.variables().length; k++) {
            int v = residual.variables()[k] - problem.inputs();
            if (residual.variables()[k] >= problem.parameter(0)) {
                continue;
            }
            double length = length(jet, v % jet.size());
            double sum = 0;
            for (double d : derivatives[k]) {
                sum += d * d;
            }
            largest = Math.max(largest, Math.sqrt(sum / Math.max(1, points.count)) / length);
        }
        return largest > 0 && Double.isFinite(largest) ? largest : 1;
    }

    private double length(Jet jet, int component) {
        double length = 1;
        for (int a = 0; a < jet.inputs(); a++) {
            double la = problem.domain().get(a).length();
            if (component == jet.first(a)) {
                length = la;
            }
            for (int b = a; b < jet.inputs(); b++) {
                if (component == jet.second(a, b)) {
                    length = la * problem.domain().get(b).length();
                }
            }
        }
        return length;
    }
}
