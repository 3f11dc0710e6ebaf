package org.kan4j.cuda.driver;

/** Work that a stream recorded, to be launched as a whole. */
public final class Graph implements AutoCloseable {
    private final Context context;
    private final long executable;
    private boolean closed;

    Graph(Context context, long executable) {
        this.context = context;
        this.executable = executable;
    }

    /** Gives it to a stream. */
    public void launch(Stream stream) {
        context.call("cuGraphLaunch", executable, stream.handle());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.use();
            context.call("cuGraphExecDestroy", executable);
        }
    }
}
