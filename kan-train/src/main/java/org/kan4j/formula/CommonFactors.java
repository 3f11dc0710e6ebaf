package org.kan4j.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes out of a sum what several of its terms have in common. */
final class CommonFactors {
    private final Simplifier simplifier;

    CommonFactors(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** The sum with common factors taken out as long as that makes it shorter. */
    Expression factored(List<Term> terms) {
        List<Term> current = terms;
        Expression best = SumRules.build(current);
        boolean changed = current.size() > 1 && current.size() <= SumRules.MOST_TERMS_IN_PAIRS;
        while (changed) {
            changed = false;
            List<Term> next = List.of();
            for (Map<Expression, Double> divisor : commonDivisors(current)) {
                if (!savesVariables(divisor, current)) {
                    continue;
                }
                List<Term> candidate = withDivisor(current, divisor);
                Expression e = SumRules.build(candidate);
                if (simplifier.sizes.cost(e) < simplifier.sizes.cost(best)) {
                    best = e;
                    next = candidate;
                    changed = true;
                }
            }
            current = changed ? next : current;
        }
        return best;
    }

    /** Whether variables occur fewer times with a divisor taken out; x^4 + x^3 rather stays as it is. */
    private static boolean savesVariables(Map<Expression, Double> divisor, List<Term> terms) {
        int saved = 0;
        for (Map.Entry<Expression, Double> d : divisor.entrySet()) {
            int gone = 0;
            for (Term t : terms) {
                gone += divides(divisor, t) && d.getValue().equals(t.powers().get(d.getKey())) ? 1 : 0;
            }
            saved += (gone - 1) * ProductRules.leaves(d.getKey());
        }
        return saved > 0;
    }

    /** The terms with those that a divisor divides written as one product. */
    private List<Term> withDivisor(List<Term> terms, Map<Expression, Double> divisor) {
        List<Expression> inside = new ArrayList<>();
        List<Term> result = new ArrayList<>();
        for (Term t : terms) {
            if (!divides(divisor, t)) {
                result.add(t);
                continue;
            }
            Map<Expression, Double> powers = new LinkedHashMap<>(t.powers());
            divisor.forEach((base, p) -> powers.merge(base, -p, Double::sum));
            powers.values().removeIf(p -> p == 0);
            inside.add(new Term(t.number(), Term.ofPowers(powers)).expression());
        }
        Expression inner = SumRules.build(SumRules.collect(inside));
        result.add(Term.of(simplifier.products.product(List.of(Term.ofPowers(divisor), inner), false)));
        return result;
    }

    /** Whether the exponents of the divisor are between zero and those of the term. */
    private static boolean divides(Map<Expression, Double> divisor, Term t) {
        Map<Expression, Double> powers = t.powers();
        for (Map.Entry<Expression, Double> d : divisor.entrySet()) {
            double p = powers.getOrDefault(d.getKey(), 0.0);
            boolean covers = d.getValue() > 0 ? p >= d.getValue() : p <= d.getValue();
            if (!covers) {
                return false;
            }
        }
        return true;
    }

    private static Set<Map<Expression, Double>> commonDivisors(List<Term> terms) {
        Set<Map<Expression, Double>> divisors = new LinkedHashSet<>();
        for (int i = 0; i < terms.size(); i++) {
            Map<Expression, Double> a = terms.get(i).powers();
            for (int j = i + 1; j < terms.size(); j++) {
                Map<Expression, Double> b = terms.get(j).powers();
                Map<Expression, Double> common = new LinkedHashMap<>();
                a.forEach((base, p) -> {
                    double q = b.getOrDefault(base, 0.0);
                    if (p * q > 0) {
                        common.put(base, p > 0 ? Math.min(p, q) : Math.max(p, q));
                    }
                });
                if (!common.isEmpty()) {
                    divisors.add(common);
                }
            }
        }
        return divisors;
    }
}
