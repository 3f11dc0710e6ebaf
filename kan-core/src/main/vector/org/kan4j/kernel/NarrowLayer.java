package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.layer.Layer;

/**
 * A layer of few columns: vectors run over the rows of the batch. All basis functions of an input are evaluated at every row,
 * those that are zero too, so that nothing depends on where a row lies; values and gradients are then dense products.
 */
final class NarrowLayer implements LayerKernel {
    private static final VectorSpecies<Double> S = Tiles.S;
    private static final int L = Tiles.L;

    private static final int BLOCK = DenseBasis.BLOCK;

    private static final int STEP = 4 * L;

    /** Basis values that are kept from forward to backward, at most. */
    private static final int KEPT = 65536;

    private final Layer layer;
    private final int in;
    private final int columns;
    private final InputPlan[] plans;
    private final DenseBasis[] bases;
    private final DenseBasis.Room room;

    /** [columns, BLOCK] z or dz. */
    private final double[] zs;

    private final double[] dxs = new double[BLOCK];

    /** [in] where an input's functions begin in {@link #values}. */
    private final int[] starts;

    private final boolean roomForAll;

    /** Whether the basis at the rows of the last call is still there. */
    private boolean kept;

    /** [functions and base, BLOCK] of one input, or of all where that is not much. */
    private final double[] values;

    private final double[] slopes;

    /** [rows of an input, columns] with zeros for edges that are not numeric. */
    private final double[] weights;

    /** [rows of an input · columns, L] and the sums of the lanes. */
    private final double[] lanes;

    private final double[] sums;

    /** 0, 1, 2, … */
    private final int[] places;

    NarrowLayer(Layer layer) {
        this.layer = layer;
        in = layer.in();
        columns = layer.columns();
        plans = InputPlan.of(layer);
        bases = new DenseBasis[in];
        int most = 0;
        for (int i = 0; i < in; i++) {
            bases[i] = new DenseBasis(plans[i]);
            most = Math.max(most, plans[i].rows());
        }
        room = new DenseBasis.Room(bases);
        zs = new double[columns * BLOCK];
        int all = 0;
        starts = new int[in];
        for (int i = 0; i < in; i++) {
            starts[i] = all;
            all += plans[i].rows() * BLOCK;
        }
        boolean dense = true;
        for (InputPlan plan : plans) {
            dense &= plan.numeric.length == columns;
        }
        // A NaN is treated otherwise forward where some columns do not see an input.
        roomForAll = dense && all <= KEPT;
        if (!roomForAll) {
            Arrays.fill(starts, 0);
        }
        values = new double[roomForAll ? all : most * BLOCK];
        slopes = new double[values.length];
        weights = new double[most * columns];
        lanes = new double[(most * columns + L - 1) / L * L * L];
        sums = new double[most * columns];
        places = new int[most * columns];
        Arrays.setAll(places, j -> j);
    }

    @Override
    public void forward(double[] p, int p0, double[] x, int x0, int rows, double[] z, boolean keep) {
        kept = keep && roomForAll && rows <= BLOCK;
        for (int from = 0; from < rows; from += BLOCK) {
            int n = Math.min(BLOCK, rows - from);
            // A row, or a few, are one vector.
            int end = n <= L && !kept ? L : DenseBasis.roundUp(n);
            for (int c = 0; c < columns; c++) {
                Arrays.fill(zs, c * BLOCK, c * BLOCK + end, 0);
            }
            for (int i = 0; i < in; i++) {
                InputPlan plan = plans[i];
                if (!plan.hasNumeric) {
                    continue;
                }
                int at = x0 + from * in + i;
                bases[i].evaluate(x, at, in, n, end, kept, values, slopes, starts[i], room);
                pack(plan, p, p0);
                int functions = plan.rows();
                for (int c = 0; c < columns; c += 2) {
                    multiply(starts[i], functions, c, Math.min(c + 1, columns - 1), end);
                }
                for (int r = 0; r < n && plan.numeric.length < columns; r++) {
                    if (Double.isNaN(x[at + r * in])) {
                        for (int c : plan.numeric) {
                            zs[c * BLOCK + r] = Double.NaN;
                        }
                    }
                }
            }
            for (int c = 0; c < columns; c++) {
                for (int r = 0, at = from * columns + c; r < n; r++, at += columns) {
                    z[at] = zs[c * BLOCK + r];
                }
            }
        }
        for (int i = 0; i < in; i++) {
            SymbolicEdges.add(plans[i], i, p, p0, x, x0, in, 0, rows, z);
        }
    }

