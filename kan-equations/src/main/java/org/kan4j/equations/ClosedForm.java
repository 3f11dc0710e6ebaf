package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.symbolic.EdgeFit;
import org.kan4j.symbolic.EdgeFitter;

/** The closed form of a solution whose few product nodes are products of known functions. */
final class ClosedForm {
    private static final int MOST_TERMS = 3;
    private static final int SAMPLES = 120;

    /** A share of the values' size below which differences are rounding and the solver's own error. */
    private static final double SAME = 1e-9;

    private final Problem problem;
    private final Kan kan;

    private ClosedForm(Problem problem, Kan kan) {
        this.problem = problem;
        this.kan = kan;
    }

    /** A formula of each unknown that agrees with the network on fresh points; empty where there is none of one of them. */
    static Optional<List<Formula>> of(Problem problem, Solution solution, Judge judge) {
        if (!(solution.estimate() < SAME) || solution.reached() < 1) {
            return Optional.empty();
        }
        ClosedForm form = new ClosedForm(problem, solution.kan());
        double[] x = Expansion.fresh(problem, SAMPLES, 7);
        double[] values = judge.values(x);
        List<String> names = problem.domain().stream().map(Problem.Range::name).toList();
        List<Formula> found = new ArrayList<>();
        for (int k = 0; k < problem.unknowns().size(); k++) {
            Optional<Expression> e = form.expression(k).map(ClosedForm::tidy);
            if (e.isEmpty() || !agrees(e.get(), x, values, k, problem)) {
                return Optional.empty();
            }
            found.add(Formula.of(e.get(), names, problem.unknowns().get(k)));
        }
        return Optional.of(found);
    }

    /** Constants that products and shifts left near simple numbers become these. */
    private static Expression tidy(Expression e) {
        return e.replaceConstants(c -> Expression.constant(near(c.value()))).simplify();
    }

    private static boolean agrees(Expression e, double[] x, double[] values, int unknown, Problem problem) {
        int inputs = problem.inputs();
        int unknowns = problem.unknowns().size();
        double[] own = new double[SAMPLES];
        double[] formula = new double[SAMPLES];
        for (int p = 0; p < SAMPLES; p++) {
            own[p] = values[p * unknowns + unknown];
            formula[p] = e.evaluate(Arrays.copyOfRange(x, p * inputs, (p + 1) * inputs));
        }
        return Expansion.distance(formula, own, 1) < 10 * SAME;
    }

    private Optional<Expression> expression(int unknown) {
        Layer first = kan.network().layer(0);
        if (kan.network().depth() == 1) {
            return edge(0, unknown).map(f -> scaled(f.factor(), List.of(f.shape())));
        }
        List<Integer> products = significant(unknown);
        if (products.size() > MOST_TERMS) {
            return Optional.empty();
        }
        List<Expression> terms = new ArrayList<>();
        for (int r : products) {
            double factor = 1;
            List<Expression> shapes = new ArrayList<>();
            for (int i = 0; i < first.in(); i++) {
                Optional<Shape> f = edge(i, first.firstColumn(r) + i);
                if (f.isEmpty()) {
                    return Optional.empty();
                }
                factor *= f.get().factor();
                shapes.add(f.get().shape());
            }
            terms.add(scaled(factor, shapes));
        }
        return Optional.of(Expression.sum(terms).simplify());
    }

    /** The product nodes of an unknown that are no rounding beside the largest. */
    private List<Integer> significant(int unknown) {
        Layer first = kan.network().layer(0);
        Layer sums = kan.network().layer(1);
        double[] sizes = new double[first.products()];
        for (int r = 0; r < sizes.length; r++) {
            sizes[r] = sums.edge(r, unknown).active() ? 1 : 0;
            for (int i = 0; i < first.in() && sizes[r] > 0; i++) {
                double[] y = samples(i, first.firstColumn(r) + i);
                sizes[r] *= Arrays.stream(y).map(Math::abs).max().orElse(0);
            }
        }
        double largest = Arrays.stream(sizes).max().orElse(0);
        return IntStream.range(0, sizes.length)
                .filter(r -> sizes[r] > SAME * largest)
                .boxed()
                .toList();
    }

    private double[] places(int input) {
        Problem.Range range = problem.domain().get(input);
        double[] x = new double[SAMPLES];
        Arrays.setAll(x, k -> range.lo() + range.length() * k / (SAMPLES - 1));
        return x;
    }

    private double[] samples(int input, int column) {
        Layer layer = kan.network().layer(0);
        double[] x = places(input);
        double[] y = new double[SAMPLES];
        double[] p = kan.parameters();
        double[] basis = new double[layer.basis(input).support()];
        for (int k = 0; k < SAMPLES; k++) {
            int from = layer.basis(input).evaluate(x[k], 0, basis, 0);
            for (int j = 0; j < basis.length; j++) {
                y[k] += basis[j] * p[layer.inputOffset(input) + (from + j) * layer.columns() + column];
            }
        }
        return y;
    }

    private static Expression scaled(double factor, List<Expression> shapes) {
        List<Expression> parts = new ArrayList<>(shapes);
        parts.add(0, Expression.constant(near(factor)));
        return Expression.product(parts).simplify();
    }

    private static double near(double value) {
        return Constants.candidates(value, SAME * Math.max(1, Math.abs(value))).stream()
                .findFirst()
                .map(Constants.Snap::value)
                .orElse(value);
    }

    /** A factor times an expression in an input. */
    private record Shape(double factor, Expression shape) {}

    private Optional<Shape> edge(int input, int column) {
        if (!(kan.network().layer(0).edge(input, column) instanceof Edge.Numeric)) {
            return Optional.empty();
        }
        double[] x = places(input);
        double[] y = samples(input, column);
        double most = Arrays.stream(y).max().orElse(0);
        double least = Arrays.stream(y).min().orElse(0);
        double size = Math.max(Math.abs(most), Math.abs(least));
        if (most - least < SAME * size) {
            return Optional.of(new Shape((most + least) / 2, Expression.constant(1)));
        }
        for (EdgeFit fit : EdgeFitter.fit(x, y)) {
            if (fit.rmse() < SAME * size) {
                return Optional.of(shape(fit, input));
            }
        }
        return Optional.empty();
    }

    private static Shape shape(EdgeFit fit, int input) {
        Expression u = Expression.sum(
                Expression.product(Expression.constant(near(fit.a())), Expression.variable(input)),
                Expression.constant(near(fit.b())));
        Expression f =
                FormulaParser.parse(fit.function().formula(), List.of("u")).substitute(v -> u);
        double shift = near(fit.d() / fit.c());
        return new Shape(fit.c(), Expression.sum(f, Expression.constant(shift)).simplify());
    }
}
