package org.kan4j.discover.reduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.Proposal;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.KanNetwork;

/**
 * Reads simple structure off the exact derivatives of a trained network F, in the spirit of AI Feynman (arXiv:1905.11481,
 * arXiv:2006.10782). Each relation below says that a {@link Step} leads to a smaller table with the same law:
 *
 * <pre>
 * x_j·F_j = p·(F − d)    the target less d has the factor x_j^p
 * F_j = c                the target has the term c·x_j
 * F_j = c·F_i            only x_i + c·x_j matters
 * x_j·F_j = p·x_i·F_i    only x_i·x_j^p matters
 * x_i·F_j = c·x_j·F_i    only x_i² + c·x_j² matters
 * x_i·F_i + x_j·F_j = p·F    the target has the factor x_j^p, and only x_i/x_j matters beside it
 * F_i + F_j = c          the target has the term c·x_j, and only x_i − x_j matters beside it
 * </pre>
 */
public final class Structure {
    /** Rows at which the derivatives are taken. */
    private static final int ROWS = 400;

    /** Relations that leave more than this share unexplained are not proposed. */
    private static final double TOLERANCE = 0.1;

    /** An offset is proposed where it leaves at most this share of what is left without. */
    private static final double OFFSET_GAIN = 0.2;

    /** A constant this near to a simple number is taken for it. */
    private static final double NEAR = 0.06;

    /**
     * A step and how badly its relation holds.
     *
     * @param step the step
     * @param violation share of the left-hand side's mean square that the right-hand side leaves
     */
    public record Proposal(Step step, double violation) {}

    private Structure() {}

    /**
     * Steps that the network's derivatives suggest, most certain first.
     *
     * @param engine computes
     * @param model a trained network
     * @param sign 0, or that of F where the network gives the logarithm of |F|
     * @param raw rows in the data's units
     */
    public static List<Proposal> propose(Engine engine, KanModel model, double sign, Batch raw) {
        Batch batch = raw.thinned(ROWS);
        int n = batch.rows();
        int in = batch.in();
        KanNetwork network = model.kan().network();
        double[] z = model.inputs().apply(batch.x(), n);
        double[] value = new double[n];
        Engine.Loss sum = (y, first, rows, dy) -> {
            for (int r = 0; r < rows; r++) {
                double v = y[r] * model.outputs().scale(0) + model.outputs().shift(0);
                value[first + r] = sign == 0 ? v : sign * Math.exp(v);
                dy[r] = sign == 0 ? 1 : value[first + r];
            }
            return 0;
        };
        double[] slopes = new double[n * in];
        double[] p = model.kan().parameters();
        engine.gradient(network, p, z, n, sum, new double[network.parameterCount()], slopes);
        double[][] f = new double[in][n];
        double[][] xf = new double[in][n];
        for (int i = 0; i < in; i++) {
            for (int r = 0; r < n; r++) {
                f[i][r] = slopes[r * in + i]
                        * model.outputs().scale(0)
                        / model.inputs().scale(i);
                xf[i][r] = f[i][r] * batch.x()[r * in + i];
            }
        }
        double[] one = new double[n];
        Arrays.fill(one, 1);
        List<Proposal> proposals = new ArrayList<>();
        for (int j = 0; j < in; j++) {
            int other = j == 0 ? 1 : 0;
            if (batch.positive(j)) {
                propose(proposals, Step.Action.FACTOR, other, j, xf[j], value);
            }
            propose(proposals, Step.Action.TERM, other, j, f[j], one);
            for (int i = 0; i < in; i++) {
                if (i == j) {
                    continue;
                }
                if (i < j) {
                    propose(proposals, Step.Action.SUM, i, j, f[j], f[i]);
                    double[] left = new double[n];
                    double[] right = new double[n];
                    for (int r = 0; r < n; r++) {
                        left[r] = batch.x()[r * in + i] * f[j][r];
                        right[r] = batch.x()[r * in + j] * f[i][r];
                    }
                    propose(proposals, Step.Action.SQUARES, i, j, left, right);
                    propose(proposals, Step.Action.SHIFT, i, j, added(f[i], f[j]), one);
                    if (batch.positive(j)) {
                        propose(proposals, Step.Action.SCALE, i, j, added(xf[i], xf[j]), value);
                    }
                }
                if (batch.positive(j)) {
                    propose(proposals, Step.Action.PRODUCT, i, j, xf[j], xf[i]);
                }
            }
        }
        proposals.sort(Comparator.comparingDouble(Proposal::violation));
        return proposals;
    }

    private static double[] added(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int r = 0; r < sum.length; r++) {
            sum[r] = a[r] + b[r];
        }
        return sum;
    }

    /** Adds left = c·right where a constant c makes it hold nearly. */
    private static void propose(List<Proposal> to, Step.Action kind, int i, int j, double[] left, double[] right) {
        double lr = 0;
        double rr = 0;
        double ll = 0;
        for (int r = 0; r < left.length; r++) {
            lr += left[r] * right[r];
            rr += right[r] * right[r];
            ll += left[r] * left[r];
        }
        double c = simple(lr / rr, kind);
        double residual = residual(left, right, c, 0);
        double offset = 0;
        if (kind.divides()) {
            double[] line = line(left, right);
            double p = simple(line[0], kind);
            double mean = mean(left) - p * mean(right);
            double d = simple(-mean / p, Step.Action.TERM);
            double other = residual(left, right, p, -d * p);
            if (other < OFFSET_GAIN * residual) {
                c = p;
                offset = d;
                residual = other;
            }
        }
        // Where a factor or a term alone explains the same, it is the simpler step.
        boolean both = kind == Step.Action.SCALE || kind == Step.Action.SHIFT;
        double violation = (both ? 4 : 1) * residual / ll;
        // x_i·x_j^p and x_j·x_i^(1/p) say the same: the larger exponent is kept.
        boolean said = kind == Step.Action.PRODUCT && (Math.abs(c) < 1 || (Math.abs(c) == 1 && i > j));
        if (violation < TOLERANCE && c != 0 && !said) {
            to.add(new Proposal(new Step(kind, i, j, c, offset), violation));
        }
    }

    private static double residual(double[] left, double[] right, double factor, double intercept) {
        double sum = 0;
        for (int r = 0; r < left.length; r++) {
            double d = left[r] - factor * right[r] - intercept;
            sum += d * d;
        }
        return sum;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Slope and intercept of the straight line of least squares. */
    private static double[] line(double[] left, double[] right) {
        double l = mean(left);
        double m = mean(right);
        double products = 0;
        double squares = 0;
        for (int r = 0; r < left.length; r++) {
            products += (left[r] - l) * (right[r] - m);
            squares += (right[r] - m) * (right[r] - m);
        }
        double slope = products / squares;
        return new double[] {slope, l - slope * m};
    }

    /** The nearest third or half of an integer for exponents, the nearest integer for factors, where one is near. */
    private static double simple(double c, Step.Action kind) {
        double whole = Math.rint(c);
        if (whole != 0 && Math.abs(c - whole) < NEAR * Math.abs(whole)) {
            return whole;
        }
        if (kind.divides() || kind == Step.Action.PRODUCT) {
            for (int q = 2; q <= 3; q++) {
                double near = Math.rint(c * q) / q;
                if (near != 0 && Math.abs(c - near) < NEAR / q) {
                    return near;
                }
            }
        }
        return c;
    }
}
