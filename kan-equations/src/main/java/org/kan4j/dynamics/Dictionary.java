package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;

/** The terms that a law is first sought among. */
final class Dictionary {
    /** Powers of variables up to this degree. */
    private static final int DEGREE = 3;
    /** Variables above which terms of degree 3 are left out. */
    private static final int CUBIC_VARIABLES = 5;

    /** Half saturations of x/(k + x), in the data's scale. */
    private static final double[] SATURATIONS = {0.1, 0.3, 1, 3};

    /** Values of a term beyond this are a few points' alone. */
    private static final double LARGEST = 1e6;

    private final int inputs;
    private final List<double[]> points;
    private final List<RateForm> terms = new ArrayList<>();

    private Dictionary(int inputs, List<double[]> points) {
        this.inputs = inputs;
        this.points = points;
    }

    /** Monomials up to a degree. */
    static List<RateForm> polynomial(int inputs, int degree, List<double[]> points) {
        Dictionary dictionary = new Dictionary(inputs, points);
        dictionary.monomials(Math.min(degree, inputs > CUBIC_VARIABLES ? 2 : DEGREE));
        return dictionary.terms;
    }

    /** Monomials, functions of single variables, and products of two such. */
    static List<RateForm> functions(int inputs, List<double[]> points) {
        Dictionary dictionary = new Dictionary(inputs, points);
        dictionary.monomials(inputs <= 2 ? DEGREE : 2);
        for (int i = 0; i < inputs; i++) {
            dictionary.functionsOf(i);
        }
        for (int i = 0; i < inputs; i++) {
            for (int j = 0; j < inputs; j++) {
                if (i != j && inputs <= CUBIC_VARIABLES) {
                    dictionary.products(i, j);
                }
            }
        }
        return dictionary.terms;
    }

    private void monomials(int degree) {
        add(Expression.constant(1));
        List<List<Integer>> last = List.of(List.of());
        for (int d = 1; d <= degree; d++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> factors : last) {
                int first = factors.isEmpty() ? 0 : factors.get(factors.size() - 1);
                for (int i = first; i < inputs; i++) {
                    List<Integer> more = new ArrayList<>(factors);
                    more.add(i);
                    longer.add(more);
                    add(monomial(more));
                }
            }
            last = longer;
        }
    }

    private static Expression monomial(List<Integer> factors) {
        List<Expression> powers = new ArrayList<>();
        for (int i : factors.stream().distinct().toList()) {
            long times = factors.stream().filter(f -> f == i).count();
            powers.add(Expression.power(Expression.variable(i), (double) times));
        }
        return Expression.product(powers);
    }

    private void functionsOf(int i) {
        Expression x = Expression.variable(i);
        add(Expression.sin(x));
        add(Expression.cos(x));
        add(Expression.product(Expression.sin(x), Expression.cos(x)));
        add(Expression.power(Expression.sin(x), 2));
        add(Expression.power(x, -1));
        add(Expression.power(x, -2));
        add(Expression.sqrt(x));
        add(Expression.log(x));
        add(Expression.product(x, Expression.log(x)));
        double scale = scale(i);
        for (double sign : new double[] {1, -1}) {
            for (double rate : new double[] {1, 1 / scale}) {
                Expression slope = Expression.variable(inputs);
                add(new RateForm(Expression.exp(Expression.product(slope, x)), inputs, new double[] {sign * rate}));
            }
        }
        for (double part : SATURATIONS) {
            Expression half = Expression.variable(inputs);
            double[] start = {part * scale};
            add(new RateForm(Expression.quotient(x, Expression.sum(half, x)), inputs, start));
            Expression square = Expression.power(x, 2);
            add(new RateForm(Expression.quotient(square, Expression.sum(half, square)), inputs, new double[] {
                part * part * scale * scale
            }));
        }
    }

    private void products(int i, int j) {
        Expression x = Expression.variable(i);
        Expression y = Expression.variable(j);
        List<Expression> of = List.of(x, Expression.power(x, -1), Expression.sin(x), Expression.cos(x));
        List<Expression> by = List.of(
                Expression.sin(y),
                Expression.cos(y),
                Expression.power(y, -1),
                Expression.apply(Fn.TAN, y),
                Expression.power(Expression.apply(Fn.TAN, y), -1),
                Expression.power(Expression.sin(y), 2),
                Expression.log(y));
        for (Expression f : of) {
            for (Expression g : by) {
                add(Expression.product(f, g));
            }
        }
        for (double part : SATURATIONS) {
            Expression half = Expression.variable(inputs);
            add(new RateForm(
                    Expression.quotient(Expression.product(x, y), Expression.sum(half, y)),
                    inputs,
                    new double[] {part * scale(j)}));
        }
    }

    private double scale(int i) {
        double sum = 0;
        for (double[] point : points) {
            sum += Math.abs(point[i]);
        }
        return Math.max(sum / points.size(), 1e-12);
    }

    private void add(Expression term) {
        add(RateForm.of(term, inputs));
    }

    private void add(RateForm term) {
        Expression value = term.expression();
        boolean known = terms.stream().anyMatch(other -> other.expression().equals(value));
        if (!known && points.stream().allMatch(point -> Math.abs(value.evaluate(point)) < LARGEST)) {
            terms.add(term);
        }
    }
}
