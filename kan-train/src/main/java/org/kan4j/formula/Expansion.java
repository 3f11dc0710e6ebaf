package org.kan4j.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Multiplies out: products and powers of sums, and terms over a common denominator. */
final class Expansion {
    /** Terms that a sum may grow to while it is multiplied out: what is longer was not shortened by it, and takes long. */
    private static final int MOST_TERMS = 40;

    /** Terms that a single product may grow to. */
    private static final int MOST_TERMS_IN_PRODUCT = 12;

    /** The highest power of a sum that is multiplied out. */
    private static final int HIGHEST_POWER = 6;

    private final Simplifier simplifier;

    Expansion(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** A product with its sums multiplied out; the product itself where there is nothing to multiply. */
    Expression product(Expression product) {
        Term t = Term.of(product);
        Map<Expression, Double> powers = t.powers();
        double terms = 1;
        for (Map.Entry<Expression, Double> p : powers.entrySet()) {
            terms *= p.getKey() instanceof Sum s && p.getValue() > 0
                    ? Math.pow(s.terms().size(), p.getValue())
                    : 1;
        }
        if (terms == 1 || terms > MOST_TERMS_IN_PRODUCT || powers.size() == 1) {
            return product;
        }
        return expanded(List.of(t))
                .filter(list -> simplifier.sums.isPromising(list, product))
                .map(simplifier.sums::finish)
                .orElse(product);
    }

    /** The terms with all small positive integer powers of sums multiplied out; empty if there is none or it grows too large. */
    Optional<List<Term>> expanded(List<Term> terms) {
        List<Expression> all = new ArrayList<>();
        boolean any = false;
        for (Term t : terms) {
            Optional<List<Expression>> parts = expandedTerm(t);
            if (parts.isEmpty() || all.size() + parts.get().size() > MOST_TERMS) {
                return Optional.empty();
            }
            any |= parts.get().size() > 1;
            all.addAll(parts.get());
        }
        return any ? Optional.of(SumRules.collect(all)) : Optional.empty();
    }

    private Optional<List<Expression>> expandedTerm(Term t) {
        Map<Expression, Double> others = new LinkedHashMap<>();
        List<Sum> sums = new ArrayList<>();
        for (Map.Entry<Expression, Double> e : t.powers().entrySet()) {
            double p = e.getValue();
            if (e.getKey() instanceof Sum s && p == Math.rint(p) && p > 0 && p <= HIGHEST_POWER) {
                for (int i = 0; i < p; i++) {
                    sums.add(s);
                }
            } else {
                others.put(e.getKey(), p);
            }
        }
        List<Expression> products = List.of(new Term(t.number(), Term.ofPowers(others)).expression());
        for (Sum s : sums) {
            if (products.size() * s.terms().size() > MOST_TERMS) {
                return Optional.empty();
            }
            List<Expression> next = new ArrayList<>();
            for (Expression p : products) {
                for (Expression u : s.terms()) {
                    next.add(simplifier.products.product(List.of(p, u), false));
                }
            }
            // Collecting at each step keeps powers of sums small.
            products = SumRules.collect(next).stream().map(Term::expression).toList();
        }
        return Optional.of(products);
    }

    /** The terms over each sum that stands below a fraction bar; the shortest, or the terms as they are. */
    Expression overCommonDenominator(List<Term> terms) {
        Map<Sum, Double> denominators = new LinkedHashMap<>();
        for (Term t : terms) {
            t.powers().forEach((base, p) -> {
                if (base instanceof Sum s && p < 0 && p == Math.rint(p) && p >= -HIGHEST_POWER) {
                    denominators.merge(s, -p, Math::max);
                }
            });
        }
        Expression best = SumRules.build(terms);
        if (terms.size() < 2 || terms.size() > SumRules.MOST_TERMS_IN_PAIRS) {
            return best;
        }
        for (Map.Entry<Sum, Double> d : denominators.entrySet()) {
            List<Term> multiplied = new ArrayList<>();
            for (Term t : terms) {
                Expression raised = simplifier.products.product(
                        List.of(t.expression(), Expression.power(d.getKey(), d.getValue())), false);
                multiplied.add(Term.of(raised));
            }
            Optional<List<Term>> numerator = expanded(multiplied);
            if (numerator.isPresent() && simplifier.sums.isPromising(numerator.get(), best)) {
                Expression over = simplifier.products.product(
                        List.of(simplifier.sums.finish(numerator.get()), Expression.power(d.getKey(), -d.getValue())),
                        false);
                best = simplifier.sums.shorter(best, over);
            }
        }
        return best;
    }
}
