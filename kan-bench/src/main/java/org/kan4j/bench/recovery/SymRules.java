package org.kan4j.bench.recovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.bench.recovery.Sym.Add;
import org.kan4j.bench.recovery.Sym.Call;
import org.kan4j.bench.recovery.Sym.Mul;
import org.kan4j.bench.recovery.Sym.Named;
import org.kan4j.bench.recovery.Sym.Num;
import org.kan4j.bench.recovery.Sym.Pow;
import org.kan4j.formula.Fn;

/**
 * What SymPy 1.14 does with sums, products and powers of real symbols when it builds them, as far as formulas of tables need it: it
 * collects equal terms and equal bases, multiplies a number into a sum, takes positive factors out of roots, and makes |x| of √(x²).
 */
final class SymRules {
    private SymRules() {}

    /** A sum. */
    static Sym add(List<Sym> terms) {
        Num number = Num.ZERO;
        Map<Sym, Num> multiples = new LinkedHashMap<>();
        for (Sym term : terms) {
            for (Sym t : term instanceof Add a ? a.parts() : List.of(term)) {
                if (t instanceof Num n) {
                    number = number.plus(n);
                } else if (t instanceof Mul m) {
                    multiples.merge(m.others(), m.number(), Num::plus);
                } else {
                    multiples.merge(t, Num.ONE, Num::plus);
                }
            }
        }
        List<Sym> parts = new ArrayList<>();
        multiples.forEach((t, n) -> {
            if (n.value() != 0) {
                parts.add(multiple(n, t));
            }
        });
        if (!number.equals(Num.ZERO)) {
            parts.add(number);
        }
        return parts.isEmpty() ? Num.ZERO : parts.size() == 1 ? parts.get(0) : new Add(Sym.sorted(parts));
    }

    private static Sym multiple(Num number, Sym term) {
        if (number.equals(Num.ONE)) {
            return term;
        }
        List<Sym> parts = new ArrayList<>(List.of(number));
        parts.addAll(term instanceof Mul m ? m.parts() : List.of(term));
        return new Mul(List.copyOf(parts));
    }

    /** −u. */
    static Sym negative(Sym u) {
        return mul(List.of(Num.MINUS_ONE, u));
    }

    /** A product. */
    static Sym mul(List<Sym> factors) {
        Num number = Num.ONE;
        Map<Powers, Num> multiples = new LinkedHashMap<>();
        Map<Num, Num> radicands = new LinkedHashMap<>();
        for (Sym factor : factors) {
            for (Sym f : factor instanceof Mul m ? m.parts() : List.of(factor)) {
                if (f instanceof Num n) {
                    number = number.times(n);
                } else if (f instanceof Pow p && p.base() instanceof Num b && p.exponent() instanceof Num e) {
                    radicands.merge(e, b, Num::times);
                } else if (f instanceof Pow p) {
                    collect(p.base(), p.exponent(), multiples);
                } else if (f instanceof Call c && c.function() == Fn.EXP) {
                    collect(Named.E, c.argument(), multiples);
                } else {
                    collect(f, Num.ONE, multiples);
                }
            }
        }
        List<Sym> powers = new ArrayList<>();
        radicands.forEach((e, b) -> powers.add(pow(b, e)));
        multiples.forEach((p, n) -> powers.add(pow(p.base, mul(List.of(n, p.exponent)))));
        List<Sym> parts = new ArrayList<>();
        for (Sym power : powers) {
            for (Sym p : power instanceof Mul m ? m.parts() : List.of(power)) {
                if (p instanceof Num n) {
                    number = number.times(n);
                } else {
                    parts.add(p);
                }
            }
        }
        return product(number, parts);
    }

    /** Powers that are collected in a product: those whose exponents are multiples of the same. */
    private record Powers(Sym base, Sym exponent) {}

    private static void collect(Sym base, Sym exponent, Map<Powers, Num> multiples) {
        if (exponent instanceof Num n) {
            multiples.merge(new Powers(base, Num.ONE), n, Num::plus);
        } else if (exponent instanceof Mul m) {
            multiples.merge(new Powers(base, m.others()), m.number(), Num::plus);
        } else {
            multiples.merge(new Powers(base, exponent), Num.ONE, Num::plus);
        }
    }

