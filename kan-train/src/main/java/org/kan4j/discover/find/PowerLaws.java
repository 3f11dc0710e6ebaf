package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.TableRounding;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.DampedGaussNewton;
import org.kan4j.numeric.LeastSquares;
import org.kan4j.numeric.Parallel;

/**
 * Fits {@link PowerLaw}s of one to three terms without a network: random exponents, coefficients by linear least squares, a few
 * steps of Levenberg–Marquardt, and more for the best. Exponents near halves of integers are then put there, where the data
 * allow it. Few rows are enough, and inputs that do not matter get exponents of zero.
 */
final class PowerLaws {
    private static final int ROWS = 300;
    private static final int SCREENING = 80;

    /** Random starts of a form, those that go on, and steps for the ones and the others. */
    private static final int STARTS = 16;

    private static final int FINALISTS = 2;
    private static final int FIRST_STEPS = 12;
    private static final int LAST_STEPS = 80;

    /** Forms whose exponents are rounded, and those that are handed over. */
    private static final int ROUNDED = 12;

    private static final int FORMS = 4;

    /** A law that leaves more of the target's variance is no law. */
    private static final double UNEXPLAINED = 0.1;

    /** Shares of the target's variance below this are rounding errors. */
    private static final double ROUNDING = 1e-20;

    /** A law that leaves less is taken for exact. */
    private static final double EXACT = 1e-12;

    /** Where exponents begin. */
    private static final double[] EXPONENTS = {0, 0, 0, 1, 1, -1, -1, 2, -2, 0.5};

    private final Batch data;
    private final int[] positive;
    private final int[] signed;
    private final Vocabulary vocabulary;
    private final long seed;
    private final BooleanSupplier stop;
    private final double exact;

    /**
     * A fitted law.
     *
     * @param law its form
     * @param unknowns its constants
     * @param unexplained share of the target's variance, nearly
     */
    private record Fitted(PowerLaw law, double[] unknowns, double unexplained) {}

    /**
     * A law.
     *
     * @param expression the law as a formula
     * @param exact whether it leaves nothing but rounding errors
     */
    record Found(Expression expression, boolean exact) {}

    /** A fitted law whose exponents were rounded, and the nats that it takes. */
    private record Rounded(Fitted fitted, double length) {}

    /**
     * Laws for a table.
     *
     * @param data one target
     * @param vocabulary functions that laws may hold
     * @param seed of the starts
     * @param stop asked between forms
     */
    PowerLaws(Batch data, Vocabulary vocabulary, long seed, BooleanSupplier stop) {
        this.vocabulary = vocabulary;
        this.data = data.thinned(ROWS);
        this.positive = IntStream.range(0, data.in()).filter(data::positive).toArray();
        this.signed =
                IntStream.range(0, data.in()).filter(i -> !data.positive(i)).toArray();
        this.seed = seed;
        this.stop = stop;
        this.exact = TableRounding.tolerance(EXACT, this.data.y());
    }

