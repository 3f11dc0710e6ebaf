package org.kan4j.discover.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Simplifier;
import org.kan4j.numeric.DampedGaussNewton;
import org.kan4j.numeric.ScaledProblem;

/**
 * Fits and simplifies whole formulas against data. All free constants of a formula are refined jointly; then simple numbers are tried in their places, one by one, and kept where the description length falls.
 */
public final class Refinement {
    /** Errors below this share of the target's variance are rounding errors. */
    public static final double ROUNDING = 1e-22;

    /** A formula that leaves less is taken for exact while it is polished. */
    private static final double EXACT = 1e-14;

    private static final int ITERATIONS = 15;

    /** A known form that leaves less leaves rounding errors alone. */
    private static final double SAME = 10 * ROUNDING;

    /** Rows that approximations are polished on. */
    private static final int POLISHED_ROWS = 300;

    /** A simple number is doubted that is so many standard errors from what the data give in its place. */
    private static final double REJECTED = 3;

    /** Bits of the simple numbers that are put into known forms: 5 and 2/3, but not 11/7, which only rounds. */
    private static final int PLAIN = 5;

    /** The share by which a one, and another simple number, may raise what a known form leaves. */
    private static final double ONE = 0.3;

    private static final double RAISED = 0.1;

    /** A constant is taken for a simple number that is within so many standard errors. */
    private static final double LIKELY = 2;

    private final Batch data;
    private final DescriptionLength length;
    private final BooleanSupplier stop;
    private final IntPredicate positive;

    /**
     * A formula and how well it does.
     *
     * @param expression in the data's units
     * @param unexplained share of the target's variance that it leaves, infinite where it is not a number somewhere
     * @param descriptionLength nats, smaller is better
     */
    public record Scored(Expression expression, double unexplained, double descriptionLength) {}

    /**
     * Refinement on data.
     *
     * @param data rows in the data's units, one target
     * @param stop asked between steps
     */
    public Refinement(Batch data, BooleanSupplier stop) {
        this(new DescriptionLength(data), stop);
    }

    private Refinement(DescriptionLength length, BooleanSupplier stop) {
        this.data = length.data();
        this.length = length;
        this.stop = stop;
        boolean[] known = new boolean[data.in()];
        for (int i = 0; i < known.length; i++) {
            known[i] = data.positive(i);
        }
        this.positive = i -> known[i];
    }

    /** A refinement on at most so many of these rows. */
    public Refinement thinned(int rows) {
        return new Refinement(length.on(data.thinned(rows)), stop);
    }

    /** A refinement where weights are inverse squares of standard errors, so that residuals below these say nothing. */
    public Refinement ofErrors(boolean known) {
        return new Refinement(length.ofErrors(known), stop);
    }

    /** A refinement where each input of a formula costs so many nats beside its size, since it was chosen among many. */
    public Refinement ofChoice(double nats) {
        return new Refinement(length.ofChoice(nats), stop);
    }

    /** A refinement where a unit of size costs so many nats, as where a network has said already what a formula is made of. */
    public Refinement ofPrice(double nats) {
        return new Refinement(length.ofPrice(nats), stop);
    }

    /** A refinement of formulas whose form is known, so that so many nats describe it, whatever its size. */
    public Refinement ofForm(double nats) {
        return new Refinement(length.ofForm(nats), stop);
    }

    /**
     * A refinement of formulas that must hold some inputs: the description of one that lacks any is infinite, and polishing leaves those out
     * alone that the formula lacked from the start.
     */
    public Refinement ofRequired(List<Integer> inputs) {
        return new Refinement(length.ofRequired(inputs), stop);
    }

    /** A refinement of formulas that must be so: the description of others is infinite, and fitting leaves those that are so what they are. */
    public Refinement ofKept(Predicate<Expression> required) {
        return new Refinement(length.ofKept(required), stop);
    }

    /** Scores a formula as it is. */
    public Scored score(Expression expression) {
        double relative = Fit.rmse(expression, data) / length.scale();
        double unexplained = Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative * relative;
        return new Scored(expression, unexplained, length.of(expression, unexplained));
    }

    /** Fits the free constants, from where they are; the outcome is never worse than the start. */
    public Scored fit(Expression expression, int iterations) {
        CompiledExpression compiled = CompiledExpression.of(expression);
        Scored before = score(expression);
        if (compiled.parameterCount() == 0
                || compiled.parameterCount() > data.rows()
                || !Double.isFinite(before.unexplained)) {
            return before;
        }
        ScaledProblem problem =
                new ScaledProblem(new FormulaProblem(compiled, data, length.scale()), compiled.parameters());
        DampedGaussNewton.Result run = DampedGaussNewton.of(iterations)
                .withTolerance(length.formKnown() ? 1e-9 : 1e-6)
                .withTarget(1e-2 * ROUNDING * data.rows())
                .withStop(stop)
                .minimize(problem, problem.scaled(compiled.parameters()));
        Scored after = score(Fit.settled(compiled.withParameters(problem.original(run.unknowns()))));
        boolean strays = after.descriptionLength == Double.POSITIVE_INFINITY
                && before.descriptionLength < Double.POSITIVE_INFINITY;
        return after.unexplained < before.unexplained && !strays ? after : before;
    }

