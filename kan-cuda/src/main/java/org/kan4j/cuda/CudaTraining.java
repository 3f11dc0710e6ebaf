package org.kan4j.cuda;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.cuda.driver.Graph;
import org.kan4j.cuda.driver.Launch;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.ResidentEngine.RowLoss;
import org.kan4j.kernel.ResidentEngine.Rows;
import org.kan4j.kernel.ResidentEngine.Training;
import org.kan4j.network.KanNetwork;

/**
 * A training that stays on the device, in float32: rows, parameters and moments lie there, and a step (fetching a batch,
 * outputs, loss, gradients, Adam) is one graph. Only the order of the rows goes there for each pass, and the loss comes back.
 */
final class CudaTraining implements Training {
    private static final Precision PRECISION = Precision.FLOAT32;

    /** Threads of a block that adds up losses, as in {@code kan.cu}. */
    private static final int ADDERS = 256;

    private static final int MOST_LOSS_BLOCKS = 256;

    private final CudaDevice device;
    private final RowLoss loss;
    private final int in;
    private final int out;
    private final int targets;
    private final int count;
    private final int batchRows;
    private final int lossBlocks;
    private final Owned owned;
    private final CudaNetwork network;
    private final DeviceMemory x;
    private final DeviceMemory t;
    private final DeviceMemory w;
    private final DeviceMemory batchX;
    private final DeviceMemory batchT;
    private final DeviceMemory batchW;
    private final DeviceMemory first;
    private final DeviceMemory second;
    private final DeviceMemory share;
    private final DeviceMemory penalty;
    private final DeviceMemory sums;
    private final DeviceMemory totals;
    private final DeviceMemory state;
    private final int parameters;
    private @Nullable Passes passes;

    /** What depends on the number of rows in a pass, and of its batches. */
    private record Passes(int length, int batches, DeviceMemory order, DeviceMemory rates, Graph graph) {
        void close() {
            graph.close();
            order.close();
            rates.close();
        }
    }

    /**
     * A training at parameters of zero.
     *
     * @param device where
     * @param structure {@linkplain CudaNetwork#supports supported}
     * @param rows to train on
     * @param loss of a row
     * @param batchRows the most rows of a batch
     * @param shares [parameters] of the rate, or of length 0 where each parameter gets all of it
     * @throws DeviceException if there is too little memory
     */
    CudaTraining(CudaDevice device, KanNetwork structure, Rows rows, RowLoss loss, int batchRows, double[] shares) {
        this.device = device;
        this.loss = loss;
        this.in = structure.in();
        this.out = structure.out();
        this.targets = loss.kind() == RowLoss.Kind.CROSS_ENTROPY ? 1 : out;
        this.count = rows.count();
        this.batchRows = batchRows;
        this.parameters = structure.parameterCount();
        this.lossBlocks = Math.min(MOST_LOSS_BLOCKS, (batchRows + ADDERS - 1) / ADDERS);
        this.owned = new Owned(device);
        try {
            x = numbers((long) count * in, "the inputs of " + count + " rows");
            t = numbers((long) count * targets, "the targets of " + count + " rows");
            w = numbers(count, "the weights of " + count + " rows");
            batchX = numbers((long) batchRows * in, "the inputs of a batch");
            batchT = numbers((long) batchRows * targets, "the targets of a batch");
            batchW = numbers(batchRows, "the weights of a batch");
            first = numbers(parameters, "the first moments");
            second = numbers(parameters, "the second moments");
            share = numbers(parameters, "the shares of the rate");
            penalty = numbers(parameters, "the gradient of the penalties");
            sums = owned.numbers(2L * lossBlocks, Precision.FLOAT64, "sums");
            totals = owned.numbers(2, Precision.FLOAT64, "sums");
            state = owned.integers(1, "the number of the batch");
            network = new CudaNetwork(device, structure, PRECISION, batchRows);
        } catch (DeviceException e) {
            owned.close();
            throw e;
        }
        device.upload(rows.x(), 0, Math.multiplyExact(count, in), x, PRECISION);
        device.upload(rows.targets(), 0, Math.multiplyExact(count, targets), t, PRECISION);
        double[] weights = rows.weights();
        if (weights.length == 0) {
            weights = new double[count];
            Arrays.fill(weights, 1);
        }
        device.upload(weights, 0, count, w, PRECISION);
        double[] ofRate = shares;
        if (ofRate.length == 0) {
            ofRate = new double[parameters];
            Arrays.fill(ofRate, 1);
        }
        device.upload(ofRate, 0, parameters, share, PRECISION);
        device.stream().clear(network.parameters());
        device.stream().clear(first);
        device.stream().clear(second);
        device.stream().clear(penalty);
    }

