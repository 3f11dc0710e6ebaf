package org.kan4j.kernel;

import java.util.Arrays;
import org.kan4j.layer.Layer;

/**
 * A layer of many columns. A sample touches few rows of an input's coefficients, and all samples on one interval touch the
 * same: so the samples of an input are sorted by interval, and every bucket is a small dense product with coefficients in
 * registers ({@link Tiles}). Threads share the rows forward, or groups of inputs where rows are few, and the inputs backward: no
 * sum is ever shared.
 */
final class WideLayer implements LayerKernel {
    private static final int L = Tiles.L;

    /** Inputs whose samples are sorted together, since they share lines of the cache. */
    private static final int CHUNK = 8;

    /** Rows for each bucket up to which threads share the inputs forward, where there are many: a part of the rows would leave too few in a bucket. */
    private static final int FEW_ROWS = 32;

    /** Groups of inputs that they share; for all numbers of threads the same, so that sums are. */
    private static final int GROUPS = 8;

    private static final int SOME_ROWS = 32;

    private static final int MANY_INPUTS = 32 * GROUPS;

    /** Coefficients that lie in tiles at a time, or a tile's if these are more: 256 kB, as z and dz are to stay in the cache too. */
    private static final int LOADED = (1 << 18) * Byte.SIZE / Double.SIZE;

    /** Numbers on a line of the cache, or twice as many. */
    private static final int LINE = 16;

    private static final boolean FOUR = Tiles.S.vectorBitSize() >= 512;

    /** Columns of a tile, but for a narrower last one. */
    private static final int WIDEST = FOUR ? 4 * L : 2 * L;

    private final Layer layer;
    private final int in;
    private final int columns;
    private final Workers workers;
    private final InputPlan[] plans;
    private final BasisTable[] tables;

    /** Columns of z and of the coefficients, filled up to whole tiles. */
    private final int padded;

    /**
     * For each thread the tiles of some inputs' coefficients and of the gradient, and a tile of the slope's coefficients; then z of each thread's
     * block, or of each group of inputs; then dz, block by block, tile by tile, row by row: what is used together is near in memory.
     */
    private final double[] tiles;

    /** Rows of a tile of an input's coefficients or of those of its slope, at most, and one of zeros before them. */
    private final int most;

    /** Columns that are worked on at a time, whole tiles. */
    private final int band;

    /** Length of a band of an input's coefficients. */
    private final int coefficients;

    /** Inputs that are taken through a tile of z together, while it is in the cache. */
    private final int together;

    /** Length of a thread's tiles of coefficients. */
    private final int threadTiles;

    /** Where z begins in {@code tiles}. */
    private final int valueTiles;

    /** Where dz begins in {@code tiles}. */
    private final int gradientTiles;

    /** Inputs whose gradients one task computes: a line of the cache of dx at least, which threads do not have to share then. */
    private final int share;

    /** Rows in a block: enough that starting and ending a bucket costs little beside its samples. */
    private final int block;

    /** Rows up to which threads share the inputs forward. */
    private final int few;

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
    private boolean add;
    private int p0;
    private int x0;
    private int rows;
    private int forwardBlock;
    private boolean keep;

    private final Workers.Task forwardTask = this::forwardBlock;
    private final Workers.Task groupTask = this::forwardGroup;
    private final Workers.Task joinTask = this::join;
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

