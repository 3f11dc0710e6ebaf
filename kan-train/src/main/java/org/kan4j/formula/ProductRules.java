package org.kan4j.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Products and powers: like powers collected by base, exponentials joined, numbers taken out of sums and roots. */
final class ProductRules {
    private final Simplifier simplifier;

    ProductRules(Simplifier simplifier) {
        this.simplifier = simplifier;
    }

    /** The canonical product of canonical factors. */
    Expression product(List<Expression> factors) {
        return product(factors, simplifier.thorough);
    }

    Expression product(List<Expression> factors, boolean expand) {
        Collector collector = new Collector(simplifier);
        factors.forEach(collector::add);
        Expression result = collector.result();
        double number = collector.constant.value();
        if (!Double.isFinite(number) || (number == 0 && !isZero(factors))) {
            return Expression.product(factors);
        }
        if (expand && result instanceof Product) {
            Expression expanded = simplifier.sums.expandedProduct(result);
            if (simplifier.sizes.cost(expanded) < simplifier.sizes.cost(result) && leaves(expanded) < leaves(result)) {
                return expanded;
            }
        }
        return result;
    }

    /** Occurrences of variables. */
    static int leaves(Expression e) {
        return e instanceof Variable
                ? 1
                : e.children().stream().mapToInt(ProductRules::leaves).sum();
    }

    private static boolean isZero(List<Expression> factors) {
        return factors.stream().anyMatch(f -> f instanceof Constant c && c.value() == 0);
    }

    /** A number k times a sum, the way that the sum becomes smallest. */
    record Content(double k, Expression rest) {}

