package org.kan4j.equations;

import java.util.Arrays;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/**
 * What {@link Jets} computes, row by row in plain loops over the columns of a layer: its specification, which tests and the benchmark
 * compare it with. See there for arguments and results.
 *
 * <p>Inputs are quantities and have no gaps. For one caller at a time: an instance owns its room.
 */
public final class ScalarJets {
    private static final double[] NONE = {};

    private final KanNetwork network;
    private final Jet jet;
    private final int size;
    private final int[] slots;
    private final int width;
    private final Pass[] passes;

    /**
     * Jets of a network, with derivatives by its trainable parameters.
     *
     * @param network structure
     * @throws IllegalArgumentException if an input is a category or may have gaps
     */
    public ScalarJets(KanNetwork network) {
        int[] indices = network.trainable();
        this.network = network;
        this.jet = new Jet(network.in());
        this.size = jet.size();
        this.width = indices.length;
        this.slots = new int[network.parameterCount()];
        Arrays.fill(slots, -1);
        for (int k = 0; k < width; k++) {
            slots[indices[k]] = k;
        }
        this.passes = new Pass[network.depth()];
        for (int l = 0; l < passes.length; l++) {
            passes[l] = new Pass(network.layer(l), network.offset(l));
        }
    }

    /** {@return the number of columns of the Jacobian, one for each parameter that it is taken by} */
    public int width() {
        return width;
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
        int length = network.out() * size;
        Jets.require("jets", jets.length, (long) rows * length);
        for (int r = 0; r < rows; r++) {
            forward(p, x, r);
            System.arraycopy(passes[passes.length - 1].nodes, 0, jets, r * length, length);
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
        int length = network.out() * size;
        Jets.require("seeds", seeds.length, (long) rows * combinations * length);
        Jets.require("jacobian", jacobian.length, (long) rows * combinations * width);
        Arrays.fill(jacobian, 0, rows * combinations * width, 0);
        for (int r = 0; r < rows; r++) {
            forward(p, x, r);
            for (int e = 0; e < combinations; e++) {
                int row = r * combinations + e;
                Pass last = passes[passes.length - 1];
                System.arraycopy(seeds, row * length, last.nodeGradient, 0, length);
                for (int l = passes.length - 1; l >= 0; l--) {
                    passes[l].backward(p, l > 0 ? passes[l - 1].nodeGradient : NONE, jacobian, row * width);
                }
            }
        }
    }

    private void forward(double[] p, double[] x, int row) {
        int in = network.in();
        double[] inputs = passes[0].inputs;
        Arrays.fill(inputs, 0);
        for (int i = 0; i < in; i++) {
            inputs[i * size] = x[row * in + i];
            inputs[i * size + jet.first(i)] = 1;
        }
        for (int l = 0; l < passes.length; l++) {
            if (l > 0) {
                System.arraycopy(passes[l - 1].nodes, 0, passes[l].inputs, 0, passes[l].inputs.length);
            }
            passes[l].forward(p);
        }
    }

    /** One layer at one row. Jets of columns are [size, columns], those of nodes [nodes, size]. */
    private final class Pass {
        private final Layer layer;
        private final int p0;
        private final int columns;
        private final int most;
        private final double[] inputs;
        private final double[] nodes;
        private final double[] nodeGradient;
        private final double[] z;
        private final double[] dz;
        /** [in, 4, columns]: values and three derivatives of the edges' functions. */
        private final double[] phi;
        /** [in, 4, support], and where the first function stands. */
        private final double[][] basis;

        private final int[] first;
        private final double[][] t = new double[3][];
        private final double[] products;
        private final double[] unit;
        private final double[] gradient = new double[size];

        Pass(Layer layer, int p0) {
            Jets.requireQuantities(layer);
            this.layer = layer;
            this.p0 = p0;
            this.columns = layer.columns();
            this.inputs = new double[layer.in() * size];
            this.nodes = new double[layer.out() * size];
            this.nodeGradient = new double[layer.out() * size];
            this.z = new double[size * columns];
            this.dz = new double[size * columns];
            this.phi = new double[layer.in() * 4 * columns];
            this.basis = new double[layer.in()][];
            this.first = new int[layer.in()];
            for (int i = 0; i < layer.in(); i++) {
                basis[i] = new double[4 * layer.basis(i).support()];
            }
            for (int d = 0; d < 3; d++) {
                t[d] = new double[columns];
            }
            int arity = 1;
            for (int a : layer.arities()) {
                arity = Math.max(arity, a);
            }
            this.most = arity;
            this.products = new double[(2 * most + 2) * size];
            this.unit = new double[size];
            unit[0] = 1;
        }

        void forward(double[] p) {
            Arrays.fill(z, 0);
            for (int i = 0; i < layer.in(); i++) {
                functions(p, i);
                int f0 = 4 * i * columns;
                add(0, f0, 1);
                for (int a = 0; a < jet.inputs(); a++) {
                    double xa = inputs[i * size + jet.first(a)];
                    add(jet.first(a), f0 + columns, xa);
                    for (int b = a; b < jet.inputs(); b++) {
                        int ab = jet.second(a, b);
                        add(ab, f0 + 2 * columns, xa * inputs[i * size + jet.first(b)]);
                        add(ab, f0 + columns, inputs[i * size + ab]);
                    }
                }
            }
            for (int node = 0; node < layer.out(); node++) {
                int c = layer.firstColumn(node);
                column(z, c, products, 0);
                for (int j = 1; j < layer.columnCount(node); j++) {
                    column(z, c + j, products, size);
                    jet.multiply(products, 0, products, size, products, 2 * size);
                    System.arraycopy(products, 2 * size, products, 0, size);
                }
                System.arraycopy(products, 0, nodes, node * size, size);
            }
        }

        private void add(int k, int f, double factor) {
            if (factor != 0) {
                int at = k * columns;
                for (int c = 0; c < columns; c++) {
                    z[at + c] += phi[f + c] * factor;
                }
            }
        }

        private void column(double[] from, int c, double[] to, int at) {
            for (int k = 0; k < size; k++) {
                to[at + k] = from[k * columns + c];
            }
        }

        /** The functions of the edges of an input, and three derivatives, at its value. */
        private void functions(double[] p, int i) {
            double x = inputs[i * size];
            double[] b = basis[i];
            int support = layer.basis(i).support();
            int f0 = 4 * i * columns;
            Arrays.fill(phi, f0, f0 + 4 * columns, 0);
            first[i] = layer.basis(i).evaluate(x, 3, b, 0);
            int start = p0 + layer.inputOffset(i);
            for (int j = 0; j < support; j++) {
                int row = start + (first[i] + j) * columns;
                for (int d = 0; d < 4; d++) {
                    addTimes(p, row, b[d * support + j], f0 + d * columns);
                }
            }
            BaseActivation base = layer.activation(i);
            if (base != BaseActivation.ZERO) {
                int row = start + layer.basis(i).size() * columns;
                for (int d = 0; d < 4; d++) {
                    addTimes(p, row, derivative(base, d, x), f0 + d * columns);
                }
            }
            for (int c = 0; c < columns; c++) {
                Edge edge = layer.edge(i, c);
                if (edge instanceof Edge.Symbolic s) {
                    int q = p0 + layer.symbolicOffset(i, c);
                    double a = p[q];
                    double u = a * x + p[q + 1];
                    phi[f0 + c] = p[q + 2] * s.function().value(u) + p[q + 3];
                    phi[f0 + columns + c] = p[q + 2] * a * s.function().derivative(u);
                    phi[f0 + 2 * columns + c] = p[q + 2] * a * a * s.function().secondDerivative(u);
                    phi[f0 + 3 * columns + c] =
                            p[q + 2] * a * a * a * s.function().thirdDerivative(u);
                } else if (!edge.active()) {
                    for (int d = 0; d < 4; d++) {
                        phi[f0 + d * columns + c] = 0;
                    }
                }
            }
        }

        private void addTimes(double[] p, int row, double factor, int f) {
            for (int c = 0; c < columns; c++) {
                phi[f + c] += p[row + c] * factor;
            }
        }

        /** From the gradient by the nodes' jets: the row of the Jacobian, and the gradient by the inputs' jets where there is room for it. */
        void backward(double[] p, double[] before, double[] jacobian, int j0) {
            columnGradients();
            for (int i = 0; i < layer.in(); i++) {
                combine(i);
                parameters(p, i, jacobian, j0);
                if (before.length > 0) {
                    inputGradient(i, before, i * size);
                }
            }
        }

        private void columnGradients() {
            for (int node = 0; node < layer.out(); node++) {
                int c = layer.firstColumn(node);
                int arity = layer.columnCount(node);
                // products: the product of the columns before each, then the other factors of one, then its gradient.
                System.arraycopy(unit, 0, products, 0, size);
                int others = most * size;
                for (int j = 1; j < arity; j++) {
                    column(z, c + j - 1, products, others);
                    jet.multiply(products, (j - 1) * size, products, others, products, j * size);
                }
                int behind = others + size;
                System.arraycopy(unit, 0, products, behind, size);
                for (int j = arity - 1; j >= 0; j--) {
                    jet.multiply(products, j * size, products, behind, products, others);
                    jet.multiplyBack(nodeGradient, node * size, products, others, gradient, 0);
                    for (int k = 0; k < size; k++) {
                        dz[k * columns + c + j] = gradient[k];
                    }
                    column(z, c + j, products, others);
                    jet.multiply(products, others, products, behind, gradient, 0);
                    System.arraycopy(gradient, 0, products, behind, size);
                }
            }
        }

        /** t_d: the gradient by the d-th derivative of the edge's function. */
        private void combine(int i) {
            System.arraycopy(dz, 0, t[0], 0, columns);
            Arrays.fill(t[1], 0);
            Arrays.fill(t[2], 0);
            for (int a = 0; a < jet.inputs(); a++) {
                double xa = inputs[i * size + jet.first(a)];
                addTo(t[1], jet.first(a), xa);
                for (int b = a; b < jet.inputs(); b++) {
                    int ab = jet.second(a, b);
                    addTo(t[1], ab, inputs[i * size + ab]);
                    addTo(t[2], ab, xa * inputs[i * size + jet.first(b)]);
                }
            }
        }

        private void addTo(double[] sum, int k, double factor) {
            if (factor != 0) {
                int at = k * columns;
                for (int c = 0; c < columns; c++) {
                    sum[c] += dz[at + c] * factor;
                }
            }
        }

        private void parameters(double[] p, int i, double[] jacobian, int j0) {
            int support = layer.basis(i).support();
            double[] b = basis[i];
            int start = p0 + layer.inputOffset(i);
            for (int j = 0; j < support; j++) {
                put(start + (first[i] + j) * columns, b[j], b[support + j], b[2 * support + j], jacobian, j0);
            }
            double x = inputs[i * size];
            BaseActivation base = layer.activation(i);
            if (base != BaseActivation.ZERO) {
                int row = start + layer.basis(i).size() * columns;
                put(row, base.value(x), base.derivative(x), base.secondDerivative(x), jacobian, j0);
            }
            for (int c = 0; c < columns; c++) {
                if (layer.edge(i, c) instanceof Edge.Symbolic s) {
                    int q = p0 + layer.symbolicOffset(i, c);
                    double a = p[q];
                    double u = a * x + p[q + 1];
                    double f1 = s.function().derivative(u);
                    double f2 = s.function().secondDerivative(u);
                    double f3 = s.function().thirdDerivative(u);
                    double t0 = t[0][c];
                    double t1 = t[1][c];
                    double t2 = t[2][c];
                    double byA = p[q + 2] * (t0 * f1 * x + t1 * (f1 + a * x * f2) + t2 * a * (2 * f2 + a * x * f3));
                    one(jacobian, j0, q, byA);
                    one(jacobian, j0, q + 1, p[q + 2] * (t0 * f1 + t1 * a * f2 + t2 * a * a * f3));
                    one(jacobian, j0, q + 2, t0 * s.function().value(u) + t1 * a * f1 + t2 * a * a * f2);
                    one(jacobian, j0, q + 3, t0);
                }
            }
        }

        private void one(double[] jacobian, int j0, int parameter, double value) {
            if (slots[parameter] >= 0) {
                jacobian[j0 + slots[parameter]] = value;
            }
        }

        private void put(int row, double b0, double b1, double b2, double[] jacobian, int j0) {
            for (int c = 0; c < columns; c++) {
                int slot = slots[row + c];
                if (slot >= 0) {
                    jacobian[j0 + slot] = t[0][c] * b0 + t[1][c] * b1 + t[2][c] * b2;
                }
            }
        }

        private void inputGradient(int i, double[] out, int o0) {
            int f0 = 4 * i * columns;
            double value = 0;
            for (int c = 0; c < columns; c++) {
                value += t[0][c] * phi[f0 + columns + c]
                        + t[1][c] * phi[f0 + 2 * columns + c]
                        + t[2][c] * phi[f0 + 3 * columns + c];
            }
            out[o0] = value;
            for (int a = 0; a < jet.inputs(); a++) {
                out[o0 + jet.first(a)] = dot(jet.first(a), f0 + columns);
            }
            for (int a = 0; a < jet.inputs(); a++) {
                double xa = inputs[i * size + jet.first(a)];
                for (int b = a; b < jet.inputs(); b++) {
                    int ab = jet.second(a, b);
                    double second = dot(ab, f0 + 2 * columns);
                    out[o0 + jet.first(a)] += second * inputs[i * size + jet.first(b)];
                    out[o0 + jet.first(b)] += second * xa;
                    out[o0 + ab] = dot(ab, f0 + columns);
                }
            }
        }

        private double dot(int k, int f) {
            double sum = 0;
            int at = k * columns;
            for (int c = 0; c < columns; c++) {
                sum += dz[at + c] * phi[f + c];
            }
            return sum;
        }
    }

    private static double derivative(BaseActivation base, int d, double x) {
        return switch (d) {
            case 0 -> base.value(x);
            case 1 -> base.derivative(x);
            case 2 -> base.secondDerivative(x);
            default -> base.thirdDerivative(x);
        };
    }
}
