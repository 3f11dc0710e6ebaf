package org.kan4j.train;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ResidentEngine;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** What training minimises: the mean loss of a network on rows, plus penalties, as a function of its parameters. */
public final class Objective {
    private final Engine engine;
    private final Kan kan;
    private final Rows rows;
    private final double totalWeight;
    private final Loss loss;
    private final Penalties penalties;
    private final Penalty penalty;

    /**
     * An objective.
     *
     * @param engine computes
     * @param kan network, and parameters at the start
     * @param batch all rows
     * @param loss of a row
     * @param penalties added to the mean loss
     */
    public Objective(Engine engine, Kan kan, Batch batch, Loss loss, Penalties penalties) {
        this(engine, kan, new LocalRows(engine, loss, batch), loss, penalties);
    }

    /**
     * An objective on rows that may be elsewhere.
     *
     * @param engine computes what is not asked of the rows
     * @param kan network, and parameters at the start
     * @param rows all of them
     * @param loss of a row
     * @param penalties added to the mean loss
     */
    Objective(Engine engine, Kan kan, Rows rows, Loss loss, Penalties penalties) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.kan = Objects.requireNonNull(kan, "kan");
        this.rows = Objects.requireNonNull(rows, "rows");
        this.totalWeight = rows.totalWeight();
        this.loss = Objects.requireNonNull(loss, "loss");
        this.penalties = Objects.requireNonNull(penalties, "penalties");
        int[] all = IntStream.range(0, kan.network().parameterCount()).toArray();
        this.penalty = new Penalty(
                engine,
                kan,
                NetworkProblem.penalized(rows, penalties),
                all,
                penalties,
                loss instanceof Loss.CrossEntropy);
    }

    /** {@return the network with the parameters at the start} */
    public Kan kan() {
        return kan;
    }

    /**
     * {@return all rows}
     *
     * @throws IllegalArgumentException if they are not in this process
     */
    public Batch batch() {
        return rows.batch();
    }

    /** All rows, wherever they are. */
    Rows rows() {
        return rows;
    }

    /** {@return the loss of a row} */
    public Loss loss() {
        return loss;
    }

    /**
     * {@return the value on all rows} Its gradient is written too.
     *
     * @param p [parameters], not modified
     * @param gradient [parameters], overwritten; 0 in slots that have no effect
     */
    public double gradient(double[] p, double[] gradient) {
        if (rows instanceof LocalRows local && local.single()) {
            return gradient(p, local.batch(), gradient);
        }
        double[] sums = rows.sum(RowSum.GRADIENT, kan.withParameters(p));
        System.arraycopy(sums, 0, gradient, 0, gradient.length);
        return penalized(p, sums[gradient.length], totalWeight, gradient);
    }

    /**
     * {@return the value on some rows} Its gradient is written too.
     *
     * @param p [parameters], not modified
     * @param some the rows
     * @param gradient [parameters], overwritten; 0 in slots that have no effect
     */
    public double gradient(double[] p, Batch some, double[] gradient) {
        KanNetwork network = kan.network();
        double sum = engine.gradient(
                network, p, some.x(), some.rows(), loss.over(some, network.out()), gradient, new double[0]);
        return penalized(p, sum, some.totalWeight(), gradient);
    }

    /** The mean of a sum of losses with the penalties; its gradient likewise. */
    private double penalized(double[] p, double sum, double weight, double[] gradient) {
        double share = 0.5 / weight;
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= share;
        }
        penalty.add(p, 1, gradient, new double[0]);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= 2;
        }
        return sum / weight + penalty.value(p);
    }

    /**
     * A training on mini-batches on the engine's device, in float32, at the parameters of the start.
     *
     * @param batchRows the most rows of a batch
     * @param shares [parameters] of the rate, or of length 0 where each parameter gets all of it
     * @return empty where the engine is on no device, or that does not know the network's edges or the penalties
     */
    Optional<ResidentEngine.Training> resident(int batchRows, double[] shares) {
        if (!(engine instanceof ResidentEngine device) || penalties.sparse()) {
            return Optional.empty();
        }
        Batch batch = batch();
        ResidentEngine.Rows resident = new ResidentEngine.Rows(batch.x(), batch.y(), batch.weights(), batch.rows());
        Optional<ResidentEngine.Training> training = loss.resident(penalties.smoothness(), penalties.ridge())
                .flatMap(rowLoss -> device.training(kan.network(), resident, rowLoss, batchRows, shares));
        double[] zero = new double[kan.network().parameterCount()];
        training.ifPresent(t -> t.write(kan.parameters(), zero, zero));
        return training;
    }

    /** The penalties' share of the objective. */
    double penalty(double[] p) {
        return penalty.value(p);
    }

    /**
     * The objective as a sum of squares over the {@linkplain KanNetwork#trainable trainable} parameters.
     *
     * @throws IllegalArgumentException if the loss is not made of one residual for each output
     */
    NetworkProblem leastSquares() {
        if (!loss.residuals()) {
            throw new IllegalArgumentException("Levenberg-Marquardt: a loss of residuals required, got "
                    + (loss instanceof Loss.CrossEntropy
                            ? "cross-entropy"
                            : loss.response().text()));
        }
        return new NetworkProblem(engine, kan, rows, loss, penalties);
    }
}
