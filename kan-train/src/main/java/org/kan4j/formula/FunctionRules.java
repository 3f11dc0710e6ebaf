package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;

/** Functions of one argument: inverse pairs, signs, phases. */
final class FunctionRules {
    private static final double TURN = 2 * Math.PI;
    private static final double ROUNDING = 2e-15;

    private final Simplifier simplifier;

    FunctionRules(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** The canonical form of a function of a canonical argument. */
    Expression apply(Fn fn, Expression u) {
        if (u instanceof Constant) {
            return Expression.apply(fn, u);
        }
        if (u instanceof Apply inner && fn.undoes(inner.function())) {
            return inner.argument();
        }
        return switch (fn) {
            case EXP -> simplifier.products.product(List.of(new Apply(Fn.EXP, u)));
            case LOG -> log(u);
            case ABS -> abs(u);
            case SIGN -> sign(u);
            case SIN, COS -> wave(fn, u);
            case TAN -> tan(u);
            default -> signed(fn, u);
        };
    }

    private Expression log(Expression u) {
        if (u instanceof Power p && p.exponent() instanceof Constant c && !c.told()) {
            boolean even = c.value() % 2 == 0;
            if (!even || simplifier.isPositive(p.base())) {
                return simplifier.products.product(List.of(c, new Apply(Fn.LOG, p.base())), false);
            }
        }
        if (u instanceof Product p) {
            return logOfProduct(p);
        }
        return new Apply(Fn.LOG, u);
    }

    private Expression logOfProduct(Product p) {
        List<Expression> terms = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        for (Expression f : p.factors()) {
            if (f instanceof Apply a && a.function() == Fn.EXP) {
                terms.add(a.argument());
            } else {
                rest.add(f);
            }
        }
        Expression best = new Apply(Fn.LOG, p);
        if (!terms.isEmpty()) {
            terms.add(apply(Fn.LOG, Expression.product(rest)));
            best = shorter(best, simplifier.sums.sum(terms));
        }
        // log(1/(u v)) is -log(u v).
        Expression inverse = simplifier.products.product(List.of(Expression.power(p, Constant.MINUS_ONE)), false);
        return shorter(best, Expression.negative(new Apply(Fn.LOG, inverse)));
    }

    private Expression shorter(Expression a, Expression b) {
        return simplifier.sizes.cost(b) < simplifier.sizes.cost(a) ? b : a;
    }

    private Expression abs(Expression u) {
        if (simplifier.isNonNegative(u)) {
            return u;
        }
        if (u instanceof Product p) {
            List<Expression> outside = new ArrayList<>();
            List<Expression> inside = new ArrayList<>();
            for (Expression f : p.factors()) {
                if (f instanceof Constant c) {
                    outside.add(c.with(Math.abs(c.value())));
                } else {
                    (simplifier.isNonNegative(f) ? outside : inside).add(f);
                }
            }
            outside.add(absOf(Expression.product(inside)));
            return Expression.product(outside);
        }
        return absOf(u);
    }

    private Expression absOf(Expression u) {
        if (u instanceof Apply a && a.function() == Fn.ABS) {
            return a;
        }
        return new Apply(Fn.ABS, flips(u, 0) ? Simplifier.scaled(u, -1) : u);
    }

    private Expression sign(Expression u) {
        if (simplifier.isPositive(u)) {
            return Constant.ONE;
        }
        if (u instanceof Product p) {
            List<Expression> inside = new ArrayList<>();
            double sign = 1;
            for (Expression f : p.factors()) {
                if (f instanceof Constant c && !c.told()) {
                    sign *= Math.signum(c.value());
                } else if (!simplifier.isPositive(f)) {
                    inside.add(f);
                }
            }
            return Expression.product(new Constant(sign), new Apply(Fn.SIGN, Expression.product(inside)));
        }
        return signed(Fn.SIGN, u);
    }

    /** Takes the sign out of odd functions and drops it in even ones. */
    private Expression signed(Fn fn, Expression u) {
        if (fn.isEven() && flips(u, 0)) {
            return new Apply(fn, Simplifier.scaled(u, -1));
        } else if (fn.isOdd() && flips(u, 2)) {
            return Expression.negative(new Apply(fn, Simplifier.scaled(u, -1)));
        }
        return new Apply(fn, u);
    }

    /** Whether −u is the better form when the sign costs some nodes. */
    private boolean flips(Expression u, int price) {
        if (u instanceof Sum s) {
            int gain = simplifier.sizes.size(u) - simplifier.sizes.size(Simplifier.scaled(u, -1));
            return gain > price || (gain == price && Order.leads(s).coefficient() < 0);
        }
        return Term.of(u).coefficient() < 0;
    }

    /** Sine and cosine: u = ±(w + phase) with the phase in (−π, π]; quarter turns change the function. */
    private Expression wave(Fn fn, Expression u) {
        double phase = 0;
        Expression w = u;
        if (u instanceof Sum s && s.terms().get(s.terms().size() - 1) instanceof Constant c) {
            if (c.told()) {
                return new Apply(fn, u);
            }
            phase = c.value();
            w = Expression.sum(s.terms().subList(0, s.terms().size() - 1));
        }
        double sign = 1;
        if (flips(w, phase == 0 && fn == Fn.SIN ? 2 : 0)) {
            w = Simplifier.scaled(w, -1);
            phase = -phase;
            sign = fn == Fn.SIN ? -1 : 1;
        }
        phase = reduced(phase);
        Fn result = fn;
        int quarters = (int) Math.rint(phase / (Math.PI / 2));
        if (Math.abs(phase - quarters * (Math.PI / 2)) <= ROUNDING) {
            phase = 0;
            // sin(w + π/2) = cos(w), cos(w + π/2) = −sin(w).
            if (quarters == 2 || quarters == -2) {
                sign = -sign;
            } else if (quarters != 0) {
                sign = (quarters > 0) == (fn == Fn.SIN) ? sign : -sign;
                result = fn == Fn.SIN ? Fn.COS : Fn.SIN;
            }
        }
        Expression argument = Expression.sum(w, new Constant(NumberForm.tidy(phase)));
        return simplifier.products.product(List.of(new Constant(sign), new Apply(result, argument)), false);
    }

    /** The phase within half a turn, or within a turn where only that has a closed form. */
    private static double reduced(double phase) {
        double half = Math.IEEEremainder(phase, TURN);
        boolean simple = Math.abs(phase) < TURN
                && NumberForm.of(phase).map(NumberForm::isRational).orElse(false);
        if (simple && NumberForm.of(half).isEmpty()) {
            return phase;
        }
        return half <= -Math.PI ? Math.PI : half;
    }

    private Expression tan(Expression u) {
        if (u instanceof Sum s && s.terms().get(s.terms().size() - 1) instanceof Constant c && !c.told()) {
            double phase = NumberForm.tidy(Math.IEEEremainder(c.value(), Math.PI));
            List<Expression> terms =
                    new ArrayList<>(s.terms().subList(0, s.terms().size() - 1));
            terms.add(new Constant(Math.abs(phase) <= ROUNDING ? 0 : phase));
            return signed(Fn.TAN, Expression.sum(terms));
        }
        return signed(Fn.TAN, u);
    }
}