        Scratch(int rows, int buckets, int weights, int slopeWeights, int support) {
            for (int i = 0; i < CHUNK; i++) {
                samples[i] = new BasisTable.Samples(rows, weights, slopeWeights, support);
                own[i] = new BasisTable.Order(rows, buckets);
                orders[i] = own[i];
                unsorted[i] = new double[rows + L];
                lanes[i] = new double[(rows + L - 1) / L * L * L];
                sums[i] = new double[rows];
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
        int buckets = 1;
        int weights = 1;
        int slopeWeights = 1;
        int support = 1;
        int most = 1;
        for (int i = 0; i < in; i++) {
            tables[i] = new BasisTable(plans[i]);
            buckets = Math.max(buckets, tables[i].buckets);
            weights = Math.max(weights, tables[i].values.weights);
            slopeWeights = Math.max(slopeWeights, tables[i].slopes.weights);
            most = Math.max(most, tables[i].slopeRowCount());
            support = Math.max(support, plans[i].support);
        }
        this.block = Math.min(rows, Math.max(512, Math.min(1024, Integer.highestOneBit(32 * buckets - 1))));
        int tasks = 8 * workers.threads();
        this.share = (in + tasks * LINE - 1) / (tasks * LINE) * LINE;
        this.most = most + 1;
        this.band = Math.max(1, Math.min((padded + 4 * L - 1) / (4 * L), LOADED / (this.most * 4 * L))) * 4 * L;
        this.coefficients = this.most * band;
        this.together = Math.max(1, Math.min(CHUNK, LOADED / coefficients));
        this.threadTiles = this.most * 4 * L + 2 * together * coefficients;
        this.valueTiles = Tiles.FIRST + workers.threads() * threadTiles;
        this.few = in < MANY_INPUTS ? 0 : Math.min(block, FEW_ROWS * buckets);
        this.gradientTiles = valueTiles + Math.max(workers.threads() * block, GROUPS * few) * padded;
        this.tiles = Tiles.room(gradientTiles + rows * padded);
        this.kept = new BasisTable.Order[(rows + block - 1) / block * in];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new BasisTable.Order(Math.min(block, rows - i / in * block), buckets);
        }
        this.scratch = new Scratch[workers.threads()];
        for (int w = 0; w < scratch.length; w++) {
            scratch[w] = new Scratch(block, buckets, weights, slopeWeights, support);
        }
        double[] none = {};
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
        if (rows <= few) {
            forwardBlock = rows;
            this.keep = keep;
            workers.run(GROUPS, groupTask);
            workers.run((rows + SOME_ROWS - 1) / SOME_ROWS, joinTask);
            return;
        }
        // A row's sum has the same order whatever its block, so the blocks may be as many as the threads.
        int even = (rows + workers.threads() - 1) / workers.threads();
        forwardBlock = Math.min(block, Math.max(SOME_ROWS, even));
        this.keep = keep && forwardBlock == block;
        workers.run((rows + forwardBlock - 1) / forwardBlock, forwardTask);
    }

    /**
     * Where row 0 of a thread's tile of coefficients begins, for the input with a number in its chunk: row 1 begins at the same place for all inputs
     * and whatever the width of a tile is, so that row 0 stays zero.
     */
    private int coefficientTile(int worker, int slot, int t) {
        return Tiles.FIRST + worker * threadTiles + slot % together * coefficients + most * (t % band) + WIDEST - width(t);
    }

    /** Where row 0 of a thread's tile of the gradient begins. */
    private int gradientTile(int worker, int slot, int t) {
        return coefficientTile(worker, slot, t) + together * coefficients;
    }

    /** Where row 0 of a thread's tile of the slope's coefficients begins, which stays zero likewise. */
    private int slopeTile(int worker, int width) {
        return Tiles.FIRST + worker * threadTiles + 2 * together * coefficients + WIDEST - width;
    }

    /** Copies a band of an input's coefficients to tiles, in the order in which they lie in memory; those of other than numeric edges are zero. */
    private void load(InputPlan plan, int begin, int end, int worker, int slot) {
        int run = runOfRows(plan);
        for (int m = 0; m < plan.rows(); m += run) {
            for (int t = begin; t < end; t += width(t)) {
                loadRows(plan, t, m, m + run, coefficientTile(worker, slot, t));
            }
        }
    }

    /** How many rows of a tile follow each other in the caller's array. */
    private int runOfRows(InputPlan plan) {
        return width(0) == padded ? plan.rows() : 1;
    }

    private void loadRows(InputPlan plan, int t, int first, int last, int to) {
        int[] numeric = plan.numeric;
        int width = width(t);
        boolean whole = numeric.length == columns && t + width <= columns;
        int begin = whole ? 0 : firstFrom(numeric, t);
        for (int m = first; m < last; m++) {
            int from = p0 + plan.row(m) + t;
            int at = to + (m + 1) * width;
            if (whole) {
                Tiles.copy(p, from, width, tiles, at);
            } else {
                Arrays.fill(tiles, at, at + width, 0);
                for (int e = begin; e < numeric.length && numeric[e] < t + width; e++) {
                    tiles[at + numeric[e] - t] = p[from + numeric[e] - t];
                }
            }
        }
    }

