package org.kan4j.bench.recovery;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kan4j.bench.recovery.Sym.Add;
import org.kan4j.bench.recovery.Sym.Mul;
import org.kan4j.bench.recovery.Sym.Named;
import org.kan4j.bench.recovery.Sym.Num;
import org.kan4j.bench.recovery.Sym.Pow;
import org.kan4j.bench.recovery.Sym.Symbol;

/**
 * SymPy's order of terms, that of monomials: highest power of the first base first, bases being symbols by their names and then all
 * others. It decides which of two terms keeps its sign where a function could take either.
 */
final class SymOrder {
    private SymOrder() {}

    /** The term that comes first. */
    static Sym first(Add sum) {
        return Collections.min(sum.parts(), SymOrder::compare);
    }

    private static int compare(Sym a, Sym b) {
        SortedMap<String, Double> left = exponents(a);
        SortedMap<String, Double> right = exponents(b);
        SortedSet<String> bases = new TreeSet<>(left.keySet());
        bases.addAll(right.keySet());
        for (String base : bases) {
            int order = Double.compare(right.getOrDefault(base, 0.0), left.getOrDefault(base, 0.0));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Exponents by the bases' names; a root is a base of its own, right behind what it is the root of. */
    private static SortedMap<String, Double> exponents(Sym term) {
        SortedMap<String, Double> exponents = new TreeMap<>();
        for (Sym factor : term instanceof Mul m ? m.parts() : List.of(term)) {
            if (factor instanceof Pow p && p.exponent() instanceof Num e && e.exact()) {
                boolean root = !e.below().equals(BigInteger.ONE);
                exponents.merge(
                        name(p.base()) + (root ? " " + e.below() : ""),
                        e.above().doubleValue(),
                        Double::sum);
            } else if (!(factor instanceof Num || factor instanceof Named)) {
                exponents.merge(name(factor), 1.0, Double::sum);
            }
        }
        return exponents;
    }

    private static String name(Sym base) {
        return base instanceof Symbol s ? " " + s.name() : base.toString();
    }
}
