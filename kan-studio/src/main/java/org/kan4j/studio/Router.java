package org.kan4j.studio;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.kan4j.data.DataException;
import org.kan4j.edit.EdgePlace;
import org.kan4j.edit.Edit;
import org.kan4j.edit.EditException;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.html.Pictures;

/** Answers requests. Nothing that a request says is a path: files of the page and downloads are known by their names, works and models by their numbers. */
final class Router implements HttpHandler {
    private static final int MOST_BYTES = 64 * 1024;

    private static final Map<String, String> PAGE = Map.ofEntries(
            Map.entry("/icon.svg", "image/svg+xml"),
            Map.entry("/studio.css", "text/css"),
            Map.entry("/studio.js", "text/javascript"),
            Map.entry("/dom.js", "text/javascript"),
            Map.entry("/server.js", "text/javascript"),
            Map.entry("/data.js", "text/javascript"),
            Map.entry("/train.js", "text/javascript"),
            Map.entry("/network.js", "text/javascript"),
            Map.entry("/formula.js", "text/javascript"),
            Map.entry("/check.js", "text/javascript"),
            Map.entry("/export.js", "text/javascript"),
            Map.entry("/tour.js", "text/javascript"));

    private final Gate gate;
    private final Desk desk;
    private final Runnable seen;

    /**
     * A router.
     *
     * @param gate who may come in
     * @param desk the works
     * @param seen told of every request that may come in
     */
    Router(Gate gate, Desk desk, Runnable seen) {
        this.gate = gate;
        this.desk = desk;
        this.seen = seen;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers(exchange.getResponseHeaders());
            try {
                answer(exchange);
            } catch (Refusal e) {
                send(exchange, e.status(), "text/plain", String.valueOf(e.getMessage()));
            } catch (DataException | EditException | IllegalArgumentException e) {
                send(exchange, 400, "text/plain", String.valueOf(e.getMessage()));
            }
        }
    }

    private static void headers(Headers headers) {
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private void answer(HttpExchange exchange) throws IOException {
        gate.requireHost(exchange);
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        if (method.equals("GET") && path.equals("/")) {
            page(exchange, query);
            return;
        }
        gate.requireCookie(exchange);
        seen.run();
        if (method.equals("POST")) {
            gate.requireOwnPage(exchange);
            send(exchange, 200, "application/json", act(path, Message.parse(body(exchange))));
        } else if (!method.equals("GET")) {
            throw new Refusal(405, "GET or POST required");
        } else if (PAGE.containsKey(path)) {
            String text =
                    path.equals("/studio.css") ? Pictures.STYLE + resource("studio.css") : resource(path.substring(1));
            send(exchange, 200, PAGE.get(path), text);
        } else if (path.startsWith("/api/")) {
            ask(exchange, path, query);
        } else if (path.startsWith("/download/")) {
            download(exchange, path.substring("/download/".length()), query);
        } else {
            throw new Refusal(404, "no such page");
        }
    }

    /** The page is given for the token itself, since a strict cookie would not come along with a redirection from elsewhere. */
    private void page(HttpExchange exchange, Map<String, String> query) throws IOException {
        if (query.containsKey("token")) {
            Optional<String> cookie = gate.exchange(query.get("token"));
            if (cookie.isPresent()) {
                exchange.getResponseHeaders().set("Set-Cookie", cookie.get());
            } else {
                gate.requireCookie(exchange);
            }
        } else {
            gate.requireCookie(exchange);
        }
        seen.run();
        send(exchange, 200, "text/html", resource("studio.html"));
    }

    private void ask(HttpExchange exchange, String path, Map<String, String> query) throws IOException {
        if (path.equals("/api/works")) {
            List<Work.View> works = desk.works().stream().map(Work::view).toList();
            send(exchange, 200, "application/json", ViewJson.works(works, desk.table()));
            return;
        }
        Work work = desk.work(whole(query, "work"));
        switch (path) {
            case "/api/state" -> send(exchange, 200, "application/json", ViewJson.of(work.view()));
            case "/api/events" -> work.events().stream(exchange);
            case "/api/pictures" -> send(exchange, 200, "application/json", pictures(work, query));
            default -> throw new Refusal(404, "no such page");
        }
    }

    private String pictures(Work work, Map<String, String> query) {
        String what = query.getOrDefault("what", "");
        List<Pictures.Picture> pictures = switch (what) {
            case "loss" -> List.of(work.losses().picture());
            case "front" -> work.view().front().map(Front::pictures).orElse(List.of());
            default ->
                Drawings.of(
                        desk.engine(),
                        work.view(),
                        work.step(whole(query, "step")),
                        what,
                        query.getOrDefault("edge", ""));
        };
        return ViewJson.pictures(pictures, Pictures.Picture::title, Pictures.Picture::svg);
    }

    private void download(HttpExchange exchange, String name, Map<String, String> query) throws IOException {
        Work work = desk.work(whole(query, "work"));
        byte[] bytes = Downloads.of(name, work.view(), work.step(whole(query, "step")));
        exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"" + name + "\"");
        send(exchange, 200, "application/octet-stream", bytes);
    }

    private String act(String path, Message message) {
        if (path.equals("/api/begin")) {
            Work begun = desk.begin(message.text("sample"));
            return JsonMembers.object(json -> json.whole("work", begun.view().id()));
        }
        Work work = desk.work(message.whole("work"));
        switch (path) {
            case "/api/choose" -> work.choose(message);
            case "/api/train" -> work.train();
            case "/api/train-on" -> work.trainOn();
            case "/api/discover" -> work.discover();
            case "/api/take" -> work.take(message.whole("number"));
            case "/api/stop" -> work.stop();
            case "/api/suggest" -> work.suggest(EdgePlace.parse(message.text("edge")));
            case "/api/edit" -> work.edit(Edit.parse(message.text("edit")));
            case "/api/formula" -> work.formula();
            case "/api/go" -> work.go(message.whole("step"));
            case "/api/note" -> work.note(message.whole("step"), message.text("text"));
            case "/api/score" -> work.score();
            case "/api/predict" -> {
                return WhatIf.json(desk.engine(), work.step(message.whole("step")), message.texts("values"));
            }
            default -> throw new Refusal(404, "no such page");
        }
        return "{}";
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && !(length.matches("\\d{1,9}") && Integer.parseInt(length) <= MOST_BYTES)) {
            throw new Refusal(413, "a body of at most " + MOST_BYTES + " bytes required");
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new Refusal(413, "a body of at most " + MOST_BYTES + " bytes required");
        }
        return bytes;
    }

    /** Names and values of a query, of letters, digits and a few signs. */
    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            if (!pair.matches("[a-z]+=[A-Za-z0-9_,-]*")) {
                throw Refusal.bad("query: names and numbers required");
            }
            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return query;
    }

    private static int whole(Map<String, String> query, String name) {
        return Message.whole(name, query.getOrDefault(name, ""));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Router.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        send(exchange, status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
