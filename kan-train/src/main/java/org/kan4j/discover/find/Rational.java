package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.discover.score.TableRounding;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.Parallel;

/** Ratios of polynomials with few terms, without a network: all terms of a degree first, then one less as long as that helps. */
final class Rational {
    private static final int ROWS = 400;

    /** Degrees of numerator and denominator, those of fewer terms first. */
    private static final int[][] DEGREES = {
        {1, 1}, {2, 0}, {2, 1}, {1, 2}, {2, 2}, {3, 0}, {3, 1}, {1, 3}, {3, 2}, {2, 3}, {3, 3}, {4, 1}, {4, 2}, {2, 4},
        {4, 4}
    };

    /** Functions of ratios. */
    private static final List<PowerLaw.Outer> OUTER = List.of(
            PowerLaw.Outer.SAME,
            PowerLaw.Outer.SQUARE_ROOT,
            PowerLaw.Outer.EXPONENTIAL,
            PowerLaw.Outer.LOGARITHM,
            PowerLaw.Outer.ARC_SINE,
            PowerLaw.Outer.ARC_COSINE);

    /** Terms that a ratio may begin with: at most so many, and at most one for so many rows, which are more where there is noise. */
    private static final int MAX_TERMS = 90;

    private static final int ROWS_PER_TERM = 2;
    private static final int NOISY_ROWS_PER_TERM = 8;

    /** Of one input, any smooth function is nearly a ratio with more terms. */
    private static final int MAX_TERMS_OF_ONE_INPUT = 8;

    /** A ratio that leaves a smaller share of the target's variance is taken for exact. */
    private static final double EXACT = 1e-17;

    /** A ratio that needs more than this share of its terms, if they are many, comes near to something else. */
    private static final double MOST_KEPT = 0.6;

    private static final int SMALL = 8;

    /** Terms that a ratio may begin with where the target is rounded: with more it comes too near to anything smooth. */
    private static final int MAX_TERMS_OF_ROUNDED = 24;

    /** Terms are taken away until the description is so many nats longer than the shortest. */
    private static final double PATIENCE = 60;

    /** Terms and rows of ratios of functions of the inputs, of which there are many. */
    private static final int MAX_TERMS_OF_FUNCTIONS = 40;

    private static final int FEW_ROWS = 100;

    private final Batch data;
    private final BooleanSupplier stop;
    private final Refinement refinement;
    private final List<Expression> inputs;
    private final double[] errors;
    private final Vocabulary vocabulary;

    /**
     * Ratios for a table.
     *
     * @param data one target
     * @param vocabulary functions that ratios may be of
     * @param stop asked between ratios
     */
    Rational(Batch data, Vocabulary vocabulary, BooleanSupplier stop) {
        this.vocabulary = vocabulary;
        this.stop = stop;
        this.data = data.thinned(ROWS);
        this.refinement = new Refinement(this.data, stop);
        this.errors = TableRounding.errors(this.data.y());
        this.inputs =
                IntStream.range(0, data.in()).mapToObj(Expression::variable).toList();
    }

    /**
     * What the ratio is of, and of what it is the argument.
     *
     * @param outer function of the ratio
     * @param inputs functions of the table's inputs
     * @param dependent whether a polynomial of these is 0 everywhere; then they make no denominator
     */
    private record View(PowerLaw.Outer outer, List<Expression> inputs, boolean dependent) {
        Batch of(Batch data) {
            int n = data.rows();
            double[] x = new double[n * inputs.size()];
            for (int i = 0; i < inputs.size(); i++) {
                double[] values = Fit.values(inputs.get(i), data);
                for (int r = 0; r < n; r++) {
                    x[r * inputs.size() + i] = values[r];
                }
            }
            return new Batch(x, Arrays.stream(data.y()).map(outer::target).toArray(), n);
        }

        boolean within(Vocabulary vocabulary) {
            return vocabulary.leadsTo(outer.of(Expression.sum(inputs)));
        }

        Expression expression(PolynomialRatio ratio) {
            return outer.of(ratio.expression(inputs));
        }
    }

    /** Rows as a view has them, and the share of the target's variance that an exact ratio may leave. */
    private record Seen(Batch rows, double exact) {}

