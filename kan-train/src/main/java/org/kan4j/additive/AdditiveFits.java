package org.kan4j.additive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.train.Loss;

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
    /** Parts of such an interval in functions of one input, at the most. */
    private static final int PARTS = 3;
    /** Rows for each interval, at the least. */
    private static final int ROWS_FOR_INTERVAL = 12;

    private final Engine engine;
    private final Dataset data;
    private final Batch rows;
    private final KanModel units;
    private final PenalizedFit.Observations observed;
    private final BooleanSupplier stop;
    private final int order;
    private final List<FunctionTable> lines = new ArrayList<>();
    private final List<FunctionTable> coarse = new ArrayList<>();
    private final List<FunctionTable> fine = new ArrayList<>();

    /**
     * Rows to fit.
     *
     * @param engine computes
     * @param data rows, in the data's units
     * @param start a network of any kind in the units in which these rows are fitted
     * @param loss of a row in these units
     * @param order of the splines
     * @param stop asked between steps
     */
    public AdditiveFits(Engine engine, Dataset data, KanModel start, Loss loss, int order, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.data = data;
        this.units = start;
        this.rows = Batch.of(data).normalized(start);
        this.observed = new PenalizedFit.Observations(
                rows.y(), rows.weights(), loss, start.kan().network().out());
        this.order = order;
        this.stop = stop;
        int in = data.inputs();
        for (int i = 0; i < in; i++) {
            addTables(i);
        }
    }

    private void addTables(int input) {
        double[] values = new double[rows.rows()];
        for (int r = 0; r < values.length; r++) {
            values[r] = rows.x()[r * data.inputs() + input];
        }
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        Basis straight = spline(Grid.fromData(values, 1, 1), 1);
        lines.add(table(input, straight));
        if (distinct.length <= FEW_VALUES) {
            Basis knots = distinct.length < 2 ? straight : spline(Grid.of(distinct), 1);
            coarse.add(table(input, knots));
            fine.add(coarse.get(input));
            return;
        }
        int intervals = Math.max(1, Math.min(COARSE, rows.rows() / ROWS_FOR_INTERVAL));
        while (intervals > 1 && data.inputs() * (intervals + order) > MANY_COEFFICIENTS) {
            intervals--;
        }
        int parts = Math.max(1, Math.min(PARTS, rows.rows() / ROWS_FOR_INTERVAL / intervals));
        while (parts > 1 && data.inputs() * (parts * intervals + order) > MANY_COEFFICIENTS) {
            parts--;
        }
        Basis basis = spline(Grid.fromData(values, intervals, Grid.BLEND).widened(Grid.MARGIN), order);
        coarse.add(table(input, basis));
        fine.add(parts == 1 ? coarse.get(input) : table(input, basis.refined(parts)));
    }

    private static Basis spline(Grid grid, int order) {
        return new BSpline(grid, order, Extrapolation.LINEAR);
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
            Kan kan = AdditiveNetwork.of(design, found, bases);
            return units.withKan(kan);
        }

        /** {@return the names of the pairs of inputs that make a difference} */
        public List<String> pairs() {
            List<String> names = new ArrayList<>();
            for (int t = 0; t < design.terms().size(); t++) {
                Term term = design.terms().get(t);
                int number = t;
                if (term.pair() && Arrays.stream(found.freedom()).anyMatch(of -> of[number] > 0)) {
                    names.add(data.inputNames().get(term.input()) + " × "
                            + data.inputNames().get(term.tables().get(1).input()));
                }
            }
            return names;
        }
    }

    /**
     * {@return a straight line of every input}
     *
     * @param chosen numbers of the rows to fit
     */
    public Fit linear(int[] chosen) {
        Design design = new Design(
                lines.stream().map(table -> Term.of(table, rows.weights())).toList());
        return fit(design, chosen, Optional.empty(), true);
    }

    /**
     * {@return a function of every input}
     *
     * @param chosen numbers of the rows to fit
     * @param near a fit of this kind to other rows, which is a good start
     */
    public Fit additive(int[] chosen, Optional<Fit> near) {
        Design design = new Design(
                fine.stream().map(table -> Term.of(table, rows.weights())).toList());
        return fit(design, chosen, near.map(fit -> fit.found), false);
    }

    /**
     * {@return a function of every input, and of the pairs of inputs that explain most of what an additive fit leaves}
     *
     * @param additive a fit of functions of one input
     * @param most how many pairs, at the most
     */
    public Fit pairs(Fit additive, int most) {
        List<Interactions.Pair> pairs = candidates(additive, most);
        List<Term> terms = new ArrayList<>(additive.design.terms());
        for (Interactions.Pair pair : pairs) {
            terms.add(Term.of(coarse.get(pair.a()), coarse.get(pair.b())));
        }
        Design design = new Design(terms);
        return fit(design, additive.fitted, Optional.empty(), false);
    }

    private List<Interactions.Pair> candidates(Fit additive, int most) {
        int[] chosen = additive.fitted;
        double[] eta = additive.outputs(chosen);
        double[] errors = new double[eta.length];
        double[] weights = new double[eta.length];
        observed.derivatives(chosen, eta, errors, weights);
        for (int i = 0; i < errors.length; i++) {
            errors[i] = weights[i] > 0 ? -errors[i] / weights[i] : 0;
        }
        return Interactions.best(rows.x(), data.inputs(), chosen, errors, weights, most);
    }

    private Fit fit(Design design, int[] chosen, Optional<Coefficients> near, boolean straight) {
        Coefficients found = new PenalizedFit(engine, design, observed, stop).fit(chosen, near);
        return new Fit(design, found, chosen, straight);
    }
}
