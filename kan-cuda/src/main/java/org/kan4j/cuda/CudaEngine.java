package org.kan4j.cuda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.kernel.ResidentEngine;
import org.kan4j.network.KanNetwork;

/**
 * The engine on a GPU. Values and gradients of networks of B-splines are computed there in float64, in chunks of rows whose
 * number depends on the network alone, so that results are the same from run to run; mini-batch trainings stay there, in
 * float32. Jacobians, second derivatives, and networks with other bases or symbolic edges are the host engine's.
 */
final class CudaEngine implements ResidentEngine {
    private static final Precision PRECISION = Precision.FLOAT64;

    /** Numbers that the passes of a network have room for, about, and the fewest and the most rows of a chunk. */
    private static final int ROOM = 1 << 26;

    private static final int SHORTEST_CHUNK = 1024;
    private static final int LONGEST_CHUNK = 1 << 16;

    /** Networks that are kept on the device for the next call. */
    private static final int KEPT = 4;

    private final CudaDevice device;
    private final Engine host;
    private final Deque<Resident> kept = new ArrayDeque<>();

    /** A network on the device, with inputs and their gradient, and the gradient by the parameters. */
    private static final class Resident {
        final KanNetwork network;
        final CudaNetwork passes;
        final DeviceMemory x;
        final DeviceMemory dx;
        final DeviceMemory dp;
        private final Owned owned;

        Resident(CudaDevice device, KanNetwork network, int rows) {
            this.network = network;
            owned = new Owned(device);
            long inputs = (long) rows * network.in();
            try {
                x = owned.numbers(inputs, PRECISION, "the inputs of " + rows + " rows");
                dx = owned.numbers(inputs, PRECISION, "the gradient by the inputs of " + rows + " rows");
                dp = owned.numbers(network.parameterCount(), PRECISION, "the gradient by the parameters");
                passes = new CudaNetwork(device, network, PRECISION, rows);
            } catch (DeviceException e) {
                owned.close();
                throw e;
            }
        }

        void close() {
            passes.close();
            owned.close();
        }
    }

    /**
     * An engine.
     *
     * @param device closed with the engine
     * @param host computes what the device does not; closed with the engine
     */
    CudaEngine(CudaDevice device, Engine host) {
        this.device = device;
        this.host = host;
    }

    @Override
    public String description() {
        return "CUDA, " + device.description() + ", float64 passes, float32 training; the rest on "
                + host.description();
    }

    @Override
    public void values(KanNetwork network, double[] p, double[] x, int rows, double[] y) {
        if (!CudaNetwork.supports(network)) {
            host.values(network, p, x, rows, y);
            return;
        }
        check(network, p, x, rows);
        int in = network.in();
        int out = network.out();
        need("y", y, (long) rows * out);
        synchronized (device) {
            Resident resident = resident(network, p, rows);
            int chunk = resident.passes.rows();
            for (int r = 0; r < rows; r += chunk) {
                int n = Math.min(chunk, rows - r);
                device.upload(x, r * in, n * in, resident.x, PRECISION);
                resident.passes.forward(resident.x, n);
                device.download(resident.passes.outputs(), y, r * out, n * out, PRECISION);
            }
        }
    }

    @Override
    public double gradient(KanNetwork network, double[] p, double[] x, int rows, Loss loss, double[] dp, double[] dx) {
        if (!CudaNetwork.supports(network)) {
            return host.gradient(network, p, x, rows, loss, dp, dx);
        }
        check(network, p, x, rows);
        int in = network.in();
        int out = network.out();
        need("dp", dp, network.parameterCount());
        boolean inputs = dx.length > 0;
        if (inputs) {
            need("dx", dx, (long) rows * in);
        }
        double total = 0;
        synchronized (device) {
            Resident resident = resident(network, p, rows);
            device.stream().clear(resident.dp);
            int chunk = resident.passes.rows();
            double[] y = new double[Math.min(chunk, rows) * out];
            double[] dy = new double[y.length];
            for (int r = 0; r < rows; r += chunk) {
                int n = Math.min(chunk, rows - r);
                device.upload(x, r * in, n * in, resident.x, PRECISION);
                resident.passes.forward(resident.x, n);
                device.download(resident.passes.outputs(), y, 0, n * out, PRECISION);
                total += loss.evaluate(y, r, n, dy);
                device.upload(dy, 0, n * out, resident.passes.outputGradient(), PRECISION);
                resident.passes.backward(resident.x, n, inputs ? Optional.of(resident.dx) : Optional.empty());
                resident.passes.reduce(resident.dp, true);
                if (inputs) {
                    device.download(resident.dx, dx, r * in, n * in, PRECISION);
                }
            }
            device.download(resident.dp, dp, 0, network.parameterCount(), PRECISION);
        }
        return total;
    }

