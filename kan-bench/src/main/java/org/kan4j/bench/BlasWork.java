package org.kan4j.bench;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * An MLP on OpenBLAS with nothing in between: matrix products by OpenBLAS on one thread each, and bias, SiLU and its derivative
 * in one Java loop behind each of them. Each thread takes a share of the rows from the inputs to the input gradient, then a
 * share of each layer's nodes for the parameter gradient; that has one hand-over and one meeting in a pass, where OpenBLAS's
 * own threads would have two for every product.
 */
final class BlasWork implements Work {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;

    /** Numbers that a loop takes at a time, so that they stay in the first-level cache. */
    private static final int CHUNK = 1024;

    private final Mlp mlp;
    private final int rows;
    private final Team team;
    private final double[] p;
    private final double[] g;
    private final AdamUpdate adam;
    private final Memory parameters;
    private final Memory gradient;
    private final Memory[] ring = new Memory[BATCHES];
    /** Outputs of each layer, derivatives of its SiLU, and the loss's gradient by its sums; [rows, width]. */
    private final Memory[] outputs;

    private final Memory[] slopes;
    private final Memory[] sums;
    private final Memory inputGradient;
    private final double[][] values;
    private final double[][] others;
    private final double[][] biasGradients;
    private int batch;

    /** A random network; threads ≥ 1. */
    BlasWork(Mlp mlp, int rows, int threads) {
        openblas_nolapack.blas_set_num_threads(1);
        this.mlp = mlp;
        this.rows = rows;
        int[] widths = mlp.widths();
        team = new Team(threads);
        p = new double[mlp.parameters()];
        g = new double[p.length];
        adam = new AdamUpdate(p.length);
        Numbers.copy(mlp.random(), p);
        parameters = new Memory(p.length);
        parameters.buffer.put(0, p);
        gradient = new Memory(p.length);
        for (int b = 0; b < BATCHES; b++) {
            double[] x = new double[rows * widths[0]];
            Numbers.copy(Numbers.inputs(b, rows, widths[0]), x);
            ring[b] = new Memory(x.length);
            ring[b].buffer.put(0, x);
        }
        outputs = new Memory[mlp.depth()];
        slopes = new Memory[mlp.depth()];
        sums = new Memory[mlp.depth()];
        int widest = 0;
        for (int l = 0; l < mlp.depth(); l++) {
            outputs[l] = new Memory(rows * widths[l + 1]);
            slopes[l] = new Memory(rows * widths[l + 1]);
            sums[l] = new Memory(rows * widths[l + 1]);
            widest = Math.max(widest, widths[l + 1]);
        }
        inputGradient = new Memory(rows * widths[0]);
        values = new double[threads][Math.max(CHUNK, widest)];
        others = new double[threads][Math.max(CHUNK, widest)];
        biasGradients = new double[threads][mlp.parameters()];
        // OpenBLAS starts its threads' buffers at its first call.
        gradient(0);
    }

    /** Numbers outside the heap, where OpenBLAS can read them without a copy. */
    private static final class Memory {
        final DoublePointer pointer;
        final DoubleBuffer buffer;

        Memory(int length) {
            pointer = new DoublePointer((long) length);
            buffer = pointer.asBuffer();
        }

        /** From an index on. */
        DoublePointer at(int index) {
            return index == 0 ? pointer : pointer.getPointer(index);
        }
    }

    @Override
    public void forward(int from) {
        batch = from;
        team.run(part -> forwardRows(part, false));
    }

    @Override
    public void gradient(int from) {
        batch = from;
        team.run(part -> {
            forwardRows(part, true);
            backwardRows(part);
        });
        team.run(this::parameterGradient);
    }

    @Override
    public void step(int from) {
        gradient(from);
        gradient.buffer.get(0, g);
        adam.step(p, g);
        parameters.buffer.put(0, p);
    }

    private int firstRow(int part) {
        return (int) ((long) rows * part / team.threads());
    }

    /** Layer by layer z = a·Wᵀ, then bias and SiLU; the last layer's gradient by z is y ⊙ SiLU′(z). */
    private void forwardRows(int part, boolean keep) {
        int r0 = firstRow(part);
        int n = firstRow(part + 1) - r0;
        for (int l = 0; l < mlp.depth() && n > 0; l++) {
            int in = mlp.widths()[l];
            int out = mlp.widths()[l + 1];
            Memory from = l == 0 ? ring[batch] : outputs[l - 1];
            openblas_nolapack.cblas_dgemm(
                    ROW_MAJOR,
                    PLAIN,
                    TRANSPOSED,
                    n,
                    out,
                    in,
                    1,
                    from.at(r0 * in),
                    in,
                    parameters.at(mlp.weights(l)),
                    in,
                    0,
                    outputs[l].at(r0 * out),
                    out);
            activate(part, l, r0, n, keep);
        }
    }