    /**
     * Fits and simplifies; leaves out parts, and puts simple numbers in the places of constants, as long as the description
     * length falls.
     */
    public Scored polish(Expression expression) {
        if (length.lacks(expression)) {
            List<Integer> held = new ArrayList<>(length.required());
            held.retainAll(expression.variables());
            return ofRequired(held).polish(expression);
        }
        Scored first = fit(simplify(fit(expression, 60).expression), 20);
        if (first.unexplained > EXACT && data.rows() > POLISHED_ROWS) {
            // An approximation has many ways to be changed, and they need not all be tried on all rows.
            Scored few = thinned(POLISHED_ROWS).polishFrom(first);
            Scored last = released(fit(few.expression, 20));
            return last.descriptionLength < first.descriptionLength ? last : first;
        }
        return polishFrom(first);
    }

    private Scored polishFrom(Scored first) {
        Scored best = score(first.expression);
        if (length.formKnown()) {
            return fit(simplify(withSimpleNumbers(withEqualCoefficients(best)).expression), ITERATIONS);
        }
        double likely = likely(best);
        while (!stop.getAsBoolean()) {
            Scored changed = dropOne(best);
            if (changed.descriptionLength < best.descriptionLength) {
                likely = likely(changed);
            } else {
                changed = snapOne(best, likely);
            }
            if (!(changed.descriptionLength < best.descriptionLength)) {
                changed = bestOf(best, Reductions.withSharedCoefficient(best.expression));
            }
            if (!(changed.descriptionLength < best.descriptionLength)) {
                break;
            }
            Scored simple = fit(simplify(changed.expression), 5);
            best = simple.descriptionLength < changed.descriptionLength ? simple : changed;
        }
        return best;
    }

    /** The best of all ways to leave out one part, the constants refitted; the formula itself where none is better. */
    private Scored dropOne(Scored start) {
        return bestOf(
                start,
                Reductions.smaller(start.expression).stream()
                        .filter(smaller -> smaller.size() < start.expression.size())
                        .toList());
    }

    private Scored bestOf(Scored start, List<Expression> others) {
        Scored best = start;
        for (Expression other : others) {
            if (stop.getAsBoolean()) {
                break;
            }
            Scored fitted = fit(other, 15);
            best = fitted.descriptionLength < best.descriptionLength ? fitted : best;
        }
        return best;
    }

    private Expression simplify(Expression expression) {
        return Simplifier.simplify(expression, positive);
    }

    /** The best of all ways to replace one constant, the others refitted; the formula itself where none is better. */
    private Scored snapOne(Scored start, double likely) {
        CompiledExpression compiled = CompiledExpression.of(start.expression);
        double[] p = compiled.parameters();
        Scored best = start;
        for (int j = 0; j < p.length && !stop.getAsBoolean(); j++) {
            for (double value : candidates(p[j])) {
                double[] changed = p.clone();
                changed[j] = value;
                Scored fitted = fit(compiled.withSnapped(changed, j), 15);
                if (fitted.descriptionLength < best.descriptionLength && (value == 0 || fitted.unexplained <= likely)) {
                    best = fitted;
                    break;
                }
            }
        }
        return best;
    }

    /** Lets terms share a coefficient where the rows allow. */
    private Scored withEqualCoefficients(Scored start) {
        Scored best = start;
        for (Expression shared : Reductions.withEqualCoefficients(start.expression)) {
            Scored fitted = fit(shared, ITERATIONS);
            if (fitted.unexplained <= within(start, LIKELY, ONE) && fitted.descriptionLength < best.descriptionLength) {
                best = fitted;
            }
        }
        return best;
    }

    /**
     * Puts simple numbers where the rows allow and a statement becomes shorter: ones and exponents, which often are simple in nature, before
     * other constants, and of each kind those first that fit best.
     */
    public Scored withSimpleNumbers(Scored start) {
        Scored now = start;
        for (boolean exponents : new boolean[] {true, false}) {
            Optional<Scored> next = snapped(now, exponents);
            while (next.isPresent() && !stop.getAsBoolean()) {
                now = next.get();
                next = snapped(now, exponents);
            }
        }
        return now;
    }

