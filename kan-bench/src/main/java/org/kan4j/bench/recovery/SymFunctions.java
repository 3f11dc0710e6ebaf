package org.kan4j.bench.recovery;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.bench.recovery.Sym.Add;
import org.kan4j.bench.recovery.Sym.Call;
import org.kan4j.bench.recovery.Sym.Mul;
import org.kan4j.bench.recovery.Sym.Named;
import org.kan4j.bench.recovery.Sym.Num;
import org.kan4j.bench.recovery.Sym.Pow;
import org.kan4j.formula.Fn;

/** What SymPy does with functions when it builds them: exp and log undo each other, and signs leave odd and even functions. */
final class SymFunctions {
    private SymFunctions() {}

    static Sym call(Fn function, Sym u) {
        if (u instanceof Num n && !n.exact() && Double.isFinite(function.value(n.value()))) {
            return Num.decimal(function.value(n.value()));
        }
        return switch (function) {
            case EXP -> exp(u);
            case LOG -> log(u);
            case ABS -> abs(u);
            case SIN, TAN, ASIN, ATAN, SINH, TANH, ASINH, ATANH -> odd(function, u);
            case COS, COSH -> new Call(function, losesSign(u) ? SymRules.negative(u) : u);
            default -> new Call(function, u);
        };
    }

    private static Sym odd(Fn function, Sym u) {
        if (u.equals(Num.ZERO)) {
            return u;
        }
        return losesSign(u) ? SymRules.negative(new Call(function, SymRules.negative(u))) : new Call(function, u);
    }

    private static Sym exp(Sym u) {
        if (u.equals(Num.ZERO)) {
            return Num.ONE;
        } else if (u.equals(Num.ONE)) {
            return Named.E;
        }
        List<Sym> factors = new ArrayList<>();
        List<Sym> rest = new ArrayList<>();
        for (Sym t : u instanceof Add a ? a.parts() : List.of(u)) {
            if (t instanceof Call c && c.function() == Fn.LOG) {
                factors.add(c.argument());
            } else if (t instanceof Mul m && m.others() instanceof Call c && c.function() == Fn.LOG) {
                factors.add(SymRules.pow(c.argument(), m.number()));
            } else {
                rest.add(t);
            }
        }
        if (factors.isEmpty()) {
            return new Call(Fn.EXP, u);
        }
        factors.add(exp(SymRules.add(rest)));
        return SymRules.mul(factors);
    }

    private static Sym log(Sym u) {
        if (u.equals(Num.ONE)) {
            return Num.ZERO;
        } else if (u == Named.E) {
            return Num.ONE;
        } else if (u instanceof Call c && c.function() == Fn.EXP) {
            return c.argument();
        } else if (u instanceof Num n && n.above().equals(BigInteger.ONE)) {
            return SymRules.negative(new Call(Fn.LOG, Num.whole(n.below())));
        }
        return new Call(Fn.LOG, u);
    }

    private static Sym abs(Sym u) {
        if (SymRules.isNonNegative(u)) {
            return u;
        } else if (u instanceof Num n) {
            return n.negated();
        } else if (u instanceof Pow p && p.exponent() instanceof Num e && e.isWhole()) {
            return e.isEven() ? u : SymRules.pow(abs(p.base()), e);
        } else if (u instanceof Mul m) {
            List<Sym> apart = new ArrayList<>();
            List<Sym> together = new ArrayList<>();
            for (Sym f : m.parts()) {
                Sym a = abs(f);
                boolean known = !(a instanceof Call c && c.function() == Fn.ABS);
                (known ? apart : together).add(known ? a : f);
            }
            if (!apart.isEmpty() && !together.isEmpty()) {
                apart.add(abs(SymRules.mul(together)));
                return SymRules.mul(apart);
            }
        }
        return new Call(Fn.ABS, losesSign(u) ? SymRules.negative(u) : u);
    }

    /** Whether SymPy writes −f(−u) for an odd function of u: u has a minus sign, or more terms with one than without. */
    private static boolean losesSign(Sym u) {
        if (u instanceof Num n) {
            return n.value() < 0;
        } else if (u instanceof Mul m) {
            return m.number().value() < 0;
        } else if (u instanceof Add a) {
            long negative = a.parts().stream().filter(SymFunctions::losesSign).count();
            long positive = a.parts().size() - negative;
            return negative > positive || (negative == positive && losesSign(SymOrder.first(a)));
        }
        return false;
    }
}