    private static Sym product(Num number, List<Sym> parts) {
        if (parts.isEmpty() || number.value() == 0) {
            return number;
        }
        if (number.equals(Num.ONE)) {
            return parts.size() == 1 ? parts.get(0) : new Mul(Sym.sorted(parts));
        }
        if (parts.size() == 1 && parts.get(0) instanceof Add a) {
            return add(a.parts().stream().map(t -> mul(List.of(number, t))).toList());
        }
        List<Sym> all = new ArrayList<>(parts);
        all.add(number);
        return new Mul(Sym.sorted(all));
    }

    /** A power. */
    static Sym pow(Sym base, Sym exponent) {
        if (exponent.equals(Num.ZERO) || base.equals(Num.ONE)) {
            return Num.ONE;
        } else if (exponent.equals(Num.ONE)) {
            return base;
        } else if (base == Named.E) {
            return SymFunctions.call(Fn.EXP, exponent);
        } else if (base instanceof Call c && c.function() == Fn.EXP) {
            return SymFunctions.call(Fn.EXP, mul(List.of(c.argument(), exponent)));
        } else if (exponent instanceof Num e) {
            if (base instanceof Num b) {
                return SymRoots.power(b, e);
            } else if (base instanceof Mul m) {
                return e.isWhole() ? mul(m.parts().stream().map(f -> pow(f, e)).toList()) : root(m, e);
            } else if (base instanceof Call c && c.function() == Fn.ABS && e.isEven()) {
                return pow(c.argument(), e);
            } else if (base instanceof Call c && c.function() == Fn.ABS && e.isWhole() && !e.equals(Num.MINUS_ONE)) {
                return mul(List.of(pow(c.argument(), e.plus(Num.MINUS_ONE)), base));
            } else if (base instanceof Pow p) {
                return powerOfPower(p, e);
            }
        }
        return new Pow(base, exponent);
    }

    private static Sym powerOfPower(Pow power, Num outer) {
        Sym product = mul(List.of(power.exponent(), outer));
        if (outer.isWhole()) {
            return pow(power.base(), product);
        }
        if (power.exponent() instanceof Num inner) {
            if (inner.isEven()) {
                return pow(SymFunctions.call(Fn.ABS, power.base()), product);
            } else if (Math.abs(inner.value()) < 1) {
                return pow(power.base(), product);
            }
        }
        return isNonNegative(power.base()) ? pow(power.base(), product) : new Pow(power, outer);
    }

    /** A product to a broken power: what cannot be negative gets the power for itself. */
    private static Sym root(Mul product, Num exponent) {
        List<Sym> apart = new ArrayList<>();
        List<Sym> together = new ArrayList<>();
        for (Sym f : product.parts()) {
            if (f instanceof Num n && n.value() < 0) {
                together.add(Num.MINUS_ONE);
                if (!n.equals(Num.MINUS_ONE)) {
                    apart.add(pow(n.negated(), exponent));
                }
            } else if (isNonNegative(f)) {
                apart.add(pow(f, exponent));
            } else {
                together.add(f);
            }
        }
        if (apart.isEmpty()) {
            return new Pow(product, exponent);
        }
        apart.add(pow(mul(together), exponent));
        return mul(apart);
    }

    /** Whether SymPy knows that a part is not negative. */
    static boolean isNonNegative(Sym u) {
        if (u instanceof Num n) {
            return n.value() >= 0;
        } else if (u instanceof Call c) {
            return switch (c.function()) {
                case EXP, ABS, COSH, ACOS -> true;
                default -> false;
            };
        } else if (u instanceof Pow p) {
            return (p.exponent() instanceof Num e && e.isEven() && e.value() > 0) || isNonNegative(p.base());
        }
        return u instanceof Named
                || ((u instanceof Mul || u instanceof Add) && u.parts().stream().allMatch(SymRules::isNonNegative));
    }
}
