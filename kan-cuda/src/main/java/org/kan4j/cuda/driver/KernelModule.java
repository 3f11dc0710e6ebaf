package org.kan4j.cuda.driver;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The kernels of a module. For one caller at a time. */
public final class KernelModule implements AutoCloseable {
    private final Context context;
    private final long module;
    private final Map<String, Long> functions = new HashMap<>();
    private boolean closed;

    KernelModule(Context context, long module) {
        this.context = context;
        this.module = module;
    }

    /**
     * A kernel.
     *
     * @param name as the source has it, {@code extern "C"}
     * @return its handle, for {@link Stream#launch}
     */
    public long get(String name) {
        return functions.computeIfAbsent(name, n -> {
            try (Arena arena = Arena.ofConfined()) {
                return context.out(
                        "cuModuleGetFunction",
                        module,
                        arena.allocateFrom(n, StandardCharsets.UTF_8).address());
            }
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.use();
            context.call("cuModuleUnload", module);
        }
    }
}