    /** zs[c] += Σ_m weights[m, c]·values[m] for two columns, which may be the same. */
    private void multiply(int start, int functions, int c, int d, int end) {
        if (end == L) {
            DoubleVector y = DoubleVector.fromArray(S, zs, c * BLOCK);
            DoubleVector z = DoubleVector.fromArray(S, zs, d * BLOCK);
            for (int m = 0; m < functions; m++) {
                DoubleVector v = DoubleVector.fromArray(S, values, start + m * BLOCK);
                y = v.fma(DoubleVector.broadcast(S, weights[m * columns + c]), y);
                z = v.fma(DoubleVector.broadcast(S, weights[m * columns + d]), z);
            }
            y.intoArray(zs, c * BLOCK);
            z.intoArray(zs, d * BLOCK);
            return;
        }
        for (int r = 0; r < end; r += STEP) {
            int y0 = c * BLOCK + r;
            int z0 = d * BLOCK + r;
            DoubleVector s00 = DoubleVector.fromArray(S, zs, y0);
            DoubleVector s01 = DoubleVector.fromArray(S, zs, y0 + L);
            DoubleVector s02 = DoubleVector.fromArray(S, zs, y0 + 2 * L);
            DoubleVector s03 = DoubleVector.fromArray(S, zs, y0 + 3 * L);
            DoubleVector s10 = DoubleVector.fromArray(S, zs, z0);
            DoubleVector s11 = DoubleVector.fromArray(S, zs, z0 + L);
            DoubleVector s12 = DoubleVector.fromArray(S, zs, z0 + 2 * L);
            DoubleVector s13 = DoubleVector.fromArray(S, zs, z0 + 3 * L);
            int v = start + r;
            int w = 0;
            for (int m = 0; m < functions; m++) {
                DoubleVector v0 = DoubleVector.fromArray(S, values, v);
                DoubleVector v1 = DoubleVector.fromArray(S, values, v + L);
                DoubleVector v2 = DoubleVector.fromArray(S, values, v + 2 * L);
                DoubleVector v3 = DoubleVector.fromArray(S, values, v + 3 * L);
                DoubleVector b = DoubleVector.broadcast(S, weights[w + c]);
                s00 = b.fma(v0, s00);
                s01 = b.fma(v1, s01);
                s02 = b.fma(v2, s02);
                s03 = b.fma(v3, s03);
                b = DoubleVector.broadcast(S, weights[w + d]);
                s10 = b.fma(v0, s10);
                s11 = b.fma(v1, s11);
                s12 = b.fma(v2, s12);
                s13 = b.fma(v3, s13);
                v += BLOCK;
                w += columns;
            }
            s00.intoArray(zs, y0);
            s01.intoArray(zs, y0 + L);
            s02.intoArray(zs, y0 + 2 * L);
            s03.intoArray(zs, y0 + 3 * L);
            s10.intoArray(zs, z0);
            s11.intoArray(zs, z0 + L);
            s12.intoArray(zs, z0 + 2 * L);
            s13.intoArray(zs, z0 + 3 * L);
        }
    }

