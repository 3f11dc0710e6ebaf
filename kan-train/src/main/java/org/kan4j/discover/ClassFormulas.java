package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.network.KeptTrends;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.symbolic.SymbolicLibrary;

/**
 * Reads formulas off a network that tells classes apart: of two classes the log-odds of the second, of more a score for each.
 *
 * <p>About the outputs z of the network the likelihood of the labels is, to second order, a sum of squares: that of z + (t − p)/w around a
 * formula, each row with the weight w = p(1 − p), where p is the probability of the class and t is 1 in its rows (the working response of
 * iteratively reweighted least squares, Nelder and Wedderburn, J. R. Statist. Soc. A 135, 1972). Its errors have the variance 1/w, which is what a
 * description length weighs a formula's size against. The constants are then refitted about the formula itself.
 */
public final class ClassFormulas {
    /** The least weight of a row: steps about rows that are all but certain stay short. */
    private static final double LEAST_WEIGHT = 0.02;

    /**
     * Prices of a unit of size at which formulas are read. The likelihood chooses among these: that of labels is less curved than squares away
     * from the network, so that at one price formulas of a few hundred rows would be too short.
     */
    private static final double[] PRICES = {3, 1, 0.3};

    /** Nats that a unit of size costs where the network has said what a formula is made of. */
    private static final double NATS_PER_NODE = 1;

    /** Bits of the numbers that stay. */
    private static final int PLAIN = 2;

    private static final int ROUNDS = 5;
    private static final int ITERATIONS = 20;
    private static final double LARGEST = 1e300;

    private final Engine engine;
    private final BooleanSupplier stop;

    /**
     * A way to read.
     *
     * @param engine computes
     * @param stop asked often; ends the search with what it has
     */
    public ClassFormulas(Engine engine, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.stop = Objects.requireNonNull(stop, "stop");
    }

    /**
     * Reads the formulas.
     *
     * @param model trained, with classes, and without coefficients for gaps
     * @param all rows with the model's inputs and labels, in the data's units
     * @return the model that holds them, with symbolic edges where there are two classes; nothing where there are no formulas for all
     *     outputs
     */
    public Optional<KanModel> read(KanModel model, Dataset all) {
        int outputs = model.kan().network().out();
        Dataset data = model.mixed() ? all.subset(new IndicatedLevels(model).known(all)) : all;
        double[] z = model.predict(engine, data.x(), data.rows());
        List<Formula> formulas = new ArrayList<>();
        KanModel last = model;
        for (int o = 0; o < outputs; o++) {
            KanModel one = SingleOutput.of(model, o);
            double[] before = z;
            int output = o;
            Dataset rows = response(data, model, before, output);
            List<Refitted> found = new ArrayList<>();
            for (double price : PRICES) {
                new Symbolifier(engine, SymbolicLibrary.standard())
                        .symbolify(one, rows, stop, usual -> usual.ofPrice(price))
                        .ifPresent(read -> found.add(refitted(read, one, model, data, before, output)));
            }
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Refitted best = Collections.min(found, Comparator.comparingDouble(Refitted::length));
            z = best.scores;
            last = best.model;
            formulas.add(best.formula);
        }
        String json = Formula.json(formulas);
        return Optional.of(
                outputs > 1
                        ? model.withFormula(json)
                        : new KanModel(
                                last.kan(),
                                last.inputs(),
                                last.outputs(),
                                last.inputNames(),
                                model.outputNames(),
                                last.kinds(),
                                model.classes(),
                                json,
                                Optional.empty()));
    }

    /** The rows with the working response of an output in place of their labels. */
    private static Dataset response(Dataset data, KanModel model, double[] z, int output) {
        int out = model.kan().network().out();
        int classes = model.classes().size();
        int label = out == 1 ? 1 : output;
        double[] p = model.probabilities(z, data.rows());
        double[] y = new double[data.rows()];
        double[] weights = new double[data.rows()];
        for (int r = 0; r < y.length; r++) {
            double probability = p[r * classes + label];
            double weight = Math.max(LEAST_WEIGHT, probability * (1 - probability));
            y[r] = z[r * out + output] + ((data.y()[r] == label ? 1 : 0) - probability) / weight;
            weights[r] = weight * (data.weights().length == 0 ? 1 : data.weights()[r]);
        }
        return new Dataset(
                data.x(),
                y,
                weights,
                false,
                data.rows(),
                data.inputNames(),
                List.of(model.outputNames().get(output)),
                List.of(),
                data.rowNumbers(),
                data.notes(),
                data.warnings(),
                data.features(),
                data.missing());
    }

    /**
     * A formula with the likeliest constants.
     *
     * @param model with symbolic edges
     * @param scores [rows, outputs], those of the output by the formula
     * @param length nats that describe the labels, the constants by Schwarz's criterion, and the size
     */
    private record Refitted(Formula formula, KanModel model, double[] scores, double length) {}

    private Refitted refitted(
            Symbolifier.Symbolified read, KanModel one, KanModel model, Dataset data, double[] before, int output) {
        int out = model.kan().network().out();
        Expression now = freed(read.formula().expression());
        Expression best = now;
        double[] scores = before;
        double loss = Double.POSITIVE_INFINITY;
        KanModel quantities = one.mixed() ? new IndicatedLevels(one).model() : one;
        KeptTrends trends = new KeptTrends(
                quantities,
                Batch.of(inputs(one, response(data, model, before, output))).normalized(quantities));
        for (int round = 0; round <= ROUNDS; round++) {
            Batch rows = Batch.of(inputs(one, response(data, model, scores, output)));
            double[] values = Fit.values(now, rows);
            double[] changed = scores.clone();
            for (int r = 0; r < values.length; r++) {
                changed[r * out + output] = finite(values[r]);
            }
            double here = logLoss(model, changed, data);
            if (!(here < loss)) {
                break;
            }
            loss = here;
            best = now;
            scores = changed;
            Batch about = Batch.of(inputs(one, response(data, model, scores, output)));
            now = new Refinement(about, stop)
                    .ofKept(trends::keeps)
                    .fit(now, ITERATIONS)
                    .expression();
        }
        double constants = CompiledExpression.of(best).parameterCount() * Math.log(data.rows()) / 2;
        return new Refitted(
                read.formula().withExpression(best),
                read.model(),
                scores,
                loss + constants + best.size() * NATS_PER_NODE);
    }

    /** With numbers that are not the simplest free: digits of labels tell 5/3 from 1.7 by chance. */
    private static Expression freed(Expression expression) {
        List<Constant> constants = CompiledExpression.constants(expression);
        boolean[] free = CompiledExpression.exponents(expression);
        for (int k = 0; k < free.length; k++) {
            Constant constant = constants.get(k);
            free[k] = constant.isFree() || !free[k] && Constants.complexity(constant.value()) > PLAIN;
        }
        int[] next = {0};
        return expression.replaceConstants(c -> free[next[0]++] ? Constant.free(c.value()) : c);
    }

    private static Dataset inputs(KanModel one, Dataset rows) {
        return one.mixed() ? new IndicatedLevels(one).rows(rows) : rows;
    }

    private static double logLoss(KanModel model, double[] z, Dataset data) {
        int classes = model.classes().size();
        double[] p = model.probabilities(z, data.rows());
        double sum = 0;
        for (int r = 0; r < data.rows(); r++) {
            double weight = data.weights().length == 0 ? 1 : data.weights()[r];
            sum -= weight * Math.log(Math.max(1e-300, p[r * classes + (int) data.y()[r]]));
        }
        return sum;
    }

    private static double finite(double score) {
        return Math.max(-LARGEST, Math.min(LARGEST, score));
    }
}
