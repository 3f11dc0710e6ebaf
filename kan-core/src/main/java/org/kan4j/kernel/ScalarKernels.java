package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import java.util.Arrays;
import org.kan4j.layer.Layer;

/** The kernels in plain loops: the specification that faster providers are checked against. */
public final class ScalarKernels implements Kernels {
    /** The kernels, which hold nothing. */
    public ScalarKernels() {}

    @Override
    public String name() {
        return "scalar " + Double.SIZE + "-bit";
    }

    @Override
    public LayerKernel prepare(Layer layer, int rows, Workers workers) {
        return new ScalarLayer(layer);
    }

    @Override
    public NormalEquations normalEquations(int n, Workers workers) {
        return NormalEquations.scalar(n);
    }

    @Override
    public void edges(Layer layer, double[] p, int p0, double[] x, int x0, double[] phi) {
        int columns = layer.columns();
        int plane = layer.in() * columns;
        Arrays.fill(phi, 0, 3 * plane, 0);
        for (int i = 0; i < layer.in(); i++) {
            InputPlan plan = new InputPlan(layer, i);
            double xi = toDouble(plan.present(x[x0 + i]));
            int e0 = i * columns;
            int first = plan.hasNumeric ? plan.evaluate(xi, 2) : 0;
            for (int c : plan.numeric) {
                for (int d = 0; d < 3; d++) {
                    double sum = 0;
                    for (int j = 0; j < plan.support; j++) {
                        sum += p[p0 + plan.row(first + j) + c] * toDouble(plan.basis[d * plan.support + j]);
                    }
                    phi[d * plane + e0 + c] = sum;
                }
                if (plan.hasBase) {
                    double w = p[p0 + plan.baseRow + c];
                    phi[e0 + c] += w * toDouble(plan.activation.value(xi));
                    phi[plane + e0 + c] += w * toDouble(plan.activation.derivative(xi));
                    phi[2 * plane + e0 + c] += w * toDouble(plan.activation.secondDerivative(xi));
                }
            }
            for (int s = 0; s < plan.symbolic.length; s++) {
                int c = plan.symbolic[s];
                int q = p0 + plan.constants[s];
                double a = p[q];
                double u = a * xi + p[q + 1];
                phi[e0 + c] = p[q + 2] * toDouble(plan.functions[s].value(u)) + p[q + 3];
                phi[plane + e0 + c] = p[q + 2] * a * toDouble(plan.functions[s].derivative(u));
                phi[2 * plane + e0 + c] = p[q + 2] * a * a * toDouble(plan.functions[s].secondDerivative(u));
            }
            if (plan.gap(x[x0 + i])) {
                for (int c : plan.active) {
                    phi[e0 + c] += p[p0 + plan.gapRow + c];
                }
            }
        }
    }

    /** One layer. */
    private static final class ScalarLayer implements LayerKernel {
        private final Layer layer;
        private final int in;
        private final int columns;
        private final InputPlan[] plans;
        private final double[] slopes;

        ScalarLayer(Layer layer) {
            this.layer = layer;
            this.in = layer.in();
            this.columns = layer.columns();
            this.plans = InputPlan.of(layer);
            this.slopes = new double[columns];
        }

        @Override
        public void forward(double[] p, int p0, double[] x, int x0, int rows, double[] z, boolean keep) {
            Arrays.fill(z, 0, rows * columns, 0);
            for (int i = 0; i < in; i++) {
                InputPlan plan = plans[i];
                for (int r = 0; r < rows; r++) {
                    double xi = toDouble(plan.present(x[x0 + r * in + i]));
                    int z0 = r * columns;
                    if (plan.gap(x[x0 + r * in + i])) {
                        for (int c : plan.active) {
                            z[z0 + c] += p[p0 + plan.gapRow + c];
                        }
                    }
                    if (plan.hasNumeric) {
                        int first = plan.evaluate(xi, 0);
                        for (int j = 0; j < plan.support; j++) {
                            double b = toDouble(plan.basis[j]);
                            int row = p0 + plan.row(first + j);
                            for (int c : plan.numeric) {
                                z[z0 + c] += p[row + c] * b;
                            }
                        }
                        if (plan.hasBase) {
                            double b = toDouble(plan.activation.value(xi));
                            for (int c : plan.numeric) {
                                z[z0 + c] += p[p0 + plan.baseRow + c] * b;
                            }
                        }
                    }
                }
                SymbolicEdges.add(plan, i, p, p0, x, x0, in, 0, rows, z);
            }
        }

