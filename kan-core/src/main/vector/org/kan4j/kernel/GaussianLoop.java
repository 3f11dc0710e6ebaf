package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.basis.GaussianRbf;

/** exp(−((x − c_m)/w_m)²). */
final class GaussianLoop extends VectorLoop {
    private static final VectorSpecies<Double> S = Tiles.S;
    private static final int L = Tiles.L;
    private static final int BLOCK = DenseBasis.BLOCK;

    private final int size;

    /** [size] centres, and one over their widths. */
    private final double[] centres;

    private final double[] scales;

    GaussianLoop(GaussianRbf family) {
        size = family.size();
        centres = new double[size];
        scales = new double[size];
        for (int m = 0; m < size; m++) {
            centres[m] = toDouble(family.grid().knot(m));
            scales[m] = toDouble(1 / family.width(m));
        }
    }

    @Override
    void evaluate(double[] xs, int end, boolean derivatives, double[] values, double[] slopes, int v0) {
        for (int m = 0; m < size; m++) {
            gaussian(m, xs, end, values, v0 + m * BLOCK);
            if (derivatives) {
                gaussianSlope(m, xs, end, values, slopes, v0 + m * BLOCK);
            }
        }
    }

    @Override
    boolean extrapolates() {
        return false;
    }

    private void gaussian(int m, double[] xs, int end, double[] values, int at) {
        for (int r = 0; r < end; r += L) {
            DoubleVector u = DoubleVector.fromArray(S, xs, r).sub(centres[m]).mul(scales[m]);
            u.mul(u).neg().intoArray(values, at + r);
        }
        VectorMath.exp(values, at, at + end);
    }

    private void gaussianSlope(int m, double[] xs, int end, double[] values, double[] slopes, int at) {
        for (int r = 0; r < end; r += L) {
            // 40 widths away a Gaussian is zero, whatever the factor.
            DoubleVector u = DoubleVector.fromArray(S, xs, r)
                    .sub(centres[m])
                    .mul(scales[m])
                    .max(-40)
                    .min(40);
            DoubleVector.fromArray(S, values, at + r)
                    .mul(u)
                    .mul(-2 * scales[m])
                    .intoArray(slopes, at + r);
        }
    }
}
