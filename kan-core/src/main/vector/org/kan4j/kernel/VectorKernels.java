package org.kan4j.kernel;

import org.kan4j.basis.Basis;
import org.kan4j.layer.Layer;

/**
 * Kernels on the Vector API. A layer of many columns is a dense product where its bases are small ({@link DenseLayer}), and goes
 * through each input's samples interval by interval otherwise ({@link WideLayer}); one of few columns has vectors over the
 * rows ({@link NarrowLayer}). Categories are looked up and gaps filled before ({@link MixedLayer}).
 */
final class VectorKernels implements Kernels {
    /** Columns from which a layer is wide. */
    private static final int WIDE = 16;

    /** Basis functions up to which products with all of them are faster than sorting the samples. */
    private static final int FEW = 5;

    /** Unknowns from which vectors pay. */
    private static final int MANY = 32;

    private final ScalarKernels scalar = new ScalarKernels();

    @Override
    public String name() {
        return "Vector API, " + Tiles.S.vectorBitSize() + " bits";
    }

    @Override
    public LayerKernel prepare(Layer layer, int rows, Workers workers) {
        if (rows < Tiles.L) {
            return scalar.prepare(layer, rows, workers);
        }
        if (MixedLayer.needed(layer)) {
            return new MixedLayer(layer, rows, workers, this);
        }
        if (layer.columns() < WIDE) {
            return new NarrowLayer(layer);
        }
        return dense(layer) ? new DenseLayer(layer, rows, workers) : new WideLayer(layer, rows, workers);
    }

    private static boolean dense(Layer layer) {
        for (Basis basis : layer.bases()) {
            if (basis.size() > FEW && basis.support() < basis.size()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public NormalEquations normalEquations(int n, Workers workers) {
        return n < MANY ? NormalEquations.scalar(n) : new VectorNormalEquations(n, workers);
    }

    @Override
    public void edges(Layer layer, double[] p, int p0, double[] x, int x0, double[] phi) {
        scalar.edges(layer, p, p0, x, x0, phi);
    }
}
