package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.train.Loss;

/**
 * Fits the coefficients of a design, and weights its penalties by the evidence in the rows: iteratively reweighted least squares, between
 * whose steps each weight goes to where the penalised squares that are there are those that a normal prior of that weight expects (the
 * generalised Fellner–Schall method: Wood and Fasiolo, Biometrics 73, 2017; for one penalty MacKay's, Neural Computation 4, 1992). The
 * intercept has no penalty. Several outputs take turns, each with the curvature of its own (as Friedman, Hastie and Tibshirani, J. Stat.
 * Software 33, 2010, do for classes).
 */
final class PenalizedFit {
    private static final int MOST_ROUNDS = 40;
    /** Largest factor of one change of a weight. */
    private static final double STRIDE = 30;
    /** Degrees of freedom that make no difference: where all change by less a fit ends, and a term that has less goes. */
    private static final double LITTLE = 0.05;
    /** Share of the curvature of the average row below which a row's does not fall, so that no step is unbounded. */
    private static final double FLOOR = 1e-6;
    /** The share of the loss of a step that ends a fit of given weights. */
    private static final double TOLERANCE = 1e-5;

    private static final int HALVINGS = 6;
    /** Unknowns up to which plain loops are fastest. */
    private static final int FEW = 60;

    private final Engine engine;
    private final Design design;
    private final Observations observed;
    private final boolean alike;
    private final BooleanSupplier stop;

    /** @param alike whether penalties of a kind have the same weight in all terms, which few rows tell more surely than one for each */
    PenalizedFit(Engine engine, Design design, Observations observed, boolean alike, BooleanSupplier stop) {
        this.alike = alike;
        this.engine = engine;
        this.design = design;
        this.observed = observed;
        this.stop = stop;
    }

    /** What stands for the weights of a term's penalties that are not known yet. */
    static double[] unknownWeights(Term term) {
        double[] weights = new double[term.penalties().size()];
        Arrays.fill(weights, Double.NaN);
        return weights;
    }

    /** Fits from no terms, or from what another fit of the same design found. */
    Coefficients fit(int[] rows, Optional<Coefficients> from) {
        State state = new State(rows, from);
        double last = Double.POSITIVE_INFINITY;
        int first = observed.loss() instanceof Loss.Squares ? 1 : observed.outputs() == 1 ? 2 : 6;
        int round = 0;
        boolean ended = false;
        for (; round < MOST_ROUNDS && !ended; round++) {
            double change = 0;
            for (int o = 0; o < observed.outputs(); o++) {
                change = Math.max(change, state.round(o, round >= first));
            }
            double objective = state.objective();
            boolean settled = Math.abs(last - objective) <= TOLERANCE * Math.abs(objective);
            last = objective;
            ended = (change < LITTLE && settled && round > 1) || stop.getAsBoolean();
        }
        return new Coefficients(state.beta, state.lambda, state.freedom, round);
    }

    /** A fit under way. */
    private final class State {
        private final int[] rows;
        private final int outputs = observed.outputs();
        private final double[][] beta = new double[outputs][design.columns()];
        private final double[][] lambda;
        private final double[][] freedom = new double[outputs][design.terms().size()];
        private final double[] eta;
        private final double[] slopes;
        private final double[] curvatures;
        private final boolean quadratic = observed.loss() instanceof Loss.Squares;
        private double[] gram = {};
        private double[] right = {};

        State(int[] rows, Optional<Coefficients> from) {
            this.rows = rows;
            this.eta = new double[rows.length * outputs];
            this.slopes = new double[eta.length];
            this.curvatures = new double[eta.length];
            this.lambda = new double[outputs][];
            for (int o = 0; o < outputs; o++) {
                int number = o;
                beta[o] = from.map(c -> c.values()[number].clone()).orElseGet(() -> new double[design.columns()]);
                lambda[o] = from.map(c -> known(c.weights()[number])).orElseGet(this::firstWeights);
                if (from.isPresent()) {
                    double[] values = design.values(rows, beta[o]);
                    for (int r = 0; r < rows.length; r++) {
                        eta[r * outputs + o] = values[r];
                    }
                }
            }
            if (from.isEmpty()) {
                intercepts();
            }
        }

