package org.kan4j.cuda;

import java.util.Optional;
import org.kan4j.basis.BSpline;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.cuda.driver.Launch;
import org.kan4j.kernel.DeviceException;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.KanNetwork;

/**
 * A network on a device: its parameters, and room for what passes over a batch compute. Passes only give work to the device's
 * stream. For one caller at a time.
 */
public final class CudaNetwork implements AutoCloseable {
    /** Rows of a thread, as in {@code kan.cu}. */
    private static final int ROWS = 4;

    /** Rows that the parameter gradient evaluates at a time, as in {@code kan.cu}. */
    private static final int TILE = 64;

    /** Threads that share the functions of an edge in the parameter gradient: one for each of a cubic spline at a point. */
    private static final int SHARERS = 4;

    private static final int THREADS = 256;
    private static final int WARP = 32;
    private static final int LONGEST_COLUMN = 64;

    /** Shared memory of a block that needs no permission. */
    private static final int SHARED_BYTES = 48 << 10;

    /** Blocks of a layer's parameter gradient, that a GPU is busy; and numbers in the sums of all splits. */
    private static final int BLOCKS = 512;

    private static final int MOST_PARTIAL = 1 << 25;

    /** Blocks in the second and third direction of a grid. */
    private static final int MOST_BLOCKS = 65_535;

    private final CudaDevice device;
    private final KanNetwork network;
    private final Precision precision;
    private final int rows;
    private final Owned owned;
    private final LayerRoom[] rooms;
    private final DeviceMemory parameters;
    private final DeviceMemory partial;
    private int splits;

    /** A layer's plan and results; z and y, and their gradients, are one where it has no products. */
    private record LayerRoom(
            Layer layer,
            LayerPlan plan,
            DeviceMemory integers,
            DeviceMemory numbers,
            DeviceMemory mask,
            DeviceMemory begins,
            DeviceMemory z,
            DeviceMemory y,
            DeviceMemory dz,
            DeviceMemory dy) {}

    /**
     * A network with room for a batch; its parameters are undefined.
     *
     * @param device where
     * @param network structure, {@linkplain #supports supported}
     * @param precision of all numbers
     * @param rows the most rows of a pass
     * @throws DeviceException if there is too little memory
     */
    public CudaNetwork(CudaDevice device, KanNetwork network, Precision precision, int rows) {
        this.device = device;
        this.network = network;
        this.precision = precision;
        this.rows = rows;
        this.rooms = new LayerRoom[network.depth()];
        this.owned = new Owned(device);
        try {
            parameters = numbers(network.parameterCount(), "the parameters");
            partial = numbers((long) splits(rows) * network.parameterCount(), "the parts of the parameter gradient");
            for (int l = 0; l < rooms.length; l++) {
                rooms[l] = room(l);
            }
        } catch (DeviceException e) {
            close();
            throw e;
        }
    }

    /**
     * {@return whether the kernels know a network: no symbolic edges, not too many columns}
     *
     * @param network structure
     * @throws IllegalArgumentException if a basis is not of B-splines, which are all that the kernels know
     */
    public static boolean supports(KanNetwork network) {
        network.layers().stream()
                .flatMap(layer -> layer.bases().stream())
                .filter(basis -> !(basis instanceof BSpline))
                .findFirst()
                .ifPresent(basis -> {
                    throw new IllegalArgumentException("CUDA: basis " + BSpline.STANDARD.family() + " required, got "
                            + basis.family() + ", which the processor computes");
                });
        if (network.layers().stream().anyMatch(Layer::anyGaps)) {
            throw new IllegalArgumentException(
                    "CUDA: inputs without gaps required, got some that may have them, which the processor computes");
        }
        return network.layers().stream()
                .allMatch(layer -> layer.in() <= MOST_BLOCKS
                        && layer.columns() <= MOST_BLOCKS
                        && layer.edges().stream().noneMatch(Edge.Symbolic.class::isInstance));
    }

