package org.kan4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Listens for Ctrl-C while it is open: true once it was pressed. The JVM waits for it to be closed, so that a command can write
 * what it has; then it ends with status 130.
 */
final class Interrupt implements BooleanSupplier, AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "kan4j-interrupt");
    private volatile boolean pressed;

    private Interrupt() {}

    /** Begins to listen. */
    static Interrupt listen() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    @Override
    public boolean getAsBoolean() {
        return pressed;
    }

    private void await() {
        pressed = true;
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("kan: no result within " + PATIENCE_SECONDS + " s of the interrupt");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!pressed) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is on its way out already, and the hook with it.
                pressed = true;
            }
        }
    }
}
