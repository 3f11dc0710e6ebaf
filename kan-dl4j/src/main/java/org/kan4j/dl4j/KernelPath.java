package org.kan4j.dl4j;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;
import org.kan4j.kernel.LayerPass;
import org.kan4j.layer.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * kan-core's kernels. They compute on Java arrays, and ND4J's arrays lie outside of the heap, so each pass copies what it
 * reads and writes: forward the parameters, x and y, backward dy, dx and the gradient. A block of at most 1,024 rows is in Java arrays at
 * a time. The coefficients of an input and its base weights are neighbours for the kernels and apart for Deeplearning4j,
 * which is a second copy of both.
 */
final class KernelPath implements LayerPath {
    /** Rows of a block. */
    private static final int BLOCK = 1024;

    private final Layer layer;
    private final LayerPass pass;
    private final double[] p;
    private final double[] dp;
    private final double[] flat;
    private double[] x = {};
    private double[] y = {};
    private double[] dx = {};

    KernelPath(Layer layer) {
        this.layer = layer;
        this.pass = new LayerPass(layer, BLOCK, Threads.SHARED);
        this.p = new double[layer.parameterCount()];
        this.dp = new double[layer.parameterCount()];
        this.flat = new double[layer.parameterCount()];
    }

    @Override
    public void forward(INDArray c, @Nullable INDArray w, INDArray input, INDArray output, boolean keep) {
        readParameters(c, w);
        INDArray rows = dense(input);
        int n = (int) rows.size(0);
        for (int r = 0; r < n; r += BLOCK) {
            int block = Math.min(BLOCK, n - r);
            readBlock(rows, r, block);
            y = room(y, block * layer.out());
            pass.forward(p, 0, x, 0, block, y, keep && n <= BLOCK);
            write(y, block * layer.out(), output, (long) r * layer.out());
        }
    }

    @Override
    public void backward(
            INDArray c,
            @Nullable INDArray w,
            INDArray input,
            INDArray outputGradient,
            INDArray dc,
            @Nullable INDArray dw,
            INDArray inputGradient) {
        INDArray rows = dense(input);
        INDArray dy = dense(outputGradient);
        int n = (int) rows.size(0);
        Arrays.fill(dp, 0);
        for (int r = 0; r < n; r += BLOCK) {
            int block = Math.min(BLOCK, n - r);
            if (n > BLOCK) {
                readBlock(rows, r, block);
                pass.forward(p, 0, x, 0, block, y, true);
            }
            read(dy, (long) r * layer.out(), y, block * layer.out());
            dx = room(dx, block * layer.in());
            pass.backward(p, 0, x, 0, y, block, dp, dx);
            write(dx, block * layer.in(), inputGradient, (long) r * layer.in());
        }
        writeGradient(dc, dw);
    }

    private void readBlock(INDArray rows, int first, int block) {
        x = room(x, block * layer.in());
        read(rows, (long) first * layer.in(), x, block * layer.in());
    }

    private void readParameters(INDArray c, @Nullable INDArray w) {
        if (w == null) {
            read(dense(c), 0, p, p.length);
            return;
        }
        int coefficients = (int) c.length();
        read(dense(c), 0, flat, coefficients);
        int from = 0;
        for (int i = 0; i < layer.in(); i++) {
            int length = layer.basis(i).size() * layer.columns();
            System.arraycopy(flat, from, p, layer.inputOffset(i), length);
            from += length;
        }
        read(dense(w), 0, flat, (int) w.length());
        for (int i = 0; i < layer.in(); i++) {
            System.arraycopy(flat, i * layer.columns(), p, baseOffset(i), layer.columns());
        }
    }

    private void writeGradient(INDArray dc, @Nullable INDArray dw) {
        if (dw == null) {
            write(dp, dp.length, dc, 0);
            return;
        }
        int to = 0;
        for (int i = 0; i < layer.in(); i++) {
            int length = layer.basis(i).size() * layer.columns();
            System.arraycopy(dp, layer.inputOffset(i), flat, to, length);
            to += length;
        }
        write(flat, to, dc, 0);
        for (int i = 0; i < layer.in(); i++) {
            System.arraycopy(dp, baseOffset(i), flat, i * layer.columns(), layer.columns());
        }
        write(flat, layer.in() * layer.columns(), dw, 0);
    }

    private int baseOffset(int input) {
        return layer.inputOffset(input) + layer.basis(input).size() * layer.columns();
    }

    /** The array, or a copy whose rows follow each other without gaps. */
    private static INDArray dense(INDArray a) {
        boolean rows = a.size(0) == 1 || a.stride(0) == a.size(1);
        boolean columns = a.size(1) == 1 || a.stride(1) == 1;
        return rows && columns ? a : a.dup('c');
    }

    private static double[] room(double[] array, int length) {
        return array.length >= length ? array : new double[length];
    }

    private static void read(INDArray from, long offset, double[] to, int length) {
        new DoublePointer(from.data().pointer())
                .position(from.offset() + offset)
                .get(to, 0, length);
    }

    private static void write(double[] from, int length, INDArray to, long offset) {
        new DoublePointer(to.data().pointer()).position(to.offset() + offset).put(from, 0, length);
    }
}
