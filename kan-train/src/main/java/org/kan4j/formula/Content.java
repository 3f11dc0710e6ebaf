package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A number times a sum, the way that the sum becomes smallest.
 *
 * @param k the number
 * @param rest the sum without it
 */
record Content(double k, Expression rest) {
    /**
     * Takes a number out of a sum where that leaves fewer constants, or makes it smaller with all constants simple.
     *
     * @param free whether there is a number in front already
     * @param signed whether the number may be negative
     * @param sizes sizes known so far
     */
    static Content of(Sum s, boolean free, boolean signed, Size sizes) {
        Content best = new Content(1, s);
        if (s.terms().stream().anyMatch(t -> Term.of(t).number().told())) {
            return best;
        }
        int bestSize = sizes.size(s) - (free ? 0 : 1);
        int constantsBefore = constants(s) - (free ? 0 : 1);
        int fewest = constantsBefore;
        List<Double> tried = new ArrayList<>();
        for (Expression e : s.terms()) {
            Term t = Term.of(e);
            double k = signed ? t.coefficient() : Math.abs(t.coefficient());
            if (Math.abs(k) != 1 && !t.isConstant() && !Double.isInfinite(1 / k) && !tried.contains(k)) {
                tried.add(k);
                Expression rest = divided(s, k);
                int size = sizes.size(rest);
                int count = constants(rest);
                boolean closed = isClosed(rest, false);
                boolean fewer = count < constantsBefore && (closed || !isClosed(s, true));
                boolean better = size < bestSize || (size == bestSize && count < fewest);
                if (better && rest instanceof Sum && (fewer || closed)) {
                    best = new Content(k, rest);
                    bestSize = size;
                    fewest = count;
                }
            }
        }
        return best;
    }

    /** Numbers in a sum, not counting 1 and −1. */
    private static int constants(Expression sum) {
        int n = 0;
        for (Expression t : sum.children()) {
            n += Math.abs(Term.of(t).coefficient()) == 1 && !(t instanceof Constant) ? 0 : 1;
        }
        return n;
    }

    /** Whether all numbers of a sum have closed forms, and one of them an irrational one if asked for. */
    private static boolean isClosed(Expression sum, boolean irrational) {
        boolean found = !irrational;
        for (Expression t : sum.children()) {
            Optional<NumberForm> form = NumberForm.of(Term.of(t).coefficient());
            if (form.isEmpty()) {
                return false;
            }
            found |= !form.get().isRational();
        }
        return found;
    }

    private static Expression divided(Sum s, double k) {
        List<Expression> terms = new ArrayList<>();
        for (Expression e : s.terms()) {
            Term t = Term.of(e);
            terms.add(new Term(NumberForm.tidy(t.coefficient() / k), t.rest()).expression());
        }
        return Expression.sum(terms);
    }
}
