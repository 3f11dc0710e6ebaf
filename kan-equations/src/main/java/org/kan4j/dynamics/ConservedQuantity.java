package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.formula.Expression;

/**
 * Functions of the states that stay constant along every run of a law: the gradient of Σ c·g(x) times the rates is 0 everywhere. Sparse
 * combinations of a dictionary are sought by regression of one such product on the others, at points of the box of the data.
 *
 * @param value the function
 * @param variation how much it varies along the runs that were measured, as a part of its spread over the box
 */
record ConservedQuantity(Expression value, double variation) {
    private static final int POINTS = 400;
    private static final int LARGEST = 6;
    private static final int WIDTH = 12;

    /** Residuals of a regression below this part of its target are rounding. */
    private static final double EXACT = 1e-8;

    private static final int MOST = 3;

    /** The functions that a law conserves, the simplest first. */
    static List<ConservedQuantity> of(Law law, StateEstimate states) {
        int dimension = law.dimension();
        if (law.kind() == LawKind.MAP || dimension < law.inputs()) {
            return List.of();
        }
        List<double[]> box = box(states.points());
        List<Expression> flow = new ArrayList<>();
        for (int i = law.equations(); i < dimension; i++) {
            flow.add(Expression.variable(i));
        }
        law.rates().forEach(rate -> flow.add(rate.expression()));
        List<Expression> terms = dictionary(dimension, box);
        List<ConservedQuantity> found = new ArrayList<>();
        List<Integer> used = new ArrayList<>();
        while (found.size() < Math.min(MOST, dimension - 1)) {
            Optional<ConservedQuantity> next = simplest(terms, used, flow, box, states);
            if (next.isEmpty()) {
                break;
            }
            found.add(next.get());
        }
        return found;
    }

    private static Optional<ConservedQuantity> simplest(
            List<Expression> terms,
            List<Integer> used,
            List<Expression> flow,
            List<double[]> box,
            StateEstimate states) {
        double[][] rates = terms.stream()
                .map(term -> box.stream()
                        .mapToDouble(point -> along(term, flow, point))
                        .toArray())
                .toArray(double[][]::new);
        Optional<Expression> best = Optional.empty();
        int pivotOfBest = -1;
        for (int pivot = 0; pivot < terms.size(); pivot++) {
            if (used.contains(pivot)) {
                continue;
            }
            List<Integer> others = new ArrayList<>();
            for (int k = 0; k < terms.size(); k++) {
                if (k != pivot && !used.contains(k)) {
                    others.add(k);
                }
            }
            double[][] columns = others.stream().map(k -> rates[k]).toArray(double[][]::new);
            SubsetSearch search = new SubsetSearch(columns, rates[pivot]);
            double total = 0;
            for (double v : rates[pivot]) {
                total += v * v;
            }
            double limit = EXACT * EXACT * total;
            Optional<SubsetSearch.Subset> smallest = search.grow(LARGEST, WIDTH).stream()
                    .filter(set -> set.squares() <= limit)
                    .min(Comparator.comparingInt(set -> set.columns().size()));
            if (smallest.isPresent()) {
                Expression value = combined(terms, pivot, others, smallest.get(), search);
                if (best.isEmpty() || value.size() < best.get().size()) {
                    best = Optional.of(value);
                    pivotOfBest = pivot;
                }
            }
        }
        if (best.isEmpty()) {
            return Optional.empty();
        }
        used.add(pivotOfBest);
        return Optional.of(new ConservedQuantity(best.get(), variation(best.get(), box, states)));
    }

    private static Expression combined(
            List<Expression> terms, int pivot, List<Integer> others, SubsetSearch.Subset set, SubsetSearch search) {
        double[] c = search.coefficients(set.columns());
        List<Expression> sum = new ArrayList<>(List.of(terms.get(pivot)));
        for (int k = 0; k < c.length; k++) {
            sum.add(Expression.product(
                    Expression.constant(Rounding.of(-c[k], 0)),
                    terms.get(others.get(set.columns().get(k)))));
        }
        return Expression.sum(sum);
    }

    /** How fast a function changes along the flow. */
    private static double along(Expression term, List<Expression> flow, double[] point) {
        double sum = 0;
        for (int i : term.variables()) {
            sum += term.derivative(i).evaluate(point) * flow.get(i).evaluate(point);
        }
        return sum;
    }

    private static List<Expression> dictionary(int dimension, List<double[]> box) {
        List<Expression> terms = new ArrayList<>();
        int degree = dimension <= 2 ? 4 : 2;
        for (RateForm term : Dictionary.polynomial(dimension, Math.min(degree, 3), box)) {
            terms.add(term.expression());
        }
        for (int i = 0; i < dimension; i++) {
            Expression x = Expression.variable(i);
            terms.add(Expression.power(x, 4));
            terms.add(Expression.cos(x));
            terms.add(Expression.sin(x));
            terms.add(Expression.log(x));
            terms.add(Expression.exp(x));
            terms.add(Expression.power(x, -1));
        }
        return terms.stream()
                .filter(term -> !term.variables().isEmpty())
                .filter(term -> box.stream().allMatch(point -> Double.isFinite(term.evaluate(point))))
                .toList();
    }

    /** Points drawn evenly over the box of the data. */
    private static List<double[]> box(List<double[]> points) {
        SplittableRandom random = new SplittableRandom(1);
        List<double[]> box = new ArrayList<>();
        int n = points.get(0).length;
        double[] low = new double[n];
        double[] high = new double[n];
        for (int i = 0; i < n; i++) {
            int column = i;
            low[i] = points.stream().mapToDouble(p -> p[column]).min().orElse(0);
            high[i] = points.stream().mapToDouble(p -> p[column]).max().orElse(1);
        }
        for (int k = 0; k < POINTS; k++) {
            double[] place = new double[n];
            for (int i = 0; i < n; i++) {
                place[i] = low[i] + random.nextDouble() * (high[i] - low[i]);
            }
            box.add(place);
        }
        return box;
    }

    /** The largest spread along one run against that over the box. */
    private static double variation(Expression value, List<double[]> box, StateEstimate states) {
        double most = 0;
        for (int r = 0; r < states.series().trajectories().size(); r++) {
            int run = r;
            List<double[]> along = new ArrayList<>();
            for (double t : states.series().trajectories().get(r).times()) {
                along.add(states.at(run, t));
            }
            most = Math.max(most, spread(value, along));
        }
        return most / Math.max(spread(value, box), 1e-300);
    }

    private static double spread(Expression value, List<double[]> points) {
        double[] values = points.stream().mapToDouble(value::evaluate).toArray();
        double mean = 0;
        for (double v : values) {
            mean += v / values.length;
        }
        double sum = 0;
        for (double v : values) {
            sum += (v - mean) * (v - mean) / values.length;
        }
        return Math.sqrt(sum);
    }
}
