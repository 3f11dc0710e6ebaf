package org.kan4j.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.kan4j.kernel.DeviceException;

/** The primary context of a device, retained. Its methods make it current on the calling thread first. */
public final class Context implements AutoCloseable {
    private static final int LEAST_MAJOR = 8;
    private static final int JIT_ERROR_LOG_BUFFER = 5;
    private static final int JIT_ERROR_LOG_BUFFER_SIZE_BYTES = 6;
    private static final int LOG_BYTES = 4096;
    private static final int NON_BLOCKING = 1;

    private final Driver driver;
    private final Device device;
    private final long handle;
    private boolean closed;

    private Context(Driver driver, Device device) {
        this.driver = driver;
        this.device = device;
        this.handle = out("cuDevicePrimaryCtxRetain", device.ordinal());
    }

    /**
     * A context on the first device.
     *
     * @throws DeviceException if there is no driver or no device, or its compute capability is below 8.0
     */
    public static Context open() {
        Driver driver = Driver.get();
        Device device = Device.of(driver, 0);
        if (device.major() < LEAST_MAJOR) {
            throw new DeviceException(
                    "CUDA: compute capability " + LEAST_MAJOR + ".0 or higher required, got " + device);
        }
        Context context = new Context(driver, device);
        context.use();
        return context;
    }

    /** Its device. */
    public Device device() {
        return device;
    }

    /** Makes it current on the calling thread. */
    public void use() {
        driver.call("cuCtxSetCurrent", handle);
    }

    /** Calls a driver function that must succeed. */
    void call(String function, long... arguments) {
        driver.call(function, arguments);
    }

    /** Calls a driver function whose first argument receives a handle or an address; returns that. */
    long out(String function, long... rest) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            long[] arguments = new long[rest.length + 1];
            arguments[0] = out.address();
            System.arraycopy(rest, 0, arguments, 1, rest.length);
            driver.call(function, arguments);
            return out.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** The graph that a stream recorded; it records no more. */
    long ended(long stream) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            driver.call("cuStreamEndCapture", stream, out.address());
            return out.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /**
     * Memory on the device, its content undefined.
     *
     * @param bytes ≥ 0
     * @param purpose what it is for, for the message
     * @throws DeviceException if there is not so much left
     */
    public DeviceMemory allocate(long bytes, String purpose) {
        use();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            int code = driver.attempt("cuMemAlloc_v2", out.address(), Math.max(1, bytes));
            if (code == Driver.OUT_OF_MEMORY) {
                throw new DeviceException(String.format(
                        Locale.ROOT,
                        "CUDA: out of memory: %.1f MiB required for %s, %.1f of %.1f MiB are free on %s",
                        mebibytes(bytes),
                        purpose,
                        mebibytes(freeBytes()),
                        mebibytes(device.memory()),
                        device.name()));
            }
            if (code != 0) {
                throw driver.failure("cuMemAlloc", code);
            }
            return new DeviceMemory(this, out.get(ValueLayout.JAVA_LONG, 0), bytes);
        }
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }

    /** Bytes of device memory that are free. */
    public long freeBytes() {
        use();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(2 * Long.BYTES, Long.BYTES);
            driver.call("cuMemGetInfo_v2", out.address(), out.address() + Long.BYTES);
            return out.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Pinned memory of the host, which the device copies from and to at full speed. */
    public PinnedMemory pinned(long bytes) {
        use();
        return new PinnedMemory(this, out("cuMemHostAlloc", bytes, 0), bytes);
    }

    /** A new stream. */
    public Stream stream() {
        use();
        return new Stream(this, out("cuStreamCreate", NON_BLOCKING));
    }

    /** A new event, which measures time. */
    public Event event() {
        use();
        return new Event(this, out("cuEventCreate", 0));
    }

    /**
     * KernelModule from PTX, compiled by the driver for its device.
     *
     * @param ptx text
     * @throws DeviceException if the driver cannot compile it, with what it says
     */
    public KernelModule load(String ptx) {
        use();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment image = arena.allocateFrom(ptx, StandardCharsets.UTF_8);
            MemorySegment log = arena.allocate(LOG_BYTES);
            MemorySegment keys =
                    arena.allocateFrom(ValueLayout.JAVA_INT, JIT_ERROR_LOG_BUFFER, JIT_ERROR_LOG_BUFFER_SIZE_BYTES);
            MemorySegment values = arena.allocateFrom(ValueLayout.JAVA_LONG, log.address(), LOG_BYTES);
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            int code = driver.attempt(
                    "cuModuleLoadDataEx", out.address(), image.address(), 2, keys.address(), values.address());
            if (code != 0) {
                DeviceException failure = driver.failure("cuModuleLoadDataEx", code);
                String text = log.getString(0).strip();
                throw text.isEmpty() ? failure : new DeviceException(failure.getMessage() + ": " + text, failure);
            }
            return new KernelModule(this, out.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /** Gives the context back; what was made by it must not be used any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.call("cuDevicePrimaryCtxRelease_v2", device.ordinal());
        }
    }
}