        @Override
        public void backward(
                double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, boolean add, double[] dx) {
            boolean inputs = dx.length > 0;
            if (!add) {
                Arrays.fill(dp, p0, p0 + layer.parameterCount(), 0);
            }
            for (int i = 0; i < in; i++) {
                InputPlan plan = plans[i];
                for (int r = 0; r < rows; r++) {
                    double xi = toDouble(plan.present(x[x0 + r * in + i]));
                    int z0 = r * columns;
                    double slope = 0;
                    if (plan.gap(x[x0 + r * in + i])) {
                        for (int c : plan.active) {
                            dp[p0 + plan.gapRow + c] += dz[z0 + c];
                        }
                    }
                    if (plan.hasNumeric) {
                        int first = plan.evaluate(xi, inputs ? 1 : 0);
                        for (int j = 0; j < plan.support; j++) {
                            double b = toDouble(plan.basis[j]);
                            double db = inputs ? toDouble(plan.basis[plan.support + j]) : 0;
                            int row = p0 + plan.row(first + j);
                            for (int c : plan.numeric) {
                                dp[row + c] += dz[z0 + c] * b;
                                slope += dz[z0 + c] * p[row + c] * db;
                            }
                        }
                        if (plan.hasBase) {
                            double b = toDouble(plan.activation.value(xi));
                            double db = toDouble(plan.activation.derivative(xi));
                            int row = p0 + plan.baseRow;
                            for (int c : plan.numeric) {
                                dp[row + c] += dz[z0 + c] * b;
                                slope += dz[z0 + c] * p[row + c] * db;
                            }
                        }
                    }
                    for (int s = 0; s < plan.symbolic.length; s++) {
                        slope += SymbolicEdges.gradient(plan, s, p, p0, xi, dz[z0 + plan.symbolic[s]], dp);
                    }
                    if (inputs) {
                        dx[x0 + r * in + i] = slope;
                    }
                }
            }
        }

        @Override
        public void jacobian(
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
            for (int i = 0; i < in; i++) {
                InputPlan plan = plans[i];
                for (int r = 0; r < rows; r++) {
                    double xi = toDouble(plan.present(x[x0 + r * in + i]));
                    boolean gap = plan.gap(x[x0 + r * in + i]);
                    int first = plan.hasNumeric ? plan.evaluate(xi, 1) : 0;
                    double base = plan.hasBase ? toDouble(plan.activation.value(xi)) : 0;
                    double dBase = plan.hasBase ? toDouble(plan.activation.derivative(xi)) : 0;
                    for (int c : plan.numeric) {
                        double slope = plan.hasBase ? p[p0 + plan.baseRow + c] * dBase : 0;
                        for (int j = 0; j < plan.support; j++) {
                            slope += p[p0 + plan.row(first + j) + c] * toDouble(plan.basis[plan.support + j]);
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
                                put(jacobian, jr, slots[p0 + plan.row(first + j) + c], g * toDouble(plan.basis[j]));
                            }
                            if (plan.hasBase) {
                                put(jacobian, jr, slots[p0 + plan.baseRow + c], g * base);
                            }
                        }
                        for (int e = 0; e < plan.symbolic.length; e++) {
                            int q = p0 + plan.constants[e];
                            double u = p[q] * xi + p[q + 1];
                            double df = toDouble(plan.functions[e].derivative(u));
                            double g = s[s0 + plan.symbolic[e]];
                            put(jacobian, jr, slots[q], g * p[q + 2] * df * xi);
                            put(jacobian, jr, slots[q + 1], g * p[q + 2] * df);
                            put(jacobian, jr, slots[q + 2], g * toDouble(plan.functions[e].value(u)));
                            put(jacobian, jr, slots[q + 3], g);
                            sum += g * p[q + 2] * df * p[q];
                        }
                        for (int e = 0; e < plan.active.length && gap; e++) {
                            int c = plan.active[e];
                            put(jacobian, jr, slots[p0 + plan.gapRow + c], s[s0 + c]);
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
    }
}
