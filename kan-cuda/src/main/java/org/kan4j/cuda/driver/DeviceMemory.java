package org.kan4j.cuda.driver;

/** Memory on the device. */
public final class DeviceMemory implements AutoCloseable {
    private final Context context;
    private final long address;
    private final long bytes;
    private boolean closed;

    DeviceMemory(Context context, long address, long bytes) {
        this.context = context;
        this.address = address;
        this.bytes = bytes;
    }

    /** Its address on the device. */
    public long address() {
        return address;
    }

    /** Its size. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.use();
            context.call("cuMemFree_v2", address);
        }
    }
}
