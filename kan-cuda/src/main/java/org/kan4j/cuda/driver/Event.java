package org.kan4j.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A point in a stream's work whose time is taken. */
public final class Event implements AutoCloseable {
    private final Context context;
    private final long handle;
    private boolean closed;

    Event(Context context, long handle) {
        this.context = context;
        this.handle = handle;
    }

    /** Stands behind all that was given to a stream so far. */
    public void record(Stream stream) {
        context.call("cuEventRecord", handle, stream.handle());
    }

    /** Milliseconds from an earlier event to this one; waits for it. */
    public double millisSince(Event earlier) {
        context.call("cuEventSynchronize", handle);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_FLOAT);
            context.call("cuEventElapsedTime", out.address(), earlier.handle, handle);
            return out.get(ValueLayout.JAVA_FLOAT, 0);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.use();
            context.call("cuEventDestroy_v2", handle);
        }
    }
}
