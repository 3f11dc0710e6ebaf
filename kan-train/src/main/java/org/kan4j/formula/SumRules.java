package org.kan4j.formula;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sums: like terms collected, pairs merged, small products multiplied out, common factors taken out, whichever is shorter. */
final class SumRules {
    /** A coefficient that small beside what it was summed from is rounding error. */
    private static final double ROUNDING = 1e-15;

    private static final int MOST_TERMS = 40;
    private static final int MOST_TERMS_IN_PAIRS = 14;
    private static final int MOST_TERMS_IN_PRODUCT = 12;
    private static final int HIGHEST_POWER = 6;

    private final Simplifier simplifier;

    SumRules(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** The canonical sum of canonical terms. */
    Expression sum(List<Expression> terms) {
        List<Term> collected = collect(terms);
        Expression best = finish(collected);
        if (!simplifier.thorough) {
            return best;
        }
        Optional<List<Term>> expanded = expanded(collected);
        if (expanded.isPresent() && isPromising(expanded.get(), best)) {
            best = shorter(best, finish(expanded.get()));
        }
        return shorter(best, overCommonDenominator(collected));
    }

    /** k·s. */
    Expression scaledSum(Sum s, double k) {
        return finish(collect(List.of(Simplifier.scaled(s, k))));
    }

    /** A product with its sums multiplied out; the product itself where there is nothing to multiply. */
    Expression expandedProduct(Expression product) {
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
                .filter(list -> isPromising(list, product))
                .map(this::finish)
                .orElse(product);
    }

    /** Whether common factors may make a multiplied sum shorter than the form at hand; most are far from it. */
    private boolean isPromising(List<Term> multiplied, Expression now) {
        return simplifier.sizes.size(build(multiplied)) <= 1.5 * simplifier.sizes.size(now) + 4;
    }

    private Expression shorter(Expression a, Expression b) {
        return simplifier.sizes.cost(b) < simplifier.sizes.cost(a) ? b : a;
    }

    // Like terms

    private static List<Term> collect(Collection<Expression> terms) {
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
    private static Expression build(List<Term> terms) {
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

    private Expression finish(List<Term> collected) {
        if (!simplifier.thorough) {
            return build(collected);
        }
        Expression e = factored(merged(collected));
        return e instanceof Sum s ? withContent(s) : e;
    }

    /** Takes a number out of a sum where that makes it shorter as written. */
    private Expression withContent(Sum s) {
        ProductRules.Content content = simplifier.products.content(s, true, false);
        Expression out = s;
        if (content.k() != 1) {
            out = shorter(out, Expression.product(new Constant(content.k()), content.rest()));
        }
        return shorter(out, Expression.product(new Constant(-content.k()), Simplifier.scaled(content.rest(), -1)));
    }

    // Pairs

    private List<Term> merged(List<Term> terms) {
        List<Term> list = new ArrayList<>(terms);
        boolean changed = terms.size() <= MOST_TERMS_IN_PAIRS;
        while (changed) {
            changed = false;
            for (int i = 0; i < list.size() && !changed; i++) {
                for (int j = 0; j < list.size() && !changed; j++) {
                    changed = i != j && mergePair(list, i, j);
                }
            }
        }
        return list;
    }

    private boolean mergePair(List<Term> list, int i, int j) {
        Term s = list.get(i);
        Term t = list.get(j);
        if (s.number().told() || t.number().told()) {
            return false;
        }
        List<Term> used = new ArrayList<>(List.of(s, t));
        Optional<Expression> merged = mergedLogarithms(s, t)
                .or(() -> mergedLogarithmAndConstant(s, t))
                .or(() -> mergedWaves(s, t))
                .or(() -> mergedSquaredWaves(s, t))
                .or(() -> mergedExponentials(s, t))
                .or(() -> square(list, s, t, used));
        if (merged.isEmpty()) {
            return false;
        }
        List<Term> after = new ArrayList<>(list);
        after.removeAll(used);
        List<Expression> terms = new ArrayList<>();
        terms.add(merged.get());
        after.forEach(u -> terms.add(u.expression()));
        List<Term> collected = collect(terms);
        int gain = simplifier.sizes.size(build(list)) - simplifier.sizes.size(build(collected));
        boolean samePrefactor = isFunction(s.rest(), Fn.LOG) && s.coefficient() == t.coefficient();
        if (gain > 0 || (gain == 0 && samePrefactor)) {
            list.clear();
            list.addAll(collected);
            return true;
        }
        return false;
    }

    private static boolean isFunction(Expression e, Fn fn) {
        return e instanceof Apply a && a.function() == fn;
    }

    private static Expression argument(Expression apply) {
        return ((Apply) apply).argument();
    }

    /** a·log(u) + b·log(v) = a·log(u·v^(b/a)). */
    private Optional<Expression> mergedLogarithms(Term s, Term t) {
        if (!isFunction(s.rest(), Fn.LOG) || !isFunction(t.rest(), Fn.LOG)) {
            return Optional.empty();
        }
        double ratio = t.coefficient() / s.coefficient();
        if (ratio * 2 != Math.rint(ratio * 2) || Math.abs(ratio) > HIGHEST_POWER) {
            return Optional.empty();
        }
        Expression product =
                simplifier.products.product(List.of(argument(s.rest()), Expression.power(argument(t.rest()), ratio)));
        return Optional.of(new Term(s.coefficient(), simplifier.functions.apply(Fn.LOG, product)).expression());
    }

    /** a·log(k·u) + c = a·log(u) + (c + a·log(k)). */
    private Optional<Expression> mergedLogarithmAndConstant(Term s, Term t) {
        if (!isFunction(s.rest(), Fn.LOG) || !t.isConstant()) {
            return Optional.empty();
        }
        Expression u = argument(s.rest());
        double k = Term.of(u).coefficient();
        Expression rest = Term.of(u).rest();
        if (u instanceof Sum sum) {
            ProductRules.Content content = simplifier.products.content(sum, true, false);
            k = content.k();
            rest = content.rest();
        }
        if (!(k > 0 && k != 1)) {
            return Optional.empty();
        }
        return Optional.of(Expression.sum(
                new Term(s.coefficient(), new Apply(Fn.LOG, rest)).expression(),
                new Constant(t.coefficient() + s.coefficient() * Math.log(k))));
    }

    private static boolean isWave(Expression e) {
        return isFunction(e, Fn.SIN) || isFunction(e, Fn.COS);
    }

    private static double phase(Expression wave) {
        double shift = wave instanceof Apply a
                        && a.argument() instanceof Sum s
                        && s.terms().get(s.terms().size() - 1) instanceof Constant c
                ? c.value()
                : 0;
        return shift + (isFunction(wave, Fn.COS) ? Math.PI / 2 : 0);
    }

    private static Expression withoutPhase(Expression wave) {
        return Expression.sum(argument(wave), new Constant(-phaseInside(wave)));
    }

    private static double phaseInside(Expression wave) {
        return phase(wave) - (isFunction(wave, Fn.COS) ? Math.PI / 2 : 0);
    }

    /** a·sin(w + α) + b·sin(w + β) is one sine, by adding phasors. */
    private Optional<Expression> mergedWaves(Term s, Term t) {
        if (!isWave(s.rest()) || !isWave(t.rest()) || !withoutPhase(s.rest()).equals(withoutPhase(t.rest()))) {
            return Optional.empty();
        }
        double alpha = phase(s.rest());
        double beta = phase(t.rest());
        double x = s.coefficient() * Math.cos(alpha) + t.coefficient() * Math.cos(beta);
        double y = s.coefficient() * Math.sin(alpha) + t.coefficient() * Math.sin(beta);
        double amplitude = NumberForm.tidy(Math.hypot(x, y));
        if (amplitude <= ROUNDING * (Math.abs(s.coefficient()) + Math.abs(t.coefficient()))) {
            return Optional.of(Constant.ZERO);
        }
        Expression argument = Expression.sum(withoutPhase(s.rest()), new Constant(NumberForm.tidy(Math.atan2(y, x))));
        return Optional.of(simplifier.products.product(
                List.of(new Constant(amplitude), simplifier.functions.apply(Fn.SIN, argument)), false));
    }

    /** sin² + cos² = 1, cos² − sin² is the cosine of twice the angle; and both with one of the squares written as a constant. */
    private Optional<Expression> mergedSquaredWaves(Term s, Term t) {
        if (!isSquaredWave(s.rest())) {
            return Optional.empty();
        }
        Apply wave = (Apply) ((Power) s.rest()).base();
        double a = s.coefficient();
        double b = t.coefficient();
        boolean sine = wave.function() == Fn.SIN;
        Expression cosineOfTwice = simplifier.functions.apply(Fn.COS, Simplifier.scaled(wave.argument(), 2));
        if (t.isConstant() && b == -a) {
            Expression other = Expression.power(new Apply(sine ? Fn.COS : Fn.SIN, wave.argument()), 2);
            return Optional.of(new Term(b, other).expression());
        } else if (t.isConstant() && b == -a / 2) {
            return Optional.of(Expression.product(new Constant(sine ? b : -b), cosineOfTwice));
        } else if (sine && t.rest().equals(Expression.power(new Apply(Fn.COS, wave.argument()), 2))) {
            if (a == b) {
                return Optional.of(new Constant(a));
            } else if (a == -b) {
                return Optional.of(Expression.product(new Constant(b), cosineOfTwice));
            }
        }
        return Optional.empty();
    }

    private static boolean isSquaredWave(Expression e) {
        return e instanceof Power p && isWave(p.base()) && p.exponent() instanceof Constant c && c.value() == 2;
    }

    /** a·exp(u) ± a·exp(−u) = 2a·cosh(u) or 2a·sinh(u). */
    private Optional<Expression> mergedExponentials(Term s, Term t) {
        if (!isFunction(s.rest(), Fn.EXP)
                || !isFunction(t.rest(), Fn.EXP)
                || Math.abs(s.coefficient()) != Math.abs(t.coefficient())) {
            return Optional.empty();
        }
        Expression u = argument(s.rest());
        if (!Simplifier.scaled(u, -1).equals(argument(t.rest()))) {
            return Optional.empty();
        }
        Fn fn = s.coefficient() == t.coefficient() ? Fn.COSH : Fn.SINH;
        return Optional.of(Expression.product(new Constant(2 * s.coefficient()), simplifier.functions.apply(fn, u)));
    }

    /** a·p² + 2·√(ab)·p·q + b·q² = a·(p + √(b/a)·q)². */
    private Optional<Expression> square(List<Term> list, Term s, Term t, List<Term> used) {
        if (list.size() < 3 || !(s.coefficient() * t.coefficient() > 0) || s.isConstant()) {
            return Optional.empty();
        }
        Optional<Expression> p = root(s);
        Optional<Expression> q = root(t);
        if (p.isEmpty() || q.isEmpty()) {
            return Optional.empty();
        }
        Expression cross = simplifier.products.product(List.of(p.get(), q.get()), false);
        double wanted = 2 * Math.sqrt(s.coefficient() * t.coefficient());
        for (Term u : list) {
            if (u.rest().equals(cross) && Math.abs(Math.abs(u.coefficient()) - wanted) <= 4 * Math.ulp(wanted)) {
                used.add(u);
                double ratio = NumberForm.tidy(Math.sqrt(t.coefficient() / s.coefficient()));
                double sign = Math.signum(u.coefficient() * s.coefficient());
                Expression inner = Expression.sum(p.get(), new Term(sign * ratio, q.get()).expression());
                return Optional.of(new Term(s.coefficient(), Expression.power(inner, 2)).expression());
            }
        }
        return Optional.empty();
    }

    private static Optional<Expression> root(Term t) {
        if (t.isConstant()) {
            return Optional.of(Constant.ONE);
        }
        Map<Expression, Double> powers = new LinkedHashMap<>(t.powers());
        for (double p : powers.values()) {
            if (p % 2 != 0) {
                return Optional.empty();
            }
        }
        powers.replaceAll((base, p) -> p / 2);
        return Optional.of(Term.ofPowers(powers));
    }

    // Multiplying out

    /** The terms with all small positive integer powers of sums multiplied out; empty if there is none or it grows too large. */
    private Optional<List<Term>> expanded(List<Term> terms) {
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
        return any ? Optional.of(collect(all)) : Optional.empty();
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
            products = collect(next).stream().map(Term::expression).toList();
        }
        return Optional.of(products);
    }

    /** The terms over each sum that stands below a fraction bar; the shortest, or the terms as they are. */
    private Expression overCommonDenominator(List<Term> terms) {
        Map<Sum, Double> denominators = new LinkedHashMap<>();
        for (Term t : terms) {
            t.powers().forEach((base, p) -> {
                if (base instanceof Sum s && p < 0 && p == Math.rint(p) && p >= -HIGHEST_POWER) {
                    denominators.merge(s, -p, Math::max);
                }
            });
        }
        Expression best = build(terms);
        if (terms.size() < 2 || terms.size() > MOST_TERMS_IN_PAIRS) {
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
            if (numerator.isPresent() && isPromising(numerator.get(), best)) {
                Expression over = simplifier.products.product(
                        List.of(finish(numerator.get()), Expression.power(d.getKey(), -d.getValue())), false);
                best = shorter(best, over);
            }
        }
        return best;
    }

    // Common factors

    /** The sum with common factors taken out as long as that makes it shorter. */
    private Expression factored(List<Term> terms) {
        List<Term> current = terms;
        Expression best = build(current);
        boolean changed = current.size() > 1 && current.size() <= MOST_TERMS_IN_PAIRS;
        while (changed) {
            changed = false;
            List<Term> next = List.of();
            for (Map<Expression, Double> divisor : commonDivisors(current)) {
                if (!savesVariables(divisor, current)) {
                    continue;
                }
                List<Term> candidate = withDivisor(current, divisor);
                Expression e = build(candidate);
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
        Expression inner = build(collect(inside));
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
