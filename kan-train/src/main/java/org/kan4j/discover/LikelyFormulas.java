package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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
 * Reads the formula of an output whose likelihood is no sum of squares, but one to second order about any outputs: the search for functions
 * goes by the squares about the network, then the constants are refitted about the formula itself (iteratively reweighted least squares).
 */
final class LikelyFormulas {
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

    LikelyFormulas(Engine engine, BooleanSupplier stop) {
        this.engine = engine;
        this.stop = stop;
    }

    /** What outputs of rows, as numbers between minus and plus infinity, are to meet. */
    interface Likelihood {
        /** The rows with the numbers and weights in whose squares the likelihood is about some outputs, [rows]. */
        Dataset about(double[] outputs);

        /** Nats that the targets cost, given outputs, [rows]. */
        double nats(double[] outputs);
    }

    /**
     * A formula with the likeliest constants.
     *
     * @param model with symbolic edges
     * @param outputs [rows] by the formula
     * @param length nats that describe the targets, the constants by Schwarz's criterion, and the size
     */
    record Found(Formula formula, KanModel model, double[] outputs, double length) {}

    /**
     * Reads a formula.
     *
     * @param one a regression whose output it is
     * @param network [rows] its outputs
     * @param likelihood of outputs
     */
    Optional<Found> read(KanModel one, double[] network, Likelihood likelihood) {
        Dataset rows = likelihood.about(network);
        List<Found> found = new ArrayList<>();
        for (double price : PRICES) {
            new Symbolifier(engine, SymbolicLibrary.standard())
                    .symbolify(one, rows, stop, usual -> usual.ofPrice(price))
                    .ifPresent(read -> found.add(refitted(read, one, rows.rows(), network, likelihood)));
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(Collections.min(found, Comparator.comparingDouble(Found::length)));
    }

    private Found refitted(
            Symbolifier.Symbolified read, KanModel one, int rows, double[] network, Likelihood likelihood) {
        Expression now = freed(read.formula().expression());
        Expression best = now;
        double[] outputs = network;
        double least = Double.POSITIVE_INFINITY;
        KanModel quantities = one.mixed() ? new IndicatedLevels(one).model() : one;
        KeptTrends trends =
                new KeptTrends(quantities, about(one, outputs, likelihood).normalized(quantities));
        for (int round = 0; round <= ROUNDS; round++) {
            double[] changed = Fit.values(now, about(one, outputs, likelihood));
            for (int r = 0; r < changed.length; r++) {
                changed[r] = Math.max(-LARGEST, Math.min(LARGEST, changed[r]));
            }
            double here = likelihood.nats(changed);
            if (!(here < least)) {
                break;
            }
            least = here;
            best = now;
            outputs = changed;
            now = new Refinement(about(one, outputs, likelihood), stop)
                    .ofKept(trends::keeps)
                    .fit(now, ITERATIONS)
                    .expression();
        }
        double constants = CompiledExpression.of(best).parameterCount() * Math.log(rows) / 2;
        return new Found(
                read.formula().withExpression(best),
                read.model(),
                outputs,
                least + constants + best.size() * NATS_PER_NODE);
    }

    private static Batch about(KanModel one, double[] outputs, Likelihood likelihood) {
        Dataset rows = likelihood.about(outputs);
        return Batch.of(one.mixed() ? new IndicatedLevels(one).rows(rows) : rows);
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
}
