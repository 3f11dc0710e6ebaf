package org.kan4j.kernel;

import java.util.Arrays;
import org.kan4j.layer.Layer;

/**
 * A layer of many columns whose inputs have few basis functions, or functions without local support: values and gradients are
 * products of dense matrices. For a cubic spline of five intervals this is 9 multiplications an edge where {@link WideLayer} has
 * 5, but the sums stay in registers over all inputs and nothing is sorted, which more than makes up for it. Threads share the
 * rows forward, and the inputs backward: no sum is ever shared.
 */
final class DenseLayer implements LayerKernel {
    private static final int L = Tiles.L;
    private static final int BLOCK = DenseBasis.BLOCK;

    /** Functions of the inputs that are taken together, about: with a tile of P they stay in the first-level cache. */
    private static final int FUNCTIONS = 128;

    private final Layer layer;
    private final int in;
    private final int columns;
    private final Workers workers;
    private final InputPlan[] plans;
    private final DenseBasis[] bases;

    /** Columns filled up to whole vectors. */
    private final int padded;

    /** Whether the caller's parameters can be used as they are: no masks, no symbolic edges, whole vectors. */
    private final boolean direct;

    /** [functions, padded], where the caller's parameters cannot be used. */
    private final double[] coefficients;

    private final double[] gradient;

    /** [in + 1] number of an input's first function. */
    private final int[] first;

    /** [blocks, BLOCK, padded] dz by tiles of four vectors, then by vectors; the rows of a tile follow each other. */
    private final double[] tiles;

    /** [blocks, padded, BLOCK] dz by columns. */
    private final double[] transposed;

    private final Scratch[] scratch;

    /** The arguments of the call under way. */
    private double[] p;

    private double[] x;
    private double[] z;
    private double[] dz;
    private double[] dp;
    private double[] dx;
    private int p0;
    private int x0;
    private int rows;
    private int forwardRows;
    private int share;

    private final Workers.Task forwardTask = this::forwardBlock;
    private final Workers.Task tileTask = this::tileBlock;
    private final Workers.Task backwardTask = this::backwardInputs;

    /** What one thread needs. */
    private static final class Scratch {
        final DenseBasis.Room room;
        final double[] values;
        final double[] slopes;
        final double[] z;
        final double[] dx = new double[BLOCK];

        Scratch(DenseBasis[] bases, int functions, int padded) {
            room = new DenseBasis.Room(bases);
            values = new double[functions * BLOCK];
            slopes = new double[functions * BLOCK];
            z = new double[BLOCK * padded];
        }
    }

    DenseLayer(Layer layer, int rows, Workers workers) {
        this.layer = layer;
        this.in = layer.in();
        this.columns = layer.columns();
        this.workers = workers;
        this.plans = InputPlan.of(layer);
        this.bases = new DenseBasis[in];
        this.padded = (columns + L - 1) / L * L;
        this.first = new int[in + 1];
        boolean all = padded == columns;
        int most = 0;
        for (int i = 0; i < in; i++) {
            bases[i] = new DenseBasis(plans[i]);
            all &= plans[i].numeric.length == columns;
            first[i + 1] = first[i] + plans[i].rows();
            most = Math.max(most, plans[i].rows());
        }
        this.direct = all;
        double[] none = {};
        int functions = first[in];
        this.coefficients = direct ? none : new double[functions * padded];
        this.gradient = direct ? none : new double[functions * padded];
        int blocks = (rows + BLOCK - 1) / BLOCK;
        this.tiles = new double[blocks * BLOCK * padded];
        this.transposed = new double[blocks * BLOCK * padded];
        this.scratch = new Scratch[workers.threads()];
        for (int w = 0; w < scratch.length; w++) {
            scratch[w] = new Scratch(bases, FUNCTIONS + most, padded);
        }
        this.p = none;
        this.x = none;
        this.z = none;
        this.dz = none;
        this.dp = none;
        this.dx = none;
    }

    @Override
    public void forward(double[] p, int p0, double[] x, int x0, int rows, double[] z, boolean keep) {
        this.p = p;
        this.p0 = p0;
        this.x = x;
        this.x0 = x0;
        this.rows = rows;
        this.z = z;
        pack();
        // A row's sum has the same order whatever its block, so there may be as many as threads.
        int even = (rows + workers.threads() - 1) / workers.threads();
        forwardRows = Math.min(BLOCK, Math.max(4 * L, (even + 3) / 4 * 4));
        workers.run((rows + forwardRows - 1) / forwardRows, forwardTask);
    }

