package org.kan4j.kernel;

import java.util.Arrays;
import org.kan4j.basis.Basis;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/** The kernels in plain float64 loops: the specification that faster providers are checked against. */
public final class ScalarKernels implements Kernels {

    @Override
    public String name() {
        return "scalar float64";
    }

    @Override
    public void forward(Layer layer, double[] p, int p0, double[] x, int x0, int rows, double[] z) {
        int in = layer.in();
        int columns = layer.columns();
        Arrays.fill(z, 0, rows * columns, 0);
        for (int i = 0; i < in; i++) {
            InputPlan plan = new InputPlan(layer, p0, i);
            for (int r = 0; r < rows; r++) {
                double xi = x[x0 + r * in + i];
                int z0 = r * columns;
                if (plan.hasNumeric) {
                    int first = plan.evaluate(xi, 0);
                    for (int j = 0; j < plan.support; j++) {
                        double b = plan.basis[j];
                        int row = plan.row(first + j);
                        for (int c : plan.numeric) {
                            z[z0 + c] += p[row + c] * b;
                        }
                    }
                    if (plan.hasBase) {
                        double b = plan.activation.value(xi);
                        for (int c : plan.numeric) {
                            z[z0 + c] += p[plan.baseRow + c] * b;
                        }
                    }
                }
                for (int c : plan.symbolic) {
                    int q = plan.constants(c);
                    z[z0 + c] += p[q + 2] * plan.function(c).value(p[q] * xi + p[q + 1]) + p[q + 3];
                }
            }
        }
    }

    @Override
    public void backward(
            Layer layer, double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, double[] dx) {
        int in = layer.in();
        int columns = layer.columns();
        boolean inputs = dx.length > 0;
        for (int i = 0; i < in; i++) {
            InputPlan plan = new InputPlan(layer, p0, i);
            for (int r = 0; r < rows; r++) {
                double xi = x[x0 + r * in + i];
                int z0 = r * columns;
                double slope = 0;
                if (plan.hasNumeric) {
                    int first = plan.evaluate(xi, inputs ? 1 : 0);
                    for (int j = 0; j < plan.support; j++) {
                        double b = plan.basis[j];
                        double db = inputs ? plan.basis[plan.support + j] : 0;
                        int row = plan.row(first + j);
                        for (int c : plan.numeric) {
                            dp[row + c] += dz[z0 + c] * b;
                            slope += dz[z0 + c] * p[row + c] * db;
                        }
                    }
                    if (plan.hasBase) {
                        double b = plan.activation.value(xi);
                        double db = plan.activation.derivative(xi);
                        for (int c : plan.numeric) {
                            dp[plan.baseRow + c] += dz[z0 + c] * b;
                            slope += dz[z0 + c] * p[plan.baseRow + c] * db;
                        }
                    }
                }
                for (int c : plan.symbolic) {
                    int q = plan.constants(c);
                    double u = p[q] * xi + p[q + 1];
                    double f = plan.function(c).value(u);
                    double df = plan.function(c).derivative(u);
                    double g = dz[z0 + c];
                    dp[q] += g * p[q + 2] * df * xi;
                    dp[q + 1] += g * p[q + 2] * df;
                    dp[q + 2] += g * f;
                    dp[q + 3] += g;
                    slope += g * p[q + 2] * df * p[q];
                }
                if (inputs) {
                    dx[x0 + r * in + i] = slope;
                }
            }
        }
    }

