package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.data.Cycles;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Trend;
import org.kan4j.network.Kan;
import org.kan4j.train.Curvature;
import org.kan4j.train.Loss;
import org.kan4j.train.Score;

/**
 * Fits sums of functions to rows: straight lines, splines of each input, and splines of pairs of inputs. Units and grids are those of all
 * rows, whichever of them are fitted.
 */
public final class AdditiveFits {
    /** Different values up to which each gets a knot of its own. */
    private static final int FEW_VALUES = 8;
    /** Coefficients of all functions of one input up to which a fit takes seconds. */
    private static final int MANY_COEFFICIENTS = 700;
    /** Intervals of functions of two inputs along each. */
    private static final int COARSE = 4;
    /** Rows from which there is one more than with fewer. */
    private static final int MANY_ROWS = 500;
    /** Parts of such an interval in functions of one input, at the most. */
    private static final int PARTS = 3;
    /** Pairs that are looked at alone, for each one that is wanted. */
    private static final int CANDIDATES = 3;
    /** Pairs that are listed before some of them are looked at. */
    private static final int ALL_PAIRS = 1_000;
    /** Rows for each interval, at the least. */
    private static final int ROWS_FOR_INTERVAL = 12;

    private final Engine engine;
    private final Dataset data;
    private final Batch rows;
    private final KanModel units;
    private final Observations observed;
    private final BooleanSupplier stop;
    private final int order;
    private final List<Term> gaps = new ArrayList<>();
    private final List<FunctionTable> lines = new ArrayList<>();
    private final List<FunctionTable> coarse = new ArrayList<>();
    private final List<FunctionTable> fine = new ArrayList<>();

    /**
     * Rows to fit.
     *
     * @param engine computes
     * @param data rows, in the data's units
     * @param start a network of any kind in the units in which these rows are fitted; its inputs say what trends functions must have, and
     *     such an input is in no pair
     * @param loss of a row in these units
     * @param order of the splines
     * @param stop asked between steps
     */
    public AdditiveFits(Engine engine, Dataset data, KanModel start, Loss loss, int order, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.data = data;
        this.units = start;
        this.rows = Batch.of(data).normalized(start);
        this.observed = new Observations(
                rows.y(), rows.weights(), loss, start.kan().network().out());
        this.order = order;
        this.stop = stop;
        int in = data.inputs();
        for (int i = 0; i < in; i++) {
            addTables(i);
        }
    }

    private void addTables(int input) {
        Layer first = units.kan().network().layer(0);
        if (first.gaps(input)) {
            gaps.add(Term.ofGaps(FunctionTable.gaps(rows.x(), rows.rows(), data.inputs(), input)));
        }
        Basis levels = first.basis(input);
        if (!levels.ordered()) {
            lines.add(table(input, levels));
            coarse.add(lines.get(input));
            fine.add(lines.get(input));
            return;
        }
        double[] values = IntStream.range(0, rows.rows())
                .mapToDouble(r -> rows.x()[r * data.inputs() + input])
                .map(value -> Double.isNaN(value) ? levels.neutral() : value)
                .toArray();
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        Extrapolation beyond = trend(input).spread().isPresent() ? Extrapolation.CONSTANT : Extrapolation.LINEAR;
        Basis straight = new BSpline(Grid.fromData(values, 1, 1).widened(Grid.MARGIN), 1, beyond);
        lines.add(table(input, straight));
        if (distinct.length <= FEW_VALUES) {
            Basis knots = distinct.length < 2 ? straight : new BSpline(Grid.of(distinct), 1, beyond);
            coarse.add(table(input, knots));
            fine.add(coarse.get(input));
            return;
        }
        int most = rows.rows() < MANY_ROWS ? COARSE - 1 : COARSE;
        int intervals = Math.max(1, Math.min(most, rows.rows() / ROWS_FOR_INTERVAL));
        while (intervals > 1 && data.inputs() * (intervals + order) > MANY_COEFFICIENTS) {
            intervals--;
        }
        int parts = Math.max(1, Math.min(PARTS, rows.rows() / ROWS_FOR_INTERVAL / intervals));
        while (parts > 1 && data.inputs() * (parts * intervals + order) > MANY_COEFFICIENTS) {
            parts--;
        }
        Optional<Grid> cycle = trend(input).free() ? cycle(input, intervals) : Optional.empty();
        Grid grid = cycle.isPresent()
                ? cycle.get()
                : Grid.fromData(values, intervals, Grid.BLEND).widened(Grid.MARGIN);
        Basis basis = new BSpline(grid, order, beyond);
        coarse.add(table(input, basis));
        FunctionTable all = parts == 1 ? coarse.get(input) : table(input, basis.refined(parts));
        fine.add(cycle.isPresent() && all.basis().count() > order ? all.cyclic() : all);
    }