    private LayerRoom room(int l) {
        Layer layer = network.layer(l);
        LayerPlan plan = new LayerPlan(layer, network.offset(l), precision);
        String of = " of layer " + l + " for " + rows + " rows";
        DeviceMemory numbers = numbers(plan.numbers.length, "the grids of layer " + l);
        device.upload(plan.numbers, 0, plan.numbers.length, numbers, precision);
        DeviceMemory z = numbers((long) rows * layer.columns(), "the columns" + of);
        DeviceMemory dz = numbers((long) rows * layer.columns(), "the columns' gradient" + of);
        boolean products = layer.products() > 0;
        DeviceMemory y = products ? numbers((long) rows * layer.out(), "the nodes" + of) : z;
        DeviceMemory dy = products ? numbers((long) rows * layer.out(), "the nodes' gradient" + of) : dz;
        return new LayerRoom(
                layer,
                plan,
                integers(plan.integers),
                numbers,
                integers(plan.mask),
                integers(plan.begins),
                z,
                y,
                dz,
                dy);
    }

    private DeviceMemory numbers(long count, String purpose) {
        return owned.numbers(count, precision, purpose);
    }

    private DeviceMemory integers(int[] values) {
        DeviceMemory memory = owned.integers(values.length, "the plan of a layer");
        device.upload(values, memory);
        return memory;
    }

    /** The most rows of a pass. */
    int rows() {
        return rows;
    }

    /** {@return [parameters] of the network, to be written before {@link #forward}} */
    public DeviceMemory parameters() {
        return parameters;
    }

    /** {@return [rows, out] outputs of the last {@link #forward}} */
    public DeviceMemory outputs() {
        return rooms[rooms.length - 1].y;
    }

    /** {@return [rows, out] gradient by the outputs, to be written before {@link #backward}} */
    public DeviceMemory outputGradient() {
        return rooms[rooms.length - 1].dy;
    }

    /** [splits, parameters] what {@link #reduce} adds up. */
    DeviceMemory partial() {
        return partial;
    }

    /** How many parts the last {@link #backward} left. */
    int splits() {
        return splits;
    }

    /**
     * Computes the outputs.
     *
     * @param x [rows, in], not modified
     * @param count number of rows
     */
    public void forward(DeviceMemory x, int count) {
        DeviceMemory from = x;
        for (LayerRoom room : rooms) {
            Layer layer = room.layer;
            int width = width(layer);
            int height = height(width);
            int inputs = inputs(width);
            device.launch(
                    "forward",
                    precision,
                    new Launch(
                            blocks(count, ROWS * height),
                            blocks(layer.columns(), width),
                            1,
                            width,
                            height,
                            1,
                            tileBytes(room, inputs, ROWS * height)),
                    from,
                    parameters,
                    room.z,
                    room.mask,
                    room.integers,
                    room.numbers,
                    count,
                    layer.in(),
                    layer.columns(),
                    inputs,
                    room.plan.slots);
            if (layer.products() > 0) {
                device.launch(
                        "nodes",
                        precision,
                        (long) count * layer.out(),
                        room.z,
                        room.y,
                        room.begins,
                        count,
                        layer.columns(),
                        layer.out());
            }
            from = room.y;
        }
    }

    /**
     * Computes gradients from {@link #outputGradient}, after {@link #forward} of the same rows.
     *
     * @param x [rows, in], not modified
     * @param count number of rows
     * @param dx [rows, in] gradient by the inputs, overwritten, where it is wanted
     */
    public void backward(DeviceMemory x, int count, Optional<DeviceMemory> dx) {
        splits = splits(count);
        for (int l = rooms.length - 1; l >= 0; l--) {
            LayerRoom room = rooms[l];
            Layer layer = room.layer;
            if (layer.products() > 0) {
                device.launch(
                        "columns",
                        precision,
                        (long) count * layer.out(),
                        room.z,
                        room.dy,
                        room.dz,
                        room.begins,
                        count,
                        layer.columns(),
                        layer.out());
            }
            DeviceMemory from = l == 0 ? x : rooms[l - 1].y;
            parameterGradient(room, from, count);
            Optional<DeviceMemory> to = l == 0 ? dx : Optional.of(rooms[l - 1].dy);
            to.ifPresent(memory -> inputGradient(room, from, memory, count));
        }
    }