    @Override
    public void jacobian(
            KanNetwork network, double[] p, double[] x, int rows, int[] indices, double[] y, double[] jacobian) {
        host.jacobian(network, p, x, rows, indices, y, jacobian);
    }

    @Override
    public NormalEquations normalEquations(int n) {
        return host.normalEquations(n);
    }

    @Override
    public void derivatives(
            KanNetwork network, double[] p, double[] x, int rows, double[] y, double[] first, double[] second) {
        host.derivatives(network, p, x, rows, y, first, second);
    }

    @Override
    public Optional<Training> training(KanNetwork network, Rows rows, RowLoss loss, int batchRows, double[] shares) {
        if (!CudaNetwork.supports(network)) {
            return Optional.empty();
        }
        synchronized (device) {
            device.context();
            return Optional.of(new CudaTraining(device, network, rows, loss, batchRows, shares));
        }
    }

    /** A network on the device at the given parameters, with room for a chunk of so many rows. */
    private Resident resident(KanNetwork network, double[] p, int rows) {
        device.context();
        int chunk = Math.min(rows, chunk(network));
        Resident found = take(network, chunk).orElseGet(() -> make(network, chunk));
        kept.addFirst(found);
        device.upload(p, 0, network.parameterCount(), found.passes.parameters(), PRECISION);
        return found;
    }

    /** Whether this is the object itself: comparing takes long. */
    @SuppressWarnings("ReferenceEquality")
    private Optional<Resident> take(KanNetwork network, int chunk) {
        Optional<Resident> found =
                kept.stream().filter(r -> r.network == network).findFirst();
        found.ifPresent(kept::remove);
        if (found.isPresent() && found.get().passes.rows() < chunk) {
            found.get().close();
            return Optional.empty();
        }
        return found;
    }

    /** A network in new memory; if there is too little, in place of those that are kept. */
    private Resident make(KanNetwork network, int chunk) {
        while (kept.size() >= KEPT) {
            kept.removeLast().close();
        }
        try {
            return new Resident(device, network, chunk);
        } catch (DeviceException e) {
            if (kept.isEmpty()) {
                throw e;
            }
            kept.forEach(Resident::close);
            kept.clear();
            return new Resident(device, network, chunk);
        }
    }

    /** Rows that go through a network at a time. */
    private static int chunk(KanNetwork network) {
        int width = 2 * network.in();
        for (int l = 0; l < network.depth(); l++) {
            width += 2 * network.layer(l).columns() + 2 * network.layer(l).out();
        }
        return Math.max(SHORTEST_CHUNK, Math.min(LONGEST_CHUNK, ROOM / width));
    }

    private static void check(KanNetwork network, double[] p, double[] x, int rows) {
        if (!(rows >= 0)) {
            throw new IllegalArgumentException("engine: rows >= 0 required, got " + rows);
        }
        need("p", p, network.parameterCount());
        need("x", x, (long) rows * network.in());
    }

    private static void need(String name, double[] array, long length) {
        if (array.length < length) {
            throw new IllegalArgumentException(
                    "engine: " + name + " needs " + length + " numbers, got " + array.length);
        }
    }

    @Override
    public void close() {
        synchronized (device) {
            device.context();
            kept.forEach(Resident::close);
            kept.clear();
            device.close();
        }
        host.close();
    }
}