    /** Copies the coefficients of numeric edges to rows of whole vectors; the others' are zero. */
    private void pack() {
        for (int i = 0; i < in && !direct; i++) {
            InputPlan plan = plans[i];
            for (int m = 0; m < plan.rows(); m++) {
                int from = p0 + plan.row(m);
                int to = (first[i] + m) * padded;
                if (plan.numeric.length == columns) {
                    System.arraycopy(p, from, coefficients, to, columns);
                } else {
                    for (int c : plan.numeric) {
                        coefficients[to + c] = p[from + c];
                    }
                }
            }
        }
    }

    /** The first input after those from i on that are taken together. */
    private int chunkEnd(int i, int last) {
        int end = i + 1;
        while (end < last && first[end + 1] - first[i] <= FUNCTIONS) {
            end++;
        }
        return end;
    }

    private void forwardBlock(int task, int worker) {
        Scratch own = scratch[worker];
        int from = task * forwardRows;
        int n = Math.min(forwardRows, rows - from);
        boolean inPlace = padded == columns && n % 4 == 0;
        double[] to = inPlace ? z : own.z;
        int z0 = inPlace ? from * columns : 0;
        int whole = (n + 3) / 4 * 4;
        Arrays.fill(to, z0, z0 + whole * padded, 0);
        double[] c = direct ? p : coefficients;
        int c0 = direct ? p0 : 0;
        for (int i = 0; i < in; ) {
            int end = chunkEnd(i, in);
            for (int j = i; j < end; j++) {
                int v0 = (first[j] - first[i]) * BLOCK;
                bases[j].evaluate(x, x0 + from * in + j, in, n, DenseBasis.roundUp(n), false, own.values, own.slopes, v0, own.room);
            }
            int functions = first[end] - first[i];
            int row = c0 + first[i] * padded;
            int t = 0;
            for (; t + 4 * L <= padded; t += 4 * L) {
                for (int r = 0; r < whole; r += 4) {
                    Products.values4(
                            own.values, r, functions, c, row + t, padded, to, z0 + r * padded + t, padded);
                }
            }
            for (; t < padded; t += L) {
                for (int r = 0; r < whole; r += 4) {
                    Products.values1(
                            own.values, r, functions, c, row + t, padded, to, z0 + r * padded + t, padded);
                }
            }
            i = end;
        }
        for (int i = 0; i < in; i++) {
            for (int r = 0; r < n && plans[i].numeric.length < columns; r++) {
                // The basis left out a NaN, for the columns that do not see this input.
                if (Double.isNaN(x[x0 + (from + r) * in + i])) {
                    for (int column : plans[i].numeric) {
                        to[z0 + r * padded + column] = Double.NaN;
                    }
                }
            }
        }
        for (int r = 0; r < n && !inPlace; r++) {
            System.arraycopy(own.z, r * padded, z, (from + r) * columns, columns);
        }
        for (int i = 0; i < in; i++) {
            SymbolicEdges.add(plans[i], i, p, p0, x, x0, in, from, from + n, z);
        }
    }

    @Override
    public void backward(double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, boolean add, double[] dx) {
        this.p = p;
        this.p0 = p0;
        this.x = x;
        this.x0 = x0;
        this.rows = rows;
        this.dz = dz;
        this.dp = dp;
        this.dx = dx;
        pack();
        if (!add) {
            Arrays.fill(dp, p0, p0 + layer.parameterCount(), 0);
        }
        if (!direct) {
            Arrays.fill(gradient, 0);
        }
        workers.run((rows + BLOCK - 1) / BLOCK, tileTask);
        // One run of inputs a thread: of dx, neighbours are on one line of the cache.
        share = (in + workers.threads() - 1) / workers.threads();
        workers.run((in + share - 1) / share, backwardTask);
    }

