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
    private final Batch batch;
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
        this.engine = Objects.requireNonNull(engine, "engine");
        this.kan = Objects.requireNonNull(kan, "kan");
        this.batch = Objects.requireNonNull(batch, "batch");
        this.loss = Objects.requireNonNull(loss, "loss");
        this.penalties = Objects.requireNonNull(penalties, "penalties");
        int[] all = IntStream.range(0, kan.network().parameterCount()).toArray();
        this.penalty = new Penalty(engine, kan, batch, all, penalties, loss instanceof Loss.CrossEntropy);
    }

    /** {@return the network with the parameters at the start} */
    public Kan kan() {
        return kan;
    }

    /** {@return all rows} */
    public Batch batch() {
        return batch;
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
        return gradient(p, batch, gradient);
    }

    /**
     * {@return the value on some rows} Its gradient is written too.
     *
     * @param p [parameters], not modified
     * @param rows the rows
     * @param gradient [parameters], overwritten; 0 in slots that have no effect
     */
    public double gradient(double[] p, Batch rows, double[] gradient) {
        KanNetwork network = kan.network();
        double sum = engine.gradient(
                network, p, rows.x(), rows.rows(), loss.over(rows, network.out()), gradient, new double[0]);
        double share = 0.5 / rows.totalWeight();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= share;
        }
        penalty.add(p, 1, gradient, new double[0]);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= 2;
        }
        return sum / rows.totalWeight() + penalty.value(p);
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
        ResidentEngine.Rows rows = new ResidentEngine.Rows(batch.x(), batch.y(), batch.weights(), batch.rows());
        Optional<ResidentEngine.Training> training = loss.resident(penalties.smoothness(), penalties.ridge())
                .flatMap(rowLoss -> device.training(kan.network(), rows, rowLoss, batchRows, shares));
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
        return new NetworkProblem(engine, kan, batch, loss, penalties);
    }
}
