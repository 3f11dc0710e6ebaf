package org.kan4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions by Taylor polynomials: the library's {@code lanewise(EXP)} and the like give other bits before and after
 * compilation. Loops over arrays, from {@code from} to {@code to} in whole vectors: a vector that is passed to a method is
 * allocated where the JVM does not inline it, which is a matter of luck for long ones.
 */
final class VectorMath {
    private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

    private VectorMath() {}

    /** Bits of the vectors that suit the processor. */
    static int preferredBits() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    /**
     * In place e^x to about 2 ulp; x below −708 gives about 1e-308, above 709 about 8e307, NaN gives NaN. x is reduced by
     * multiples of ln 2 (Cody and Waite, in two parts).
     */
    static void exp(double[] values, int from, int to) {
        for (int at = from; at < to; at += D.length()) {
            DoubleVector x = DoubleVector.fromArray(D, values, at);
            // Adding 1.5·2^52 rounds to an integer, and leaves it in the low bits.
            double magic = 0x1.8p52;
            DoubleVector y = x.max(-708).min(709);
            DoubleVector t = y.lanewise(VectorOperators.FMA, 1.4426950408889634, magic);
            DoubleVector n = t.sub(magic);
            DoubleVector r = n.lanewise(VectorOperators.FMA, n.broadcast(-6.93147180369123816490e-01), y);
            r = n.lanewise(VectorOperators.FMA, n.broadcast(-1.90821492927058770002e-10), r);
            DoubleVector e = r.mul(1.0 / 6227020800.0).add(1.0 / 479001600.0);
            e = e.fma(r, r.broadcast(1.0 / 39916800.0));
            e = e.fma(r, r.broadcast(1.0 / 3628800.0));
            e = e.fma(r, r.broadcast(1.0 / 362880.0));
            e = e.fma(r, r.broadcast(1.0 / 40320.0));
            e = e.fma(r, r.broadcast(1.0 / 5040.0));
            e = e.fma(r, r.broadcast(1.0 / 720.0));
            e = e.fma(r, r.broadcast(1.0 / 120.0));
            e = e.fma(r, r.broadcast(1.0 / 24.0));
            e = e.fma(r, r.broadcast(1.0 / 6.0));
            e = e.fma(r, r.broadcast(0.5));
            e = e.fma(r, r.broadcast(1.0));
            e = e.fma(r, r.broadcast(1.0));
            DoubleVector power = t.reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHL, 52)
                    .add(Double.doubleToRawLongBits(1))
                    .reinterpretAsDoubles();
            e.mul(power).intoArray(values, at);
        }
    }

    /** In place e^x to about 2 ulp; x below −87 gives about 1e-38, above 88 about 1.6e38, NaN gives NaN. */
    static void exp(float[] values, int from, int to) {
        for (int at = from; at < to; at += F.length()) {
            FloatVector x = FloatVector.fromArray(F, values, at);
            float magic = 0x1.8p23f;
            FloatVector y = x.max(-87).min(88);
            FloatVector t = y.lanewise(VectorOperators.FMA, 1.44269504f, magic);
            FloatVector n = t.sub(magic);
            FloatVector r = n.lanewise(VectorOperators.FMA, n.broadcast(-0.693359375f), y);
            r = n.lanewise(VectorOperators.FMA, n.broadcast(2.12194440e-4f), r);
            FloatVector e = r.mul(1 / 5040f).add(1 / 720f);
            e = e.fma(r, r.broadcast(1 / 120f));
            e = e.fma(r, r.broadcast(1 / 24f));
            e = e.fma(r, r.broadcast(1 / 6f));
            e = e.fma(r, r.broadcast(0.5f));
            e = e.fma(r, r.broadcast(1f));
            e = e.fma(r, r.broadcast(1f));
            FloatVector power = t.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(Float.floatToRawIntBits(1))
                    .reinterpretAsFloats();
            e.mul(power).intoArray(values, at);
        }
    }

    /** In place t less the nearest integer, for |t| below 2^51; beyond, anything from −½ to ½. */
    static void fraction(double[] values, int from, int to) {
        for (int at = from; at < to; at += D.length()) {
            DoubleVector t = DoubleVector.fromArray(D, values, at);
            double magic = 0x1.8p52;
            t.sub(t.add(magic).sub(magic)).max(-0.5).min(0.5).intoArray(values, at);
        }
    }

    /** In place t less the nearest integer, for |t| below 2^22; beyond, anything from −½ to ½. */
    static void fraction(float[] values, int from, int to) {
        for (int at = from; at < to; at += F.length()) {
            FloatVector t = FloatVector.fromArray(F, values, at);
            float magic = 0x1.8p23f;
            t.sub(t.add(magic).sub(magic)).max(-0.5f).min(0.5f).intoArray(values, at);
        }
    }

    /** sin h, |h| ≤ π/4, from {@code target} on. */
    static void sin(double[] values, int from, int to, int target) {
        for (int at = from; at < to; at += D.length()) {
            DoubleVector h = DoubleVector.fromArray(D, values, at);
            DoubleVector z = h.mul(h);
            DoubleVector p = z.mul(-1.0 / 1307674368000.0).add(1.0 / 6227020800.0);
            p = p.fma(z, p.broadcast(-1.0 / 39916800.0));
            p = p.fma(z, p.broadcast(1.0 / 362880.0));
            p = p.fma(z, p.broadcast(-1.0 / 5040.0));
            p = p.fma(z, p.broadcast(1.0 / 120.0));
            p = p.fma(z, p.broadcast(-1.0 / 6.0));
            p.mul(z).fma(h, h).intoArray(values, target + at - from);
        }
    }

    /** sin h, |h| ≤ π/4, from {@code target} on. */
    static void sin(float[] values, int from, int to, int target) {
        for (int at = from; at < to; at += F.length()) {
            FloatVector h = FloatVector.fromArray(F, values, at);
            FloatVector z = h.mul(h);
            FloatVector p = z.mul(1 / 362880f).add(-1 / 5040f);
            p = p.fma(z, p.broadcast(1 / 120f));
            p = p.fma(z, p.broadcast(-1 / 6f));
            p.mul(z).fma(h, h).intoArray(values, target + at - from);
        }
    }

    /** cos h, |h| ≤ π/4, from {@code target} on. */
    static void cos(double[] values, int from, int to, int target) {
        for (int at = from; at < to; at += D.length()) {
            DoubleVector h = DoubleVector.fromArray(D, values, at);
            DoubleVector z = h.mul(h);
            DoubleVector p = z.mul(1.0 / 20922789888000.0).add(-1.0 / 87178291200.0);
            p = p.fma(z, p.broadcast(1.0 / 479001600.0));
            p = p.fma(z, p.broadcast(-1.0 / 3628800.0));
            p = p.fma(z, p.broadcast(1.0 / 40320.0));
            p = p.fma(z, p.broadcast(-1.0 / 720.0));
            p = p.fma(z, p.broadcast(1.0 / 24.0));
            p = p.fma(z, p.broadcast(-0.5));
            p.fma(z, p.broadcast(1.0)).intoArray(values, target + at - from);
        }
    }

    /** cos h, |h| ≤ π/4, from {@code target} on. */
    static void cos(float[] values, int from, int to, int target) {
        for (int at = from; at < to; at += F.length()) {
            FloatVector h = FloatVector.fromArray(F, values, at);
            FloatVector z = h.mul(h);
            FloatVector p = z.mul(-1 / 3628800f).add(1 / 40320f);
            p = p.fma(z, p.broadcast(-1 / 720f));
            p = p.fma(z, p.broadcast(1 / 24f));
            p = p.fma(z, p.broadcast(-0.5f));
            p.fma(z, p.broadcast(1f)).intoArray(values, target + at - from);
        }
    }
}
