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

    private static final int SOME_ROWS = 32;

    /** A tile of a row. */
    private static final double[] ZEROS = new double[4 * L];

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
    private final int room;
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

    private final Workers.Task forwardTask = this::forwardBlock;
    private final Workers.Task tileTask = this::tileBlock;
    private final Workers.Task backwardTask = this::backwardInputs;

    /** What one thread needs. */
    private static final class Scratch {
        final BasisTable.Samples[] samples = new BasisTable.Samples[CHUNK];
        final double[][] lanes = new double[CHUNK][];
        final double[][] sums = new double[CHUNK][];
        final double[][] slopeRows = new double[CHUNK][];
        final double[] z;

        /** What the gradient by a row of zeros is added to. */
        final double[] unused = new double[4 * L];

        Scratch(int rows, int buckets, int weights, int slopeWeights, int support, int rowsOfSlope, int columns) {
            for (int i = 0; i < CHUNK; i++) {
                samples[i] = new BasisTable.Samples(rows, buckets, weights, slopeWeights, support);
                lanes[i] = new double[(rows + L - 1) / L * L * L];
                sums[i] = new double[rows];
                slopeRows[i] = new double[rowsOfSlope];
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
        int slopeWeights = 1;
        int support = 1;
        int rowsOfSlope = 1;
        for (int i = 0; i < in; i++) {
            tables[i] = new BasisTable(plans[i], padded);
            dense &= plans[i].numeric.length == columns;
            buckets = Math.max(buckets, tables[i].buckets);
            weights = Math.max(weights, tables[i].values.weights);
            slopeWeights = Math.max(slopeWeights, tables[i].slopes.weights);
            rowsOfSlope = Math.max(rowsOfSlope, tables[i].slopeRowCount());
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
        this.room = rows;
        this.mostBuckets = buckets;
        this.keptRow = new int[in * rows];
        this.keptX = new double[in * rows];
        this.keptBucket = new int[(rows + block - 1) / block * in * (buckets + 1)];
        this.scratch = new Scratch[workers.threads()];
        for (int w = 0; w < scratch.length; w++) {
            scratch[w] = new Scratch(
                    block, buckets, weights, slopeWeights, support, rowsOfSlope * padded, oneTile ? 0 : padded);
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
            gather(i0, end, from, n, own);
            for (int i = i0; i < end; i++) {
                if (plans[i].hasNumeric) {
                    BasisTable.Samples s = own.samples[i - i0];
                    tables[i].sort(n, s);
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
        WeightedRows table = tables[i].values;
        int start = (direct ? p0 : 0) + starts[i] + t;
        for (int b = 0; b < tables[i].buckets; b++) {
            int begin = s.bucket[b];
            int end = s.bucket[b + 1];
            for (int w = 0; w < table.weights && begin < end; w += 4) {
                boolean zeros = w > 0 || table.constants[b] < 0;
                double[] q = zeros ? ZEROS : c;
                int a0 = zeros ? 0 : start + table.constants[b];
                int o = b * table.weights + w;
                int a1 = start + table.offsets[o];
                int a2 = start + table.offsets[o + 1];
                int a3 = start + table.offsets[o + 2];
                int a4 = start + table.offsets[o + 3];
                double[] w1 = s.values[w];
                double[] w2 = s.values[w + 1];
                double[] w3 = s.values[w + 2];
                double[] w4 = s.values[w + 3];
                if (width == 4 * L) {
                    Tiles.forward4(q, a0, c, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, to, at);
                } else {
                    Tiles.forward2(q, a0, c, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, to, at);
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
        int at = i * room + from;
        System.arraycopy(s.row, 0, keptRow, at, n);
        System.arraycopy(s.x, 0, keptX, at, n);
        System.arraycopy(s.bucket, 0, keptBucket, (from / block * in + i) * (mostBuckets + 1), tables[i].buckets + 1);
    }

    private void load(int i, int from, int n, BasisTable.Samples s) {
        int at = i * room + from;
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
        workers.run((in + CHUNK - 1) / CHUNK, backwardTask);
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
        Scratch own = scratch[worker];
        int i0 = task * CHUNK;
        int end = Math.min(in, i0 + CHUNK);
        for (int i = i0; i < end && dx.length > 0; i++) {
            tables[i].slopeRows(direct ? p : coefficients, (direct ? p0 : 0) + starts[i], own.slopeRows[i - i0], 0);
        }
        for (int from = 0; from < rows; from += block) {
            backwardBlock(i0, end, from, Math.min(block, rows - from), own);
        }
        for (int i = i0; i < end && !direct; i++) {
            unpack(i);
            symbolicGradient(i);
        }
    }

    private void backwardBlock(int i0, int end, int from, int n, Scratch own) {
        if (!kept) {
            gather(i0, end, from, n, own);
        }
        for (int i = i0; i < end; i++) {
            if (plans[i].hasNumeric) {
                BasisTable.Samples s = own.samples[i - i0];
                if (kept) {
                    load(i, from, n, s);
                } else {
                    tables[i].sort(n, s);
                }
                tables[i].evaluate(n, true, s);
            }
        }
        double[] g = oneTile ? dz : tiles;
        for (int t = 0; t < padded; t += width(t)) {
            for (int i = i0; i < end; i++) {
                if (plans[i].hasNumeric) {
                    backwardTile(i, t, width(t), g, from * padded + t * n, own, i - i0);
                }
            }
        }
        if (dx.length > 0) {
            for (int i = i0; i < end; i++) {
                if (plans[i].hasNumeric) {
                    Tiles.fold(own.lanes[i - i0], n, own.samples[i - i0].row, own.sums[i - i0]);
                } else {
                    Arrays.fill(own.sums[i - i0], 0, n, 0);
                }
            }
            scatter(i0, end, from, n, own);
        }
    }

    /** Copies a chunk's inputs, some rows at a time: of all inputs these share lines of the cache. */
    private void gather(int i0, int end, int from, int n, Scratch own) {
        for (int begin = 0; begin < n; begin += SOME_ROWS) {
            for (int i = i0; i < end; i++) {
                double[] samples = own.samples[i - i0].unsorted;
                int at = x0 + (from + begin) * in + i;
                for (int r = begin; r < Math.min(n, begin + SOME_ROWS); r++, at += in) {
                    samples[r] = x[at];
                }
            }
        }
    }

    /** Copies the gradient by a chunk's inputs likewise. */
    private void scatter(int i0, int end, int from, int n, Scratch own) {
        for (int begin = 0; begin < n; begin += SOME_ROWS) {
            for (int i = i0; i < end; i++) {
                double[] sums = own.sums[i - i0];
                int at = x0 + (from + begin) * in + i;
                for (int r = begin; r < Math.min(n, begin + SOME_ROWS); r++, at += in) {
                    dx[at] = sums[r];
                }
            }
        }
    }

    /** Both gradients of one input's samples and a tile, bucket by bucket, so that a bucket's rows of dz are near the second time. */
    private void backwardTile(int i, int t, int width, double[] g, int at, Scratch own, int slot) {
        BasisTable table = tables[i];
        BasisTable.Samples s = own.samples[slot];
        for (int b = 0; b < table.buckets; b++) {
            if (s.bucket[b] < s.bucket[b + 1]) {
                weightTile(table, b, (direct ? p0 : 0) + starts[i] + t, width, s, g, at, own.unused);
                if (dx.length > 0) {
                    inputTile(table, b, t, width, s, g, at, own.slopeRows[slot], own.lanes[slot]);
                }
            }
        }
    }

    private void weightTile(
            BasisTable basis, int b, int start, int width, BasisTable.Samples s, double[] g, int at, double[] unused) {
        WeightedRows table = basis.values;
        double[] d = direct ? dp : gradient;
        int begin = s.bucket[b];
        int end = s.bucket[b + 1];
        for (int w = 0; w < table.weights; w += 4) {
            boolean zeros = w > 0 || table.constants[b] < 0;
            double[] q = zeros ? unused : d;
            int a0 = zeros ? 0 : start + table.constants[b];
            int o = b * table.weights + w;
            int a1 = start + table.offsets[o];
            int a2 = start + table.offsets[o + 1];
            int a3 = start + table.offsets[o + 2];
            int a4 = start + table.offsets[o + 3];
            double[] w1 = s.values[w];
            double[] w2 = s.values[w + 1];
            double[] w3 = s.values[w + 2];
            double[] w4 = s.values[w + 3];
            if (width == 4 * L) {
                Tiles.weights4(q, a0, d, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, g, at);
            } else {
                Tiles.weights2(q, a0, d, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, g, at);
            }
        }
    }

    private static void inputTile(
            BasisTable basis, int b, int t, int width, BasisTable.Samples s, double[] g, int at, double[] c, double[] lanes) {
        WeightedRows table = basis.slopes;
        int begin = s.bucket[b];
        int end = s.bucket[b + 1];
        for (int w = 0; w < table.weights; w += 3) {
            boolean zeros = w > 0 || table.constants[b] < 0;
            double[] q = zeros ? ZEROS : c;
            int a0 = zeros ? 0 : t + table.constants[b];
            int o = b * table.weights + w;
            int a1 = t + table.offsets[o];
            int a2 = t + table.offsets[o + 1];
            int a3 = t + table.offsets[o + 2];
            double[] w1 = s.slopes[w];
            double[] w2 = s.slopes[w + 1];
            double[] w3 = s.slopes[w + 2];
            boolean add = w + t > 0;
            if (width == 4 * L) {
                Tiles.inputs4(q, a0, c, a1, a2, a3, s.row, w1, w2, w3, begin, end, g, at, lanes, add);
            } else {
                Tiles.inputs2(q, a0, c, a1, a2, a3, s.row, w1, w2, w3, begin, end, g, at, lanes, add);
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
