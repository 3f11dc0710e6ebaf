package org.kan4j.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules for the factors of one product once like powers are together: ratios and products of functions, roots of one exponent, numbers taken
 * out of sums, and signs.
 */
final class FactorRules {
    private final Simplifier simplifier;
    private Constant constant;

    /** Exponents by base. */
    private final Map<Expression, Expression> total;

    /**
     * @param constant the number in front
     * @param exponents by base
     */
    FactorRules(Simplifier simplifier, Constant constant, Map<Expression, Expression> exponents) {
        this.simplifier = simplifier;
        this.constant = constant;
        this.total = new LinkedHashMap<>(exponents);
    }

    /** The product in canonical order, all rules applied. */
    Expression result() {
        joinFunctions();
        joinRoots();
        takeOutContents();
        orient();
        List<Expression> factors = new ArrayList<>();
        total.forEach((base, exponent) -> factors.add(Expression.power(base, exponent)));
        factors.sort(Order.CANONICAL);
        if (factors.size() == 1 && factors.get(0) instanceof Sum s && !constant.told() && constant.value() != 1) {
            return simplifier.sums.scaledSum(s, constant.value());
        }
        factors.add(0, constant);
        return Expression.product(factors);
    }

    /** The number in front, after {@link #result}. */
    Constant number() {
        return constant;
    }

    private int size(Expression e) {
        return simplifier.sizes.size(e);
    }

    /** The exponent of a base where it is a number that may be reckoned with, and 0 otherwise. */
    private double constantExponent(Expression base) {
        return total.get(base) instanceof Constant c && !c.told() ? c.value() : 0;
    }

    /** sin/cos becomes tan, sinh/cosh tanh, |u|·sign(u) u, and 2·sin·cos the sine of twice the angle. */
    private void joinFunctions() {
        for (Expression base : List.copyOf(total.keySet())) {
            if (!(base instanceof Apply a) || !total.containsKey(base)) {
                continue;
            }
            switch (a.function()) {
                case SIN -> joinRatio(a, Fn.COS, Fn.TAN);
                case SINH -> joinRatio(a, Fn.COSH, Fn.TANH);
                case TAN -> joinProduct(a, Fn.COS, Fn.SIN);
                case TANH -> joinProduct(a, Fn.COSH, Fn.SINH);
                case SIGN -> joinSign(a);
                default -> {}
            }
        }
    }

    private void joinRatio(Apply a, Fn below, Fn joined) {
        Expression other = new Apply(below, a.argument());
        double n = constantExponent(a);
        double m = constantExponent(other);
        if (n != 0 && n == -m) {
            total.remove(a);
            total.remove(other);
            multiply(new Apply(joined, a.argument()), n);
        } else if (n == 1 && m == 1 && a.function() == Fn.SIN && constant.value() != 1) {
            Constant half = constant.with(constant.value() / 2);
            Expression twice = new Apply(Fn.SIN, Simplifier.scaled(a.argument(), 2));
            Expression before = new Term(constant, Expression.product(a, other)).expression();
            if (size(new Term(half, twice).expression()) <= size(before)) {
                total.remove(a);
                total.remove(other);
                constant = half;
                multiply(twice, 1);
            }
        }
    }

    private void joinProduct(Apply a, Fn with, Fn joined) {
        Expression other = new Apply(with, a.argument());
        double n = constantExponent(a);
        if (n != 0 && n == constantExponent(other)) {
            total.remove(a);
            total.remove(other);
            multiply(new Apply(joined, a.argument()), n);
        }
    }

    private void joinSign(Apply sign) {
        Expression magnitude = new Apply(Fn.ABS, sign.argument());
        if (constantExponent(sign) == 1 && constantExponent(magnitude) == 1) {
            total.remove(sign);
            total.remove(magnitude);
            multiply(sign.argument(), 1);
        } else if (constantExponent(sign) == 1 && constantExponent(sign.argument()) == 1) {
            total.remove(sign);
            total.remove(sign.argument());
            multiply(magnitude, 1);
        }
    }

    private void multiply(Expression base, double n) {
        Expression sum = Expression.sum(total.getOrDefault(base, Constant.ZERO), new Constant(n));
        if (sum.equals(Constant.ZERO)) {
            total.remove(base);
        } else {
            total.put(base, sum);
        }
    }

