package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.basis.Chebyshev;

/** Chebyshev polynomials within their range. */
final class ChebyshevLoop extends VectorLoop {
    private static final VectorSpecies<Double> S = Tiles.S;
    private static final int L = Tiles.L;
    private static final int BLOCK = DenseBasis.BLOCK;

    private final int size;
    private final double lo;

    /** 1/(hi − lo). */
    private final double frequency;

    ChebyshevLoop(Chebyshev family) {
        size = family.size();
        lo = toDouble(family.grid().lo());
        frequency = toDouble(1 / (family.grid().hi() - family.grid().lo()));
    }

    @Override
    void evaluate(double[] xs, int end, boolean derivatives, double[] values, double[] slopes, int v0) {
        for (int r = 0; r < end; r += L) {
            if (derivatives) {
                polynomialsWithSlopes(xs, r, values, slopes, v0 + r);
            } else {
                polynomials(xs, r, values, v0 + r);
            }
        }
    }

    @Override
    boolean extrapolates() {
        return true;
    }

    /** T_{n+1} = 2t·T_n − T_{n−1}. */
    private void polynomials(double[] xs, int r, double[] values, int at) {
        DoubleVector t = DoubleVector.fromArray(S, xs, r).sub(lo).mul(2 * frequency).sub(1);
        DoubleVector twice = t.add(t);
        DoubleVector before = t;
        DoubleVector value = t.mul(0).add(1);
        for (int n = 0; n < size; n++) {
            value.intoArray(values, at);
            DoubleVector next = twice.mul(value).sub(before);
            before = value;
            value = next;
            at += BLOCK;
        }
    }

    /** T_n as {@link #polynomials} has them, and T′_{n+1} = 2T_n + 2t·T′_n − T′_{n−1}. */
    private void polynomialsWithSlopes(double[] xs, int r, double[] values, double[] slopes, int at) {
        double scale = 2 * frequency;
        DoubleVector t = DoubleVector.fromArray(S, xs, r).sub(lo).mul(scale).sub(1);
        DoubleVector twice = t.add(t);
        DoubleVector before = t;
        DoubleVector slope = t.mul(0);
        DoubleVector value = slope.add(1);
        DoubleVector slopeBefore = value;
        for (int n = 0; n < size; n++) {
            value.intoArray(values, at);
            slope.mul(scale).intoArray(slopes, at);
            DoubleVector slopeNext = twice.fma(slope, value.add(value)).sub(slopeBefore);
            DoubleVector next = twice.mul(value).sub(before);
            before = value;
            slopeBefore = slope;
            value = next;
            slope = slopeNext;
            at += BLOCK;
        }
    }
}
