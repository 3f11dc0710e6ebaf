package org.kan4j.formula;

import java.util.Comparator;
import java.util.List;

/** The order of terms and factors: by variable, higher powers first, functions after variables; numbers in front count last. */
final class Order {
    static final Comparator<Expression> CANONICAL = Order::compare;

    private Order() {}

    /** The term of a sum that comes first whatever the signs. */
    static Term leads(Sum s) {
        return Term.of(s.terms().stream()
                .filter(t -> !(t instanceof Constant))
                .min(CANONICAL)
                .orElse(Constant.ONE));
    }

    private static int compare(Expression a, Expression b) {
        Term s = Term.of(a);
        Term t = Term.of(b);
        int order = compareLists(s.factors(), t.factors());
        return order != 0 ? order : Double.compare(s.coefficient(), t.coefficient());
    }

    private static int compareLists(List<Expression> a, List<Expression> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compareFactors(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(b.size(), a.size());
    }

    private static int compareFactors(Expression a, Expression b) {
        if (a.equals(b)) {
            return 0;
        }
        Expression base = a instanceof Power p ? p.base() : a;
        Expression other = b instanceof Power p ? p.base() : b;
        int order = compareBases(base, other);
        if (order != 0) {
            return order;
        }
        Expression m = a instanceof Power p ? p.exponent() : Constant.ONE;
        Expression n = b instanceof Power p ? p.exponent() : Constant.ONE;
        if (m instanceof Constant c && n instanceof Constant d) {
            return Double.compare(d.value(), c.value());
        }
        return m instanceof Constant ? -1 : n instanceof Constant ? 1 : compare(m, n);
    }

    private static int rank(Expression e) {
        if (e instanceof Constant) {
            return 0;
        } else if (e instanceof Variable) {
            return 1;
        } else if (e instanceof Product || e instanceof Power) {
            return 2;
        }
        return e instanceof Sum ? 3 : e instanceof Apply ? 4 : 5;
    }

    private static int compareBases(Expression a, Expression b) {
        if (rank(a) != rank(b)) {
            return Integer.compare(rank(a), rank(b));
        } else if (a instanceof Constant c && b instanceof Constant d) {
            return Double.compare(c.value(), d.value());
        } else if (a instanceof Variable v && b instanceof Variable w) {
            return Integer.compare(v.index(), w.index());
        } else if (a instanceof Apply f && b instanceof Apply g) {
            return f.function() == g.function()
                    ? compare(f.argument(), g.argument())
                    : f.function().compareTo(g.function());
        } else if (a instanceof Sum s && b instanceof Sum t) {
            for (int i = 0; i < Math.min(s.terms().size(), t.terms().size()); i++) {
                int order = compare(s.terms().get(i), t.terms().get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(s.terms().size(), t.terms().size());
        } else if (a instanceof Extremum m && b instanceof Extremum n) {
            int order = Boolean.compare(m.larger(), n.larger());
            order = order != 0 ? order : compare(m.left(), n.left());
            return order != 0 ? order : compare(m.right(), n.right());
        }
        return compare(a, b);
    }
}
