package org.kan4j.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Simplification to a canonical form: like terms and powers collected, constants folded, exponentials of logarithms turned into
 * powers, phases reduced, common factors taken out, small products multiplied out where that is shorter.
 *
 * <p>Wherever the original is defined, the result has the same value to rounding; it may be defined at more points. It is never
 * larger by {@link Expression#size}, and simplifying it again changes nothing. Constants that were told to be free or fixed stay what they
 * are, and rules that would need their values leave them alone. Beyond {@value #LARGEST} nodes only the cheap
 * rules run.
 */
public final class Simplifier {
    private static final int LARGEST = 250;
    private static final int ROUNDS = 24;

    final IntPredicate positive;
    final SumRules sums;
    final ProductRules products;
    final FunctionRules functions;
    final ExtremumRules extrema;
    final boolean thorough;
    final Size sizes = new Size();
    private final Set<Expression> stable = Collections.newSetFromMap(new IdentityHashMap<>());

    private Simplifier(IntPredicate positive, boolean thorough) {
        this.positive = positive;
        this.thorough = thorough;
        sums = new SumRules(this);
        products = new ProductRules(this);
        functions = new FunctionRules(this);
        extrema = new ExtremumRules(this);
    }

    /**
     * {@return the canonical form, for any values of the variables}
     *
     * @param e the expression
     */
    public static Expression simplify(Expression e) {
        return simplify(e, variable -> false);
    }

    /**
     * {@return the canonical form where some variables are known to be positive, which lets roots and logarithms be split}
     *
     * @param e the expression
     * @param positive whether the variable of an index takes positive values only
     */
    public static Expression simplify(Expression e, IntPredicate positive) {
        return new Simplifier(positive, Size.plain(e) <= LARGEST).run(e);
    }

    private Expression run(Expression e) {
        List<Expression> seen = new ArrayList<>();
        Expression current = e;
        for (int round = 0; round < ROUNDS; round++) {
            Expression next = pass(current);
            if (next.equals(current) || sizes.size(next) > sizes.size(e)) {
                return current;
            }
            int before = seen.indexOf(next);
            if (before >= 0) {
                return seen.subList(before, seen.size()).stream()
                        .min(Comparator.comparingInt(sizes::size).thenComparing(Order.CANONICAL))
                        .orElseThrow();
            }
            seen.add(next);
            current = next;
        }
        return current;
    }

    /** Applies the rules once from the leaves up; subtrees that no rule changes are remembered and keep their identity. */
    private Expression pass(Expression e) {
        if (stable.contains(e)) {
            return e;
        }
        Expression result = rules(e);
        if (result.equals(e)) {
            stable.add(e);
            return e;
        }
        return result;
    }

    private Expression rules(Expression e) {
        if (e instanceof Constant c) {
            return c.tidied();
        } else if (e instanceof Sum s) {
            return sums.sum(s.terms().stream().map(this::pass).toList());
        } else if (e instanceof Product p) {
            return products.product(p.factors().stream().map(this::pass).toList());
        } else if (e instanceof Power p) {
            return products.product(List.of(Expression.power(pass(p.base()), pass(p.exponent()))));
        } else if (e instanceof Apply a) {
            return functions.apply(a.function(), pass(a.argument()));
        } else if (e instanceof Extremum m) {
            return extrema.extremum(m.larger(), pass(m.left()), pass(m.right()));
        }
        return e;
    }

    /** k·e, a number multiplied into a sum. */
    static Expression scaled(Expression e, double k) {
        if (e instanceof Sum s) {
            return Expression.sum(s.terms().stream().map(t -> scaled(t, k)).toList());
        }
        return Expression.product(new Constant(k), e);
    }

    /** Whether an expression is positive wherever it is defined. */
    boolean isPositive(Expression e) {
        if (e instanceof Constant c) {
            return c.value() > 0;
        } else if (e instanceof Variable v) {
            return positive.test(v.index());
        } else if (e instanceof Sum s) {
            return s.terms().stream().allMatch(this::isNonNegative)
                    && s.terms().stream().anyMatch(this::isPositive);
        } else if (e instanceof Product p) {
            return p.factors().stream().allMatch(this::isPositive);
        } else if (e instanceof Power p) {
            return isPositive(p.base());
        } else if (e instanceof Extremum m) {
            boolean left = isPositive(m.left());
            boolean right = isPositive(m.right());
            return m.larger() ? left || right : left && right;
        }
        Apply a = (Apply) e;
        return a.function().isPositive() || (a.function() == Fn.ABS && isPositive(a.argument()));
    }

    /** Whether an expression is positive or zero wherever it is defined. */
    boolean isNonNegative(Expression e) {
        if (isPositive(e)) {
            return true;
        } else if (e instanceof Constant c) {
            return c.value() >= 0;
        } else if (e instanceof Sum s) {
            return s.terms().stream().allMatch(this::isNonNegative);
        } else if (e instanceof Product p) {
            return p.factors().stream().allMatch(this::isNonNegative);
        } else if (e instanceof Power p) {
            boolean evenOrRoot = p.exponent() instanceof Constant c && (!c.isInteger() || c.value() % 2 == 0);
            return evenOrRoot || isNonNegative(p.base());
        } else if (e instanceof Extremum m) {
            boolean left = isNonNegative(m.left());
            boolean right = isNonNegative(m.right());
            return m.larger() ? left || right : left && right;
        }
        return e instanceof Apply a && a.function().isNonNegative();
    }
}