    /** Where the columns from t on begin among those with numeric edges, which are in order. */
    private static int firstFrom(int[] numeric, int t) {
        int at = Arrays.binarySearch(numeric, t);
        return at < 0 ? -at - 1 : at;
    }

    /** Hands a band of an input's gradient to the caller likewise, whose own it is added to if {@code adding}. */
    private void store(InputPlan plan, int begin, int end, int worker, int slot, boolean adding) {
        int run = runOfRows(plan);
        for (int m = 0; m < plan.rows(); m += run) {
            for (int t = begin; t < end; t += width(t)) {
                storeRows(plan, t, m, m + run, gradientTile(worker, slot, t), adding);
            }
        }
    }

    private void storeRows(InputPlan plan, int t, int first, int last, int from, boolean adding) {
        int[] numeric = plan.numeric;
        int width = width(t);
        boolean whole = numeric.length == columns && t + width <= columns;
        int begin = whole ? 0 : firstFrom(numeric, t);
        for (int m = first; m < last; m++) {
            int to = p0 + plan.row(m) + t;
            int at = from + (m + 1) * width;
            if (whole && adding) {
                Tiles.add(tiles, at, width, dp, to);
            } else if (whole) {
                Tiles.copy(tiles, at, width, dp, to);
            } else {
                if (!adding) {
                    Arrays.fill(dp, to, to + Math.min(width, columns - t), 0);
                }
                for (int e = begin; e < numeric.length && numeric[e] < t + width; e++) {
                    dp[to + numeric[e] - t] += tiles[at + numeric[e] - t];
                }
            }
        }
    }

    private void forwardBlock(int task, int worker) {
        int from = task * forwardBlock;
        int n = Math.min(forwardBlock, rows - from);
        int z0 = valueTiles + worker * forwardBlock * padded;
        sum(0, in, from, n, z0, worker);
        finish(from, n, 0, n, z0);
    }

    private void forwardGroup(int group, int worker) {
        int size = (in + GROUPS - 1) / GROUPS;
        sum(group * size, Math.min(in, (group + 1) * size), 0, rows, valueTiles + group * rows * padded, worker);
    }

    /** Adds some rows of all groups. */
    private void join(int task, int worker) {
        int begin = task * SOME_ROWS;
        int end = Math.min(rows, begin + SOME_ROWS);
        for (int t = 0; t < padded; t += width(t)) {
            int at = valueTiles + t * rows + begin * width(t);
            for (int group = 1; group < GROUPS; group++) {
                Tiles.add(tiles, at + group * rows * padded, (end - begin) * width(t), tiles, at);
            }
        }
        finish(0, rows, begin, end, valueTiles);
    }

    /** Sums of some inputs' edges over n rows from {@code from} on. */
    private void sum(int first, int last, int from, int n, int z0, int worker) {
        Scratch own = scratch[worker];
        Arrays.fill(tiles, z0, z0 + n * padded, 0);
        for (int i0 = first; i0 < last; i0 += CHUNK) {
            int end = Math.min(last, i0 + CHUNK);
            evaluate(i0, end, from, n, false, own);
            for (int c = 0; c < padded; c += band) {
                for (int i = i0; i < end; i += together) {
                    forwardBand(c, i, Math.min(end, i + together), i0, n, z0, worker);
                }
            }
        }
    }

    /** Takes some inputs of the chunk that begins at i0 through the tiles of z in a band. */
    private void forwardBand(int begin, int first, int last, int i0, int n, int z0, int worker) {
        int end = Math.min(padded, begin + band);
        for (int t = begin; t < end; t += width(t)) {
            for (int i = first; i < last; i++) {
                if (plans[i].hasNumeric) {
                    if (t == begin) {
                        load(plans[i], begin, end, worker, i - i0);
                    }
                    forwardTile(i, t, z0 + t * n, worker, i - i0);
                }
            }
        }
    }

