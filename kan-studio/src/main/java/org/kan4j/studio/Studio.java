package org.kan4j.studio;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.kan4j.data.TableFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;

/** A server for one user's browser on this machine: tables, networks and formulas, to look at and to change. It listens on 127.0.0.1, on a port that is free. */
public final class Studio implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;
    private final Engine engine;
    private final Desk desk;
    private final Gate gate;
    private final Duration idle;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong lastSeen = new AtomicLong(System.nanoTime());

    /**
     * What is there to begin with.
     *
     * @param table the user's; samples alone where it is empty
     * @param model of this table, to begin with
     * @param threads that compute, ≥ 1
     * @param idle how long no tab is open until the studio ends
     */
    public record Options(Optional<TableFile> table, Optional<KanModel> model, int threads, Duration idle) {
        /**
         * Validates.
         *
         * @param table the user's; samples alone where it is empty
         * @param model of this table, to begin with
         * @param threads that compute, ≥ 1
         * @param idle how long no tab is open until the studio ends
         */
        public Options {
            Objects.requireNonNull(idle, "idle");
            if (model.isPresent() && table.isEmpty()) {
                throw new IllegalArgumentException("model: the table of its rows required");
            }
        }
    }

    private Studio(HttpServer server, Options options) {
        this.server = server;
        this.idle = options.idle;
        this.engine = new CpuEngine(options.threads);
        this.desk = new Desk(engine, options.threads, options.table.map(Source::of));
        options.model.ifPresent(model -> desk.begin("").open(model));
        this.gate = new Gate(server.getAddress().getPort());
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread made = new Thread(work, "kan4j-studio");
            made.setDaemon(true);
            return made;
        });
        server.setExecutor(threads);
        server.createContext("/", new Router(gate, desk, () -> lastSeen.set(System.nanoTime())));
        server.start();
    }

    /**
     * Opens a studio, which answers from now on.
     *
     * @param options what is there to begin with
     * @return the studio, to be closed
     * @throws IOException if no port is free
     * @throws org.kan4j.data.DataException if the table cannot be read
     */
    public static Studio open(Options options) throws IOException {
        // Without it every answer waits for an acknowledgement that the other side delays by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A request that does not end takes no thread for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        try {
            return new Studio(server, options);
        } catch (RuntimeException e) {
            server.stop(0);
            throw e;
        }
    }

    /** {@return an address that opens the studio in one browser, once; an address from before no longer does} */
    public String newAddress() {
        return gate.newAddress();
    }

    /**
     * Waits until the studio is closed, or no tab was open for as long as it may be idle.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void await() throws InterruptedException {
        long beat = Math.max(1, Math.min(idle.toMillis() / 4, 10_000));
        while (!closed.await(beat, TimeUnit.MILLISECONDS)) {
            if (desk.inUse()) {
                lastSeen.set(System.nanoTime());
            }
            if (System.nanoTime() - lastSeen.get() > idle.toNanos()) {
                return;
            }
        }
    }

    /** Ends the studio; what was not exported is lost. */
    @Override
    public void close() {
        if (closed.getCount() > 0) {
            closed.countDown();
            desk.close();
            server.stop(0);
            threads.shutdownNow();
            engine.close();
        }
    }
}