    private void parameterGradient(LayerRoom room, DeviceMemory x, int count) {
        Layer layer = room.layer;
        int width = width(layer);
        int tile = room.plan.slots * TILE * precision.bytes() + TILE * Integer.BYTES;
        int sums = (room.plan.functions + 1) * width * precision.bytes();
        int depth = THREADS / (width * SHARERS);
        while (depth > 1 && tile + depth * (long) sums > SHARED_BYTES) {
            depth /= 2;
        }
        boolean global = tile + (long) sums > SHARED_BYTES;
        device.launch(
                "parameterGradient",
                precision,
                new Launch(
                        blocks(layer.columns(), width),
                        layer.in(),
                        splits,
                        width,
                        SHARERS,
                        depth,
                        global ? tile : tile + depth * sums),
                x,
                room.dz,
                partial,
                room.mask,
                room.integers,
                room.numbers,
                count,
                layer.in(),
                layer.columns(),
                room.plan.slots,
                room.plan.functions,
                blocks(count, splits),
                network.parameterCount(),
                global ? 1 : 0);
    }

    private void inputGradient(LayerRoom room, DeviceMemory x, DeviceMemory dx, int count) {
        Layer layer = room.layer;
        int width = width(layer);
        int height = height(width);
        int inputs = inputs(width);
        int length = ROWS * height;
        device.launch(
                "inputGradient",
                precision,
                new Launch(
                        blocks(count, length),
                        blocks(layer.in(), inputs),
                        1,
                        width,
                        height,
                        1,
                        tileBytes(room, inputs, length) + length * (width + 1) * precision.bytes()),
                x,
                parameters,
                room.dz,
                dx,
                room.mask,
                room.integers,
                room.numbers,
                count,
                layer.in(),
                layer.columns(),
                inputs,
                room.plan.slots);
    }

    /**
     * Adds up the parameter gradient that {@link #backward} left in parts.
     *
     * @param dp [parameters], overwritten or added to; 0 in slots that have no effect
     * @param add whether to add
     */
    public void reduce(DeviceMemory dp, boolean add) {
        device.launch(
                "reduce",
                precision,
                network.parameterCount(),
                partial,
                dp,
                splits,
                network.parameterCount(),
                add ? 1 : 0);
    }

    /** Writes the gradient of the smoothness penalty, except in the slots of masked edges and of bases. */
    void smoothness(DeviceMemory gradient, double weight) {
        for (LayerRoom room : rooms) {
            device.launch(
                    "smoothness",
                    precision,
                    (long) room.layer.in() * room.layer.columns(),
                    parameters,
                    gradient,
                    room.mask,
                    room.integers,
                    room.layer.in(),
                    room.layer.columns(),
                    precision.number(weight));
        }
    }

    /** Columns of a block: a power of two. */
    private static int width(Layer layer) {
        int width = 1;
        while (width < layer.columns() && width < WARP) {
            width *= 2;
        }
        return width;
    }

    /** Threads of a block along the rows. */
    private static int height(int width) {
        return Math.min(LONGEST_COLUMN, THREADS / width);
    }

    /** Inputs that a block evaluates at a time: about a value for each thread. */
    private static int inputs(int width) {
        return Math.max(1, width / ROWS);
    }

    private int tileBytes(LayerRoom room, int inputs, int length) {
        return inputs * length * (room.plan.slots * precision.bytes() + Integer.BYTES);
    }

    /** Parts that the rows are split into: enough that the layer with the fewest blocks keeps a GPU busy. */
    private int splits(int count) {
        int fewest = Integer.MAX_VALUE;
        for (Layer layer : network.layers()) {
            fewest = Math.min(fewest, layer.in() * blocks(layer.columns(), width(layer)));
        }
        int most = Math.min(blocks(count, TILE), Math.max(1, MOST_PARTIAL / network.parameterCount()));
        return Math.max(1, Math.min(blocks(BLOCKS, fewest), most));
    }

    private static int blocks(int elements, int each) {
        return (elements + each - 1) / each;
    }

    @Override
    public void close() {
        owned.close();
    }
}
