package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import java.util.Arrays;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;

/**
 * A layer of many columns. A sample touches few rows of an input's coefficients, and all samples on one interval touch the
 * same: so the samples of an input are sorted by interval, and every bucket is a small dense product with coefficients in
 * registers ({@link Tiles}). Threads share the rows forward, and the inputs backward: no sum is ever shared.
 */
final class WideLayer implements LayerKernel {
    private static final int L = Tiles.L;
    /** Inputs that are taken through a tile of z together, while it is in the cache. */
    private static final int CHUNK = 8;

    private static final boolean FOUR = Tiles.S.vectorBitSize() >= 512;

    private final Layer layer;
    private final int in;
    private final int columns;
    private final Workers workers;
    private final InputPlan[] plans;
    private final BasisTable[] tables;

    /** Columns of z and of the coefficients, filled up to whole tiles. */
    private final int padded;

    /** Whether the caller's arrays can be used as they are: no masks, no symbolic edges, whole tiles. */
    private final boolean direct;

    /** [rows, padded] of every input, where the caller's arrays cannot be used. */
    private final double[] coefficients;

    private final double[] gradient;

    /** Whether rows are one tile and z and dz can be used as they are. */
    private final boolean oneTile;

    /** dz, block by block, tile by tile, row by row: the rows of a tile are near each other in memory. */
    private final double[] tiles;

    /** [in] where an input's rows begin in {@code coefficients}, or from the start of the layer's block. */
    private final int[] starts;

    /** Rows in a block: enough that starting and ending a bucket costs little beside its samples. */
    private final int block;

    /** [in, rows] and [blocks, in, buckets + 1] the order of the samples on the way forward. */
    private final int[] keptRow;

    private final double[] keptX;
    private final int[] keptBucket;
    private final int mostBuckets;
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
    private int forwardBlock;
    private boolean kept;
    private int share;

    private final Workers.Task forwardTask = this::forwardBlock;
    private final Workers.Task tileTask = this::tileBlock;
    private final Workers.Task backwardTask = this::backwardInputs;

    /** What one thread needs. */
    private static final class Scratch {
        final BasisTable.Samples[] samples = new BasisTable.Samples[CHUNK];
        final double[][] lanes = new double[CHUNK][];
        final double[] z;

        Scratch(int rows, int buckets, int weights, int support, int columns) {
            for (int i = 0; i < CHUNK; i++) {
                samples[i] = new BasisTable.Samples(rows, buckets, weights, support);
                lanes[i] = new double[2 * (rows + 1) * L];
            }
            z = new double[rows * columns];
        }
    }