    /** Roots of one exponent become the root of a product; those of its negative go below the bar where that is no longer. */
    private void joinRoots() {
        for (Expression base : List.copyOf(total.keySet())) {
            double p = constantExponent(base);
            if (p == Math.rint(p)) {
                continue;
            }
            List<Expression> same = new ArrayList<>();
            List<Expression> inverse = new ArrayList<>();
            for (Expression b : total.keySet()) {
                if (constantExponent(b) == p) {
                    same.add(b);
                } else if (constantExponent(b) == -p) {
                    inverse.add(b);
                }
            }
            boolean quotient = p > 0 && !inverse.isEmpty();
            if (same.size() < 2 && !quotient) {
                continue;
            }
            List<Expression> inner = new ArrayList<>(same);
            if (quotient) {
                inverse.forEach(b -> inner.add(Expression.power(b, -1)));
                total.keySet().removeAll(inverse);
            }
            total.keySet().removeAll(same);
            Expression joined = simplifier.products.product(inner, false);
            if (joined instanceof Constant c) {
                constant = constant.times(c.with(Power.pow(c.value(), p)));
            } else {
                multiply(joined, p);
            }
        }
    }

    private void takeOutContents() {
        boolean alone = total.size() == 1 && total.containsValue(Constant.ONE);
        // Numbers taken out of two sums become one.
        long several = total.keySet().stream().filter(b -> b instanceof Sum).count();
        for (Expression base : List.copyOf(total.keySet())) {
            double p = constantExponent(base);
            if (alone || p == 0 || !(base instanceof Sum s)) {
                continue;
            }
            boolean even = p % 2 == 0;
            boolean free = constant.value() != 1 || several > 1;
            Content content = Content.of(s, free, even, simplifier.sizes);
            double factor = Power.pow(content.k(), p);
            if (content.k() == 1 || !(Double.isFinite(factor) && constant.value() * factor != 0)) {
                continue;
            }
            constant = constant.times(factor).tidied();
            replace(base, content.rest(), p);
        }
    }

    private void replace(Expression base, Expression by, double p) {
        total.remove(base);
        multiply(by, p);
    }

    /** The sign of sums and odd functions: no sign in front where it can go inside, and a fixed one below even powers. */
    private void orient() {
        for (Expression base : List.copyOf(total.keySet())) {
            double p = constantExponent(base);
            if (p != Math.rint(p) || p == 0) {
                continue;
            }
            boolean even = p % 2 == 0;
            boolean single = Math.abs(constant.value()) == 1;
            if (base instanceof Sum s && !(total.size() == 1 && p == 1)) {
                Expression other = Simplifier.scaled(s, -1);
                boolean shorter = size(other) < size(s) || (size(other) == size(s) && leadsNegative(s));
                boolean all = s.terms().stream().allMatch(t -> Term.of(t).coefficient() < 0);
                boolean signGoes = constant.value() < 0 && size(other) <= size(s) + (single ? 1 : -1);
                if (even ? shorter : (signGoes || all)) {
                    constant = even ? constant : constant.times(-1);
                    replace(base, other, p);
                }
            } else if (base instanceof Apply a && (a.function() == Fn.SIN || a.function() == Fn.COS)) {
                orientPhase(a, p, even, single);
            } else if (base instanceof Apply a && a.function().isOdd() && a.argument() instanceof Sum s && !even) {
                Expression other = Simplifier.scaled(s, -1);
                if (constant.value() < 0 && size(other) <= size(s) + (single ? 1 : -1)) {
                    constant = constant.times(-1);
                    replace(base, new Apply(a.function(), other), p);
                }
            }
        }
    }

    private void orientPhase(Apply a, double p, boolean even, boolean single) {
        if (!(a.argument() instanceof Sum s)) {
            return;
        }
        List<Expression> terms = s.terms();
        if (terms.get(terms.size() - 1) instanceof Constant phase) {
            if (phase.told()) {
                return;
            }
            double turned = NumberForm.tidy(phase.value() - Math.copySign(Math.PI, phase.value()));
            // Without a number in front the phase carries the sign; with one the simpler or smaller phase is taken.
            if (single && !even ? constant.value() < 0 : isSimplerPhase(turned, phase.value())) {
                constant = even ? constant : constant.times(-1);
                List<Expression> copy = new ArrayList<>(terms.subList(0, terms.size() - 1));
                copy.add(new Constant(turned));
                replace(a, new Apply(a.function(), Expression.sum(copy)), p);
            }
        } else if (!even && constant.value() < 0 && a.function() == Fn.SIN) {
            Expression other = Simplifier.scaled(s, -1);
            if (size(other) <= size(s) + (single ? 1 : -1)) {
                constant = constant.times(-1);
                replace(a, new Apply(Fn.SIN, other), p);
            }
        }
    }

    private static boolean isSimplerPhase(double a, double b) {
        boolean closedA = NumberForm.of(a).isPresent();
        boolean closedB = NumberForm.of(b).isPresent();
        return closedA == closedB ? Math.abs(a) < Math.abs(b) : closedA;
    }

    private static boolean leadsNegative(Sum s) {
        return Order.leads(s).coefficient() < 0;
    }
}
