package org.kan4j.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.kan4j.cuda.CudaDevice;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.cuda.driver.Event;
import org.kan4j.cuda.driver.Graph;
import org.kan4j.cuda.driver.KernelModule;
import org.kan4j.cuda.driver.Launch;

/** A network on a GPU in float32, all of it and the ring of batches in device memory. Every pass is a graph. */
abstract class CudaWork implements Work {
    static final org.kan4j.cuda.Precision FLOAT32 = org.kan4j.cuda.Precision.FLOAT32;

    private static final String PTX = "mlp.ptx";
    private static final int THREADS = 256;

    final CudaDevice device = CudaDevice.open();
    final int rows;
    final int parameters;
    private final int in;
    private final KernelModule kernels;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final DeviceMemory[] x = new DeviceMemory[BATCHES];
    private final DeviceMemory moments;
    private final DeviceMemory squares;
    private final DeviceMemory steps;
    private final Map<Pass, List<Graph>> graphs = new EnumMap<>(Pass.class);
    private final Event begin;
    private final Event end;

    /** What is timed. */
    enum Pass {
        FORWARD,
        GRADIENT,
        STEP
    }

    CudaWork(int rows, int in, int parameters) {
        this.rows = rows;
        this.in = in;
        this.parameters = parameters;
        kernels = own(device.context().load(ptx()));
        begin = own(device.context().event());
        end = own(device.context().event());
        for (int batch = 0; batch < BATCHES; batch++) {
            x[batch] = numbers((long) rows * in);
            device.upload(Numbers.inputs(batch, rows, in), 0, rows * in, x[batch], FLOAT32);
        }
        moments = numbers(parameters);
        squares = numbers(parameters);
        steps = numbers(1);
        device.stream().clear(moments);
        device.stream().clear(squares);
        device.stream().clear(steps);
    }

    static String ptx() {
        try (InputStream in = CudaWork.class.getResourceAsStream(PTX)) {
            if (in == null) {
                throw new IllegalStateException(PTX + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the pass forward to the stream. */
    abstract void enqueueForward(DeviceMemory inputs);

    /** Gives the passes forward and backward to the stream. */
    abstract void enqueueGradient(DeviceMemory inputs);

    /** [parameters] */
    abstract DeviceMemory values();

    /** [parameters] */
    abstract DeviceMemory gradient();

    /** [rows, out] */
    abstract DeviceMemory outputs();

    /** [rows, in] */
    abstract DeviceMemory inputGradient();

    /** Closes it with this. */
    final <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }

    final DeviceMemory numbers(long count) {
        return own(device.allocate(count, FLOAT32, "the benchmark"));
    }

    /** Runs a kernel of {@code mlp.cu} with a thread for each of some elements. */
    final void launch(String kernel, long elements, Object... arguments) {
        Launch threads = Launch.row((int) ((elements + THREADS - 1) / THREADS), THREADS, 0);
        device.stream().launch(kernels.get(kernel), threads, arguments);
    }

    private void enqueue(Pass pass, int batch) {
        if (pass == Pass.FORWARD) {
            enqueueForward(x[batch]);
            return;
        }
        enqueueGradient(x[batch]);
        if (pass == Pass.STEP) {
            launch("adamStep", parameters, values(), gradient(), moments, squares, steps, parameters);
            device.stream().launch(kernels.get("countStep"), Launch.row(1, 1, 0), steps);
        }
    }

    private Graph graph(Pass pass, int batch) {
        List<Graph> all = graphs.computeIfAbsent(pass, p -> {
            // Once outside of a graph: libraries load what they need at the first call.
            enqueue(p, 0);
            device.stream().synchronize();
            List<Graph> made = new ArrayList<>();
            for (int b = 0; b < BATCHES; b++) {
                int number = b;
                made.add(own(device.stream().capture(() -> enqueue(p, number))));
            }
            return made;
        });
        return all.get(batch);
    }

    /**
     * Times passes by events on the device.
     *
     * @param pass which
     * @param count how many, over the ring
     * @return milliseconds of one
     */
    final double millis(Pass pass, int count) {
        device.context();
        graph(pass, 0);
        begin.record(device.stream());
        for (int i = 0; i < count; i++) {
            graph(pass, i % BATCHES).launch(device.stream());
        }
        end.record(device.stream());
        return end.millisSince(begin) / count;
    }

    private void run(Pass pass, int batch) {
        device.context();
        graph(pass, batch).launch(device.stream());
        device.stream().synchronize();
    }

    @Override
    public final void forward(int batch) {
        run(Pass.FORWARD, batch);
    }

    @Override
    public final void gradient(int batch) {
        run(Pass.GRADIENT, batch);
    }

    @Override
    public final void step(int batch) {
        run(Pass.STEP, batch);
    }

    @Override
    public final Result result(int batch) {
        forward(batch);
        double[] y = downloaded(outputs());
        gradient(batch);
        return new Result(y, downloaded(gradient()), downloaded(inputGradient()));
    }

    final double[] downloaded(DeviceMemory memory) {
        double[] numbers = new double[(int) (memory.bytes() / FLOAT32.bytes())];
        device.download(memory, numbers, 0, numbers.length, FLOAT32);
        return numbers;
    }

    /** The inputs of a batch. */
    final double[] inputs(int batch) {
        return Numbers.inputs(batch, rows, in);
    }

    @Override
    public void close() {
        device.context();
        for (int i = owned.size() - 1; i >= 0; i--) {
            try {
                owned.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("the benchmark's device memory cannot be given back", e);
            }
        }
        device.close();
    }
}
