package org.kan4j.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the factors of one product: a number, powers by their bases, and exponentials, whose exponents add up. */
final class FactorCollector {
    /** exp of more may overflow, or vanish, once it is multiplied. */
    private static final double LARGEST_EXPONENT_OF_E = 300;

    private final Simplifier simplifier;
    private final Map<Expression, List<Expression>> powers = new LinkedHashMap<>();
    private final List<Expression> exponents = new ArrayList<>();
    private Constant constant = Constant.ONE;

    FactorCollector(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** Adds a factor. */
    void add(Expression f) {
        if (f instanceof Product p) {
            p.factors().forEach(this::add);
        } else if (f instanceof Constant c) {
            constant = constant.times(c);
        } else if (f instanceof Power p) {
            raise(p.base(), p.exponent());
        } else if (f instanceof Apply a && a.function() == Fn.EXP) {
            exponents.add(a.argument());
        } else {
            keep(f, Constant.ONE);
        }
    }

    private void keep(Expression base, Expression exponent) {
        powers.computeIfAbsent(base, b -> new ArrayList<>()).add(exponent);
    }

    private void raise(Expression base, Expression exponent) {
        if (exponent instanceof Constant c && !c.told()) {
            raise(base, c.value());
        } else if (base instanceof Apply a && a.function() == Fn.EXP) {
            exponents.add(simplifier.products.product(List.of(a.argument(), exponent), false));
        } else if (base instanceof Constant c && c.value() == Math.E && !c.told()) {
            exponents.add(exponent);
        } else if (base instanceof Power p && simplifier.isPositive(p.base())) {
            raise(p.base(), simplifier.products.product(List.of(p.exponent(), exponent), false));
        } else {
            keep(base, exponent);
        }
    }

    private void raise(Expression base, double p) {
        boolean integer = p == Math.rint(p);
        if (base instanceof Constant c) {
            constant = constant.times(c.with(Power.pow(c.value(), p)));
        } else if (base instanceof Product q) {
            raiseProduct(q, p, integer);
        } else if (base instanceof Power q) {
            raisePower(q, p, integer);
        } else if (base instanceof Apply a && a.function() == Fn.EXP) {
            exponents.add(Simplifier.scaled(a.argument(), p));
        } else if (base instanceof Apply a && a.function() == Fn.ABS && integer && p % 2 == 0) {
            raise(a.argument(), p);
        } else {
            keep(base, new Constant(p));
        }
    }

    private void raisePower(Power q, double p, boolean integer) {
        Expression inner = q.base();
        if (q.exponent() instanceof Constant a && !a.told()) {
            double n = a.value();
            if (!integer && n % 2 == 0 && !simplifier.isNonNegative(inner)) {
                // (u^2)^(1/2) is |u|.
                inner = simplifier.functions.apply(Fn.ABS, inner);
            }
            if (n * p == 1) {
                add(inner);
            } else {
                raise(inner, NumberForm.tidy(n * p));
            }
        } else if (integer || simplifier.isPositive(inner)) {
            raise(inner, simplifier.products.product(List.of(new Constant(p), q.exponent()), false));
        } else {
            keep(q, new Constant(p));
        }
    }

    private void raiseProduct(Product q, double p, boolean integer) {
        List<Expression> rest = new ArrayList<>();
        for (Expression f : q.factors()) {
            if (f instanceof Constant c && c.value() < 0 && !integer) {
                rest.add(Constant.MINUS_ONE);
                constant = constant.times(c.with(Power.pow(-c.value(), p)));
            } else if (integer || simplifier.isPositive(f)) {
                raise(f, p);
            } else {
                rest.add(f);
            }
        }
        if (rest.size() == q.factors().size() || rest.size() > 1) {
            keep(Expression.product(rest), new Constant(p));
        } else if (rest.size() == 1) {
            raise(rest.get(0), p);
        }
    }

    /** The canonical product of what was added. */
    Expression result() {
        joinExponentials();
        if (constant.equals(Constant.ZERO) || !Double.isFinite(constant.value())) {
            return constant;
        }
        Map<Expression, Expression> total = new LinkedHashMap<>();
        powers.forEach((base, list) -> {
            Expression exponent = list.size() == 1 ? list.get(0) : simplifier.sums.sum(list);
            if (exponent instanceof Constant c) {
                exponent = c.tidied();
            }
            if (!exponent.equals(Constant.ZERO)) {
                total.put(base, exponent);
            }
        });
        FactorRules rules = new FactorRules(simplifier, constant, total);
        Expression result = rules.result();
        constant = rules.number();
        return result;
    }

    /** The number in front, after {@link #result}. */
    double number() {
        return constant.value();
    }

    /** exp(a·log(u) + b + w) becomes e^b·u^a·exp(w). */
    private void joinExponentials() {
        for (int round = 0; round < 3 && !exponents.isEmpty(); round++) {
            Expression argument = exponents.size() == 1 ? exponents.get(0) : simplifier.sums.sum(exponents);
            exponents.clear();
            List<Expression> rest = new ArrayList<>();
            for (Expression t : argument instanceof Sum s ? s.terms() : List.of(argument)) {
                if (t instanceof Constant c) {
                    boolean stays =
                            NumberForm.of(c.value()).map(NumberForm::isRational).orElse(false)
                                    && constant.value() == 1
                                    && argument instanceof Sum;
                    if (!stays && !c.told() && Math.abs(c.value()) <= LARGEST_EXPONENT_OF_E) {
                        constant = constant.times(new Constant(Math.exp(c.value())));
                    } else {
                        rest.add(t);
                    }
                } else if (!addLogarithm(t)) {
                    rest.add(t);
                }
            }
            if (!rest.isEmpty() && exponents.isEmpty()) {
                keep(new Apply(Fn.EXP, Expression.sum(rest)), Constant.ONE);
            } else if (!rest.isEmpty()) {
                exponents.add(Expression.sum(rest));
            }
        }
        for (Expression e : exponents) {
            keep(new Apply(Fn.EXP, e), Constant.ONE);
        }
        exponents.clear();
    }

    /** Adds exp(t) as a power if t is a multiple of a logarithm. */
    private boolean addLogarithm(Expression t) {
        List<Expression> factors = new ArrayList<>(t instanceof Product p ? p.factors() : List.of(t));
        for (int i = 0; i < factors.size(); i++) {
            if (factors.get(i) instanceof Apply a && a.function() == Fn.LOG) {
                factors.remove(i);
                Expression exponent = Expression.product(factors);
                if (exponent.equals(Constant.ONE)) {
                    add(a.argument());
                } else {
                    raise(a.argument(), exponent);
                }
                return true;
            }
        }
        return false;
    }
}