    /** The first ratio that explains the data to rounding errors, by the degree; nothing where none does. */
    Optional<Expression> exact(Parallel parallel) {
        int most = data.in() == 1 ? MAX_TERMS_OF_ONE_INPUT : MAX_TERMS;
        return exact(List.of(new View(PowerLaw.Outer.SAME, inputs, false)), data, most, parallel);
    }

    /**
     * The first ratio of functions of the inputs, or function of a ratio, that explains the data to rounding errors: one function of one input; for the target
     * and its square one of a difference, product, quotient or power of two; and polynomials with the sine and cosine of an input.
     */
    Optional<Expression> exactOfFunctions(Parallel parallel) {
        Batch few = rounded() ? data : data.thinned(FEW_ROWS);
        List<View> views = new ArrayList<>();
        for (PowerLaw.Outer outer : OUTER) {
            functionsOfOne().forEach(some -> views.add(new View(outer, some, false)));
        }
        for (PowerLaw.Outer outer : List.of(PowerLaw.Outer.SAME, PowerLaw.Outer.SQUARE_ROOT)) {
            functionsOfTwo().forEach(some -> views.add(new View(outer, some, false)));
        }
        for (Expression x : inputs) {
            List<Expression> waves = new ArrayList<>(inputs);
            waves.add(Expression.apply(Fn.SIN, x));
            waves.add(Expression.apply(Fn.COS, x));
            views.add(new View(PowerLaw.Outer.SAME, waves, true));
        }
        return exact(views, few, MAX_TERMS_OF_FUNCTIONS, parallel);
    }

    /** Whether digits that the table leaves out are more than those that a double has not. */
    private boolean rounded() {
        return TableRounding.share(data.y(), errors) > EXACT;
    }