    WideLayer(Layer layer, int rows, Workers workers) {
        this.layer = layer;
        this.in = layer.in();
        this.columns = layer.columns();
        this.workers = workers;
        this.plans = InputPlan.of(layer);
        this.tables = new BasisTable[in];
        this.padded = (columns + 2 * L - 1) / (2 * L) * 2 * L;
        this.starts = new int[in];
        boolean dense = padded == columns;
        int total = 0;
        int buckets = 1;
        int weights = 1;
        int support = 1;
        for (int i = 0; i < in; i++) {
            tables[i] = new BasisTable(plans[i], padded);
            dense &= plans[i].numeric.length == columns;
            buckets = Math.max(buckets, tables[i].buckets);
            weights = Math.max(weights, tables[i].weights);
            support = Math.max(support, plans[i].support);
        }
        this.direct = dense;
        for (int i = 0; i < in; i++) {
            starts[i] = direct ? plans[i].start : total;
            total += plans[i].rows() * padded;
        }
        double[] none = {};
        this.coefficients = direct ? none : new double[total];
        this.gradient = direct ? none : new double[total];
        this.oneTile = padded == columns && columns == (FOUR ? 4 * L : 2 * L);
        this.tiles = oneTile ? none : new double[rows * padded];
        this.block = Math.min(rows, Math.max(512, Math.min(1024, Integer.highestOneBit(32 * buckets - 1))));
        this.mostBuckets = buckets;
        this.keptRow = new int[in * rows];
        this.keptX = new double[in * rows];
        this.keptBucket = new int[(rows + block - 1) / block * in * (buckets + 1)];
        this.scratch = new Scratch[workers.threads()];
        for (int w = 0; w < scratch.length; w++) {
            scratch[w] = new Scratch(block, buckets, weights, support, oneTile ? 0 : padded);
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
        // A row's sum has the same order whatever its block, so the blocks may be as many as the threads.
        int even = (rows + workers.threads() - 1) / workers.threads();
        forwardBlock = Math.min(block, Math.max(32, even));
        kept = keep && forwardBlock == block;
        workers.run((rows + forwardBlock - 1) / forwardBlock, forwardTask);
    }

    /** Copies the coefficients of numeric edges to rows of whole tiles; the others' are zero. */
    private void pack() {
        if (direct) {
            return;
        }
        for (int i = 0; i < in; i++) {
            InputPlan plan = plans[i];
            for (int m = 0; m < plan.rows(); m++) {
                int from = p0 + plan.row(m);
                int to = starts[i] + m * padded;
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

    private void forwardBlock(int task, int worker) {
        Scratch own = scratch[worker];
        int from = task * forwardBlock;
        int n = Math.min(forwardBlock, rows - from);
        double[] to = oneTile ? z : own.z;
        int z0 = oneTile ? from * columns : 0;
        Arrays.fill(to, z0, z0 + n * padded, 0);
        double[] c = direct ? p : coefficients;
        for (int i0 = 0; i0 < in; i0 += CHUNK) {
            int end = Math.min(in, i0 + CHUNK);
            for (int i = i0; i < end; i++) {
                if (plans[i].hasNumeric) {
                    BasisTable.Samples s = own.samples[i - i0];
                    tables[i].sort(x, x0 + from * in + i, in, n, s);
                    if (kept) {
                        store(i, from, n, s);
                    }
                    tables[i].evaluate(n, false, s);
                }
            }
            for (int t = 0; t < padded; t += width(t)) {
                for (int i = i0; i < end; i++) {
                    if (plans[i].hasNumeric) {
                        forwardTile(c, i, t, width(t), own.samples[i - i0], to, z0 + t * n);
                    }
                }
            }
        }
        for (int i = 0; i < in; i++) {
            for (int r = 0; r < n && plans[i].numeric.length < columns; r++) {
                // A NaN must not reach the columns that do not see this input, as zero times NaN.
                if (Double.isNaN(x[x0 + (from + r) * in + i])) {
                    for (int column : plans[i].numeric) {
                        to[z0 + place(column, r, n)] = Double.NaN;
                    }
                }
            }
        }
        for (int t = 0; t < columns && !oneTile; t += width(t)) {
            int width = width(t);
            for (int r = 0; r < n; r++) {
                System.arraycopy(
                        own.z, t * n + r * width, z, (from + r) * columns + t, Math.min(width, columns - t));
            }
        }
        if (!direct) {
            addSymbolic(from, n);
        }
    }

    /** One input's samples times a tile of its coefficients, bucket by bucket. */
    private void forwardTile(double[] c, int i, int t, int width, BasisTable.Samples s, double[] to, int at) {
        BasisTable table = tables[i];
        int start = (direct ? p0 : 0) + starts[i] + t;
        for (int w = 0; w < table.weights; w += 5) {
            double[] w0 = s.values[w];
            double[] w1 = s.values[w + 1];
            double[] w2 = s.values[w + 2];
            double[] w3 = s.values[w + 3];
            double[] w4 = s.values[w + 4];
            for (int b = 0; b < table.buckets; b++) {
                int begin = s.bucket[b];
                int end = s.bucket[b + 1];
                if (begin == end) {
                    continue;
                }
                int a0 = start + table.offsets[b * table.weights + w];
                int a1 = start + table.offsets[b * table.weights + w + 1];
                int a2 = start + table.offsets[b * table.weights + w + 2];
                int a3 = start + table.offsets[b * table.weights + w + 3];
                int a4 = start + table.offsets[b * table.weights + w + 4];
                if (width == 4 * L) {
                    Tiles.forward4(c, a0, a1, a2, a3, a4, s.row, w0, w1, w2, w3, w4, begin, end, to, at);
                } else {
                    Tiles.forward2(c, a0, a1, a2, a3, a4, s.row, w0, w1, w2, w3, w4, begin, end, to, at);
                }
            }
        }
    }

    /** Columns of the tile that begins at column t. */
    private int width(int t) {
        return FOUR && t + 4 * L <= padded ? 4 * L : 2 * L;
    }

    /** Where a column of a row lies in a block of n rows by tiles. */
    private int place(int column, int row, int n) {
        int t = column / (4 * L) * (4 * L);
        if (FOUR && t + 4 * L <= padded) {
            return t * n + row * (4 * L) + column - t;
        }
        t = column / (2 * L) * (2 * L);
        return t * n + row * (2 * L) + column - t;
    }

    /** Keeps the order of an input's samples in a block, for the way back. */
    private void store(int i, int from, int n, BasisTable.Samples s) {
        int at = i * keptRow.length / in + from;
        System.arraycopy(s.row, 0, keptRow, at, n);
        System.arraycopy(s.x, 0, keptX, at, n);
        System.arraycopy(s.bucket, 0, keptBucket, (from / block * in + i) * (mostBuckets + 1), tables[i].buckets + 1);
    }

    private void load(int i, int from, int n, BasisTable.Samples s) {
        int at = i * keptRow.length / in + from;
        System.arraycopy(keptRow, at, s.row, 0, n);
        System.arraycopy(keptX, at, s.x, 0, n);
        System.arraycopy(keptBucket, (from / block * in + i) * (mostBuckets + 1), s.bucket, 0, tables[i].buckets + 1);
    }

    private void addSymbolic(int from, int n) {
        for (int i = 0; i < in; i++) {
            InputPlan plan = plans[i];
            for (int e = 0; e < plan.symbolic.length; e++) {
                int q = p0 + plan.constants[e];
                for (int r = from; r < from + n; r++) {
                    double u = p[q] * x[x0 + r * in + i] + p[q + 1];
                    z[r * columns + plan.symbolic[e]] += p[q + 2] * toDouble(plan.functions[e].value(u)) + p[q + 3];
                }
            }
        }
    }

    @Override
    public void backward(double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, double[] dx) {
        this.p = p;
        this.p0 = p0;
        this.x = x;
        this.x0 = x0;
        this.rows = rows;
        this.dz = dz;
        this.dp = dp;
        this.dx = dx;
        pack();
        if (!direct) {
            Arrays.fill(gradient, 0);
        }
        if (!oneTile) {
            workers.run((rows + block - 1) / block, tileTask);
        }
        // One run of inputs a thread: of dx, neighbours are on one line of the cache.
        share = (in + workers.threads() - 1) / workers.threads();
        workers.run((in + share - 1) / share, backwardTask);
    }

    /** Copies a block of dz to its tiles; the columns that fill up stay zero. */
    private void tileBlock(int task, int worker) {
        int from = task * block;
        int n = Math.min(block, rows - from);
        for (int t = 0; t < columns; ) {
            int width = width(t);
            int some = Math.min(width, columns - t);
            for (int r = 0; r < n; r++) {
                int to = from * padded + t * n + r * width;
                System.arraycopy(dz, (from + r) * columns + t, tiles, to, some);
                Arrays.fill(tiles, to + some, to + width, 0);
            }
            t += width;
        }
    }

    private void backwardInputs(int task, int worker) {
        int last = Math.min(in, (task + 1) * share);
        for (int i0 = task * share; i0 < last; i0 += CHUNK) {
            int end = Math.min(last, i0 + CHUNK);
            for (int from = 0; from < rows; from += block) {
                backwardBlock(i0, end, from, Math.min(block, rows - from), scratch[worker]);
            }
            for (int i = i0; i < end && !direct; i++) {
                unpack(i);
                symbolicGradient(i);
            }
        }
    }

    private void backwardBlock(int i0, int end, int from, int n, Scratch own) {
        boolean inputs = dx.length > 0;
        for (int i = i0; i < end; i++) {
            if (plans[i].hasNumeric) {
                BasisTable.Samples s = own.samples[i - i0];
                if (kept) {
                    load(i, from, n, s);
                } else {
                    tables[i].sort(x, x0 + from * in + i, in, n, s);
                }
                tables[i].evaluate(n, true, s);
            }
        }
        double[] d = direct ? dp : gradient;
        double[] c = direct ? p : coefficients;
        double[] g = oneTile ? dz : tiles;
        for (int t = 0; t < padded; t += width(t)) {
            for (int i = i0; i < end; i++) {
                if (plans[i].hasNumeric) {
                    BasisTable.Samples s = own.samples[i - i0];
                    int at = from * padded + t * n;
                    weightTile(d, i, t, width(t), s, g, at);
                    if (inputs) {
                        inputTile(c, i, t, width(t), s, g, at, own.lanes[i - i0]);
                    }
                }
            }
        }
        for (int i = i0; i < end && inputs; i++) {
            if (plans[i].hasNumeric) {
                Tiles.fold(own.lanes[i - i0], n, own.samples[i - i0].row, dx, x0 + from * in + i, in);
            } else {
                for (int r = from; r < from + n; r++) {
                    dx[x0 + r * in + i] = 0;
                }
            }
        }
    }

    private void weightTile(double[] d, int i, int t, int width, BasisTable.Samples s, double[] g, int at) {
        BasisTable table = tables[i];
        int start = (direct ? p0 : 0) + starts[i] + t;
        for (int w = 0; w < table.weights; w += 5) {
            double[] w0 = s.values[w];
            double[] w1 = s.values[w + 1];
            double[] w2 = s.values[w + 2];
            double[] w3 = s.values[w + 3];
            double[] w4 = s.values[w + 4];
            for (int b = 0; b < table.buckets; b++) {
                int begin = s.bucket[b];
                int end = s.bucket[b + 1];
                if (begin == end) {
                    continue;
                }
                int a0 = start + table.offsets[b * table.weights + w];
                int a1 = start + table.offsets[b * table.weights + w + 1];
                int a2 = start + table.offsets[b * table.weights + w + 2];
                int a3 = start + table.offsets[b * table.weights + w + 3];
                int a4 = start + table.offsets[b * table.weights + w + 4];
                if (width == 4 * L) {
                    Tiles.weights4(d, a0, a1, a2, a3, a4, s.row, w0, w1, w2, w3, w4, begin, end, g, at);
                } else {
                    Tiles.weights2(d, a0, a1, a2, a3, a4, s.row, w0, w1, w2, w3, w4, begin, end, g, at);
                }
            }
        }
    }

    private void inputTile(
            double[] c, int i, int t, int width, BasisTable.Samples s, double[] g, int at, double[] lanes) {
        BasisTable table = tables[i];
        int start = (direct ? p0 : 0) + starts[i] + t;
        for (int w = 0; w < table.weights; w += 5) {
            double[] w0 = s.slopes[w];
            double[] w1 = s.slopes[w + 1];
            double[] w2 = s.slopes[w + 2];
            double[] w3 = s.slopes[w + 3];
            double[] w4 = s.slopes[w + 4];
            boolean add = w + t > 0;
            for (int b = 0; b < table.buckets; b++) {
                int begin = s.bucket[b];
                int end = s.bucket[b + 1];
                if (begin == end) {
                    continue;
                }
                int a0 = start + table.offsets[b * table.weights + w];
                int a1 = start + table.offsets[b * table.weights + w + 1];
                int a2 = start + table.offsets[b * table.weights + w + 2];
                int a3 = start + table.offsets[b * table.weights + w + 3];
                int a4 = start + table.offsets[b * table.weights + w + 4];
                if (width == 4 * L) {
                    Tiles.inputs4(c, a0, a1, a2, a3, a4, s.row, w0, w1, w2, w3, w4, begin, end, g, at, lanes, add);
                } else {
                    Tiles.inputs2(c, a0, a1, a2, a3, a4, s.row, w0, w1, w2, w3, w4, begin, end, g, at, lanes, add);
                }
            }
        }
    }

    /** Adds the gradient of an input's numeric edges to the caller's. */
    private void unpack(int i) {
        InputPlan plan = plans[i];
        for (int m = 0; m < plan.rows() && plan.hasNumeric; m++) {
            int from = starts[i] + m * padded;
            int to = p0 + plan.row(m);
            for (int c : plan.numeric) {
                dp[to + c] += gradient[from + c];
            }
        }
    }

    private void symbolicGradient(int i) {
        InputPlan plan = plans[i];
        for (int e = 0; e < plan.symbolic.length; e++) {
            int q = p0 + plan.constants[e];
            for (int r = 0; r < rows; r++) {
                double v = x[x0 + r * in + i];
                double u = p[q] * v + p[q + 1];
                double df = toDouble(plan.functions[e].derivative(u));
                double g = dz[r * columns + plan.symbolic[e]];
                dp[q] += g * p[q + 2] * df * v;
                dp[q + 1] += g * p[q + 2] * df;
                dp[q + 2] += g * toDouble(plan.functions[e].value(u));
                dp[q + 3] += g;
                if (dx.length > 0) {
                    dx[x0 + r * in + i] += g * p[q + 2] * df * p[q];
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
        new ScalarKernels().prepare(layer, rows, workers).jacobian(
                p, p0, x, x0, s, rows, outputs, slots, jacobian, j0, width, sx);
    }
}