        /** As strict, all together, as a tenth of the rows. */
        private double firstWeight() {
            double total = 0;
            for (int row : rows) {
                total += observed.weight(row);
            }
            return 0.1 * total / Math.max(1, design.support());
        }

        private double[] firstWeights() {
            double[] first = design.terms().stream()
                    .flatMapToDouble(term -> Arrays.stream(unknownWeights(term)))
                    .toArray();
            return known(first);
        }

        private double[] known(double[] weights) {
            double first = firstWeight();
            return Arrays.stream(weights)
                    .map(weight -> Double.isNaN(weight) ? first : weight)
                    .toArray();
        }

        /** The outputs that are best without any term. */
        private void intercepts() {
            for (int step = 0; step < MOST_ROUNDS; step++) {
                observed.derivatives(rows, eta, slopes, curvatures);
                for (int o = 0; o < outputs; o++) {
                    double slope = 0;
                    double curvature = 0;
                    for (int i = o; i < eta.length; i += outputs) {
                        slope += slopes[i];
                        curvature += curvatures[i];
                    }
                    double by = curvature > 0 ? Math.max(-1, Math.min(1, slope / curvature)) : 0;
                    beta[o][0] -= quadratic ? slope / curvature : by;
                    for (int i = o; i < eta.length; i += outputs) {
                        eta[i] = beta[o][0];
                    }
                }
            }
        }

        double objective() {
            double sum = observed.loss(rows, eta);
            for (int o = 0; o < outputs; o++) {
                sum += penalty(o, beta[o]);
            }
            return sum;
        }

        private double penalty(int o, double[] c) {
            double sum = 0;
            int number = 0;
            for (int t = 0; t < design.terms().size(); t++) {
                for (Quadratic q : design.terms().get(t).penalties()) {
                    double weight = lambda[o][number++];
                    sum += weight < Double.POSITIVE_INFINITY ? weight * q.value(c, design.offset(t)) : 0;
                }
            }
            return sum;
        }

        private boolean live(int o, int term) {
            int number = 0;
            for (int t = 0; t < term; t++) {
                number += design.terms().get(t).penalties().size();
            }
            return lambda[o][number] < Double.POSITIVE_INFINITY;
        }

        /** The columns of live terms, with −1 for others, and their number. */
        private int[] places(int o) {
            int[] place = new int[design.columns()];
            Arrays.fill(place, -1);
            place[0] = 0;
            int next = 1;
            for (int t = 0; t < design.terms().size(); t++) {
                for (int j = 0; j < design.terms().get(t).size() && live(o, t); j++) {
                    place[design.offset(t) + j] = next++;
                }
            }
            return place;
        }

        /** One step of an output, and new weights of its penalties where they are wanted; the largest change of a term's freedom. */
        double round(int o, boolean choose) {
            int[] place = places(o);
            int n = 1 + Arrays.stream(place).max().orElse(0);
            NormalEquations normal = n <= FEW ? NormalEquations.scalar(n) : engine.normalEquations(n);
            double[] a = new double[n * n];
            double[] b = new double[n];
            double loss = observed.derivatives(rows, eta, slopes, curvatures);
            double before = loss + penalty(o, beta[o]);
            normal(o, place, n, a, b);
            double[] penalized = a.clone();
            addPenalties(o, place, n, penalized);
            penalized[0] += 1e-12 * a[0];
            if (!normal.factor(penalized)) {
                return 0;
            }
            step(o, place, solution(place, normal, b), before);
            return choose ? choose(o, place, normal) : Double.POSITIVE_INFINITY;
        }

