package org.kan4j.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Categories;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/**
 * A layer with categories or with inputs that may have gaps. The other inputs, their gaps filled, are a layer of their own, which has
 * kernels without a thought of either; its parameters and inputs are copied. A category is a row of coefficients that is looked up, so that
 * its levels cost memory once, and no row of the batch does.
 */
final class MixedLayer implements LayerKernel {
    private final Layer layer;
    private final int in;
    private final int columns;
    private final InputPlan[] plans;

    /** Numbers of the inputs that the layer of quantities has. */
    private final int[] quantities;

    private final boolean[] looked;
    private final LayerKernel kernel;

    /** [parameters of the layer of quantities] where they lie in the layer's block. */
    private final int[] places;

    private final double[] own;
    private final double[] ownGradient;
    private final double[] ownX;
    private final double[] ownDx;
    private final double[] none = {};

    /** Room for Jacobians; made when there is one. */
    private int[] ownSlots = {};

    private double[] ownSx = {};

    MixedLayer(Layer layer, int rows, Workers workers, Kernels kernels) {
        this.layer = layer;
        this.in = layer.in();
        this.columns = layer.columns();
        this.plans = InputPlan.of(layer);
        this.looked = new boolean[in];
        List<Basis> bases = new ArrayList<>();
        List<BaseActivation> activations = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        int[] some = new int[in];
        for (int i = 0; i < in; i++) {
            looked[i] = category(plans[i]);
            if (!looked[i]) {
                some[bases.size()] = i;
                bases.add(layer.basis(i));
                activations.add(layer.activation(i));
                for (int c = 0; c < columns; c++) {
                    edges.add(layer.edge(i, c));
                }
            }
        }
        this.quantities = Arrays.copyOf(some, bases.size());
        if (quantities.length == 0) {
            this.kernel = new Nothing();
            this.places = new int[0];
        } else {
            Layer plain = new Layer(bases, activations, columns, new int[0], edges);
            this.kernel = kernels.prepare(plain, rows, workers);
            this.places = places(layer, plain, quantities);
        }
        this.own = new double[places.length];
        this.ownGradient = new double[places.length];
        this.ownX = new double[rows * quantities.length];
        this.ownDx = new double[rows * quantities.length];
    }

    /** Whether a layer has such inputs. */
    static boolean needed(Layer layer) {
        return layer.anyGaps() || Arrays.stream(InputPlan.of(layer)).anyMatch(MixedLayer::category);
    }

    private static boolean category(InputPlan plan) {
        return plan.family instanceof Categories && !plan.hasBase && plan.symbolic.length == 0;
    }

    private static int[] places(Layer layer, Layer plain, int[] quantities) {
        int[] places = new int[plain.parameterCount()];
        for (int k = 0; k < quantities.length; k++) {
            int from = layer.inputOffset(quantities[k]);
            int to = plain.inputOffset(k);
            for (int j = 0; j < plain.rows(k) * layer.columns(); j++) {
                places[to + j] = from + j;
            }
            for (int c = 0; c < layer.columns(); c++) {
                for (int j = 0; j < 4 && plain.symbolicOffset(k, c) >= 0; j++) {
                    places[plain.symbolicOffset(k, c) + j] = layer.symbolicOffset(quantities[k], c) + j;
                }
            }
        }
        return places;
    }

    /** Copies the parameters and the inputs of the layer of quantities, gaps filled. */
    private void gather(double[] p, int p0, double[] x, int x0, int rows) {
        for (int j = 0; j < places.length; j++) {
            own[j] = p[p0 + places[j]];
        }
        int some = quantities.length;
        for (int k = 0; k < some; k++) {
            InputPlan plan = plans[quantities[k]];
            int at = x0 + quantities[k];
            for (int r = 0; r < rows; r++) {
                double value = x[at + r * in];
                ownX[r * some + k] = plan.gap(value) ? (double) plan.present(value) : value;
            }
        }
    }

    @Override
    public void forward(double[] p, int p0, double[] x, int x0, int rows, double[] z, boolean keep) {
        gather(p, p0, x, x0, rows);
        kernel.forward(own, 0, ownX, 0, rows, z, keep);
        if (quantities.length == 0) {
            Arrays.fill(z, 0, rows * columns, 0);
        }
        for (int i = 0; i < in; i++) {
            InputPlan plan = plans[i];
            for (int r = 0; r < rows && (looked[i] || plan.gaps); r++) {
                double value = x[x0 + r * in + i];
                if (looked[i]) {
                    addRow(plan, p, p0 + row(plan, value), plan.numeric, z, r * columns, notANumber(plan, value));
                }
                if (plan.gap(value)) {
                    addRow(plan, p, p0 + plan.gapRow, plan.active, z, r * columns, 0);
                }
            }
        }
    }