    /** The whole length of the cycle that an input is. */
    private Optional<Grid> cycle(int input, int intervals) {
        double shift = units.inputs().shift(input);
        double scale = units.inputs().scale(input);
        return Cycles.length(data.inputNames().get(input))
                .map(length -> Grid.uniform(-shift / scale, (length - shift) / scale, intervals));
    }

    private Trend trend(int input) {
        return units.kinds().get(input).trend();
    }

    private FunctionTable table(int input, Basis basis) {
        return FunctionTable.of(rows.x(), rows.rows(), data.inputs(), input, basis);
    }

    /** A sum of functions that was fitted to some of the rows. */
    public final class Fit {
        private final Design design;
        private final Coefficients found;
        private final int[] fitted;
        private final boolean straight;

        private Fit(Design design, Coefficients found, int[] fitted, boolean straight) {
            this.design = design;
            this.found = found;
            this.fitted = fitted;
            this.straight = straight;
        }

        /**
         * {@return the loss of some of the rows, each by its weight}
         *
         * @param chosen numbers of rows
         */
        public double[] losses(int[] chosen) {
            int outputs = observed.outputs();
            int targets = observed.loss().targets(outputs);
            double[] eta = outputs(chosen);
            double[] losses = new double[chosen.length];
            double[] slopes = new double[eta.length];
            for (int r = 0; r < chosen.length; r++) {
                int row = chosen[r];
                losses[r] = observed.loss()
                        .row(eta, r * outputs, outputs, observed.y(), row * targets, observed.weight(row), slopes);
            }
            return losses;
        }

        /**
         * {@return [rows, outputs] in the network's units}
         *
         * @param chosen numbers of rows
         */
        public double[] outputs(int[] chosen) {
            int outputs = observed.outputs();
            double[] eta = new double[chosen.length * outputs];
            for (int o = 0; o < outputs; o++) {
                double[] values = design.values(chosen, found.values()[o]);
                for (int r = 0; r < chosen.length; r++) {
                    eta[r * outputs + o] = values[r];
                }
            }
            return eta;
        }

        /** {@return the network that this is} */
        public KanModel model() {
            List<Basis> bases =
                    (straight ? lines : fine).stream().map(FunctionTable::basis).toList();
            Kan kan = AdditiveNetwork.of(
                    design, found, bases, units.kan().network().layer(0));
            return units.withKan(kan);
        }

        /** {@return steps that the fit took} */
        public int rounds() {
            return found.rounds();
        }

        private boolean live(int term) {
            return Arrays.stream(found.freedom()).anyMatch(of -> of[term] > 0);
        }

        /** The terms without pairs that the rows have no use for. */
        private List<Term> live() {
            List<Term> terms = new ArrayList<>();
            for (int t = 0; t < design.terms().size(); t++) {
                if (!design.terms().get(t).pair() || live(t)) {
                    terms.add(design.terms().get(t));
                }
            }
            return terms;
        }

        /** What was found of the {@link #live} terms. */
        private Coefficients compact() {
            double[][] values = new double[observed.outputs()][];
            double[][] weights = new double[observed.outputs()][];
            for (int o = 0; o < values.length; o++) {
                DoubleStream.Builder kept = DoubleStream.builder();
                DoubleStream.Builder keptWeights = DoubleStream.builder();
                kept.add(found.values()[o][0]);
                int number = 0;
                for (int t = 0; t < design.terms().size(); t++) {
                    Term term = design.terms().get(t);
                    boolean keep = !term.pair() || live(t);
                    for (int j = 0; j < term.size() && keep; j++) {
                        kept.add(found.values()[o][design.offset(t) + j]);
                    }
                    for (int q = 0; q < term.penalties().size(); q++, number++) {
                        if (keep) {
                            keptWeights.add(found.weights()[o][number]);
                        }
                    }
                }
                values[o] = kept.build().toArray();
                weights[o] = keptWeights.build().toArray();
            }
            return new Coefficients(values, weights, new double[0][], 0);
        }

