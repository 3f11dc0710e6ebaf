package org.kan4j.discover.score;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Places;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Simplifier;
import org.kan4j.numeric.DampedGaussNewton;

/**
 * Fits and simplifies whole formulas against data. All free constants of a formula are refined jointly; then simple numbers are tried in their places, one by one, and kept where the description length falls.
 */
public final class Refinement {
    /** Errors below this share of the target's variance are rounding errors. */
    public static final double ROUNDING = 1e-22;

    /** A formula that leaves less is taken for exact while it is polished. */
    private static final double EXACT = 1e-14;

    /** Rows that approximations are polished on. */
    private static final int POLISHED_ROWS = 300;

    /** A simple number is doubted that is so many standard errors from what the data give in its place. */
    private static final double REJECTED = 3;

    /** Nats that one unit of size costs: which of about twenty functions, operations and columns it is. */
    private static final double NATS_PER_NODE = 3;

    /** Nats that a free constant costs besides the digits that the data fix. */
    private static final double NATS_PER_CONSTANT = 1;

    /** A constant is taken for a simple number that is within so many standard errors. */
    private static final double LIKELY = 2;

    private final Batch data;
    private final double scale;
    private final int places;
    private final BooleanSupplier stop;
    private final OptionalDouble form;
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
        this(data, stop, OptionalDouble.empty());
    }

    private Refinement(Batch data, BooleanSupplier stop, OptionalDouble form) {
        this.data = data;
        double spread = Fit.spread(data);
        this.scale = spread > 0 ? spread : 1;
        this.places = Places.count(Places.of(data));
        this.stop = stop;
        this.form = form;
        boolean[] known = new boolean[data.in()];
        for (int i = 0; i < known.length; i++) {
            known[i] = data.positive(i);
        }
        this.positive = i -> known[i];
    }

    /** A refinement on at most so many of these rows. */
    public Refinement thinned(int rows) {
        return new Refinement(data.thinned(rows), stop, form);
    }

    /** A refinement of formulas whose form is known, so that so many nats describe it, whatever its size. */
    public Refinement ofForm(double nats) {
        return new Refinement(data, stop, OptionalDouble.of(nats));
    }

    /** Scores a formula as it is. */
    public Scored score(Expression expression) {
        double relative = Fit.rmse(expression, data) / scale;
        double unexplained = relative * relative;
        return scored(expression, Double.isNaN(unexplained) ? Double.POSITIVE_INFINITY : unexplained);
    }

    /**
     * Description length: the residuals' by their likelihood, the size, and the constants. A free constant has to be stated to
     * its standard error, which falls with the error and the number of rows; a fixed one by which number it is. Few rows, or rows at
     * few places, make the likelihood too high, by Hurvich and Tsai's correction (Biometrika 76, 1989).
     */
    private Scored scored(Expression expression, double unexplained) {
        double logarithm = Math.log(Math.max(unexplained, ROUNDING));
        double n = data.rows();
        double free = Math.log(n) / 2 + NATS_PER_CONSTANT - logarithm / 2;
        double constants = 0;
        int unknowns = 1;
        for (Constant constant : CompiledExpression.constants(expression)) {
            constants += constant.isFree() ? free : Math.log(2) * Constants.complexity(constant.value());
            unknowns += constant.isFree() ? 1 : 0;
        }
        double few = unknowns * (unknowns + 1) / Math.max(places - unknowns - 1, 0.5);
        double length = n / 2 * logarithm + constants + few + form.orElse(NATS_PER_NODE * expression.size());
        return new Scored(expression, unexplained, length);
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
        DampedGaussNewton.Result run = DampedGaussNewton.of(iterations)
                .withTolerance(1e-6)
                .withTarget(1e-2 * ROUNDING * data.rows())
                .withStop(stop)
                .minimize(new FormulaProblem(compiled, data, scale), compiled.parameters());
        Scored after = score(Fit.settled(compiled.withParameters(run.unknowns())));
        return after.unexplained < before.unexplained ? after : before;
    }

    /**
     * Fits and simplifies; leaves out parts, and puts simple numbers in the places of constants, as long as the description
     * length falls.
     */
    public Scored polish(Expression expression) {
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
        while (!stop.getAsBoolean()) {
            Scored changed = dropOne(best);
            if (!(changed.descriptionLength < best.descriptionLength)) {
                changed = snapOne(best);
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
    private Scored snapOne(Scored start) {
        CompiledExpression compiled = CompiledExpression.of(start.expression);
        double[] p = compiled.parameters();
        double likely = likely(start, p.length);
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

    /** What a formula leaves at the most with a constant two standard errors from where it fits best. */
    private double likely(Scored fitted, int constants) {
        int freedom = Math.max(1, data.rows() - constants);
        return Math.max(EXACT, fitted.unexplained * (1 + LIKELY * LIKELY / freedom));
    }

    /** Frees the simple numbers that all rows speak against, where the description length falls. */
    private Scored released(Scored start) {
        List<Constant> constants = CompiledExpression.constants(start.expression);
        double[] values = constants.stream().mapToDouble(Constant::value).toArray();
        boolean[] all = new boolean[values.length];
        Arrays.fill(all, true);
        CompiledExpression compiled = CompiledExpression.of(start.expression, all);
        Linearization linear = new Linearization(compiled, data);
        int[] free = IntStream.range(0, values.length)
                .filter(k -> constants.get(k).isFree())
                .toArray();
        Scored best = start;
        for (int k = 0; k < values.length && !stop.getAsBoolean(); k++) {
            boolean simple = !constants.get(k).isFree() && !constants.get(k).told();
            if (simple && Math.abs(values[k]) != 1) {
                int[] some = Arrays.copyOf(free, free.length + 1);
                some[free.length] = k;
                Linearization.Solution solution = linear.solve(some);
                double step = solution.steps()[free.length];
                if (Math.abs(step) > REJECTED * solution.errors()[free.length]) {
                    double[] changed = values.clone();
                    changed[k] += step;
                    Scored fitted = fit(compiled.withParameters(changed), 15);
                    best = fitted.descriptionLength < best.descriptionLength ? fitted : best;
                }
            }
        }
        return best;
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

    /** Nothing where the formula cannot be evaluated on all rows. */
    public static Optional<Scored> finite(Scored scored) {
        return Double.isFinite(scored.unexplained) ? Optional.of(scored) : Optional.empty();
    }
}
