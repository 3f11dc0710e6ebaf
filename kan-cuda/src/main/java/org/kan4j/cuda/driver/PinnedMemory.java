package org.kan4j.cuda.driver;

import java.lang.foreign.MemorySegment;

/** Pinned memory of the host. */
public final class PinnedMemory implements AutoCloseable {
    private final Context context;
    private final MemorySegment segment;
    private boolean closed;

    @SuppressWarnings("restricted") // As long as the driver was asked for.
    PinnedMemory(Context context, long address, long bytes) {
        this.context = context;
        this.segment = MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** What to read and write. */
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.use();
            context.call("cuMemFreeHost", segment.address());
        }
    }
}
