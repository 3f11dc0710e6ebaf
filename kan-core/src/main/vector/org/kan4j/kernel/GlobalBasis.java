package org.kan4j.kernel;

import static org.kan4j.kernel.Rounding.toDouble;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.grid.Extrapolation;

/** The bases without local support at a block of rows: vectors run over the rows. */
final class GlobalBasis {
    private static final VectorSpecies<Double> S = Tiles.S;
    private static final int L = Tiles.L;
    private static final int BLOCK = DenseBasis.BLOCK;

    private final Basis family;
    private final int size;
    private final double lo;

    /** 1/(hi − lo). */
    private final double frequency;

    private final boolean constant;

    /** [size] centres of radial basis functions, and one over their widths. */
    private final double[] centres;

    private final double[] scales;

    GlobalBasis(Basis family) {
        this.family = family;
        size = family.size();
        lo = toDouble(family.grid().lo());
        frequency = toDouble(1 / (family.grid().hi() - family.grid().lo()));
        constant = family instanceof Chebyshev chebyshev && chebyshev.extrapolation() == Extrapolation.CONSTANT;
        int functions = family instanceof GaussianRbf ? size : 0;
        centres = new double[functions];
        scales = new double[functions];
        for (int m = 0; m < functions; m++) {
            centres[m] = toDouble(family.grid().knot(m));
            scales[m] = toDouble(1 / ((GaussianRbf) family).width(m));
        }
    }

    /**
     * Evaluates.
     *
     * @param xs [end] not modified
     * @param end number of rows, a multiple of the vectors' length
     * @param derivatives whether slopes are wanted
     * @param values [functions, BLOCK] from {@code v0} on, overwritten
     * @param slopes likewise where they are wanted
     */
    void evaluate(double[] xs, int end, boolean derivatives, double[] values, double[] slopes, int v0) {
        if (family instanceof GaussianRbf) {
            gaussians(xs, end, derivatives, values, slopes, v0);
            return;
        }
        for (int r = 0; r < end; r += L) {
            DoubleVector turns = DoubleVector.fromArray(S, xs, r).sub(lo).mul(frequency);
            if (family instanceof Chebyshev) {
                polynomials(turns, derivatives, values, slopes, v0 + r);
            } else {
                harmonics(turns, derivatives, values, slopes, v0 + r);
            }
        }
    }

    private void gaussians(double[] xs, int end, boolean derivatives, double[] values, double[] slopes, int v0) {
        for (int m = 0; m < size; m++) {
            for (int r = 0; r < end; r += L) {
                // 40 widths away a Gaussian is zero.
                DoubleVector u = DoubleVector.fromArray(S, xs, r)
                        .sub(centres[m])
                        .mul(scales[m])
                        .max(-40)
                        .min(40);
                DoubleVector value = VectorMath.exp(u.mul(u).neg());
                int at = v0 + m * BLOCK + r;
                value.intoArray(values, at);
                if (derivatives) {
                    u.mul(value).mul(-2 * scales[m]).intoArray(slopes, at);
                }
            }
        }
    }

    /** T_{n+1} = 2t·T_n − T_{n−1} and its derivative at the nearest t in [−1, 1], and the tangents there. */
    private void polynomials(DoubleVector turns, boolean derivatives, double[] values, double[] slopes, int at) {
        DoubleVector all = turns.add(turns).sub(1);
        DoubleVector t = all.max(-1).min(1);
        DoubleVector beyond = constant ? t.mul(0) : all.sub(t);
        DoubleVector scale = DoubleVector.broadcast(S, 2 * frequency);
        if (constant) {
            scale = scale.blend(0, all.compare(VectorOperators.NE, t));
        }
        DoubleVector twice = t.add(t);
        DoubleVector slope = t.mul(0);
        DoubleVector value = slope.add(1);
        DoubleVector valueBefore = t;
        DoubleVector slopeBefore = value;
        for (int n = 0; n < size; n++) {
            beyond.fma(slope, value).intoArray(values, at);
            if (derivatives) {
                slope.mul(scale).intoArray(slopes, at);
            }
            DoubleVector slopeNext = twice.fma(slope, value.add(value)).sub(slopeBefore);
            DoubleVector valueNext = twice.fma(value, valueBefore.neg());
            valueBefore = value;
            slopeBefore = slope;
            value = valueNext;
            slope = slopeNext;
            at += BLOCK;
        }
    }

    /** cos ka and sin ka, k = 1, 2, …, by the addition theorem. */
    private void harmonics(DoubleVector turns, boolean derivatives, double[] values, double[] slopes, int at) {
        // A quarter of the angle, up to π/4; then double it twice.
        DoubleVector quarter = VectorMath.fraction(turns).mul(toDouble(Math.PI / 2));
        DoubleVector sin1 = VectorMath.sin(quarter);
        DoubleVector cos1 = VectorMath.cos(quarter);
        for (int twice = 0; twice < 2; twice++) {
            DoubleVector half = sin1.add(sin1);
            cos1 = half.mul(cos1);
            DoubleVector cosine = half.neg().fma(sin1, DoubleVector.broadcast(S, 1));
            sin1 = cos1;
            cos1 = cosine;
        }
        DoubleVector nothing = quarter.mul(0);
        nothing.add(1).intoArray(values, at);
        if (derivatives) {
            nothing.intoArray(slopes, at);
        }
        double factor = toDouble(2 * Math.PI) * frequency;
        DoubleVector cos = cos1;
        DoubleVector sin = sin1;
        for (int k = 1; 2 * k < size; k++) {
            cos.intoArray(values, at + BLOCK);
            sin.intoArray(values, at + 2 * BLOCK);
            if (derivatives) {
                sin.mul(-k * factor).intoArray(slopes, at + BLOCK);
                cos.mul(k * factor).intoArray(slopes, at + 2 * BLOCK);
            }
            DoubleVector next = cos.mul(cos1).sub(sin.mul(sin1));
            sin = sin.mul(cos1).add(cos.mul(sin1));
            cos = next;
            at += 2 * BLOCK;
        }
    }
}