        /** Half the second derivatives of the loss by live columns, and the right side of the next step. */
        private void normal(int o, int[] place, int n, double[] a, double[] b) {
            if (quadratic && gram.length == a.length && outputs == 1) {
                System.arraycopy(gram, 0, a, 0, a.length);
                System.arraycopy(right, 0, b, 0, n);
                return;
            }
            double mean = 0;
            for (int i = o; i < eta.length; i += outputs) {
                mean += curvatures[i] / rows.length;
            }
            int[] places = new int[design.support()];
            double[] values = new double[design.support()];
            for (int r = 0; r < rows.length; r++) {
                int count = compact(design.gather(rows[r], places, values), places, values, place);
                int at = r * outputs + o;
                double weight = Math.max(curvatures[at], FLOOR * mean) / 2;
                double target = weight * eta[at] - slopes[at] / 2;
                for (int i = 0; i < count; i++) {
                    int row = places[i] * n;
                    double v = weight * values[i];
                    b[places[i]] += target * values[i];
                    for (int j = 0; j <= i; j++) {
                        a[row + places[j]] += v * values[j];
                    }
                }
            }
            if (quadratic) {
                gram = a.clone();
                right = b.clone();
            }
        }

        /** The step's coefficients within the limits of the terms; b is of no use after. */
        private double[] solution(int[] place, NormalEquations normal, double[] b) {
            List<Limit> limits = new ArrayList<>();
            for (int t = 0; t < design.terms().size(); t++) {
                int first = place[design.offset(t)];
                if (first >= 0) {
                    design.terms()
                            .get(t)
                            .limits()
                            .ifPresent(of -> of.all().forEach(limit -> limits.add(limit.from(first))));
                }
            }
            if (limits.isEmpty()) {
                normal.solve(b);
                return b;
            }
            double[] c = Limited.solve(normal, b, limits);
            for (int t = 0; t < design.terms().size(); t++) {
                int first = place[design.offset(t)];
                if (first >= 0) {
                    design.terms().get(t).limits().ifPresent(of -> of.settle(c, first));
                }
            }
            return c;
        }

