package org.kan4j.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.ToIntFunction;

/** SymPy's node count of an expression, with what SymPy rewrites on reading taken into account where that is simple. */
final class Size {
    private static final int REPEATED = 3;

    private final IdentityHashMap<Expression, int[]> known = new IdentityHashMap<>();

    /** The size of one expression. */
    static int of(Expression e) {
        return count(e, Size::of);
    }

    /** The size, remembered by identity. */
    int size(Expression e) {
        return entry(e)[0];
    }

    /** What is minimised: the size, then the number of nodes as written. */
    int cost(Expression e) {
        int[] entry = entry(e);
        return 1000 * entry[0] + entry[1];
    }

    private int[] entry(Expression e) {
        int[] entry = known.get(e);
        if (entry == null) {
            // A part that is written twice is worse than its double or square, which have two nodes more.
            int plain = 1 + (e instanceof Power ? 0 : REPEATED * repeated(e.children()));
            for (Expression c : e.children()) {
                plain += entry(c)[1];
            }
            entry = new int[] {count(e, this::size), plain};
            known.put(e, entry);
        }
        return entry;
    }

    private static int count(Expression e, ToIntFunction<Expression> of) {
        if (e instanceof Constant c) {
            return NumberForm.of(c.value()).map(NumberForm::nodes).orElse(1);
        } else if (e instanceof Variable) {
            return 1;
        } else if (e instanceof Sum s) {
            return combined(s.terms(), of);
        } else if (e instanceof Product p) {
            return ofProduct(p.factors(), of);
        } else if (e instanceof Power p) {
            return ofPower(p, of);
        } else if (e instanceof Extremum m) {
            return 1 + of.applyAsInt(m.left()) + of.applyAsInt(m.right());
        }
        Apply a = (Apply) e;
        int argument = of.applyAsInt(a.argument());
        // SymPy takes the sign out of odd functions: f(-2u) reads -f(2u), two nodes more, while f(-u) has the size of
        // -f(u).
        boolean sign = a.function().isOdd()
                && a.argument() instanceof Product p
                && p.factors().get(0) instanceof Constant c
                && c.value() < 0
                && c.value() != -1;
        return 1 + argument + (sign ? 2 : 0);
    }

    /** Nodes of the tree as it stands, every constant counting one. */
    static int plain(Expression e) {
        int n = 1;
        for (Expression c : e.children()) {
            n += plain(c);
        }
        return n;
    }

    /** A sum or product of parts; SymPy makes a multiple or a power of those that are alike. */
    private static int combined(List<Expression> parts, ToIntFunction<Expression> of) {
        int distinct = 0;
        int n = 1;
        for (int i = 0; i < parts.size(); i++) {
            Expression part = parts.get(i);
            if (!parts.subList(0, i).contains(part)) {
                distinct++;
                n += of.applyAsInt(part) + (Collections.frequency(parts, part) > 1 ? 2 : 0);
            }
        }
        return distinct == 1 && parts.size() > 1 ? n - 1 : n;
    }

    private static int repeated(List<Expression> parts) {
        return parts.size() - (int) parts.stream().distinct().count();
    }

    private static int inProduct(Constant c) {
        return NumberForm.of(c.value()).map(NumberForm::nodesInProduct).orElse(1);
    }

    private static int ofProduct(List<Expression> factors, ToIntFunction<Expression> of) {
        // SymPy multiplies a number into a sum that is the only other factor.
        if (factors.size() == 2
                && factors.get(0) instanceof Constant c
                && factors.get(1) instanceof Sum s
                && isNumber(c)) {
            int distributed = 1;
            for (Expression t : s.terms()) {
                distributed += of.applyAsInt(Expression.product(c, t));
            }
            return distributed;
        }
        return combined(factors, f -> f instanceof Constant c ? inProduct(c) : of.applyAsInt(f));
    }

    private static boolean isNumber(Constant c) {
        return NumberForm.of(c.value()).map(NumberForm::isRational).orElse(true);
    }

    private static int ofPower(Power power, ToIntFunction<Expression> of) {
        if (power.base() instanceof Product p && power.exponent() instanceof Constant c) {
            if (c.isInteger()) {
                return ofProduct(raised(p.factors(), c.value()), of);
            } else if (p.factors().get(0) instanceof Constant k && k.value() > 0) {
                Expression rest =
                        Expression.product(p.factors().subList(1, p.factors().size()));
                Expression root = Expression.power(rest, c);
                Expression number = Expression.power(k, c);
                return number instanceof Constant m && m.value() != 1
                        ? 1 + inProduct(m) + of.applyAsInt(root)
                        : of.applyAsInt(root);
            }
        }
        return 1 + of.applyAsInt(power.base()) + of.applyAsInt(power.exponent());
    }

    private static List<Expression> raised(List<Expression> factors, double exponent) {
        List<Expression> list = new ArrayList<>();
        for (Expression f : factors) {
            list.add(
                    f instanceof Power q && q.exponent() instanceof Constant c
                            ? Expression.power(q.base(), c.value() * exponent)
                            : Expression.power(f, exponent));
        }
        return list;
    }
}
