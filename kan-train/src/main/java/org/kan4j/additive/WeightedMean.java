package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mean of sums of functions. Outputs are linear in coefficients, so it is the sum of the mean coefficients, once those of cycles and straight
 * lines are said in the basis of all functions of their input.
 */
final class WeightedMean {
    private final Design design;
    private final double[][] values;

    /**
     * A mean of nothing so far.
     *
     * @param terms of every sum that will be added, each as the mean is to have it; a term that is not among them is taken for zero
     * @param outputs how many there are
     */
    WeightedMean(List<Term> terms, int outputs) {
        this.design = new Design(terms);
        this.values = new double[outputs][design.columns()];
    }

    /** Some terms, and those of others that none of them is like. */
    static List<Term> union(List<Term> terms, List<List<Term>> others) {
        List<Term> all = new ArrayList<>(terms);
        for (List<Term> more : others) {
            more.stream().filter(term -> place(all, term) < 0).forEach(all::add);
        }
        return all;
    }

    /** Adds a sum of functions; weights sum to 1. */
    void add(Design of, Coefficients found, double weight) {
        for (int o = 0; o < values.length; o++) {
            double[] own = found.values()[o];
            values[o][0] += weight * own[0];
            for (int t = 0; t < of.terms().size(); t++) {
                Term term = of.terms().get(t);
                int to = place(design.terms(), term);
                if (to >= 0) {
                    int from = of.offset(t);
                    double[] c =
                            inBasisOf(design.terms().get(to), term, Arrays.copyOfRange(own, from, from + term.size()));
                    for (int j = 0; j < c.length; j++) {
                        values[o][design.offset(to) + j] += weight * c[j];
                    }
                }
            }
        }
    }

    Design design() {
        return design;
    }

    Coefficients coefficients() {
        return new Coefficients(values, new double[0][], new double[0][], 0);
    }

    /** Coefficients of a cycle, or of a straight line, in the basis of all functions of their input. */
    private static double[] inBasisOf(Term wanted, Term term, double[] c) {
        FunctionTable own = term.tables().get(0);
        FunctionTable all = wanted.tables().get(0);
        if (term.pair() || term.gaps() || own.basis().equals(all.basis())) {
            return own.isCyclic() && !term.pair() ? own.unrolled(c) : c;
        }
        double lo = own.basis().grid().lo();
        double slope = (c[1] - c[0]) / (own.basis().grid().hi() - lo);
        return Arrays.stream(Quadratic.abscissae(all.basis()))
                .map(at -> c[0] + slope * (at - lo))
                .toArray();
    }

    /** Where a term of the same inputs is among some, or −1. */
    private static int place(List<Term> terms, Term term) {
        for (int t = 0; t < terms.size(); t++) {
            if (terms.get(t).like(term)) {
                return t;
            }
        }
        return -1;
    }
}
