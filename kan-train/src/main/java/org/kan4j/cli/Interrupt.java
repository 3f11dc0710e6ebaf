package org.kan4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ctrl-C: asks the running command to end with what it has, and lets the JVM go when that is written. */
final class Interrupt {
    private static final long PATIENCE_SECONDS = 30;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile boolean asked;
    private static boolean installed;

    private Interrupt() {}

    /** Begins to listen; the result says whether Ctrl-C was pressed. */
    static synchronized BooleanSupplier listen() {
        if (!installed) {
            installed = true;
            Runtime.getRuntime().addShutdownHook(new Thread(Interrupt::await, "kan4j-interrupt"));
        }
        return () -> asked;
    }

    private static void await() {
        asked = true;
        try {
            if (!FINISHED.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("kan: no result within " + PATIENCE_SECONDS + " s of the interrupt");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command is through; a waiting JVM may go. */
    static void finished() {
        FINISHED.countDown();
    }
}
