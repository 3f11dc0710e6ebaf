package org.kan4j.formula;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sums: like terms collected, pairs merged, small products multiplied out, common factors taken out, whichever is shorter. */
final class SumRules {
    /** A coefficient that small beside what it was summed from is rounding error. */
    static final double ROUNDING = 1e-15;

    /** Beyond these, trying all pairs of terms takes too long for a formula that is long anyway. */
    static final int MOST_TERMS_IN_PAIRS = 14;

    private final Simplifier simplifier;
    private final PairRules pairs;
    private final CommonFactors factors;
    final Expansion expansion;

    SumRules(Simplifier simplifier) {
        this.simplifier = simplifier;
        pairs = new PairRules(simplifier);
        factors = new CommonFactors(simplifier);
        expansion = new Expansion(simplifier);
    }

    /** The canonical sum of canonical terms. */
    Expression sum(List<Expression> terms) {
        List<Term> collected = collect(terms);
        Expression best = finish(collected);
        if (!simplifier.thorough) {
            return best;
        }
        Optional<List<Term>> expanded = expansion.expanded(collected);
        if (expanded.isPresent() && isPromising(expanded.get(), best)) {
            best = shorter(best, finish(expanded.get()));
        }
        return shorter(best, expansion.overCommonDenominator(collected));
    }

    /** k·s. */
    Expression scaledSum(Sum s, double k) {
        return finish(collect(List.of(Simplifier.scaled(s, k))));
    }

    /** Whether common factors may make a multiplied sum shorter than the form at hand; most are far from it. */
    boolean isPromising(List<Term> multiplied, Expression now) {
        return simplifier.sizes.size(build(multiplied)) <= 1.5 * simplifier.sizes.size(now) + 4;
    }

    Expression shorter(Expression a, Expression b) {
        return simplifier.sizes.cost(b) < simplifier.sizes.cost(a) ? b : a;
    }

    /** Like terms added up, those that cancel left out. */
    static List<Term> collect(Collection<Expression> terms) {
        Map<Expression, Coefficient> coefficients = new LinkedHashMap<>();
        terms.forEach(t -> collect(t, Constant.ONE, coefficients));
        List<Term> list = new ArrayList<>();
        coefficients.forEach((rest, c) -> {
            if (c.sum.told() || !(Math.abs(c.sum.value()) <= ROUNDING * c.size)) {
                list.add(new Term(c.sum, rest));
            }
        });
        return list;
    }

    private static void collect(Expression e, Constant k, Map<Expression, Coefficient> coefficients) {
        Term t = Term.of(e);
        Constant number = k.times(t.number());
        if (t.rest() instanceof Sum s) {
            s.terms().forEach(u -> collect(u, number, coefficients));
            return;
        }
        coefficients.computeIfAbsent(t.rest(), r -> new Coefficient()).add(number);
    }

    /** What like terms add up to, and the sum of their magnitudes, beside which it may be rounding error. */
    private static final class Coefficient {
        private Constant sum = Constant.ZERO;
        private double size;

        void add(Constant number) {
            sum = sum.plus(number);
            size += Math.abs(number.value());
        }
    }

    /** The terms in canonical order, but a positive one first if there is any. */
    static Expression build(List<Term> terms) {
        List<Expression> sorted = new ArrayList<>(
                terms.stream().map(Term::expression).sorted(Order.CANONICAL).toList());
        for (int i = 0; i < sorted.size(); i++) {
            if (Term.of(sorted.get(i)).coefficient() > 0 && !(sorted.get(i) instanceof Constant)) {
                sorted.add(0, sorted.remove(i));
                break;
            }
        }
        return Expression.sum(sorted);
    }

    /** The shortest form of collected terms: pairs merged, common factors and numbers taken out. */
    Expression finish(List<Term> collected) {
        if (!simplifier.thorough) {
            return build(collected);
        }
        Expression e = factors.factored(pairs.merged(simplifier.extrema.merged(collected)));
        return e instanceof Sum s ? withContent(s) : e;
    }

    /** Takes a number out of a sum where that makes it shorter as written, and an odd number of several terms where that makes it no longer. */
    private Expression withContent(Sum s) {
        Content content = Content.of(s, true, false, simplifier.sizes);
        Expression out = s;
        if (content.k() != 1) {
            Expression taken = Expression.product(new Constant(content.k()), content.rest());
            boolean shared = !Constants.isSimple(content.k())
                    && content.rest().children().stream()
                            .allMatch(t -> Constants.isSimple(Term.of(t).coefficient()));
            out = shared ? shorter(taken, out) : shorter(out, taken);
        }
        return shorter(out, Expression.product(new Constant(-content.k()), Simplifier.scaled(content.rest(), -1)));
    }
}