    /** The laws of the shortest descriptions, the best first; none where none explains most of the target. */
    List<Found> best(Parallel parallel) {
        if (positive.length == 0) {
            return List.of();
        }
        List<Callable<Optional<Fitted>>> tasks = new ArrayList<>();
        for (PowerLaw law : forms()) {
            double[] ones = new double[law.unknowns(positive.length)];
            Arrays.fill(ones, 1);
            if (vocabulary.leadsTo(law.expression(ones, positive))) {
                tasks.add(() -> fit(law));
            }
        }
        List<Callable<Rounded>> roundings = new ArrayList<>();
        parallel.all(tasks).stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingDouble(f -> length(f, 0)))
                .limit(ROUNDED)
                .forEach(f -> roundings.add(() -> rounded(f)));
        return parallel.all(roundings).stream()
                .sorted(Comparator.comparingDouble(Rounded::length))
                .limit(FORMS)
                .map(Rounded::fitted)
                .map(f -> new Found(f.law.expression(f.unknowns, positive), f.unexplained < exact))
                .toList();
    }

    /** All forms, the small ones first. */
    private List<PowerLaw> forms() {
        PowerLaw.Term plain = new PowerLaw.Term(PowerLaw.Factor.ONE, PowerLaw.NONE, PowerLaw.NONE);
        List<PowerLaw> forms = new ArrayList<>();
        for (PowerLaw.Outer outer : PowerLaw.Outer.values()) {
            for (int count = outer == PowerLaw.Outer.SAME ? 2 : 1; count <= 3; count++) {
                forms.add(new PowerLaw(outer, repeated(plain, count)));
            }
        }
        for (int others = 0; others <= 2; others++) {
            for (PowerLaw.Factor factor : PowerLaw.Factor.values()) {
                if (factor != PowerLaw.Factor.ONE) {
                    PowerLaw.Term one = new PowerLaw.Term(factor, PowerLaw.NONE, PowerLaw.NONE);
                    addWith(one, plain, others, forms);
                    if (others > 0) {
                        addWith(one, one.sharing(), others, forms);
                    }
                    for (int i : signed) {
                        addWith(new PowerLaw.Term(factor, PowerLaw.NONE, i), plain, others, forms);
                    }
                }
            }
            for (int i : signed) {
                addWith(new PowerLaw.Term(PowerLaw.Factor.ONE, i, PowerLaw.NONE), plain, others, forms);
            }
        }
        return forms;
    }

    private static void addWith(PowerLaw.Term term, PowerLaw.Term plain, int others, List<PowerLaw> forms) {
        List<PowerLaw.Term> terms = new ArrayList<>(List.of(term));
        terms.addAll(repeated(plain, others));
        forms.add(new PowerLaw(PowerLaw.Outer.SAME, terms));
    }

    private static List<PowerLaw.Term> repeated(PowerLaw.Term term, int count) {
        return Collections.nCopies(count, term);
    }

    /** The best of all starts; nothing where it explains little. */
    private Optional<Fitted> fit(PowerLaw law) {
        PowerLawProblem problem = PowerLawProblem.of(law, data, positive);
        int unknowns = law.unknowns(positive.length);
        if (!problem.defined() || unknowns * 2 > data.rows() || stop.getAsBoolean()) {
            return Optional.empty();
        }
        PowerLawProblem few = PowerLawProblem.of(law, data.thinned(SCREENING), positive);
        SplittableRandom random = new SplittableRandom(seed);
        double[] common = common(problem);
        List<Fitted> first = new ArrayList<>();
        for (int s = 0; s < STARTS && !stop.getAsBoolean(); s++) {
            first.add(minimized(few, law, start(few, law, common, s % 2 == 0, random), FIRST_STEPS));
        }
        return first.stream()
                .sorted(Comparator.comparingDouble(Fitted::unexplained))
                .limit(FINALISTS)
                .map(f -> minimized(problem, law, f.unknowns, LAST_STEPS))
                .min(Comparator.comparingDouble(Fitted::unexplained))
                .filter(f -> f.unexplained < UNEXPLAINED);
    }

    private Fitted minimized(PowerLawProblem problem, PowerLaw law, double[] start, int steps) {
        DampedGaussNewton.Result run = DampedGaussNewton.of(steps)
                .withTolerance(1e-4)
                .withTarget(0.01 * ROUNDING * problem.residuals())
                .withStop(stop)
                .minimize(problem, start);
        double unexplained = run.cost() / problem.residuals();
        return new Fitted(
                law,
                problem.expand(run.unknowns()),
                Double.isFinite(unexplained) ? unexplained : Double.POSITIVE_INFINITY);
    }

    /** Exponents of the monomial nearest to the target's size. */
    private double[] common(PowerLawProblem problem) {
        int n = data.rows();
        int width = positive.length + 1;
        double[] design = new double[n * width];
        double[] y = new double[n];
        for (int r = 0; r < n; r++) {
            y[r] = Math.log(Math.max(Math.abs(problem.target()[r]), Double.MIN_NORMAL));
            design[r * width] = 1;
            for (int i = 0; i < positive.length; i++) {
                design[r * width + 1 + i] = problem.logs()[i][r];
            }
        }
        return Arrays.copyOfRange(LeastSquares.solve(design, y, n, width), 1, width);
    }

    private double[] start(
            PowerLawProblem problem, PowerLaw law, double[] common, boolean near, SplittableRandom random) {
        double[] unknowns = new double[law.unknowns(positive.length)];
        int at = 0;
        for (PowerLaw.Term term : law.terms()) {
            unknowns[at++] = 1;
            for (double exponent : common) {
                unknowns[at++] = near ? exponent + 0.7 * random.nextGaussian() : any(random);
            }
            if (term.ownArgument()) {
                at = argument(problem, unknowns, at, random);
            }
        }
        return withCoefficients(problem, law, unknowns);
    }

    private static double any(SplittableRandom random) {
        return EXPONENTS[random.nextInt(EXPONENTS.length)];
    }

    /** Random a and q, with a·Π x^q of about 1. */
    private int argument(PowerLawProblem problem, double[] unknowns, int from, SplittableRandom random) {
        double mean = 0;
        for (int i = 0; i < positive.length; i++) {
            unknowns[from + 1 + i] = any(random);
            mean += unknowns[from + 1 + i] * Arrays.stream(problem.logs()[i]).sum() / problem.residuals();
        }
        double sign = random.nextBoolean() ? 1 : -1;
        // As it is, or with an argument of about 1: neither in the tail of f nor in its straight part.
        unknowns[from] = sign * (random.nextInt(3) == 0 ? 1 : (0.4 + 1.2 * random.nextDouble()) * Math.exp(-mean));
        return from + 1 + positive.length;
    }

    /** Coefficients by linear least squares. */
    private double[] withCoefficients(PowerLawProblem problem, PowerLaw law, double[] unknowns) {
        int n = problem.residuals();
        int count = law.terms().size();
        double[] parts = problem.parts(unknowns);
        double[] y = new double[n];
        for (int r = 0; r < n; r++) {
            y[r] = problem.weights()[r] * problem.target()[r];
        }
        double[] c = LeastSquares.solve(parts, y, n, count);
        double[] changed = unknowns.clone();
        int at = 0;
        for (int t = 0; t < count; t++) {
            changed[at] = Double.isFinite(c[t]) && c[t] != 0 ? c[t] : 1;
            at += law.terms().get(t).unknowns(positive.length);
        }
        return changed;
    }

    /** Puts exponents on halves of integers, all at once where the data allow it, else one after another. */
    private Rounded rounded(Fitted fitted) {
        PowerLawProblem problem = PowerLawProblem.of(fitted.law, data, positive);
        List<Integer> exponents = exponents(fitted.law);
        exponents.sort(Comparator.comparingDouble(k -> distance(fitted.unknowns[k])));
        Fitted best = fitted;
        List<Integer> fixed = new ArrayList<>();
        for (int from = 0; from < exponents.size(); from++) {
            // First all of them, then those that are nearest one by one.
            List<Integer> tried = new ArrayList<>(fixed);
            tried.addAll(from == 0 ? exponents : List.of(exponents.get(from - 1)));
            Fitted next = fixed(problem, best, tried);
            if (length(next, tried.size()) <= length(best, fixed.size())) {
                best = next;
                fixed = tried;
            }
            if (fixed.size() == exponents.size()) {
                break;
            }
        }
        return new Rounded(best, length(best, fixed.size()));
    }

    private List<Integer> exponents(PowerLaw law) {
        List<Integer> all = new ArrayList<>();
        int at = 0;
        for (PowerLaw.Term term : law.terms()) {
            int unknowns = term.unknowns(positive.length);
            for (int k = 0; k < unknowns; k++) {
                if (k % (1 + positive.length) != 0) {
                    all.add(at + k);
                }
            }
            at += unknowns;
        }
        return all;
    }

    private static double distance(double exponent) {
        return Math.abs(exponent - Math.rint(2 * exponent) / 2);
    }

    private Fitted fixed(PowerLawProblem problem, Fitted from, List<Integer> rounded) {
        double[] unknowns = from.unknowns.clone();
        for (int k : rounded) {
            unknowns[k] = Math.rint(2 * unknowns[k]) / 2;
        }
        int[] free = IntStream.range(0, unknowns.length)
                .filter(k -> !rounded.contains(k))
                .toArray();
        PowerLawProblem smaller = problem.with(unknowns, free);
        return minimized(
                smaller,
                from.law,
                IntStream.of(free).mapToDouble(k -> unknowns[k]).toArray(),
                20);
    }

    /** Nats: the residuals' by their likelihood, and the constants'. */
    private double length(Fitted fitted, int fixed) {
        double n = data.rows();
        double logarithm = Math.log(Math.max(fitted.unexplained, ROUNDING));
        double free = Math.log(n) / 2 - logarithm / 2 + 1;
        return n / 2 * logarithm + (fitted.unknowns.length - fixed) * free;
    }
}
