package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Power;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;

/** The parts of an expression by number, in the order of the tree; an exponent that is a constant is no part of its own. */
final class Tree {
    private Tree() {}

    /** The number of parts, the whole included. */
    static int size(Expression e) {
        return 1 + parts(e).stream().mapToInt(Tree::size).sum();
    }

    /** One part; 0 is the whole. */
    static Expression get(Expression e, int number) {
        int before = 1;
        if (number == 0) {
            return e;
        }
        for (Expression part : parts(e)) {
            int size = size(part);
            if (number < before + size) {
                return get(part, number - before);
            }
            before += size;
        }
        throw new IllegalArgumentException("part: below " + before + " required, got " + number);
    }

    /** The expression with another part in the place of one. */
    static Expression replaced(Expression e, int number, Expression by) {
        if (number == 0) {
            return by;
        }
        List<Expression> parts = new ArrayList<>(parts(e));
        int before = 1;
        for (int i = 0; i < parts.size(); i++) {
            int size = size(parts.get(i));
            if (number < before + size) {
                parts.set(i, replaced(parts.get(i), number - before, by));
                return with(e, parts);
            }
            before += size;
        }
        throw new IllegalArgumentException("part: below " + before + " required, got " + number);
    }

    private static List<Expression> parts(Expression e) {
        return e instanceof Power p && p.exponent() instanceof Constant ? List.of(p.base()) : e.children();
    }

    private static Expression with(Expression e, List<Expression> parts) {
        return e.withChildren(e instanceof Power p && parts.size() == 1 ? List.of(parts.get(0), p.exponent()) : parts);
    }

    /** Without a constant term and a constant factor of the whole, if there are any. */
    static Expression withoutLine(Expression e) {
        Expression rest = e instanceof Sum s
                ? Expression.sum(
                        s.terms().stream().filter(t -> !(t instanceof Constant)).toList())
                : e;
        return rest instanceof Product p
                ? Expression.product(p.factors().stream()
                        .filter(f -> !(f instanceof Constant))
                        .toList())
                : rest;
    }
}
