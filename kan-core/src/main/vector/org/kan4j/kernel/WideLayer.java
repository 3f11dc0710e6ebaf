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

    /** Numbers on a line of the cache, or twice as many. */
    private static final int LINE = 16;

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

    /**
     * z of each thread's block, then dz, block by block, tile by tile, row by row: the rows of a tile are near each other in
     * memory.
     */
    private final double[] tiles;

    /** Where dz begins in {@code tiles}. */
    private final int gradientTiles;

    /** [in] where an input's rows begin in {@code coefficients}, or from the start of the layer's block. */
    private final int[] starts;

    /** Inputs whose gradients one task computes: a line of the cache of dx at least, which threads do not have to share then. */
    private final int share;

    /** Rows in a block: enough that starting and ending a bucket costs little beside its samples. */
    private final int block;

    /** [blocks, in] the order of the samples on the way forward. */
    private final BasisTable.Order[] kept;

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
    private boolean keep;

    private final Workers.Task forwardTask = this::forwardBlock;
    private final Workers.Task tileTask = this::tileBlock;
    private final Workers.Task backwardTask = this::backwardInputs;

    /** What one thread needs. */
    private static final class Scratch {
        final BasisTable.Samples[] samples = new BasisTable.Samples[CHUNK];
        final BasisTable.Order[] own = new BasisTable.Order[CHUNK];

        /** The orders of the chunk at work: kept ones or those above. */
        final BasisTable.Order[] orders = new BasisTable.Order[CHUNK];

        /** [inputs][rows] a chunk's samples, by row. */
        final double[][] unsorted = new double[CHUNK][];

        final double[][] lanes = new double[CHUNK][];
        final double[][] sums = new double[CHUNK][];
        final double[][] slopeRows = new double[CHUNK][];

        /** What the gradient by a row of zeros is added to. */
        final double[] unused = new double[4 * L];

        Scratch(int rows, int buckets, int weights, int slopeWeights, int support, int slopes) {
            for (int i = 0; i < CHUNK; i++) {
                samples[i] = new BasisTable.Samples(rows, weights, slopeWeights, support);
                own[i] = new BasisTable.Order(rows, buckets);
                orders[i] = own[i];
                unsorted[i] = samples[i].unsorted;
                lanes[i] = new double[(rows + L - 1) / L * L * L];
                sums[i] = new double[rows];
                slopeRows[i] = new double[slopes];
            }
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
        this.block = Math.min(rows, Math.max(512, Math.min(1024, Integer.highestOneBit(32 * buckets - 1))));
        int tasks = 8 * workers.threads();
        this.share = (in + tasks * LINE - 1) / (tasks * LINE) * LINE;
        this.gradientTiles = Tiles.FIRST + workers.threads() * block * padded;
        this.tiles = Tiles.room(workers.threads() * block * padded + rows * padded);
        this.kept = new BasisTable.Order[(rows + block - 1) / block * in];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new BasisTable.Order(Math.min(block, rows - i / in * block), buckets);
        }
        this.scratch = new Scratch[workers.threads()];
        for (int w = 0; w < scratch.length; w++) {
            scratch[w] = new Scratch(block, buckets, weights, slopeWeights, support, rowsOfSlope * padded);
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
        this.keep = keep && forwardBlock == block;
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
        double[] to = tiles;
        int z0 = Tiles.FIRST + worker * block * padded;
        Arrays.fill(to, z0, z0 + n * padded, 0);
        double[] c = direct ? p : coefficients;
        for (int i0 = 0; i0 < in; i0 += CHUNK) {
            int end = Math.min(in, i0 + CHUNK);
            gather(i0, end, from, n, own);
            for (int i = i0; i < end; i++) {
                if (plans[i].hasNumeric) {
                    BasisTable.Samples s = own.samples[i - i0];
                    BasisTable.Order order = keep ? kept[from / block * in + i] : own.own[i - i0];
                    own.orders[i - i0] = order;
                    tables[i].sort(n, s, order);
                    tables[i].evaluate(n, false, order, s);
                }
            }
            for (int t = 0; t < padded; t += width(t)) {
                for (int i = i0; i < end; i++) {
                    if (plans[i].hasNumeric) {
                        forwardTile(c, i, t, width(t), own.orders[i - i0], own.samples[i - i0].values, to, z0 + t * n);
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
        for (int t = 0; t < columns; t += width(t)) {
            int width = width(t);
            for (int r = 0; r < n; r++) {
                System.arraycopy(
                        to, z0 + t * n + r * width, z, (from + r) * columns + t, Math.min(width, columns - t));
            }
        }
        if (!direct) {
            addSymbolic(from, n);
        }
    }

    /** One input's samples times a tile of its coefficients, bucket by bucket. */
    private void forwardTile(
            double[] c, int i, int t, int width, BasisTable.Order s, double[][] values, double[] to, int at) {
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
                double[] w1 = values[w];
                double[] w2 = values[w + 1];
                double[] w3 = values[w + 2];
                double[] w4 = values[w + 3];
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
        workers.run((rows + block - 1) / block, tileTask);
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
                int to = gradientTiles + from * padded + t * n + r * width;
                System.arraycopy(dz, (from + r) * columns + t, tiles, to, some);
                Arrays.fill(tiles, to + some, to + width, 0);
            }
            t += width;
        }
    }

    private void backwardInputs(int task, int worker) {
        int last = Math.min(in, (task + 1) * share);
        for (int i0 = task * share; i0 < last; i0 += CHUNK) {
            backwardChunk(i0, Math.min(last, i0 + CHUNK), scratch[worker]);
        }
    }

    private void backwardChunk(int i0, int end, Scratch own) {
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
        if (!keep) {
            gather(i0, end, from, n, own);
        }
        for (int i = i0; i < end; i++) {
            if (plans[i].hasNumeric) {
                BasisTable.Samples s = own.samples[i - i0];
                BasisTable.Order order = keep ? kept[from / block * in + i] : own.own[i - i0];
                own.orders[i - i0] = order;
                if (!keep) {
                    tables[i].sort(n, s, order);
                }
                tables[i].evaluate(n, true, order, s);
            }
        }
        for (int t = 0; t < padded; t += width(t)) {
            for (int i = i0; i < end; i++) {
                if (plans[i].hasNumeric) {
                    backwardTile(i, t, width(t), gradientTiles + from * padded + t * n, own, i - i0);
                }
            }
        }
        if (dx.length > 0) {
            for (int i = i0; i < end; i++) {
                if (plans[i].hasNumeric) {
                    Tiles.fold(own.lanes[i - i0], n, own.orders[i - i0].row, own.sums[i - i0]);
                } else {
                    Arrays.fill(own.sums[i - i0], 0, n, 0);
                }
            }
            scatter(i0, end, from, n, own);
        }
    }

    /** Copies a chunk's inputs. */
    private void gather(int i0, int end, int from, int n, Scratch own) {
        int at = x0 + from * in + i0;
        if (end - i0 == CHUNK) {
            gather8(x, at, in, n, own.unsorted);
            return;
        }
        for (int i = i0; i < end; i++) {
            for (int r = 0; r < n; r++) {
                own.unsorted[i - i0][r] = x[at + r * in + i - i0];
            }
        }
    }

    /** Eight columns at once, since they share lines of the cache. */
    private static void gather8(double[] x, int from, int in, int n, double[][] to) {
        double[] to0 = to[0];
        double[] to1 = to[1];
        double[] to2 = to[2];
        double[] to3 = to[3];
        double[] to4 = to[4];
        double[] to5 = to[5];
        double[] to6 = to[6];
        double[] to7 = to[7];
        for (int r = 0, at = from; r < n; r++, at += in) {
            to0[r] = x[at];
            to1[r] = x[at + 1];
            to2[r] = x[at + 2];
            to3[r] = x[at + 3];
            to4[r] = x[at + 4];
            to5[r] = x[at + 5];
            to6[r] = x[at + 6];
            to7[r] = x[at + 7];
        }
    }

    /** Copies the gradient by a chunk's inputs likewise. */
    private void scatter(int i0, int end, int from, int n, Scratch own) {
        int at = x0 + from * in + i0;
        if (end - i0 == CHUNK) {
            scatter8(own.sums, dx, at, in, n);
            return;
        }
        for (int i = i0; i < end; i++) {
            for (int r = 0; r < n; r++) {
                dx[at + r * in + i - i0] = own.sums[i - i0][r];
            }
        }
    }

    private static void scatter8(double[][] sums, double[] x, int from, int in, int n) {
        double[] s0 = sums[0];
        double[] s1 = sums[1];
        double[] s2 = sums[2];
        double[] s3 = sums[3];
        double[] s4 = sums[4];
        double[] s5 = sums[5];
        double[] s6 = sums[6];
        double[] s7 = sums[7];
        for (int r = 0, at = from; r < n; r++, at += in) {
            x[at] = s0[r];
            x[at + 1] = s1[r];
            x[at + 2] = s2[r];
            x[at + 3] = s3[r];
            x[at + 4] = s4[r];
            x[at + 5] = s5[r];
            x[at + 6] = s6[r];
            x[at + 7] = s7[r];
        }
    }

    /** Both gradients of one input's samples and a tile, bucket by bucket, so that a bucket's rows of dz are near the second time. */
    private void backwardTile(int i, int t, int width, int at, Scratch own, int slot) {
        BasisTable table = tables[i];
        BasisTable.Order s = own.orders[slot];
        for (int b = 0; b < table.buckets; b++) {
            if (s.bucket[b] < s.bucket[b + 1]) {
                weightTile(table.values, b, (direct ? p0 : 0) + starts[i] + t, width, s, at, own, slot);
                if (dx.length > 0) {
                    inputTile(table.slopes, b, t, width, s, at, own, slot);
                }
            }
        }
    }

    private void weightTile(
            WeightedRows table, int b, int start, int width, BasisTable.Order s, int at, Scratch own, int slot) {
        double[] d = direct ? dp : gradient;
        double[][] values = own.samples[slot].values;
        int begin = s.bucket[b];
        int end = s.bucket[b + 1];
        for (int w = 0; w < table.weights; w += 4) {
            boolean zeros = w > 0 || table.constants[b] < 0;
            double[] q = zeros ? own.unused : d;
            int a0 = zeros ? 0 : start + table.constants[b];
            int o = b * table.weights + w;
            int a1 = start + table.offsets[o];
            int a2 = start + table.offsets[o + 1];
            int a3 = start + table.offsets[o + 2];
            int a4 = start + table.offsets[o + 3];
            double[] w1 = values[w];
            double[] w2 = values[w + 1];
            double[] w3 = values[w + 2];
            double[] w4 = values[w + 3];
            if (width == 4 * L) {
                Tiles.weights4(q, a0, d, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, tiles, at);
            } else {
                Tiles.weights2(q, a0, d, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, tiles, at);
            }
        }
    }

    private void inputTile(
            WeightedRows table, int b, int t, int width, BasisTable.Order s, int at, Scratch own, int slot) {
        double[] c = own.slopeRows[slot];
        double[][] slopes = own.samples[slot].slopes;
        double[] lanes = own.lanes[slot];
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
            double[] w1 = slopes[w];
            double[] w2 = slopes[w + 1];
            double[] w3 = slopes[w + 2];
            boolean add = w + t > 0;
            if (width == 4 * L) {
                Tiles.inputs4(q, a0, c, a1, a2, a3, s.row, w1, w2, w3, begin, end, tiles, at, lanes, add);
            } else {
                Tiles.inputs2(q, a0, c, a1, a2, a3, s.row, w1, w2, w3, begin, end, tiles, at, lanes, add);
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
