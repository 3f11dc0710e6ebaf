package org.kan4j.discover.find;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.numeric.LeastSquaresProblem;

/**
 * The sum of a {@link PowerLaw} less the transformed target, weighted so that a residual is about that of the target in units of
 * its spread, as a function of the unknowns that are free.
 */
final class PowerLawProblem implements LeastSquaresProblem {
    /** A row weighs at most so many times the median. */
    private static final double LARGEST_WEIGHT = 20;

    private final PowerLaw law;
    private final double[][] logs;
    private final double[][] inputs;
    private final double[] target;
    private final double[] weights;
    private final double[] all;
    private final int[] free;

    private PowerLawProblem(
            PowerLaw law,
            double[][] logs,
            double[][] inputs,
            double[] target,
            double[] weights,
            double[] all,
            int[] free) {
        this.law = law;
        this.logs = logs;
        this.inputs = inputs;
        this.target = target;
        this.weights = weights;
        this.all = all;
        this.free = free;
    }

    /**
     * The problem with all unknowns free.
     *
     * @param positive numbers of the inputs that powers are taken of
     */
    static PowerLawProblem of(PowerLaw law, Batch data, int[] positive) {
        int n = data.rows();
        double spread = Fit.spread(data.y());
        double[] target = new double[n];
        double[] weights = new double[n];
        for (int r = 0; r < n; r++) {
            target[r] = law.outer().target(data.y()[r]);
            weights[r] = 1 / (law.outer().slope(data.y()[r]) * spread);
        }
        double[] sorted = weights.clone();
        Arrays.sort(sorted);
        double most = LARGEST_WEIGHT * sorted[n / 2];
        Arrays.setAll(weights, r -> Math.min(most, weights[r]));
        double[][] inputs = new double[data.in()][n];
        for (int i = 0; i < inputs.length; i++) {
            for (int r = 0; r < n; r++) {
                inputs[i][r] = data.x()[r * data.in() + i];
            }
        }
        double[][] logs = Arrays.stream(positive)
                .mapToObj(i -> Arrays.stream(inputs[i]).map(Math::log).toArray())
                .toArray(double[][]::new);
        int unknowns = law.unknowns(positive.length);
        return new PowerLawProblem(
                law,
                logs,
                inputs,
                target,
                weights,
                new double[unknowns],
                IntStream.range(0, unknowns).toArray());
    }

    /** Whether the target can be transformed on all rows. */
    boolean defined() {
        return Arrays.stream(target).allMatch(Double::isFinite)
                && Arrays.stream(weights).allMatch(Double::isFinite);
    }

    /** The transformed target, [rows], not modified. */
    double[] target() {
        return target;
    }

    /** The weights, [rows], not modified. */
    double[] weights() {
        return weights;
    }

    /** Logarithms of the positive inputs, [positive][rows], not modified. */
    double[][] logs() {
        return logs;
    }

    /** The problem with other unknowns free, and values for those that are not. */
    PowerLawProblem with(double[] unknowns, int[] changed) {
        return new PowerLawProblem(law, logs, inputs, target, weights, unknowns, changed);
    }

    /** All unknowns, from those that are free. */
    double[] expand(double[] p) {
        double[] expanded = all.clone();
        for (int k = 0; k < free.length; k++) {
            expanded[free[k]] = p[k];
        }
        return expanded;
    }

    @Override
    public int unknowns() {
        return free.length;
    }

    @Override
    public int residuals() {
        return target.length;
    }

    @Override
    public void residuals(double[] p, double[] r) {
        evaluate(expand(p), r, new double[0]);
    }

    @Override
    public void jacobian(double[] p, double[] r, double[] jacobian) {
        double[] every = new double[target.length * all.length];
        evaluate(expand(p), r, every);
        for (int row = 0; row < target.length; row++) {
            for (int k = 0; k < free.length; k++) {
                jacobian[row * free.length + k] = every[row * all.length + free[k]];
            }
        }
    }

    /**
     * What the factors of the terms' coefficients are, [rows, terms].
     *
     * @param unknowns all
     */
    double[] parts(double[] unknowns) {
        int count = law.terms().size();
        double[] unit = unknowns.clone();
        double[] derivatives = new double[target.length * all.length];
        evaluate(unit, new double[target.length], derivatives);
        double[] parts = new double[target.length * count];
        for (int row = 0; row < target.length; row++) {
            int at = 0;
            for (int t = 0; t < count; t++) {
                parts[row * count + t] = derivatives[row * all.length + at];
                at += law.terms().get(t).unknowns(logs.length);
            }
        }
        return parts;
    }

    /** Residuals, and derivatives by all unknowns where there is room for them. */
    private void evaluate(double[] p, double[] residuals, double[] derivatives) {
        int width = logs.length;
        for (int r = 0; r < target.length; r++) {
            double sum = 0;
            int at = 0;
            for (PowerLaw.Term term : law.terms()) {
                double value = monomial(p, at, r, term.input());
                double u = 0;
                double f = 1;
                int argument = (term.shared() ? 0 : at) + 1 + width;
                if (term.factor() != PowerLaw.Factor.ONE) {
                    u = p[argument] * monomial(p, argument, r, term.within());
                    f = term.factor().value(u);
                }
                sum += p[at] * value * f;
                if (derivatives.length > 0) {
                    int d = r * p.length + at;
                    derivatives[d] = weights[r] * value * f;
                    for (int i = 0; i < width; i++) {
                        derivatives[d + 1 + i] = p[at] * derivatives[d] * logs[i][r];
                    }
                    if (term.factor() != PowerLaw.Factor.ONE) {
                        double byLog =
                                weights[r] * p[at] * value * term.factor().slope(u) * u;
                        int e = r * p.length + argument;
                        derivatives[e] += byLog / p[argument];
                        for (int i = 0; i < width; i++) {
                            derivatives[e + 1 + i] += byLog * logs[i][r];
                        }
                    }
                }
                at += term.unknowns(width);
            }
            residuals[r] = weights[r] * (sum - target[r]);
        }
    }

    /** Π x^p without the coefficient. */
    private double monomial(double[] p, int at, int r, int further) {
        double exponent = 0;
        for (int i = 0; i < logs.length; i++) {
            exponent += p[at + 1 + i] * logs[i][r];
        }
        return Math.exp(exponent) * (further == PowerLaw.NONE ? 1 : inputs[further][r]);
    }
}
