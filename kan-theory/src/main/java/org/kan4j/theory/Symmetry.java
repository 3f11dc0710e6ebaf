package org.kan4j.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import org.kan4j.layer.BaseActivation;
import org.kan4j.numeric.Parallel;
import org.kan4j.report.JsonMembers;

/**
 * Symmetries of the ensemble of networks with one hidden layer (arXiv:2408.00082, section 3: symmetries of the density of parameters become
 * those of the outputs), tested by means that vanish where one holds, and controls in which it is broken.
 *
 * @param name what is tested
 * @param control whether the symmetry is broken here
 * @param deviation of the mean from 0, in standard errors
 */
public record Symmetry(String name, boolean control, double deviation) {
    private static final int OUTPUTS = 60;

    /** Where a deviation is larger, a symmetry counts as broken. */
    public static final double BROKEN = 4;

    /** {@return whether the ensemble shows what theory says} */
    public boolean asExpected() {
        return control == Math.abs(deviation) > BROKEN;
    }

    /**
     * Tests rotations of the outputs, the sign of the output, and the parity of the inputs.
     *
     * @param prior its base is replaced where parity is tested
     * @param q variance of the hidden values, &gt; 0
     * @param width n ≥ 1
     * @param networks how many for each test, ≥ 2
     * @param seed of all of them
     * @param parallel the threads, which change nothing
     * @return one for each test
     */
    public static List<Symmetry> tests(Prior prior, double q, int width, int networks, long seed, Parallel parallel) {
        List<Symmetry> tests = new ArrayList<>();
        tests.add(of("O(D) on outputs", false, networks, parallel, i -> {
            Normal normal = Normal.of(seed, i);
            return rotation(outputs(prior, q, width, normal, normal::next));
        }));
        // Uniform weights of the same variance.
        tests.add(of("O(D) on outputs, uniform weights", true, networks, parallel, i -> {
            Normal normal = Normal.of(seed + 1, i);
            return rotation(outputs(prior, q, width, normal, () -> Math.sqrt(12) * (normal.uniform() - 0.5)));
        }));
        tests.add(of("f to -f", false, networks, parallel, i -> {
            Normal normal = Normal.of(seed + 2, i);
            double sum = 0;
            for (double f : outputs(prior, q, width, normal, normal::next)) {
                sum += f * f * f;
            }
            return sum;
        }));
        // Exponential weights of the same variance, whose third moment is not 0.
        tests.add(of("f to -f, skewed weights", true, networks, parallel, i -> {
            Normal normal = Normal.of(seed + 5, i);
            double sum = 0;
            for (double f : outputs(prior, q, width, normal, () -> -Math.log(1 - normal.uniform()) - 1)) {
                sum += f * f * f;
            }
            return sum;
        }));
        double x = Math.sqrt(q);
        tests.add(of("inputs exchanged", false, networks, parallel, i -> {
            double[] first = coefficients(prior, width, Normal.of(seed + 6, i));
            double[] second = coefficients(prior, width, Normal.of(seed + 7, i));
            return exchanged(prior, first, second, x, width);
        }));
        tests.add(of("inputs exchanged, edges of different variances", true, networks, parallel, i -> {
            double[] first = coefficients(prior, width, Normal.of(seed + 6, i));
            double[] second = coefficients(prior, width, Normal.of(seed + 7, i));
            for (int j = 0; j < second.length; j++) {
                second[j] *= 0.5;
            }
            return exchanged(prior, first, second, x, width);
        }));
        for (BaseActivation base : BaseActivation.values()) {
            Prior of = new Prior(
                    base,
                    prior.basis(),
                    base == BaseActivation.ZERO ? 0 : Math.max(prior.baseVariance(), 0.5),
                    prior.basisVariance());
            tests.add(of(
                    "x to -x, " + PriorText.name(base) + " base",
                    base == BaseActivation.SILU,
                    networks,
                    parallel,
                    i -> variance(of, x, width, Normal.of(seed + 3, i))
                            - variance(of, -x, width, Normal.of(seed + 4, i))));
        }
        return tests;
    }

    /** A line for a person. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-8s  %s: %.1f standard errors%s",
                control ? "control" : "symmetry",
                name,
                deviation,
                Math.abs(deviation) > BROKEN ? ", broken" : ", holds");
    }

    void json(JsonMembers json) {
        json.string("name", name).flag("control", control).number("deviation", deviation);
    }

    /** A test by a mean that vanishes where the symmetry holds. */
    static Symmetry of(String name, boolean control, Statistic mean) {
        return new Symmetry(name, control, mean.mean() / mean.error());
    }

    private static Symmetry of(
            String name, boolean control, int networks, Parallel parallel, LongFunction<Double> network) {
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int i = 0; i < networks; i++) {
            long number = i;
            tasks.add(() -> network.apply(number));
        }
        double[] values =
                parallel.all(tasks).stream().mapToDouble(Double::doubleValue).toArray();
        return of(name, control, Statistic.of(values));
    }

    /** Values of several outputs at one input. */
    private static double[] outputs(Prior prior, double q, int width, Normal normal, DoubleSupplier weight) {
        int f = prior.features();
        double[] psi = new double[f];
        double[] y = new double[OUTPUTS];
        for (int i = 0; i < width; i++) {
            prior.features(Math.sqrt(q) * normal.next(), 0, psi, 0);
            for (int o = 0; o < OUTPUTS; o++) {
                for (int m = 0; m < f; m++) {
                    y[o] += psi[m] * weight.getAsDouble() / Math.sqrt(width);
                }
            }
        }
        return y;
    }

    /** Sum over pairs of outputs of (f⁴ + g⁴)/2 − 3·f²·g², whose mean is 0 where rotations change nothing. */
    private static double rotation(double[] y) {
        double sum = 0;
        for (int o = 0; o + 1 < y.length; o += 2) {
            double f = y[o] * y[o];
            double g = y[o + 1] * y[o + 1];
            sum += (f * f + g * g) / 2 - 3 * f * g;
        }
        return sum;
    }

    /** Weights of the edges from one of two inputs to the hidden nodes, in units of ψ, [width, features]. */
    private static double[] coefficients(Prior prior, int width, Normal normal) {
        double[] c = new double[width * prior.features()];
        Arrays.setAll(c, j -> Math.sqrt(0.5) * normal.next());
        return c;
    }

    /** Σ̂ of a network of two inputs at (x, 0) less that at (0, x). */
    private static double exchanged(Prior prior, double[] first, double[] second, double x, int width) {
        int f = prior.features();
        double[] psi = new double[2 * f];
        prior.features(x, 0, psi, 0);
        prior.features(0, 0, psi, f);
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double there = Prior.dot(first, i * f, psi, 0, f) + Prior.dot(second, i * f, psi, f, f);
            double here = Prior.dot(first, i * f, psi, f, f) + Prior.dot(second, i * f, psi, 0, f);
            sum += (prior.kernel(there, there) - prior.kernel(here, here)) / width;
        }
        return sum;
    }

    /** Σ̂ of a network of one input at a point. */
    private static double variance(Prior prior, double x, int width, Normal normal) {
        double scale = Math.sqrt(prior.kernel(x, x));
        double[] psi = new double[prior.features()];
        double sum = 0;
        for (int i = 0; i < width; i++) {
            prior.features(scale * normal.next(), 0, psi, 0);
            sum += Prior.dot(psi, 0, psi, 0, psi.length) / width;
        }
        return sum;
    }
}
