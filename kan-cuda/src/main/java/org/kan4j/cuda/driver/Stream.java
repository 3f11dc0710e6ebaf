package org.kan4j.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Work for the device in order. For one caller at a time, whose thread has the context current. */
public final class Stream implements AutoCloseable {
    private static final int MOST_PARAMETERS = 32;
    /** The driver may load a kernel meanwhile. */
    private static final int CAPTURE_RELAXED = 2;

    private final Context context;
    private final long handle;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment values = arena.allocate(ValueLayout.JAVA_LONG, MOST_PARAMETERS);
    private final MemorySegment pointers = arena.allocate(ValueLayout.JAVA_LONG, MOST_PARAMETERS);
    private boolean closed;

    Stream(Context context, long handle) {
        this.context = context;
        this.handle = handle;
        for (int i = 0; i < MOST_PARAMETERS; i++) {
            pointers.setAtIndex(ValueLayout.JAVA_LONG, i, values.address() + (long) i * Long.BYTES);
        }
    }

    /** The driver's handle, a {@code CUstream}. */
    public long handle() {
        return handle;
    }

    /** Copies to the device; {@code from} must stay as it is until {@link #synchronize}. */
    public void upload(PinnedMemory from, DeviceMemory to, long offset, long bytes) {
        check(to, offset, bytes);
        context.call(
                "cuMemcpyHtoDAsync_v2", to.address() + offset, from.segment().address(), bytes, handle);
    }

    /** Copies from the device; {@code to} has the numbers after {@link #synchronize}. */
    public void download(DeviceMemory from, long offset, PinnedMemory to, long bytes) {
        check(from, offset, bytes);
        context.call("cuMemcpyDtoHAsync_v2", to.segment().address(), from.address() + offset, bytes, handle);
    }

    /** Copies the first bytes of some device memory to other; may be captured. */
    public void copy(DeviceMemory from, DeviceMemory to, long bytes) {
        check(from, 0, bytes);
        check(to, 0, bytes);
        context.call("cuMemcpyDtoDAsync_v2", to.address(), from.address(), bytes, handle);
    }

    /** Sets all of some memory to zero. */
    public void clear(DeviceMemory memory) {
        context.call("cuMemsetD8Async", memory.address(), 0, memory.bytes(), handle);
    }

    private static void check(DeviceMemory memory, long offset, long bytes) {
        if (offset < 0 || bytes < 0 || offset + bytes > memory.bytes()) {
            throw new IllegalArgumentException(
                    "device memory: " + offset + " + " + bytes + " bytes within " + memory.bytes() + " required");
        }
    }

    /**
     * Runs a kernel.
     *
     * @param kernel from {@link KernelModule#get}
     * @param threads how many
     * @param arguments the kernel's, each an Integer, Long (a device address), Float, Double or {@link DeviceMemory}
     */
    public void launch(long kernel, Launch threads, Object... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            long at = (long) i * Long.BYTES;
            switch (arguments[i]) {
                case DeviceMemory memory -> values.set(ValueLayout.JAVA_LONG, at, memory.address());
                case Integer number -> values.set(ValueLayout.JAVA_INT, at, number);
                case Long number -> values.set(ValueLayout.JAVA_LONG, at, number);
                case Float number -> values.set(ValueLayout.JAVA_FLOAT, at, number);
                case Double number -> values.set(ValueLayout.JAVA_DOUBLE, at, number);
                default ->
                    throw new IllegalArgumentException("kernel: a number or device memory required as argument " + i
                            + ", got " + arguments[i].getClass());
            }
        }
        context.call(
                "cuLaunchKernel",
                kernel,
                threads.gridX(),
                threads.gridY(),
                threads.gridZ(),
                threads.blockX(),
                threads.blockY(),
                threads.blockZ(),
                threads.shared(),
                handle,
                pointers.address(),
                0);
    }

    /**
     * Records what is given to this stream in place of running it.
     *
     * @param work gives kernels and copies within the device to this stream, and nothing else
     */
    public Graph capture(Runnable work) {
        context.use();
        context.call("cuStreamBeginCapture_v2", handle, CAPTURE_RELAXED);
        long graph;
        try {
            work.run();
        } finally {
            // The stream records until it is told to end, whatever happened meanwhile.
            graph = context.ended(handle);
        }
        try {
            return new Graph(context, context.out("cuGraphInstantiateWithFlags", graph, 0));
        } finally {
            context.call("cuGraphDestroy", graph);
        }
    }

    /** Waits until all is done. */
    public void synchronize() {
        context.call("cuStreamSynchronize", handle);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.use();
            context.call("cuStreamDestroy_v2", handle);
            arena.close();
        }
    }
}