    /**
     * Takes a number out of a sum where that leaves fewer constants, or makes it smaller with all constants simple.
     *
     * @param free whether there is a number in front already
     * @param signed whether the number may be negative
     */
    Content content(Sum s, boolean free, boolean signed) {
        Content best = new Content(1, s);
        if (s.terms().stream().anyMatch(t -> Term.of(t).number().told())) {
            return best;
        }
        int bestSize = simplifier.sizes.size(s) - (free ? 0 : 1);
        int constantsBefore = constants(s) - (free ? 0 : 1);
        int fewest = constantsBefore;
        List<Double> tried = new ArrayList<>();
        for (Expression e : s.terms()) {
            Term t = Term.of(e);
            double k = signed ? t.coefficient() : Math.abs(t.coefficient());
            if (Math.abs(k) != 1 && !t.isConstant() && !Double.isInfinite(1 / k) && !tried.contains(k)) {
                tried.add(k);
                Expression rest = divided(s, k);
                int size = simplifier.sizes.size(rest);
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

    /** Gathers the factors of one product. */
    private static final class Collector {
        private static final double LARGEST_EXPONENT_OF_E = 300;

        private final Simplifier simplifier;
        private final Map<Expression, List<Expression>> powers = new LinkedHashMap<>();
        private final List<Expression> exponents = new ArrayList<>();
        private Constant constant = Constant.ONE;

        Collector(Simplifier simplifier) {
            this.simplifier = simplifier;
        }

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

        private int size(Expression e) {
            return simplifier.sizes.size(e);
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
            joinFunctions(total);
            joinRoots(total);
            takeOutContents(total);
            orient(total);
            List<Expression> factors = new ArrayList<>();
            total.forEach((base, exponent) -> factors.add(Expression.power(base, exponent)));
            factors.sort(Order.CANONICAL);
            if (factors.size() == 1 && factors.get(0) instanceof Sum s && !constant.told() && constant.value() != 1) {
                return simplifier.sums.scaledSum(s, constant.value());
            }
            factors.add(0, constant);
            return Expression.product(factors);
        }

        /** exp(a·log(u) + b + w) becomes e^b·u^a·exp(w). */
        private void joinExponentials() {
            for (int round = 0; round < 3 && !exponents.isEmpty(); round++) {
                Expression argument = exponents.size() == 1 ? exponents.get(0) : simplifier.sums.sum(exponents);
                exponents.clear();
                List<Expression> rest = new ArrayList<>();
                for (Expression t : argument instanceof Sum s ? s.terms() : List.of(argument)) {
                    if (t instanceof Constant c) {
                        boolean stays = NumberForm.of(c.value())
                                        .map(NumberForm::isRational)
                                        .orElse(false)
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

        private static double constantExponent(Map<Expression, Expression> total, Expression base) {
            return total.get(base) instanceof Constant c && !c.told() ? c.value() : 0;
        }

        /** sin/cos becomes tan, sinh/cosh tanh, |u|·sign(u) u, and 2·sin·cos the sine of twice the angle. */
        private void joinFunctions(Map<Expression, Expression> total) {
            for (Expression base : List.copyOf(total.keySet())) {
                if (!(base instanceof Apply a) || !total.containsKey(base)) {
                    continue;
                }
                switch (a.function()) {
                    case SIN -> joinRatio(total, a, Fn.COS, Fn.TAN);
                    case SINH -> joinRatio(total, a, Fn.COSH, Fn.TANH);
                    case TAN -> joinProduct(total, a, Fn.COS, Fn.SIN);
                    case TANH -> joinProduct(total, a, Fn.COSH, Fn.SINH);
                    case SIGN -> joinSign(total, a);
                    default -> {}
                }
            }
        }

        private void joinRatio(Map<Expression, Expression> total, Apply a, Fn below, Fn joined) {
            Expression other = new Apply(below, a.argument());
            double n = constantExponent(total, a);
            double m = constantExponent(total, other);
            if (n != 0 && n == -m) {
                total.remove(a);
                total.remove(other);
                multiply(total, new Apply(joined, a.argument()), n);
            } else if (n == 1 && m == 1 && a.function() == Fn.SIN && constant.value() != 1) {
                Constant half = constant.with(constant.value() / 2);
                Expression twice = new Apply(Fn.SIN, Simplifier.scaled(a.argument(), 2));
                Expression before = new Term(constant, Expression.product(a, other)).expression();
                if (size(new Term(half, twice).expression()) <= size(before)) {
                    total.remove(a);
                    total.remove(other);
                    constant = half;
                    multiply(total, twice, 1);
                }
            }
        }

        private static void joinProduct(Map<Expression, Expression> total, Apply a, Fn with, Fn joined) {
            Expression other = new Apply(with, a.argument());
            double n = constantExponent(total, a);
            if (n != 0 && n == constantExponent(total, other)) {
                total.remove(a);
                total.remove(other);
                multiply(total, new Apply(joined, a.argument()), n);
            }
        }

        private void joinSign(Map<Expression, Expression> total, Apply sign) {
            Expression magnitude = new Apply(Fn.ABS, sign.argument());
            if (constantExponent(total, sign) == 1 && constantExponent(total, magnitude) == 1) {
                total.remove(sign);
                total.remove(magnitude);
                multiply(total, sign.argument(), 1);
            } else if (constantExponent(total, sign) == 1 && constantExponent(total, sign.argument()) == 1) {
                total.remove(sign);
                total.remove(sign.argument());
                multiply(total, magnitude, 1);
            }
        }

        private static void multiply(Map<Expression, Expression> total, Expression base, double n) {
            Expression sum = Expression.sum(total.getOrDefault(base, Constant.ZERO), new Constant(n));
            if (sum.equals(Constant.ZERO)) {
                total.remove(base);
            } else {
                total.put(base, sum);
            }
        }

        /** Roots of one exponent become the root of a product; those of its negative go below the bar where that is no longer. */
        private void joinRoots(Map<Expression, Expression> total) {
            for (Expression base : List.copyOf(total.keySet())) {
                double p = constantExponent(total, base);
                if (p == Math.rint(p)) {
                    continue;
                }
                List<Expression> same = new ArrayList<>();
                List<Expression> inverse = new ArrayList<>();
                for (Expression b : total.keySet()) {
                    if (constantExponent(total, b) == p) {
                        same.add(b);
                    } else if (constantExponent(total, b) == -p) {
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
                    multiply(total, joined, p);
                }
            }
        }

        private void takeOutContents(Map<Expression, Expression> total) {
            boolean alone = total.size() == 1 && total.containsValue(Constant.ONE);
            // Numbers taken out of two sums become one.
            long several = total.keySet().stream().filter(b -> b instanceof Sum).count();
            for (Expression base : List.copyOf(total.keySet())) {
                double p = constantExponent(total, base);
                if (alone || p == 0 || !(base instanceof Sum s)) {
                    continue;
                }
                boolean even = p % 2 == 0;
                boolean free = constant.value() != 1 || several > 1;
                Content content = simplifier.products.content(s, free, even);
                double factor = Power.pow(content.k, p);
                if (content.k == 1 || !(Double.isFinite(factor) && constant.value() * factor != 0)) {
                    continue;
                }
                constant = constant.times(factor).tidied();
                replace(total, base, content.rest, p);
            }
        }

        private static void replace(Map<Expression, Expression> total, Expression base, Expression by, double p) {
            total.remove(base);
            multiply(total, by, p);
        }

        /** The sign of sums and odd functions: no sign in front where it can go inside, and a fixed one below even powers. */
        private void orient(Map<Expression, Expression> total) {
            for (Expression base : List.copyOf(total.keySet())) {
                double p = constantExponent(total, base);
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
                        replace(total, base, other, p);
                    }
                } else if (base instanceof Apply a && (a.function() == Fn.SIN || a.function() == Fn.COS)) {
                    orientPhase(total, a, p, even, single);
                } else if (base instanceof Apply a && a.function().isOdd() && a.argument() instanceof Sum s && !even) {
                    Expression other = Simplifier.scaled(s, -1);
                    if (constant.value() < 0 && size(other) <= size(s) + (single ? 1 : -1)) {
                        constant = constant.times(-1);
                        replace(total, base, new Apply(a.function(), other), p);
                    }
                }
            }
        }

        private void orientPhase(Map<Expression, Expression> total, Apply a, double p, boolean even, boolean single) {
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
                    replace(total, a, new Apply(a.function(), Expression.sum(copy)), p);
                }
            } else if (!even && constant.value() < 0 && a.function() == Fn.SIN) {
                Expression other = Simplifier.scaled(s, -1);
                if (size(other) <= size(s) + (single ? 1 : -1)) {
                    constant = constant.times(-1);
                    replace(total, a, new Apply(Fn.SIN, other), p);
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
}