    @Override
    public void backward(double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, boolean add, double[] dx) {
        boolean inputs = dx.length > 0;
        if (!add) {
            Arrays.fill(dp, p0, p0 + layer.parameterCount(), 0);
        }
        for (int from = 0; from < rows; from += BLOCK) {
            int n = Math.min(BLOCK, rows - from);
            int end = DenseBasis.roundUp(n);
            for (int c = 0; c < columns; c++) {
                for (int r = 0, at = from * columns + c; r < n; r++, at += columns) {
                    zs[c * BLOCK + r] = dz[at];
                }
                Arrays.fill(zs, c * BLOCK + n, c * BLOCK + end, 0);
            }
            for (int i = 0; i < in; i++) {
                InputPlan plan = plans[i];
                int at = x0 + from * in + i;
                if (plan.hasNumeric) {
                    if (!kept) {
                        bases[i].evaluate(x, at, in, n, end, true, values, slopes, starts[i], room);
                    }
                    parameterGradient(plan, starts[i], end, p0, dp);
                    if (inputs) {
                        pack(plan, p, p0);
                        inputGradient(starts[i], plan.rows(), end);
                    }
                }
                if (inputs) {
                    for (int r = 0, to = at; r < n; r++, to += in) {
                        dx[to] = plan.hasNumeric ? dxs[r] : 0;
                    }
                }
                for (int e = 0; e < plan.symbolic.length; e++) {
                    symbolicGradient(plan, e, p, p0, x, at, n, dp, dx);
                }
            }
        }
    }

    private void parameterGradient(InputPlan plan, int start, int end, int p0, double[] dp) {
        int functions = plan.rows();
        for (int m = 0; m < functions; m += 3) {
            int m1 = Math.min(m + 1, functions - 1);
            int m2 = Math.min(m + 2, functions - 1);
            for (int c = 0; c < columns; c += 2) {
                int d = Math.min(c + 1, columns - 1);
                sums(start, m, m1, m2, c, d, end);
            }
        }
        Tiles.fold(lanes, functions * columns, places, sums);
        if (plan.numeric.length == columns) {
            for (int j = 0, to = p0 + plan.start; j < functions * columns; j++) {
                dp[to + j] += sums[j];
            }
            return;
        }
        for (int m = 0; m < functions; m++) {
            int row = p0 + plan.row(m);
            for (int c : plan.numeric) {
                dp[row + c] += sums[m * columns + c];
            }
        }
    }

    /** lanes[m, c] = parts of Σ_r values[m, r]·zs[c, r] for three functions and two columns, of which some may be the same. */
    private void sums(int start, int k, int m, int n, int c, int d, int end) {
        DoubleVector s00 = DoubleVector.zero(S);
        DoubleVector s01 = DoubleVector.zero(S);
        DoubleVector s10 = DoubleVector.zero(S);
        DoubleVector s11 = DoubleVector.zero(S);
        DoubleVector s20 = DoubleVector.zero(S);
        DoubleVector s21 = DoubleVector.zero(S);
        for (int r = 0; r < end; r += L) {
            DoubleVector y = DoubleVector.fromArray(S, zs, c * BLOCK + r);
            DoubleVector z = DoubleVector.fromArray(S, zs, d * BLOCK + r);
            DoubleVector v = DoubleVector.fromArray(S, values, start + k * BLOCK + r);
            s00 = v.fma(y, s00);
            s01 = v.fma(z, s01);
            v = DoubleVector.fromArray(S, values, start + m * BLOCK + r);
            s10 = v.fma(y, s10);
            s11 = v.fma(z, s11);
            v = DoubleVector.fromArray(S, values, start + n * BLOCK + r);
            s20 = v.fma(y, s20);
            s21 = v.fma(z, s21);
        }
        s00.intoArray(lanes, (k * columns + c) * L);
        s01.intoArray(lanes, (k * columns + d) * L);
        s10.intoArray(lanes, (m * columns + c) * L);
        s11.intoArray(lanes, (m * columns + d) * L);
        s20.intoArray(lanes, (n * columns + c) * L);
        s21.intoArray(lanes, (n * columns + d) * L);
    }

    /** dxs = Σ_m slopes[m]·Σ_c weights[m, c]·zs[c]. */
    private void inputGradient(int start, int functions, int end) {
        Arrays.fill(dxs, 0, end, 0);
        for (int r = 0; r < end; r += STEP) {
            int m = 0;
            for (; m + 3 <= functions; m += 3) {
                Products.inputs3(slopes, start + m * BLOCK + r, weights, m * columns, columns, columns, zs, r, dxs, r);
            }
            for (; m < functions; m++) {
                Products.inputs1(slopes, start + m * BLOCK + r, weights, m * columns, columns, columns, zs, r, dxs, r);
            }
        }
    }