    private DeviceMemory numbers(long count, String purpose) {
        return owned.numbers(count, PRECISION, purpose);
    }

    @Override
    public double pass(int[] order, double[] rates, int batches) {
        synchronized (device) {
            device.context();
            Passes current = passes(order.length, batches);
            device.upload(order, current.order);
            device.upload(rates, 0, 4 * batches, current.rates, PRECISION);
            device.stream().clear(totals);
            device.stream().clear(state);
            for (int b = 0; b < batches; b++) {
                current.graph.launch(device.stream());
            }
            double[] total = new double[2];
            device.download(totals, total, 0, 2, Precision.FLOAT64);
            return total[0];
        }
    }

    /** The graph of a step, for passes of so many rows in so many batches. */
    private Passes passes(int length, int batches) {
        if ((length + batches - 1) / batches > batchRows) {
            throw new IllegalArgumentException("training: batches of at most " + batchRows + " rows required, got "
                    + length + " rows in " + batches);
        }
        Passes current = passes;
        if (current != null && current.length == length && current.batches == batches) {
            return current;
        }
        if (current != null) {
            current.close();
            passes = null;
        }
        DeviceMemory order = device.context().allocate((long) length * Integer.BYTES, "the order of the rows");
        DeviceMemory rates;
        try {
            rates = device.allocate(4L * batches, PRECISION, "the learning rates of a pass");
        } catch (DeviceException e) {
            order.close();
            throw e;
        }
        Graph graph = device.capture(() -> step(length, batches, order, rates));
        Passes made = new Passes(length, batches, order, rates, graph);
        passes = made;
        return made;
    }

    private void step(int length, int batches, DeviceMemory order, DeviceMemory rates) {
        device.launch(
                "fetch",
                PRECISION,
                (long) batchRows * (in + targets),
                x,
                t,
                w,
                order,
                state,
                batchX,
                batchT,
                batchW,
                length,
                batches,
                batchRows,
                in,
                targets);
        network.forward(batchX, batchRows);
        int shared = ADDERS * Double.BYTES;
        device.launch(
                "loss",
                PRECISION,
                Launch.row(lossBlocks, ADDERS, shared),
                network.outputs(),
                batchT,
                batchW,
                network.outputGradient(),
                sums,
                batchRows,
                out,
                kind(loss.kind()),
                PRECISION.number(loss.delta()));
        device.launch("finish", PRECISION, Launch.row(1, ADDERS, shared), sums, lossBlocks, totals, state);
        network.backward(batchX, batchRows, Optional.empty());
        if (loss.smoothness() > 0) {
            network.smoothness(penalty, loss.smoothness());
        }
        device.launch(
                "adam",
                PRECISION,
                parameters,
                network.partial(),
                penalty,
                rates,
                share,
                totals,
                state,
                network.parameters(),
                first,
                second,
                network.splits(),
                parameters,
                PRECISION.number(loss.ridge()));
    }

    /** The number of a loss, as in {@code kan.cu}. */
    private static int kind(RowLoss.Kind kind) {
        return switch (kind) {
            case SQUARES -> 0;
            case HUBER -> 1;
            case CROSS_ENTROPY -> 2;
        };
    }

    @Override
    public void read(double[] p, double[] m, double[] v) {
        synchronized (device) {
            device.context();
            device.download(network.parameters(), p, 0, parameters, PRECISION);
            device.download(first, m, 0, parameters, PRECISION);
            device.download(second, v, 0, parameters, PRECISION);
        }
    }

    @Override
    public void write(double[] p, double[] m, double[] v) {
        synchronized (device) {
            device.context();
            device.upload(p, 0, parameters, network.parameters(), PRECISION);
            device.upload(m, 0, parameters, first, PRECISION);
            device.upload(v, 0, parameters, second, PRECISION);
        }
    }

    @Override
    public void close() {
        synchronized (device) {
            if (passes != null) {
                passes.close();
                passes = null;
            }
            owned.close();
            network.close();
        }
    }
}