    @Override
    public void jacobian(
            Layer layer,
            double[] p,
            int p0,
            double[] x,
            int x0,
            double[] s,
            int rows,
            int outputs,
            int[] slots,
            double[] jacobian,
            int j0,
            int width,
            double[] sx) {
        int in = layer.in();
        int columns = layer.columns();
        Arrays.fill(sx, 0, rows * outputs * in, 0);
        for (int i = 0; i < in; i++) {
            InputPlan plan = new InputPlan(layer, p0, i);
            double[] slopes = new double[columns];
            for (int r = 0; r < rows; r++) {
                double xi = x[x0 + r * in + i];
                int first = plan.hasNumeric ? plan.evaluate(xi, 1) : 0;
                double base = plan.hasBase ? plan.activation.value(xi) : 0;
                double dBase = plan.hasBase ? plan.activation.derivative(xi) : 0;
                for (int c : plan.numeric) {
                    double slope = plan.hasBase ? p[plan.baseRow + c] * dBase : 0;
                    for (int j = 0; j < plan.support; j++) {
                        slope += p[plan.row(first + j) + c] * plan.basis[plan.support + j];
                    }
                    slopes[c] = slope;
                }
                for (int o = 0; o < outputs; o++) {
                    int s0 = (r * outputs + o) * columns;
                    int jr = j0 + (r * outputs + o) * width;
                    double sum = 0;
                    for (int c : plan.numeric) {
                        double g = s[s0 + c];
                        sum += g * slopes[c];
                        for (int j = 0; j < plan.support; j++) {
                            put(jacobian, jr, slots[plan.row(first + j) + c], g * plan.basis[j]);
                        }
                        if (plan.hasBase) {
                            put(jacobian, jr, slots[plan.baseRow + c], g * base);
                        }
                    }
                    for (int c : plan.symbolic) {
                        int q = plan.constants(c);
                        double u = p[q] * xi + p[q + 1];
                        double df = plan.function(c).derivative(u);
                        double g = s[s0 + c];
                        put(jacobian, jr, slots[q], g * p[q + 2] * df * xi);
                        put(jacobian, jr, slots[q + 1], g * p[q + 2] * df);
                        put(jacobian, jr, slots[q + 2], g * plan.function(c).value(u));
                        put(jacobian, jr, slots[q + 3], g);
                        sum += g * p[q + 2] * df * p[q];
                    }
                    sx[(r * outputs + o) * in + i] = sum;
                }
            }
        }
    }

    private static void put(double[] jacobian, int row, int slot, double value) {
        if (slot >= 0) {
            jacobian[row + slot] = value;
        }
    }

    @Override
    public void edges(Layer layer, double[] p, int p0, double[] x, int x0, double[] phi) {
        int in = layer.in();
        int columns = layer.columns();
        int plane = in * columns;
        Arrays.fill(phi, 0, 3 * plane, 0);
        for (int i = 0; i < in; i++) {
            InputPlan plan = new InputPlan(layer, p0, i);
            double xi = x[x0 + i];
            int e0 = i * columns;
            int first = plan.hasNumeric ? plan.evaluate(xi, 2) : 0;
            for (int c : plan.numeric) {
                for (int d = 0; d < 3; d++) {
                    double sum = 0;
                    for (int j = 0; j < plan.support; j++) {
                        sum += p[plan.row(first + j) + c] * plan.basis[d * plan.support + j];
                    }
                    phi[d * plane + e0 + c] = sum;
                }
                if (plan.hasBase) {
                    double w = p[plan.baseRow + c];
                    phi[e0 + c] += w * plan.activation.value(xi);
                    phi[plane + e0 + c] += w * plan.activation.derivative(xi);
                    phi[2 * plane + e0 + c] += w * plan.activation.secondDerivative(xi);
                }
            }
            for (int c : plan.symbolic) {
                int q = plan.constants(c);
                UnivariateFunction f = plan.function(c);
                double a = p[q];
                double u = a * xi + p[q + 1];
                phi[e0 + c] = p[q + 2] * f.value(u) + p[q + 3];
                phi[plane + e0 + c] = p[q + 2] * a * f.derivative(u);
                phi[2 * plane + e0 + c] = p[q + 2] * a * a * f.secondDerivative(u);
            }
        }
    }

    /** What the loops need to know of one input: which columns are numeric, which symbolic, and where their numbers lie. */
    private static final class InputPlan {
        final Layer layer;
        final int input;
        final int p0;
        final int start;
        final int columns;
        final Basis family;
        final BaseActivation activation;
        final int support;
        final boolean hasBase;
        final boolean hasNumeric;
        final int baseRow;
        final int[] numeric;
        final int[] symbolic;
        final double[] basis;

        InputPlan(Layer layer, int p0, int input) {
            this.layer = layer;
            this.input = input;
            this.p0 = p0;
            this.start = p0 + layer.inputOffset(input);
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
            this.hasNumeric = numerics > 0;
        }

        int evaluate(double x, int derivatives) {
            return family.evaluate(x, derivatives, basis, 0);
        }

        int row(int m) {
            return start + m * columns;
        }

        int constants(int column) {
            return p0 + layer.symbolicOffset(input, column);
        }

        UnivariateFunction function(int column) {
            return ((Edge.Symbolic) layer.edge(input, column)).function();
        }
    }
}
