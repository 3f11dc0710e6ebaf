package org.kan4j.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two terms of a sum that are one by an identity: of logarithms, waves, exponentials, and squares with their cross term. */
final class PairRules {
    /** The highest power of an argument that a logarithm takes in from another. */
    private static final int HIGHEST_POWER = 6;

    private final Simplifier simplifier;

    PairRules(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** The terms with pairs merged as long as that makes their sum shorter. */
    List<Term> merged(List<Term> terms) {
        List<Term> list = new ArrayList<>(terms);
        boolean changed = terms.size() <= SumRules.MOST_TERMS_IN_PAIRS;
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
        List<Term> collected = SumRules.collect(terms);
        int gain = simplifier.sizes.size(SumRules.build(list)) - simplifier.sizes.size(SumRules.build(collected));
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
            Content content = Content.of(sum, true, false, simplifier.sizes);
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
        if (amplitude <= SumRules.ROUNDING * (Math.abs(s.coefficient()) + Math.abs(t.coefficient()))) {
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
}