    /** Hands rows {@code begin ≤ r < end} of a block of n rows to the caller. */
    private void finish(int from, int n, int begin, int end, int z0) {
        for (int i = 0; i < in; i++) {
            for (int r = begin; r < end && plans[i].numeric.length < columns; r++) {
                // A NaN must not reach the columns that do not see this input, as zero times NaN.
                if (Double.isNaN(x[x0 + (from + r) * in + i])) {
                    for (int column : plans[i].numeric) {
                        tiles[z0 + place(column, r, n)] = Double.NaN;
                    }
                }
            }
        }
        for (int t = 0; t < columns; t += width(t)) {
            int width = width(t);
            for (int r = begin; r < end; r++) {
                System.arraycopy(
                        tiles, z0 + t * n + r * width, z, (from + r) * columns + t, Math.min(width, columns - t));
            }
        }
        for (int i = 0; i < in; i++) {
            SymbolicEdges.add(plans[i], i, p, p0, x, x0, in, from + begin, from + end, z);
        }
    }

    /** One input's samples and a tile, bucket by bucket. */
    private void forwardTile(int i, int t, int at, int worker, int slot) {
        BasisTable table = tables[i];
        BasisTable.Samples samples = scratch[worker].samples[slot];
        BasisTable.Order s = scratch[worker].orders[slot];
        int width = width(t);
        int c = coefficientTile(worker, slot, t);
        for (int b = 0; b < table.buckets; b++) {
            if (s.bucket[b] < s.bucket[b + 1]) {
                valueTile(table.values, b, width, s, samples.values, c, at, false);
            }
        }
    }