    /** The best way to put a simple number in the place of an exponent, or one in that of any constant; or any number anywhere. */
    private Optional<Scored> snapped(Scored from, boolean exponents) {
        CompiledExpression compiled = CompiledExpression.of(from.expression);
        double[] p = compiled.parameters();
        boolean[] exponent = freeExponents(from.expression);
        Optional<Scored> best = Optional.empty();
        for (int j = 0; j < p.length; j++) {
            for (double value : plain(p[j], from.unexplained)) {
                boolean one = Math.abs(value) == 1;
                boolean shorter = Math.log(2) * Constants.complexity(value) < length.statement(from.unexplained);
                if (shorter && (!exponents || exponent[j] || one)) {
                    double[] changed = p.clone();
                    changed[j] = value;
                    Scored fitted = fit(compiled.withSnapped(changed, j), ITERATIONS);
                    double most = within(from, one || exponent[j] ? LIKELY : 1, one ? ONE : RAISED);
                    if (fitted.unexplained
                            <= Math.min(most, best.map(Scored::unexplained).orElse(Double.POSITIVE_INFINITY))) {
                        best = Optional.of(fitted);
                    }
                }
            }
        }
        return best;
    }

    /** Which free constants are exponents, in the order of the compiled formula's parameters. */
    private static boolean[] freeExponents(Expression expression) {
        List<Constant> constants = CompiledExpression.constants(expression);
        boolean[] exponents = CompiledExpression.exponents(expression);
        boolean[] free = new boolean[constants.size()];
        int count = 0;
        for (int k = 0; k < exponents.length; k++) {
            if (constants.get(k).isFree()) {
                free[count++] = exponents[k];
            }
        }
        return Arrays.copyOf(free, count);
    }

    /** What a formula leaves at the most with a constant so many standard errors from where it fits best, of few rows less. */
    private double within(Scored fitted, double standardErrors, double raised) {
        double share = Math.min(raised, standardErrors * standardErrors / freedom(fitted));
        return Math.max(SAME, (1 + share) * fitted.unexplained);
    }

    /** What a formula leaves at the most with a constant two standard errors from where it fits best. */
    private double likely(Scored fitted) {
        double share = LIKELY * LIKELY / freedom(fitted);
        return Math.max(EXACT, fitted.unexplained * (1 + share));
    }

    private int freedom(Scored fitted) {
        return Math.max(
                1, data.rows() - CompiledExpression.of(fitted.expression).parameterCount());
    }

    /** Frees the simple numbers that all rows speak against, where the description length falls. */
    private Scored released(Scored start) {
        Scored best = start;
        for (Doubt doubt : Doubt.of(start.expression, data)) {
            if (doubt.beyond(REJECTED) && !stop.getAsBoolean()) {
                Scored fitted = fit(doubt.freed(), 15);
                best = fitted.descriptionLength < best.descriptionLength ? fitted : best;
            }
        }
        return best;
    }

    /**
     * Frees the simple numbers that are more than two standard errors from what the rows give in their place, the farthest first, and refits;
     * exact data leave them alone.
     */
    public Scored likely(Expression expression) {
        Scored now = score(expression);
        int most = CompiledExpression.constants(expression).size();
        for (int step = 0; step < most && now.unexplained > EXACT && !stop.getAsBoolean(); step++) {
            Optional<Doubt> farthest = Doubt.of(now.expression, data).stream()
                    .filter(doubt -> doubt.beyond(LIKELY))
                    .max(Comparator.comparingDouble(doubt -> Math.abs(doubt.step()) / doubt.error()));
            if (farthest.isEmpty()) {
                break;
            }
            now = fit(farthest.get().freed(), ITERATIONS);
        }
        return now;
    }

    /** Simple numbers to try in place of a value, very near ones first: of the others there are more than can be tried. */
    private static List<Double> candidates(double value) {
        Set<Double> values = new LinkedHashSet<>();
        for (double tolerance : new double[] {1e-6 * Math.abs(value), Math.max(0.03 * Math.abs(value), 1e-6)}) {
            Constants.candidates(value, tolerance).forEach(snap -> values.add(snap.value()));
        }
        values.add(0.0);
        return List.copyOf(values);
    }

    /** Those of them that read better in a known form: all where the data fix every digit. */
    private static List<Double> plain(double value, double unexplained) {
        // However far: the error says whether the rows allow it.
        Stream<Double> round =
                Stream.of(Math.rint(value), Math.rint(2 * value) / 2).filter(v -> v != 0);
        return Stream.concat(candidates(value).stream(), round)
                .distinct()
                .filter(v -> unexplained < SAME || (Constants.isRational(v) && Constants.complexity(v) <= PLAIN))
                .toList();
    }

    /** Nothing where the formula cannot be evaluated on all rows. */
    public static Optional<Scored> finite(Scored scored) {
        return Double.isFinite(scored.unexplained) ? Optional.of(scored) : Optional.empty();
    }
}