    /** Where the coefficients at a level lie, from the start of the layer's block. */
    private static int row(InputPlan plan, double value) {
        return plan.row(((Categories) plan.family).function(plan.present(value)));
    }

    /** NaN where a value is no number and has no effect as a gap, else zero. */
    private static double notANumber(InputPlan plan, double value) {
        return plan.gaps || !Double.isNaN(value) ? 0 : Double.NaN;
    }

    private static void addRow(InputPlan plan, double[] p, int row, int[] some, double[] z, int z0, double more) {
        if (some.length == plan.columns && more == 0) {
            for (int c = 0; c < plan.columns; c++) {
                z[z0 + c] += p[row + c];
            }
        } else {
            for (int c : some) {
                z[z0 + c] += p[row + c] + more;
            }
        }
    }

    @Override
    public void backward(
            double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, boolean add, double[] dx) {
        if (!add) {
            Arrays.fill(dp, p0, p0 + layer.parameterCount(), 0);
        }
        kernel.backward(own, 0, ownX, 0, dz, rows, ownGradient, false, dx.length > 0 ? ownDx : none);
        for (int j = 0; j < places.length; j++) {
            dp[p0 + places[j]] += ownGradient[j];
        }
        int some = quantities.length;
        for (int k = 0; k < some && dx.length > 0; k++) {
            for (int r = 0; r < rows; r++) {
                dx[x0 + r * in + quantities[k]] = ownDx[r * some + k];
            }
        }
        for (int i = 0; i < in; i++) {
            InputPlan plan = plans[i];
            for (int r = 0; r < rows && (looked[i] || plan.gaps); r++) {
                double value = x[x0 + r * in + i];
                if (looked[i]) {
                    double more = notANumber(plan, value);
                    addGradient(p0 + row(plan, value), plan.numeric, dz, r * columns, dp, more);
                    if (dx.length > 0) {
                        dx[x0 + r * in + i] = more;
                    }
                }
                if (plan.gap(value)) {
                    addGradient(p0 + plan.gapRow, plan.active, dz, r * columns, dp, 0);
                }
            }
        }
    }

    private static void addGradient(int row, int[] some, double[] dz, int z0, double[] dp, double more) {
        for (int c : some) {
            dp[row + c] += dz[z0 + c] + more;
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
        gather(p, p0, x, x0, rows);
        if (ownSlots.length < places.length) {
            ownSlots = new int[places.length];
        }
        for (int j = 0; j < places.length; j++) {
            ownSlots[j] = slots[p0 + places[j]];
        }
        int some = quantities.length;
        if (ownSx.length < rows * outputs * some) {
            ownSx = new double[rows * outputs * some];
        }
        kernel.jacobian(own, 0, ownX, 0, s, rows, outputs, ownSlots, jacobian, j0, width, ownSx);
        Arrays.fill(sx, 0, rows * outputs * in, 0);
        for (int n = 0; n < rows * outputs; n++) {
            for (int k = 0; k < some; k++) {
                sx[n * in + quantities[k]] = ownSx[n * some + k];
            }
        }
        for (int i = 0; i < in; i++) {
            InputPlan plan = plans[i];
            for (int n = 0; n < rows * outputs && (looked[i] || plan.gaps); n++) {
                double value = x[x0 + n / outputs * in + i];
                if (looked[i]) {
                    int row = p0 + row(plan, value);
                    double more = notANumber(plan, value);
                    put(jacobian, j0 + n * width, slots, row, plan.numeric, s, n * columns, more);
                    sx[n * in + i] = more;
                }
                if (plan.gap(value)) {
                    put(jacobian, j0 + n * width, slots, p0 + plan.gapRow, plan.active, s, n * columns, 0);
                }
            }
        }
    }

    private static void put(
            double[] jacobian, int j0, int[] slots, int row, int[] some, double[] s, int s0, double more) {
        for (int c : some) {
            if (slots[row + c] >= 0) {
                jacobian[j0 + slots[row + c]] = s[s0 + c] + more;
            }
        }
    }

    /** The layer of quantities where there are none. */
    private static final class Nothing implements LayerKernel {
        @Override
        public void forward(double[] p, int p0, double[] x, int x0, int rows, double[] z, boolean keep) {}

        @Override
        public void backward(
                double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, boolean add, double[] dx) {}

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
                double[] sx) {}
    }
}
