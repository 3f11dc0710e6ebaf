package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;

/**
 * The bases without local support at a block of rows: vectors run over the rows. The loops are short, so that the JVM
 * compiles each as a whole.
 */
final class GlobalBasis {
    private static final VectorSpecies<Double> S = Tiles.S;
    private static final int L = Tiles.L;
    private static final int BLOCK = DenseBasis.BLOCK;

    private final Basis family;
    private final int size;
    private final double lo;

    /** 1/(hi − lo). */
    private final double frequency;

    /** [size] centres of radial basis functions, and one over their widths. */
    private final double[] centres;

    private final double[] scales;

    GlobalBasis(Basis family) {
        this.family = family;
        size = family.size();
        lo = toDouble(family.grid().lo());
        frequency = toDouble(1 / (family.grid().hi() - family.grid().lo()));
        int functions = family instanceof GaussianRbf ? size : 0;
        centres = new double[functions];
        scales = new double[functions];
        for (int m = 0; m < functions; m++) {
            centres[m] = toDouble(family.grid().knot(m));
            scales[m] = toDouble(1 / ((GaussianRbf) family).width(m));
        }
    }

    /**
     * Evaluates; of a Chebyshev basis within its range.
     *
     * @param xs [end] not modified
     * @param end number of rows, a multiple of the vectors' length
     * @param derivatives whether slopes are wanted
     * @param values [functions, BLOCK] from {@code v0} on, overwritten
     * @param slopes likewise where they are wanted
     */
    void evaluate(double[] xs, int end, boolean derivatives, double[] values, double[] slopes, int v0) {
        if (family instanceof GaussianRbf) {
            for (int m = 0; m < size; m++) {
                gaussian(m, xs, end, values, v0 + m * BLOCK);
                if (derivatives) {
                    gaussianSlope(m, xs, end, values, slopes, v0 + m * BLOCK);
                }
            }
        } else if (family instanceof Chebyshev) {
            for (int r = 0; r < end; r += L) {
                if (derivatives) {
                    polynomialsWithSlopes(xs, r, values, slopes, v0 + r);
                } else {
                    polynomials(xs, r, values, v0 + r);
                }
            }
        } else if (family instanceof Fourier) {
            firstHarmonic(xs, end, values, v0);
            for (int r = 0; r < end; r += L) {
                harmonics(values, v0 + r);
                if (derivatives) {
                    harmonicSlopes(values, slopes, v0 + r);
                }
            }
        }
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

    /** The same, and T′_{n+1} = 2T_n + 2t·T′_n − T′_{n−1}. */
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