    private void symbolicGradient(
            InputPlan plan, int e, double[] p, int p0, double[] x, int at, int n, double[] dp, double[] dx) {
        int c = plan.symbolic[e] * BLOCK;
        for (int r = 0; r < n; r++) {
            double slope = SymbolicEdges.gradient(plan, e, p, p0, x[at + r * in], zs[c + r], dp);
            if (dx.length > 0) {
                dx[at + r * in] += slope;
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
        Arrays.fill(sx, 0, rows * outputs * in, 0);
        for (int from = 0; from < rows; from += BLOCK) {
            int n = Math.min(BLOCK, rows - from);
            int end = DenseBasis.roundUp(n);
            for (int i = 0; i < in; i++) {
                InputPlan plan = plans[i];
                int at = x0 + from * in + i;
                if (plan.hasNumeric) {
                    bases[i].evaluate(x, at, in, n, end, true, values, slopes, starts[i], room);
                    pack(plan, p, p0);
                }
                for (int o = 0; o < outputs; o++) {
                    for (int c = 0; c < columns; c++) {
                        for (int r = 0; r < n; r++) {
                            zs[c * BLOCK + r] = s[((from + r) * outputs + o) * columns + c];
                        }
                        Arrays.fill(zs, c * BLOCK + n, c * BLOCK + end, 0);
                    }
                    if (plan.hasNumeric) {
                        inputGradient(starts[i], plan.rows(), end);
                        for (int r = 0; r < n; r++) {
                            sx[((from + r) * outputs + o) * in + i] = dxs[r];
                        }
                        numericRows(plan, starts[i], p0, slots, jacobian, j0 + (from * outputs + o) * width, outputs * width, n);
                    }
                    for (int e = 0; e < plan.symbolic.length; e++) {
                        int q = p0 + plan.constants[e];
                        for (int r = 0; r < n; r++) {
                            int row = j0 + ((from + r) * outputs + o) * width;
                            double v = x[at + r * in];
                            double u = p[q] * v + p[q + 1];
                            double df = toDouble(plan.functions[e].derivative(u));
                            double g = zs[plan.symbolic[e] * BLOCK + r];
                            put(jacobian, row, slots[q], g * p[q + 2] * df * v);
                            put(jacobian, row, slots[q + 1], g * p[q + 2] * df);
                            put(jacobian, row, slots[q + 2], g * toDouble(plan.functions[e].value(u)));
                            put(jacobian, row, slots[q + 3], g);
                            sx[((from + r) * outputs + o) * in + i] += g * p[q + 2] * df * p[q];
                        }
                    }
                }
            }
        }
    }

    private static void put(double[] jacobian, int row, int slot, double value) {
        if (slot >= 0) {
            jacobian[row + slot] = value;
        }
    }

    /** The Jacobian's entries for an input's coefficients: zs[c]·values[m]. */
    private void numericRows(
            InputPlan plan, int start, int p0, int[] slots, double[] jacobian, int j0, int distance, int n) {
        for (int m = 0; m < plan.rows(); m++) {
            int row = p0 + plan.row(m);
            for (int c : plan.numeric) {
                int slot = slots[row + c];
                if (slot >= 0) {
                    int v = start + m * BLOCK;
                    int g = c * BLOCK;
                    for (int r = 0, to = j0 + slot; r < n; r++, to += distance) {
                        jacobian[to] = zs[g + r] * values[v + r];
                    }
                }
            }
        }
    }

    private void pack(InputPlan plan, double[] p, int p0) {
        int functions = plan.rows();
        if (plan.numeric.length == columns) {
            System.arraycopy(p, p0 + plan.start, weights, 0, functions * columns);
            return;
        }
        Arrays.fill(weights, 0, functions * columns, 0);
        for (int m = 0; m < functions; m++) {
            for (int c : plan.numeric) {
                weights[m * columns + c] = p[p0 + plan.row(m) + c];
            }
        }
    }
}