    private void activate(int part, int l, int r0, int n, boolean keep) {
        int out = mlp.widths()[l + 1];
        int step = Math.max(1, CHUNK / out);
        double[] z = values[part];
        double[] d = others[part];
        boolean last = l == mlp.depth() - 1;
        double[] db = biasGradients[part];
        int bias = mlp.biases(l);
        if (last) {
            Arrays.fill(db, bias, bias + out, 0);
        }
        for (int r = r0; r < r0 + n; r += step) {
            int count = Math.min(step, r0 + n - r) * out;
            outputs[l].buffer.get(r * out, z, 0, count);
            for (int i = 0; i < count; i += out) {
                add(p, bias, z, i, out);
            }
            if (mlp.activated(l)) {
                Silu.apply(z, d, count);
                outputs[l].buffer.put(r * out, z, 0, count);
                if (keep && last) {
                    multiply(d, z, count);
                } else if (keep) {
                    slopes[l].buffer.put(r * out, d, 0, count);
                }
            } else {
                outputs[l].buffer.put(r * out, z, 0, count);
            }
            if (keep && last) {
                double[] dz = mlp.activated(l) ? d : z;
                sums[l].buffer.put(r * out, dz, 0, count);
                for (int i = 0; i < count; i += out) {
                    add(dz, i, db, bias, out);
                }
            }
        }
    }

    /** Layer by layer the gradient by its inputs, dz·W, and by the sums before them. */
    private void backwardRows(int part) {
        int r0 = firstRow(part);
        int n = firstRow(part + 1) - r0;
        for (int l = mlp.depth() - 1; l >= 0 && n > 0; l--) {
            int in = mlp.widths()[l];
            int out = mlp.widths()[l + 1];
            Memory to = l == 0 ? inputGradient : sums[l - 1];
            openblas_nolapack.cblas_dgemm(
                    ROW_MAJOR,
                    PLAIN,
                    PLAIN,
                    n,
                    in,
                    out,
                    1,
                    sums[l].at(r0 * out),
                    out,
                    parameters.at(mlp.weights(l)),
                    in,
                    0,
                    to.at(r0 * in),
                    in);
            if (l > 0) {
                deactivate(part, l - 1, r0, n);
            }
        }
    }

    private void deactivate(int part, int l, int r0, int n) {
        int out = mlp.widths()[l + 1];
        int step = Math.max(1, CHUNK / out);
        double[] dz = values[part];
        double[] d = others[part];
        double[] db = biasGradients[part];
        int bias = mlp.biases(l);
        Arrays.fill(db, bias, bias + out, 0);
        for (int r = r0; r < r0 + n; r += step) {
            int count = Math.min(step, r0 + n - r) * out;
            sums[l].buffer.get(r * out, dz, 0, count);
            slopes[l].buffer.get(r * out, d, 0, count);
            multiply(dz, d, count);
            sums[l].buffer.put(r * out, dz, 0, count);
            for (int i = 0; i < count; i += out) {
                add(dz, i, db, bias, out);
            }
        }
    }

    /** dW = dzᵀ·a for a share of each layer's nodes. */
    private void parameterGradient(int part) {
        for (int l = 0; l < mlp.depth(); l++) {
            int in = mlp.widths()[l];
            int out = mlp.widths()[l + 1];
            int o0 = (int) ((long) out * part / team.threads());
            int n = (int) ((long) out * (part + 1) / team.threads()) - o0;
            if (n == 0) {
                continue;
            }
            openblas_nolapack.cblas_dgemm(
                    ROW_MAJOR,
                    TRANSPOSED,
                    PLAIN,
                    n,
                    in,
                    rows,
                    1,
                    sums[l].at(o0),
                    out,
                    (l == 0 ? ring[batch] : outputs[l - 1]).pointer,
                    in,
                    0,
                    gradient.at(mlp.weights(l) + o0 * in),
                    in);
            double[] db = values[part];
            Arrays.fill(db, 0, n, 0);
            for (int t = 0; t < team.threads(); t++) {
                if (firstRow(t + 1) > firstRow(t)) {
                    add(biasGradients[t], mlp.biases(l) + o0, db, 0, n);
                }
            }
            gradient.buffer.put(mlp.biases(l) + o0, db, 0, n);
        }
    }

    private static void add(double[] from, int from0, double[] to, int to0, int n) {
        for (int i = 0; i < n; i++) {
            to[to0 + i] += from[from0 + i];
        }
    }

    private static void multiply(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] *= b[i];
        }
    }

    @Override
    public Result result(int from) {
        forward(from);
        gradient(from);
        gradient.buffer.get(0, g);
        int last = mlp.depth() - 1;
        double[] y = new double[rows * mlp.widths()[last + 1]];
        outputs[last].buffer.get(0, y);
        double[] dx = new double[rows * mlp.widths()[0]];
        inputGradient.buffer.get(0, dx);
        return Result.of(y, g, dx);
    }

    @Override
    public Result reference(int from) {
        double[] x = new double[rows * mlp.widths()[0]];
        ring[from].buffer.get(0, x);
        return Reference.mlp(mlp, Numbers.widened(p), rows, Numbers.widened(x));
    }

    @Override
    public String description() {
        return "OpenBLAS without Deeplearning4j, " + team.threads() + " threads of one product each";
    }

    @Override
    public void close() {
        team.close();
    }
}