        /** {@return the names of the pairs of inputs that make a difference} */
        public List<String> pairs() {
            List<String> names = new ArrayList<>();
            for (int t = 0; t < design.terms().size(); t++) {
                Term term = design.terms().get(t);
                if (term.pair() && live(t)) {
                    names.add(data.inputNames().get(term.input()) + " × "
                            + data.inputNames().get(term.tables().get(1).input()));
                }
            }
            return names;
        }
    }

    /**
     * {@return the score of outputs}
     *
     * @param outputs [rows, outputs] in the network's units, not modified
     * @param of rows with their targets
     */
    public Score score(double[] outputs, Dataset of) {
        return Score.of(units, units.predicted(outputs, of.rows()), of);
    }

    /**
     * {@return the absolute errors of outputs, [outputs][rows] in the data's units}
     *
     * @param outputs [rows, outputs] in the network's units, not modified
     * @param of rows with their targets
     */
    public double[][] errors(double[] outputs, Dataset of) {
        return Curvature.errors(units.predicted(outputs, of.rows()), of);
    }

    /**
     * {@return a straight line of every input}
     *
     * @param chosen numbers of the rows to fit
     */
    public Fit linear(int[] chosen) {
        return fit(new Design(terms(lines)), chosen, Optional.empty(), true, true);
    }

    private List<Term> terms(List<FunctionTable> tables) {
        return Stream.concat(tables.stream().map(table -> Term.of(table, rows.weights(), limits(table))), gaps.stream())
                .toList();
    }

    private Optional<TrendLimits> limits(FunctionTable table) {
        Trend trend = trend(table.input());
        return trend.free()
                ? Optional.empty()
                : Optional.of(
                        new TrendLimits(table.basis(), trend, units.outputs().scale(0)));
    }

    /**
     * {@return a function of every input}
     *
     * @param chosen numbers of the rows to fit
     */
    public Fit additive(int[] chosen) {
        return fit(new Design(terms(fine)), chosen, Optional.empty(), false, false);
    }

    /**
     * {@return a function of every input, all penalised alike, which suits few rows and many inputs}
     *
     * @param chosen numbers of the rows to fit
     */
    public Fit alike(int[] chosen) {
        return fit(new Design(terms(fine)), chosen, Optional.empty(), true, false);
    }

    /**
     * {@return a fit with more pairs of inputs: those that explain most of what is left}
     *
     * @param before a fit without pairs, or with some
     * @param most how many pairs it has then, at the most
     */
    public Fit pairs(Fit before, int most) {
        int[] chosen = before.fitted;
        int more = most - before.pairs().size();
        double[] eta = before.outputs(chosen);
        double[] errors = new double[eta.length];
        double[] weights = new double[eta.length];
        observed.derivatives(chosen, eta, errors, weights);
        for (int i = 0; i < errors.length; i++) {
            errors[i] = weights[i] > 0 ? -errors[i] / weights[i] : 0;
        }
        List<Term> terms = before.live();
        List<Alone> added =
                Interactions.best(rows.x(), data.inputs(), ordered(), chosen, errors, weights, ALL_PAIRS).stream()
                        .filter(pair ->
                                trend(pair.a()).free() && trend(pair.b()).free())
                        .filter(pair -> terms.stream().noneMatch(term -> term.of(pair.a(), pair.b())))
                        .limit((long) CANDIDATES * more)
                        .map(pair -> alone(pair, chosen, errors, weights))
                        .sorted(Comparator.comparingDouble(Alone::gain).reversed())
                        .limit(more)
                        .toList();
        Coefficients start = joined(before.compact(), added);
        added.forEach(pair -> terms.add(pair.term));
        return fit(new Design(terms), chosen, Optional.of(start), false, false);
    }