    /** A bucket's samples times a tile of coefficients that begins at c, or the gradient by these. */
    private void valueTile(
            WeightedRows table, int b, int width, BasisTable.Order s, double[][] values, int c, int at, boolean gradient) {
        int begin = s.bucket[b];
        int end = s.bucket[b + 1];
        for (int w = 0; w < table.weights; w += 4) {
            int o = b * table.weights + w;
            int a0 = w > 0 ? c : c + table.constants[b] * width;
            int a1 = c + table.rows[o] * width;
            int a2 = c + table.rows[o + 1] * width;
            int a3 = c + table.rows[o + 2] * width;
            int a4 = c + table.rows[o + 3] * width;
            double[] w1 = values[w];
            double[] w2 = values[w + 1];
            double[] w3 = values[w + 2];
            double[] w4 = values[w + 3];
            if (width == 4 * L && gradient) {
                Tiles.weights4(tiles, a0, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, tiles, at);
            } else if (width == 4 * L) {
                Tiles.forward4(tiles, a0, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, tiles, at);
            } else if (gradient) {
                Tiles.weights2(tiles, a0, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, tiles, at);
            } else {
                Tiles.forward2(tiles, a0, a1, a2, a3, a4, s.row, w1, w2, w3, w4, begin, end, tiles, at);
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

    @Override
    public void backward(double[] p, int p0, double[] x, int x0, double[] dz, int rows, double[] dp, boolean add, double[] dx) {
        this.p = p;
        this.p0 = p0;
        this.x = x;
        this.x0 = x0;
        this.rows = rows;
        this.dz = dz;
        this.dp = dp;
        this.add = add;
        this.dx = dx;
        if (!add) {
            clearOthers();
        }
        workers.run((rows + block - 1) / block, tileTask);
        workers.run((in + share - 1) / share, backwardTask);
    }

    /** Sets the gradient by what {@link #store} does not write to zero. */
    private void clearOthers() {
        int constants = p0;
        for (InputPlan plan : plans) {
            constants = p0 + plan.row(plan.rows());
            if (!plan.hasNumeric) {
                Arrays.fill(dp, p0 + plan.start, constants, 0);
            }
        }
        Arrays.fill(dp, constants, p0 + layer.parameterCount(), 0);
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
            backwardChunk(i0, Math.min(last, i0 + CHUNK), worker);
        }
    }

    private void backwardChunk(int i0, int end, int worker) {
        for (int from = 0; from < rows; from += block) {
            backwardBlock(i0, end, from, Math.min(block, rows - from), worker);
        }
        for (int i = i0; i < end; i++) {
            SymbolicEdges.addGradient(plans[i], i, p, p0, x, x0, in, dz, rows, dp, dx);
        }
    }

    private void backwardBlock(int i0, int end, int from, int n, int worker) {
        Scratch own = scratch[worker];
        evaluate(i0, end, from, n, true, own);
        for (int c = 0; c < padded; c += band) {
            for (int i = i0; i < end; i += together) {
                backwardBand(c, i, Math.min(end, i + together), i0, from, n, worker);
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

    /** Takes them through the tiles of a block of dz likewise. */
    private void backwardBand(int begin, int first, int last, int i0, int from, int n, int worker) {
        int end = Math.min(padded, begin + band);
        for (int t = begin; t < end; t += width(t)) {
            for (int i = first; i < last; i++) {
                if (plans[i].hasNumeric) {
                    if (t == begin && dx.length > 0) {
                        load(plans[i], begin, end, worker, i - i0);
                    }
                    backwardTile(i, t, gradientTiles + from * padded + t * n, worker, i - i0);
                    if (t + width(t) == end) {
                        store(plans[i], begin, end, worker, i - i0, add || from > 0);
                    }
                }
            }
        }
    }

    /** Basis values of a chunk's samples, and slopes on the way back, which finds the samples in order if they were kept. */
    private void evaluate(int i0, int end, int from, int n, boolean back, Scratch own) {
        boolean sorted = back && keep;
        if (!sorted) {
            gather(i0, end, from, n, own);
        }
        for (int i = i0; i < end; i++) {
            if (plans[i].hasNumeric) {
                int slot = i - i0;
                BasisTable.Order order = keep ? kept[from / block * in + i] : own.own[slot];
                own.orders[slot] = order;
                if (!sorted) {
                    tables[i].sort(n, own.unsorted[slot], own.samples[slot], order);
                }
                tables[i].evaluate(n, back, order, own.samples[slot]);
            }
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
    private void backwardTile(int i, int t, int at, int worker, int slot) {
        BasisTable table = tables[i];
        BasisTable.Samples samples = scratch[worker].samples[slot];
        BasisTable.Order s = scratch[worker].orders[slot];
        int width = width(t);
        int slopes = slopeTile(worker, width);
        int d = gradientTile(worker, slot, t);
        if (dx.length > 0) {
            int c = coefficientTile(worker, slot, t);
            table.slopeRows(tiles, c + width, width, tiles, slopes + width);
        }
        Arrays.fill(tiles, d, d + (plans[i].rows() + 1) * width, 0);
        for (int b = 0; b < table.buckets; b++) {
            if (s.bucket[b] < s.bucket[b + 1]) {
                valueTile(table.values, b, width, s, samples.values, d, at, true);
                if (dx.length > 0) {
                    inputTile(table.slopes, b, width, s, samples.slopes, slopes, at, scratch[worker].lanes[slot], t > 0);
                }
            }
        }
    }

    private void inputTile(
            WeightedRows table, int b, int width, BasisTable.Order s, double[][] slopes, int c, int at, double[] lanes, boolean later) {
        int begin = s.bucket[b];
        int end = s.bucket[b + 1];
        for (int w = 0; w < table.weights; w += 3) {
            int o = b * table.weights + w;
            int a0 = w > 0 ? c : c + table.constants[b] * width;
            int a1 = c + table.rows[o] * width;
            int a2 = c + table.rows[o + 1] * width;
            int a3 = c + table.rows[o + 2] * width;
            double[] w1 = slopes[w];
            double[] w2 = slopes[w + 1];
            double[] w3 = slopes[w + 2];
            boolean add = later || w > 0;
            if (width == 4 * L) {
                Tiles.inputs4(tiles, a0, a1, a2, a3, s.row, w1, w2, w3, begin, end, tiles, at, lanes, add);
            } else {
                Tiles.inputs2(tiles, a0, a1, a2, a3, s.row, w1, w2, w3, begin, end, tiles, at, lanes, add);
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
