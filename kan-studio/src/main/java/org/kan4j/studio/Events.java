package org.kan4j.studio;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What open tabs are told of one work, as server-sent events. */
final class Events {
    /** Between lines that find out whether the tab is still there. */
    private static final int BEAT_SECONDS = 5;

    private static final int MOST_STREAMS = 8;
    private static final String END = "";

    private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();

    /** Tells all tabs. */
    void tell(String event, String json) {
        String text = "event: " + event + "\ndata: " + json + "\n\n";
        streams.forEach(stream -> stream.add(text));
    }

    /** Ends all streams. */
    void close() {
        streams.forEach(stream -> stream.add(END));
    }

    boolean watched() {
        return !streams.isEmpty();
    }

    /** Tells a tab until it is closed. */
    void stream(HttpExchange exchange) throws IOException {
        if (streams.size() >= MOST_STREAMS) {
            throw new Refusal(429, "at most " + MOST_STREAMS + " tabs of one work required");
        }
        BlockingQueue<String> stream = new LinkedBlockingQueue<>();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        streams.add(stream);
        try (OutputStream out = exchange.getResponseBody()) {
            String next = ": begin\n\n";
            while (!END.equals(next)) {
                out.write((next == null ? ": beat\n\n" : next).getBytes(StandardCharsets.UTF_8));
                out.flush();
                next = stream.poll(BEAT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(stream);
        }
    }
}
