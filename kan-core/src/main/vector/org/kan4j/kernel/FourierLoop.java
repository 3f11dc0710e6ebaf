package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.basis.Fourier;

/** Sines and cosines of multiples of one angle. */
final class FourierLoop extends VectorLoop {
    private static final VectorSpecies<Double> S = Tiles.S;
    private static final int L = Tiles.L;
    private static final int BLOCK = DenseBasis.BLOCK;

    private final int size;
    private final double lo;

    /** 1/(hi − lo). */
    private final double frequency;

    FourierLoop(Fourier family) {
        size = family.size();
        lo = toDouble(family.grid().lo());
        frequency = toDouble(1 / (family.grid().hi() - family.grid().lo()));
    }

    @Override
    void evaluate(double[] xs, int end, boolean derivatives, double[] values, double[] slopes, int v0) {
        firstHarmonic(xs, end, values, v0);
        for (int r = 0; r < end; r += L) {
            harmonics(values, v0 + r);
            if (derivatives) {
                harmonicSlopes(values, slopes, v0 + r);
            }
        }
    }

    @Override
    boolean extrapolates() {
        return false;
    }

    /** 1, cos a and sin a: of a quarter of the angle, which is up to π/4, then doubled twice. */
    private void firstHarmonic(double[] xs, int end, double[] values, int v0) {
        double quarterTurn = toDouble(Math.PI / 2);
        int cosines = v0 + BLOCK;
        int sines = v0 + 2 * BLOCK;
        for (int r = 0; r < end; r += L) {
            DoubleVector.fromArray(S, xs, r).sub(lo).mul(frequency).intoArray(values, v0 + r);
        }
        VectorMath.fraction(values, v0, v0 + end);
        for (int r = 0; r < end; r += L) {
            DoubleVector.fromArray(S, values, v0 + r).mul(quarterTurn).intoArray(values, v0 + r);
        }
        VectorMath.cos(values, v0, v0 + end, cosines);
        VectorMath.sin(values, v0, v0 + end, sines);
        twice(end, values, cosines, sines);
        twice(end, values, cosines, sines);
        for (int r = 0; r < end; r += L) {
            // One, or NaN where x is.
            DoubleVector.fromArray(S, values, v0 + r).mul(0).add(1).intoArray(values, v0 + r);
        }
    }

    /** cos 2h = 1 − 2 sin²h, sin 2h = 2 sin h·cos h. */
    private static void twice(int end, double[] values, int cosines, int sines) {
        DoubleVector one = DoubleVector.broadcast(S, 1);
        for (int r = 0; r < end; r += L) {
            DoubleVector sin = DoubleVector.fromArray(S, values, sines + r);
            DoubleVector both = sin.add(sin);
            both.mul(DoubleVector.fromArray(S, values, cosines + r)).intoArray(values, sines + r);
            one.sub(both.mul(sin)).intoArray(values, cosines + r);
        }
    }

    /** cos ka and sin ka, k = 2, 3, …, by the addition theorem. */
    private void harmonics(double[] values, int at) {
        DoubleVector cos1 = DoubleVector.fromArray(S, values, at + BLOCK);
        DoubleVector sin1 = DoubleVector.fromArray(S, values, at + 2 * BLOCK);
        DoubleVector cos = cos1;
        DoubleVector sin = sin1;
        for (int m = 3; m < size; m += 2) {
            DoubleVector next = cos.mul(cos1).sub(sin.mul(sin1));
            sin = sin.mul(cos1).add(cos.mul(sin1));
            cos = next;
            cos.intoArray(values, at + m * BLOCK);
            sin.intoArray(values, at + (m + 1) * BLOCK);
        }
    }

    private void harmonicSlopes(double[] values, double[] slopes, int at) {
        // Zero, or NaN where x is.
        DoubleVector.fromArray(S, values, at).mul(0).intoArray(slopes, at);
        double factor = toDouble(2 * Math.PI) * frequency;
        for (int k = 1; 2 * k < size; k++) {
            int cos = at + (2 * k - 1) * BLOCK;
            int sin = cos + BLOCK;
            DoubleVector.fromArray(S, values, sin).mul(-k * factor).intoArray(slopes, cos);
            DoubleVector.fromArray(S, values, cos).mul(k * factor).intoArray(slopes, sin);
        }
    }
}
