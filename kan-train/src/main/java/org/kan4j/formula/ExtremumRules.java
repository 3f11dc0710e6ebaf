package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The larger and the smaller of two expressions: in canonical form, and read from sums with an absolute value. */
final class ExtremumRules {
    private final Simplifier simplifier;

    ExtremumRules(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** The canonical form of an extremum of canonical arguments: in their order, a common number in front. */
    Expression extremum(boolean larger, Expression left, Expression right) {
        boolean swapped =
                left instanceof Constant || (!(right instanceof Constant) && Order.CANONICAL.compare(left, right) > 0);
        Term s = Term.of(swapped ? right : left);
        Term t = Term.of(swapped ? left : right);
        Constant k = s.number();
        boolean zero = t.number().equals(Constant.ZERO);
        boolean common = zero || (t.number().equals(k) && !t.isConstant());
        if (s.isConstant() || k.told() || k.value() == 1 || !common) {
            return Expression.extremum(larger, s.expression(), t.expression());
        }
        Expression rest = extremum(k.value() > 0 == larger, s.rest(), zero ? Constant.ZERO : t.rest());
        return simplifier.products.product(List.of(k, rest), false);
    }

    /**
     * s + k·|w| = max(s + k·w, s − k·w), and the smaller one where k is negative, s being the terms that w has too; where that is
     * shorter.
     */
    List<Term> merged(List<Term> terms) {
        for (Term term : terms) {
            Optional<List<Term>> merged = merged(terms, term);
            if (merged.isPresent()) {
                return merged(merged.get());
            }
        }
        return terms;
    }

    private Optional<List<Term>> merged(List<Term> terms, Term magnitude) {
        if (!(magnitude.rest() instanceof Apply a && a.function() == Fn.ABS)) {
            return Optional.empty();
        }
        List<Term> inside = SumRules.collect(List.of(a.argument()));
        Set<Expression> alike = inside.stream().map(Term::rest).collect(Collectors.toSet());
        List<Expression> up = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        for (Term t : terms) {
            if (!t.equals(magnitude)) {
                (alike.contains(t.rest()) ? up : others).add(t.expression());
            }
        }
        boolean told = terms.stream().anyMatch(t -> t.number().told())
                || inside.stream().anyMatch(t -> t.number().told());
        if (told || up.isEmpty()) {
            return Optional.empty();
        }
        double k = magnitude.coefficient();
        List<Expression> down = new ArrayList<>(up);
        up.add(Simplifier.scaled(a.argument(), k));
        down.add(Simplifier.scaled(a.argument(), -k));
        others.add(extremum(k > 0, simplifier.sums.sum(up), simplifier.sums.sum(down)));
        List<Term> merged = SumRules.collect(others);
        return simplifier.sizes.size(SumRules.build(merged)) < simplifier.sizes.size(SumRules.build(terms))
                ? Optional.of(merged)
                : Optional.empty();
    }
}