    /** Copies a block of dz to its tiles, and by columns; what fills up columns and rows is zero. */
    private void tileBlock(int task, int worker) {
        int from = task * BLOCK;
        int n = Math.min(BLOCK, rows - from);
        int begin = from * padded;
        int t = 0;
        while (t < padded) {
            int width = t + 4 * L <= padded ? 4 * L : L;
            int some = Math.max(0, Math.min(width, columns - t));
            int to = begin + t * BLOCK;
            for (int r = 0; r < n; r++) {
                System.arraycopy(dz, (from + r) * columns + t, tiles, to + r * width, some);
            }
            t += width;
        }
        if (dx.length > 0) {
            for (int c = 0; c < columns; c++) {
                int to = begin + c * BLOCK;
                for (int r = 0, at = from * columns + c; r < n; r++, at += columns) {
                    transposed[to + r] = dz[at];
                }
                Arrays.fill(transposed, to + n, to + DenseBasis.roundUp(n), 0);
            }
        }
    }

    private void backwardInputs(int task, int worker) {
        int last = Math.min(in, (task + 1) * share);
        for (int i = task * share; i < last; ) {
            int end = chunkEnd(i, last);
            for (int from = 0; from < rows; from += BLOCK) {
                backwardBlock(i, end, from, Math.min(BLOCK, rows - from), scratch[worker]);
            }
            for (; i < end; i++) {
                if (!direct) {
                    unpack(i);
                    SymbolicEdges.addGradient(plans[i], i, p, p0, x, x0, in, dz, rows, dp, dx);
                }
            }
        }
    }

    private void backwardBlock(int i0, int end, int from, int n, Scratch own) {
        boolean inputs = dx.length > 0;
        for (int i = i0; i < end; i++) {
            int v0 = (first[i] - first[i0]) * BLOCK;
            bases[i].evaluate(x, x0 + from * in + i, in, n, DenseBasis.roundUp(n), true, own.values, own.slopes, v0, own.room);
        }
        double[] d = direct ? dp : gradient;
        int d0 = (direct ? p0 : 0) + first[i0] * padded;
        int functions = first[end] - first[i0];
        for (int t = 0; t < padded; ) {
            int width = t + 4 * L <= padded ? 4 * L : L;
            int g = from * padded + t * BLOCK;
            int k = 0;
            for (; k + 4 <= functions; k += 4) {
                if (width == L) {
                    Products.weights41(own.values, k * BLOCK, n, tiles, g, width, d, d0 + k * padded + t, padded);
                } else {
                    Products.weights44(own.values, k * BLOCK, n, tiles, g, width, d, d0 + k * padded + t, padded);
                }
            }
            for (; k < functions; k++) {
                if (width == L) {
                    Products.weights11(own.values, k * BLOCK, n, tiles, g, width, d, d0 + k * padded + t, padded);
                } else {
                    Products.weights14(own.values, k * BLOCK, n, tiles, g, width, d, d0 + k * padded + t, padded);
                }
            }
            t += width;
        }
        for (int i = i0; i < end && inputs; i++) {
            inputGradient(i, (first[i] - first[i0]) * BLOCK, from, n, own);
        }
    }

    private void inputGradient(int i, int v0, int from, int n, Scratch own) {
        double[] c = direct ? p : coefficients;
        int c0 = (direct ? p0 : 0) + first[i] * padded;
        double[] sums = own.dx;
        Arrays.fill(sums, 0);
        int functions = plans[i].hasNumeric ? plans[i].rows() : 0;
        for (int r = 0; r < n; r += 4 * L) {
            int g = from * padded + r;
            int m = 0;
            for (; m + 3 <= functions; m += 3) {
                Products.inputs3(
                        own.slopes, v0 + m * BLOCK + r, c, c0 + m * padded, padded, columns, transposed, g, sums, r);
            }
            for (; m < functions; m++) {
                Products.inputs1(
                        own.slopes, v0 + m * BLOCK + r, c, c0 + m * padded, padded, columns, transposed, g, sums, r);
            }
        }
        for (int r = 0, to = x0 + from * in + i; r < n; r++, to += in) {
            dx[to] = sums[r];
        }
    }

    /** Adds the gradient of an input's numeric edges to the caller's. */
    private void unpack(int i) {
        InputPlan plan = plans[i];
        for (int m = 0; m < plan.rows(); m++) {
            int from = (first[i] + m) * padded;
            int to = p0 + plan.row(m);
            for (int c : plan.numeric) {
                dp[to + c] += gradient[from + c];
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
        new ScalarKernels()
                .prepare(layer, rows, workers)
                .jacobian(p, p0, x, x0, s, rows, outputs, slots, jacobian, j0, width, sx);
    }
}