    private Optional<Expression> exact(List<View> views, Batch rows, int terms, Parallel parallel) {
        int most = rounded()
                ? Math.min(Math.min(terms, MAX_TERMS_OF_ROUNDED), rows.rows() / NOISY_ROWS_PER_TERM)
                : Math.min(terms, rows.rows() / ROWS_PER_TERM);
        Map<View, Seen> seen = new LinkedHashMap<>();
        for (View view : views) {
            Batch batch = view.of(rows);
            if (view.within(vocabulary) && finite(batch.x()) && finite(batch.y())) {
                seen.put(view, new Seen(batch, tolerance(view, batch)));
            }
        }
        // With enough terms a ratio comes near to anything smooth: those with few have to be tried first for all.
        for (int[] degrees : DEGREES) {
            List<Callable<Optional<Expression>>> tasks = new ArrayList<>();
            seen.forEach((view, rowsOfView) -> tasks.add(() -> exact(view, rowsOfView, degrees, most)));
            Optional<Expression> found =
                    parallel.all(tasks).stream().flatMap(Optional::stream).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The share of the variance of a view's target that an exact ratio may leave. */
    private double tolerance(View view, Batch seen) {
        double[] largest = new double[errors.length];
        Arrays.setAll(largest, r -> errors[r] * view.outer.slope(data.y()[r]));
        return finite(largest) ? TableRounding.tolerance(EXACT, seen.y(), largest) : EXACT;
    }

    private Optional<Expression> exact(View view, Seen seen, int[] degrees, int most) {
        if (stop.getAsBoolean() || (view.dependent && degrees[1] > 0)) {
            return Optional.empty();
        }
        return ratio(seen.rows, degrees, most)
                .map(ratio -> seen.exact > EXACT ? ratio.reweighted().reweighted() : ratio)
                .filter(ratio -> ratio.unexplained() < seen.exact)
                .flatMap(ratio -> {
                    Shortest found = shortest(ratio, view);
                    return found.terms <= SMALL
                                    || (found.terms <= MOST_KEPT * ratio.size()
                                            && found.formula.unexplained() < Refinement.ROUNDING)
                            ? Optional.of(found.formula.expression())
                            : Optional.empty();
                });
    }

    private static boolean finite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    /** The inputs, their squares, and the inputs with a function in the place of one. */
    private List<List<Expression>> functionsOfOne() {
        List<List<Expression>> all = new ArrayList<>();
        all.add(inputs);
        all.add(inputs.stream().map(x -> Expression.power(x, 2)).toList());
        for (int i = 0; i < inputs.size(); i++) {
            for (Fn f : List.of(Fn.COS, Fn.SIN, Fn.EXP, Fn.LOG)) {
                all.add(replaced(i, i, Expression.apply(f, inputs.get(i))));
            }
            all.add(replaced(i, i, Expression.power(inputs.get(i), 0.5)));
        }
        return all;
    }

    /** The inputs with a function in the place of two, or a power in that of its base. */
    private List<List<Expression>> functionsOfTwo() {
        List<List<Expression>> all = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Expression x = inputs.get(i);
            for (int j = 0; j < inputs.size(); j++) {
                Expression other = inputs.get(j);
                if (j != i) {
                    all.add(replaced(i, i, Expression.power(x, other)));
                    all.add(replaced(i, j, Expression.apply(Fn.EXP, Expression.quotient(x, other))));
                }
                if (j < i) {
                    for (Fn f : List.of(Fn.COS, Fn.SIN)) {
                        all.add(replaced(i, j, Expression.apply(f, Expression.difference(x, other))));
                        all.add(replaced(i, j, Expression.apply(f, Expression.product(x, other))));
                    }
                    all.add(replaced(i, j, Expression.apply(Fn.EXP, Expression.product(x, other))));
                }
            }
        }
        return all;
    }

    /** The inputs without two, with a function of these. */
    private List<Expression> replaced(int i, int j, Expression function) {
        List<Expression> rest = new ArrayList<>(inputs);
        rest.remove(inputs.get(i));
        rest.remove(inputs.get(j));
        rest.add(function);
        return rest;
    }

    /** The ratio of the shortest description, though it leaves noise. */
    Optional<Expression> approximate() {
        int most = Math.min(data.in() == 1 ? MAX_TERMS_OF_ONE_INPUT : MAX_TERMS, data.rows() / NOISY_ROWS_PER_TERM);
        View view = new View(PowerLaw.Outer.SAME, inputs, false);
        return Arrays.stream(DEGREES)
                .flatMap(degrees -> ratio(data, degrees, most).stream())
                .map(ratio -> ratio.reweighted().reweighted())
                .filter(ratio -> Double.isFinite(ratio.unexplained()))
                .map(ratio -> shortest(ratio, view).formula)
                .min(Comparator.comparingDouble(Refinement.Scored::descriptionLength))
                .map(Refinement.Scored::expression);
    }

    /** The ratio with all terms of some degrees; nothing where these are too many. */
    private static Optional<PolynomialRatio> ratio(Batch rows, int[] degrees, int most) {
        List<int[]> above = Monomials.upTo(rows.in(), degrees[0], most);
        List<int[]> below = Monomials.upTo(rows.in(), degrees[1], most);
        return above.size() + below.size() <= most
                ? Optional.of(PolynomialRatio.of(rows, above, below))
                        .filter(ratio -> Double.isFinite(ratio.unexplained()))
                : Optional.empty();
    }

    /** A ratio and the number of its terms. */
    private record Shortest(Refinement.Scored formula, int terms) {}

    private Shortest shortest(PolynomialRatio from, View view) {
        PolynomialRatio ratio = from;
        Shortest best = new Shortest(refinement.score(view.expression(ratio)), ratio.size());
        Shortest last = best;
        while (!stop.getAsBoolean()
                && !(last.formula.descriptionLength() > best.formula.descriptionLength() + PATIENCE)) {
            PolynomialRatio smaller = ratio.smaller();
            if (smaller.size() == ratio.size() || !Double.isFinite(smaller.unexplained())) {
                break;
            }
            PolynomialRatio reweighted = smaller.reweighted();
            ratio = Double.isFinite(reweighted.unexplained()) ? reweighted : smaller;
            last = new Shortest(refinement.score(view.expression(ratio)), ratio.size());
            best = last.formula.descriptionLength() < best.formula.descriptionLength() ? last : best;
        }
        return best;
    }
}
