package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Seeded random expressions in four variables, and points to evaluate them at. */
final class RandomExpressions {
    static final int VARIABLES = 4;
    static final List<String> SYMBOLS = List.of("x", "mass_kg", "I", "gamma");

    private static final double[] NUMBERS = {
        1, 2, 3, -1, -2, 0.5, -0.5, 1.5, 1.0 / 3, Math.PI, Math.PI / 2, Math.sqrt(2), 0.25, 10
    };
    private static final double[] EXPONENTS = {2, 2, 3, -1, -1, -2, 0.5, 0.5, -0.5, 1.5, 1.0 / 3, 4};

    private static final List<Fn> FUNCTIONS = List.of(Fn.values());

    private final RandomGenerator random;

    RandomExpressions(RandomGenerator random) {
        this.random = random;
    }

    /** An expression of up to the given depth. */
    Expression expression(int depth) {
        if (depth <= 0 || random.nextInt(8) == 0) {
            return random.nextInt(4) == 0 ? number() : Expression.variable(random.nextInt(VARIABLES));
        }
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> Expression.sum(parts(depth));
            case 3, 4, 5 -> Expression.product(parts(depth));
            case 6 -> power(depth);
            case 7 -> Expression.extremum(random.nextBoolean(), expression(depth - 1), expression(depth - 1));
            default ->
                Expression.apply(
                        random.nextInt(2) == 0
                                ? List.of(Fn.EXP, Fn.LOG, Fn.SIN, Fn.COS).get(random.nextInt(4))
                                : FUNCTIONS.get(random.nextInt(FUNCTIONS.size())),
                        expression(depth - 1));
        };
    }

    private Expression power(int depth) {
        Expression base = expression(depth - 1);
        if (random.nextInt(8) == 0) {
            return Expression.power(base, expression(depth - 2));
        }
        return Expression.power(base, EXPONENTS[random.nextInt(EXPONENTS.length)]);
    }

    private List<Expression> parts(int depth) {
        List<Expression> parts = new ArrayList<>();
        int n = 2 + random.nextInt(2);
        for (int i = 0; i < n; i++) {
            Expression e = !parts.isEmpty() && random.nextInt(6) == 0 ? parts.get(0) : expression(depth - 1);
            parts.add(random.nextInt(3) == 0 ? Expression.product(number(), e) : e);
        }
        return parts;
    }

    private Expression number() {
        double c = random.nextInt(2) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextDouble(-5, 5);
        return Expression.constant(c);
    }

    /** A point with coordinates in (0.1, 3), or in (−3, 3). */
    double[] point() {
        boolean positive = random.nextBoolean();
        double[] x = new double[VARIABLES];
        for (int i = 0; i < VARIABLES; i++) {
            x[i] = positive ? random.nextDouble(0.1, 3) : random.nextDouble(-3, 3);
        }
        return x;
    }

    /**
     * A bound for the rounding error of evaluating an expression, in units of the machine precision: what a form that is
     * equal in exact arithmetic may differ by. NaN where a part overflows or underflows, for then there is no bound.
     */
    static double roundingError(Expression e, double[] x) {
        double v = e.evaluate(x);
        boolean powerOrExponential = e instanceof Power || (e instanceof Apply a && a.function() == Fn.EXP);
        if (!(Math.abs(v) < 1e100) || (powerOrExponential && Math.abs(v) < 1e-100)) {
            return Double.NaN;
        }
        if (e instanceof Sum s) {
            double error = 0;
            for (Expression t : s.terms()) {
                error += roundingError(t, x) + Math.abs(t.evaluate(x));
            }
            return error;
        } else if (e instanceof Product p) {
            double relative = 1;
            for (Expression f : p.factors()) {
                relative += 1 + roundingError(f, x) / Math.abs(f.evaluate(x));
            }
            return Math.abs(v) * relative;
        } else if (e instanceof Power p) {
            double b = p.base().evaluate(x);
            double n = p.exponent().evaluate(x);
            double relative = Math.abs(n) * roundingError(p.base(), x) / Math.abs(b)
                    + Math.abs(Math.log(Math.abs(b))) * roundingError(p.exponent(), x);
            return Math.abs(v) * (1 + relative);
        } else if (e instanceof Apply a) {
            double u = a.argument().evaluate(x);
            return Math.abs(v)
                    + (Math.abs(a.function().derivative(u)) + 1e-300) * (roundingError(a.argument(), x) + Math.abs(u));
        }
        return e instanceof Extremum m
                ? Math.max(roundingError(m.left(), x), roundingError(m.right(), x))
                : Math.abs(v);
    }
}