    /**
     * {@return the network whose outputs are the means of those of some fits: that of the mean coefficients, since fits are linear in them}
     *
     * @param fits made here, of any kind
     * @param weights of each, which sum to 1
     */
    public KanModel mean(List<Fit> fits, double[] weights) {
        boolean straight = fits.stream().allMatch(fit -> fit.straight);
        List<Term> whole = terms(
                (straight ? lines : fine).stream().map(FunctionTable::whole).toList());
        WeightedMean mean = new WeightedMean(
                WeightedMean.union(whole, fits.stream().map(Fit::live).toList()), observed.outputs());
        for (int f = 0; f < weights.length; f++) {
            mean.add(fits.get(f).design, fits.get(f).found, weights[f]);
        }
        return new Fit(mean.design(), mean.coefficients(), new int[0], straight).model();
    }

    /** {@return the loss of a row} */
    public Loss loss() {
        return observed.loss();
    }

    /** {@return [rows, targets] in the network's units, not to be modified} */
    public double[] targets() {
        return observed.y();
    }

    /** {@return [rows] what each counts; empty where all count once; not to be modified} */
    public double[] weights() {
        return observed.weights();
    }

    private boolean[] ordered() {
        boolean[] ordered = new boolean[data.inputs()];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = coarse.get(i).basis().ordered();
        }
        return ordered;
    }

    /** {@return unknowns of a fit of all inputs, by which its cost grows} */
    public int unknowns() {
        return size(fine);
    }

    /** {@return unknowns of a fit of straight lines and levels} */
    public int straightUnknowns() {
        return size(lines);
    }

    private static int size(List<FunctionTable> tables) {
        return tables.stream().mapToInt(table -> table.basis().size()).sum();
    }

    /** A pair of inputs that was fitted alone to what an additive fit leaves, and the squares that it takes off. */
    private record Alone(Term term, double gain) {}

    private Alone alone(Interactions.Pair pair, int[] chosen, double[] errors, double[] weights) {
        Term term = Term.of(coarse.get(pair.a()), coarse.get(pair.b()));
        Design design = new Design(List.of(term));
        int outputs = observed.outputs();
        double gain = 0;
        for (int o = 0; o < outputs; o++) {
            double[] y = new double[rows.rows()];
            double[] w = new double[rows.rows()];
            double before = 0;
            for (int r = 0; r < chosen.length; r++) {
                y[chosen[r]] = errors[r * outputs + o];
                w[chosen[r]] = weights[r * outputs + o];
                before += w[chosen[r]] * y[chosen[r]] * y[chosen[r]];
            }
            Observations left = new Observations(y, w, Loss.squares(), 1);
            Coefficients fitted = new PenalizedFit(engine, design, left, false, stop).fit(chosen, Optional.empty());
            double[] values = design.values(chosen, fitted.values()[0]);
            double after = 0;
            for (int r = 0; r < chosen.length; r++) {
                double error = y[chosen[r]] - values[r];
                after += w[chosen[r]] * error * error;
            }
            double freedom = fitted.freedom()[0][0];
            // As Akaike's criterion has it: a coefficient takes the variance of an error off by chance, and another on
            // new rows.
            gain += (before - after - 2 * freedom * after / chosen.length) / before;
        }
        return new Alone(term, gain);
    }

    /** Where the fit of all begins: what was found of inputs, and of the pairs alone. */
    private Coefficients joined(Coefficients additive, List<Alone> pairs) {
        int outputs = observed.outputs();
        double[][] values = new double[outputs][];
        double[][] weights = new double[outputs][];
        for (int o = 0; o < outputs; o++) {
            double[] v = additive.values()[o];
            double[] w = additive.weights()[o];
            for (Alone pair : pairs) {
                v = joined(v, new double[pair.term.size()]);
                w = joined(w, PenalizedFit.unknownWeights(pair.term));
            }
            values[o] = v;
            weights[o] = w;
        }
        return new Coefficients(values, weights, new double[0][], 0);
    }

    private static double[] joined(double[] a, double[] b) {
        return DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    private Fit fit(Design design, int[] chosen, Optional<Coefficients> near, boolean alike, boolean straight) {
        Coefficients found = new PenalizedFit(engine, design, observed, alike, stop).fit(chosen, near);
        return new Fit(design, found, chosen, straight);
    }
}
