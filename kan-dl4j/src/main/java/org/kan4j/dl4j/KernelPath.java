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
 * a time. The coefficients of an input and its base weights are neighbours for the kernels and apart for Deeplearning4j
 * ({@link Layout}), which is a second copy of parameters and gradient.
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
            write(y, 0, block * layer.out(), output, (long) r * layer.out());
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
        if (n == 0) {
            Arrays.fill(dp, 0);
        }
        for (int r = 0; r < n; r += BLOCK) {
            int block = Math.min(BLOCK, n - r);
            if (n > BLOCK) {
                readBlock(rows, r, block);
                pass.forward(p, 0, x, 0, block, y, true);
            }
            read(dy, (long) r * layer.out(), y, 0, block * layer.out());
            dx = room(dx, block * layer.in());
            pass.backward(p, 0, x, 0, y, block, dp, r > 0, dx);
            write(dx, 0, block * layer.in(), inputGradient, (long) r * layer.in());
        }
        writeGradient(dc, dw);
    }

    private void readBlock(INDArray rows, int first, int block) {
        x = room(x, block * layer.in());
        read(rows, (long) first * layer.in(), x, 0, block * layer.in());
    }

    private void readParameters(INDArray c, @Nullable INDArray w) {
        read(dense(c), 0, flat, 0, (int) c.length());
        if (w != null) {
            read(dense(w), 0, flat, (int) c.length(), (int) w.length());
        }
        Layout.join(layer, flat, p);
    }

    private void writeGradient(INDArray dc, @Nullable INDArray dw) {
        Layout.split(layer, dp, flat);
        write(flat, 0, (int) dc.length(), dc, 0);
        if (dw != null) {
            write(flat, (int) dc.length(), (int) dw.length(), dw, 0);
        }
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

    private static void read(INDArray from, long offset, double[] to, int start, int length) {
        new DoublePointer(from.data().pointer())
                .position(from.offset() + offset)
                .get(to, start, length);
    }

    private static void write(double[] from, int start, int length, INDArray to, long offset) {
        new DoublePointer(to.data().pointer()).position(to.offset() + offset).put(from, start, length);
    }
}
