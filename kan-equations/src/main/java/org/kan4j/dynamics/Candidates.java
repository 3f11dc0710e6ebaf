package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kan4j.formula.Expression;

/** Forms of one equation that regression on linear equations for coefficients proposes, the likeliest first. */
final class Candidates {
    private static final int LARGEST = 8;
    private static final int MOST_SHRUNK = 40;
    private static final int WIDTH = 24;
    private static final int BRIEF_WIDTH = 6;

    /** Forms of one size that are proposed at most. */
    private static final int EACH_SIZE = 3;

    /** Rows to each side by which the error of a row is judged. */
    private static final int NEIGHBOURS = 4;

    /** Rows beyond these count no more: what splines leave is no noise, and differs little between forms. */
    private static final double MOST_ROWS = 50;

    /** Forms whose terms are this much larger than their sum cannot be told by rows. */
    private static final double LARGEST_CANCELLATION = 300;

    /** Linear equations for the coefficients of terms, such as the weak form gives. */
    interface Equations {
        /** Number of rows. */
        int rows();

        /** The left side of an equation, [rows]. */
        double[] target(int equation);

        /** What a term gives, [rows]. */
        double[] integrals(RateForm term);

        /** The same in the scale of an equation. */
        double[] scaled(double[] integrals, int equation);

        /** Number of rows that are worth independent ones. */
        double independent();
    }

    /**
     * A form.
     *
     * @param rate with coefficients of the regression
     * @param length description length in nats
     * @param misfit root mean square of what is left, as a part of the left side
     */
    record Candidate(RateForm rate, double length, double misfit) {}

    private final Equations equations;
    private final int inputs;
    private final List<List<RateForm>> dictionaries;
    private final Map<Expression, double[]> integrals = new LinkedHashMap<>();

    Candidates(Equations equations, int inputs, List<List<RateForm>> dictionaries) {
        this.equations = equations;
        this.inputs = inputs;
        this.dictionaries = dictionaries;
        for (List<RateForm> dictionary : dictionaries) {
            for (RateForm term : dictionary) {
                integrals.computeIfAbsent(term.expression(), e -> equations.integrals(term));
            }
        }
    }

    /** The forms of an equation, the likeliest first. */
    List<Candidate> of(int equation) {
        double[] even = new double[equations.rows()];
        Arrays.fill(even, 1);
        List<Candidate> first = searched(equation, even, BRIEF_WIDTH);
        return first.isEmpty()
                ? first
                : chosen(searched(equation, weights(equation, first.get(0).rate()), WIDTH));
    }

    /**
     * Weights by what a form leaves of the rows around each: where splines follow the states badly, every form leaves much, and these rows
     * must not drown the others.
     */
    private double[] weights(int equation, RateForm best) {
        double[] target = equations.target(equation);
        double[] left = equations.scaled(equations.integrals(best), equation);
        double total = 0;
        for (int r = 0; r < left.length; r++) {
            left[r] -= target[r];
            total += left[r] * left[r];
        }
        double[] weights = new double[left.length];
        for (int r = 0; r < left.length; r++) {
            double sum = 0;
            int count = 0;
            for (int k = Math.max(0, r - NEIGHBOURS); k <= Math.min(left.length - 1, r + NEIGHBOURS); k++) {
                sum += left[k] * left[k];
                count++;
            }
            weights[r] = 1 / Math.sqrt(sum / count + 1e-6 * total / left.length + 1e-300);
        }
        return weights;
    }

    private List<Candidate> searched(int equation, double[] weights, int width) {
        List<Candidate> all = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        double[] target = times(equations.target(equation), weights);
        for (List<RateForm> dictionary : dictionaries) {
            double[][] columns = dictionary.stream()
                    .map(term -> times(equations.scaled(known(term), equation), weights))
                    .toArray(double[][]::new);
            SubsetSearch search = new SubsetSearch(columns, target);
            List<SubsetSearch.Subset> subsets = new ArrayList<>(search.grow(LARGEST, width));
            if (columns.length <= MOST_SHRUNK && 2 * columns.length < equations.rows()) {
                subsets.addAll(
                        search.shrink(IntStream.range(0, columns.length).boxed().toList()));
            }
            for (SubsetSearch.Subset subset : subsets) {
                List<RateForm> terms =
                        subset.columns().stream().map(dictionary::get).toList();
                if (terms.size() <= LARGEST
                        && seen.add(terms.stream().map(RateForm::expression).collect(Collectors.toSet()))) {
                    double[] coefficients = search.coefficients(subset.columns());
                    double cancels = search.cancellation(subset.columns(), coefficients);
                    if (cancels < LARGEST_CANCELLATION) {
                        all.add(candidate(target, terms, coefficients, subset.squares(), cancels));
                    }
                }
            }
        }
        all.sort(Comparator.comparingDouble(Candidate::length));
        return all;
    }

    private static double[] times(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).toArray();
    }

    private double[] known(RateForm term) {
        return Objects.requireNonNull(integrals.get(term.expression()));
    }

    private Candidate candidate(
            double[] target, List<RateForm> terms, double[] coefficients, double squares, double cancels) {
        double total = 1e-300;
        for (double v : target) {
            total += v * v;
        }
        double misfit = Math.sqrt(Math.max(squares, 0) / total);
        RateForm rate = RateForm.sum(terms, coefficients, inputs);
        double n = Math.min(MOST_ROWS, equations.independent());
        double length = n * Math.log(Math.max(misfit, 1e-9))
                + 0.5 * Math.log(n) * rate.constants().length
                + Law.size(rate.form())
                + 2 * Math.log(Math.max(1, cancels));
        return new Candidate(rate, length, misfit);
    }

    /** The best of each size, so that longer and shorter forms are tried too. */
    private static List<Candidate> chosen(List<Candidate> sorted) {
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        return sorted.stream()
                .filter(c -> c.rate().constants().length <= LARGEST)
                .filter(c -> counts.merge(c.rate().constants().length, 1, Integer::sum) <= EACH_SIZE)
                .toList();
    }
}