        /** Columns that are in use; ascending, since terms are in order. */
        private int compact(int count, int[] places, double[] values, int[] place) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (place[places[i]] >= 0) {
                    places[kept] = place[places[i]];
                    values[kept++] = values[i];
                }
            }
            return kept;
        }

        private void addPenalties(int o, int[] place, int n, double[] matrix) {
            int number = 0;
            for (int t = 0; t < design.terms().size(); t++) {
                for (Quadratic q : design.terms().get(t).penalties()) {
                    double weight = lambda[o][number++];
                    if (weight < Double.POSITIVE_INFINITY) {
                        q.addTo(matrix, n, place[design.offset(t)], weight);
                    }
                }
            }
        }

        /** Goes to a solution, or a part of the way where the whole is too far. */
        private void step(int o, int[] place, double[] solution, double before) {
            double[] old = beta[o];
            double[] target = new double[old.length];
            for (int c = 0; c < target.length; c++) {
                target[c] = place[c] < 0 ? 0 : solution[place[c]];
            }
            double[] oldEta = eta.clone();
            double[] values = design.values(rows, target);
            for (int halving = 0; ; halving++) {
                double share = Math.pow(0.5, halving);
                double[] mixed = new double[old.length];
                for (int c = 0; c < mixed.length; c++) {
                    mixed[c] = old[c] + share * (target[c] - old[c]);
                }
                for (int r = 0; r < rows.length; r++) {
                    int at = r * outputs + o;
                    eta[at] = oldEta[at] + share * (values[r] - oldEta[at]);
                }
                beta[o] = mixed;
                if (halving == HALVINGS) {
                    beta[o] = old;
                    System.arraycopy(oldEta, 0, eta, 0, eta.length);
                    return;
                }
                if (quadratic || observed.loss(rows, eta) + penalty(o, mixed) <= before) {
                    return;
                }
            }
        }

        /** New weights of the penalties by the evidence for them. */
        private double choose(int o, int[] place, NormalEquations normal) {
            double all = 1;
            double change = 0;
            double[][] traces = new double[design.terms().size()][];
            int number = 0;
            for (int t = 0; t < traces.length; t++) {
                Term term = design.terms().get(t);
                traces[t] = new double[term.penalties().size()];
                double free = live(o, t) ? term.size() : 0;
                double[] inverse = live(o, t) ? normal.inverse(place[design.offset(t)], term.size()) : new double[0];
                for (int q = 0; q < traces[t].length && live(o, t); q++) {
                    traces[t][q] = term.penalties().get(q).trace(inverse);
                    free -= lambda[o][number + q] * traces[t][q];
                }
                change = Math.max(change, Math.abs(free - freedom[o][t]));
                freedom[o][t] = free;
                all += free;
                number += traces[t].length;
            }
            double dispersion = dispersion(o, all);
            double[][] expected = new double[traces.length][];
            double[][] there = new double[traces.length][];
            number = 0;
            for (int t = 0; t < traces.length; t++) {
                there[t] = new double[traces[t].length];
                expected[t] = live(o, t) ? expected(o, t, traces[t], number, dispersion, there[t]) : new double[0];
                number += traces[t].length;
            }
            if (alike) {
                share(expected);
                share(there);
            }
            number = 0;
            for (int t = 0; t < traces.length; t++) {
                for (int q = 0; q < expected[t].length; q++) {
                    double factor = expected[t][q] / Math.max(there[t][q], Double.MIN_NORMAL);
                    lambda[o][number + q] *= Math.max(1 / STRIDE, Math.min(STRIDE, factor));
                }
                if (live(o, t) && freedom[o][t] < LITTLE && !alike) {
                    Arrays.fill(lambda[o], number, number + traces[t].length, Double.POSITIVE_INFINITY);
                    drop(o, t);
                }
                number += traces[t].length;
            }
            return change;
        }

        /** Puts the sum over all terms in place of each, penalty by penalty. */
        private void share(double[][] numbers) {
            int most = Arrays.stream(numbers).mapToInt(of -> of.length).max().orElse(0);
            for (int q = 0; q < most; q++) {
                int number = q;
                double sum = Arrays.stream(numbers)
                        .filter(of -> of.length > number)
                        .mapToDouble(of -> of[number])
                        .sum();
                for (double[] of : numbers) {
                    if (of.length > q) {
                        of[q] = sum;
                    }
                }
            }
        }

        /** Twice the variance of a row's loss by its mean: that of normal errors is their variance, that of classes is known. */
        private double dispersion(int o, double freedom) {
            if (observed.loss() instanceof Loss.CrossEntropy) {
                return 0.5;
            }
            observed.derivatives(rows, eta, slopes, curvatures);
            double sum = 0;
            for (int r = 0; r < rows.length; r++) {
                int at = r * outputs + o;
                sum += curvatures[at] > 0 ? slopes[at] * slopes[at] / (2 * curvatures[at]) : 0;
            }
            return sum / Math.max(1, rows.length - freedom);
        }

        /** The penalised squares that the weights of a term let expect; those that are there are written. */
        private double[] expected(int o, int t, double[] traces, int number, double dispersion, double[] there) {
            Term term = design.terms().get(t);
            int size = term.size();
            double[] prior = new double[size * size];
            for (int q = 0; q < traces.length; q++) {
                term.penalties().get(q).addTo(prior, size, 0, lambda[o][number + q]);
                there[q] = term.penalties().get(q).value(beta[o], design.offset(t));
            }
            NormalEquations small = NormalEquations.scalar(size);
            if (!small.factor(prior)) {
                return there.clone();
            }
            double[] inverse = small.inverse(0, size);
            double[] expected = new double[traces.length];
            for (int q = 0; q < traces.length; q++) {
                expected[q] = Math.max(0, term.penalties().get(q).trace(inverse) - traces[q]) * dispersion;
            }
            return expected;
        }

        private void drop(int o, int t) {
            Term term = design.terms().get(t);
            double[] without = beta[o].clone();
            Arrays.fill(without, design.offset(t), design.offset(t) + term.size(), 0);
            beta[o] = without;
            double[] values = design.values(rows, without);
            for (int r = 0; r < rows.length; r++) {
                eta[r * outputs + o] = values[r];
            }
            freedom[o][t] = 0;
        }
    }
}
