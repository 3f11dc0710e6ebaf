package org.kan4j.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudioTest {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();
    private static final Duration LONG = Duration.ofHours(1);
    private static final String HELLO = "{\"sample\":\"hello\"}";

    private Studio studio;
    private String address;
    private String origin;
    private String cookie;

    /** What came back. */
    private record Answer(int status, String body, String head) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    @BeforeEach
    void open() throws IOException {
        studio = Studio.open(new Studio.Options(Optional.empty(), Optional.empty(), 1, LONG));
        address = studio.newAddress();
        origin = address.substring(0, address.indexOf("/?"));
        cookie = raw("GET", address.substring(origin.length()), "Host: " + host(), "")
                .header("Set-Cookie")
                .split(";")[0];
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private String host() {
        return origin.substring("http://".length());
    }

    private int port() {
        return Integer.parseInt(origin.substring(origin.lastIndexOf(':') + 1));
    }

    /** A request with these headers and no others, which clients of the JDK would not send. */
    private Answer raw(String method, String path, String headers, String body) throws IOException {
        try (Socket socket = new Socket(LOCAL, port())) {
            String asked = method + " " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((asked + body).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder answered = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                answered.append(line).append('\n');
            }
            String head = answered.toString();
            int length = Integer.parseInt(new Answer(0, "", head).header("Content-Length"));
            StringBuilder text = new StringBuilder();
            while (text.toString().getBytes(StandardCharsets.UTF_8).length < length) {
                text.append((char) in.read());
            }
            return new Answer(Integer.parseInt(head.substring(9, 12)), text.toString(), head);
        }
    }

    private Answer get(String path) throws IOException {
        return raw("GET", path, "Host: " + host() + "\r\nCookie: " + cookie, "");
    }

    private Answer post(String path, String body) throws IOException {
        return post(path, body, origin, "X-Kan4j-Studio: 1", "application/json");
    }

    private Answer post(String path, String body, String from, String own, String type) throws IOException {
        return raw(
                "POST",
                path,
                String.join(
                        "\r\n",
                        "Host: " + host(),
                        "Cookie: " + cookie,
                        "Origin: " + from,
                        own,
                        "Content-Type: " + type,
                        "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length),
                body);
    }

    @Test
    void theTokenOpensThePageOnceAndTheCookieFromThenOn() throws IOException {
        assertThat(cookie).startsWith("kan4j-studio-" + port() + "=");
        String token = address.substring(origin.length());
        assertThat(raw("GET", token, "Host: " + host(), "").status()).isEqualTo(401);
        assertThat(get("/").status()).isEqualTo(200);
        assertThat(get(token).status()).isEqualTo(200);
        String next = studio.newAddress().substring(origin.length());
        Answer opened = raw("GET", next, "Host: " + host(), "");
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.header("Set-Cookie")).contains("; HttpOnly", "; SameSite=Strict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/studio.js", "/api/works", "/api/state?work=1", "/download/model.kan?work=1&step=1"})
    void nothingIsAnsweredWithoutToken(String path) throws IOException {
        assertThat(raw("GET", path, "Host: " + host(), "").status()).isEqualTo(401);
        String forged = "Host: " + host() + "\r\nCookie: " + cookie.replaceAll("=.*", "=AAAA");
        assertThat(raw("GET", path, forged, "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost:1", "127.0.0.1", "127.0.0.1:1", "evil.example:80"})
    void aForgedHostIsRefusedEvenWithTheCookie(String host) throws IOException {
        Answer answer = raw("GET", "/", "Host: " + host + "\r\nCookie: " + cookie, "");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("<html");
    }

    @Test
    void anAddressOfAnotherSiteGetsNothing() throws IOException {
        String headers = "Host: " + host() + "\r\nCookie: " + cookie + "\r\nSec-Fetch-Site: cross-site";
        assertThat(raw("GET", "/api/works", headers, "").status()).isEqualTo(403);
    }

    @Test
    void changesNeedTheOwnPageAndJson() throws IOException {
        assertThat(post("/api/begin", HELLO).status()).isEqualTo(200);
        String json = "application/json";
        String own = "X-Kan4j-Studio: 1";
        assertThat(post("/api/begin", HELLO, "http://evil.example", own, json).status())
                .isEqualTo(403);
        assertThat(post("/api/begin", HELLO, "null", own, json).status()).isEqualTo(403);
        assertThat(post("/api/begin", HELLO, origin, "X-Other: 1", json).status())
                .isEqualTo(403);
        assertThat(post("/api/begin", HELLO, origin, own, "text/plain").status())
                .isEqualTo(415);
        assertThat(raw("GET", "/api/begin?work=1", "Host: " + host() + "\r\nCookie: " + cookie, "")
                        .status())
                .isEqualTo(404);
        assertThat(get("/api/works").body()).contains("\"works\":[{\"work\":1,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/studio.js/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/download/..%2f..%2fetc%2fpasswd?work=1&step=1",
                "/download/../model.kan?work=1&step=1",
                "/api/state?work=../1",
                "/api/pictures?work=1&step=1&what=/etc/passwd"
            })
    void noPathLeadsToAFile(String path) throws IOException {
        post("/api/begin", HELLO);
        Answer answer = get(path);
        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../hello", "hello.csv", "file:///etc/passwd"})
    void aTableIsNamedOnTheCommandLineOrASample(String name) throws IOException {
        post("/api/begin", HELLO);
        Answer answer = post("/api/begin", "{\"sample\":\"" + name + "\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("sample: one of [hello, ");
        assertThat(post("/api/begin", "{\"sample\":\"\"}").body())
                .isEqualTo("table: none was named on the command line");
    }

    @Test
    void aHugeBodyIsNotRead() throws IOException {
        String head = String.join(
                "\r\n",
                "Host: " + host(),
                "Cookie: " + cookie,
                "Origin: " + origin,
                "X-Kan4j-Studio: 1",
                "Content-Type: application/json");
        assertThat(raw("POST", "/api/begin", head + "\r\nContent-Length: 1000000000", "")
                        .status())
                .isEqualTo(413);
        assertThat(raw("POST", "/api/begin", head + "\r\nContent-Length: 99999999999999", "")
                        .status())
                .isEqualTo(413);
        assertThat(post("/api/begin", "{\"x\":\"" + "a".repeat(70_000) + "\"}").status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "1", "{\"work\":{}}", "{\"work\":[[1]]}", "{} {}"})
    void whatIsNoFlatObjectIsRefused(String body) throws IOException {
        Answer answer = post("/api/begin", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("a JSON object");
    }

    @Test
    void nothingListensOnAnotherAddress() throws IOException {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress other : Collections.list(each.getInetAddresses())) {
                if (!other.isLoopbackAddress()) {
                    assertThat(listens(other)).as(other.toString()).isFalse();
                }
            }
        }
        assertThat(listens(LOCAL)).isTrue();
    }

    private boolean listens(InetAddress other) {
        try (Socket socket = new Socket(other, port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void pagesMayLoadNothingFromElsewhereAndAreNotKept() throws IOException {
        Answer page = get("/");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'; script-src 'self';");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body()).doesNotContain("http:", "https:");
    }

    @Test
    void everyFileThatThePageNamesIsThere() throws IOException {
        for (String name :
                List.of("studio.css", "studio.js", "dom.js", "server.js", "data.js", "train.js", "network.js")) {
            assertThat(get("/" + name).status()).as(name).isEqualTo(200);
        }
        for (String name : List.of("formula.js", "check.js", "export.js", "tour.js", "icon.svg")) {
            assertThat(get("/" + name).status()).as(name).isEqualTo(200);
        }
    }

    @Test
    void endsWhenNoTabIsOpenForLong() throws Exception {
        try (Studio brief =
                Studio.open(new Studio.Options(Optional.empty(), Optional.empty(), 1, Duration.ofMillis(1)))) {
            brief.await();
        }
    }

    @Test
    void clientsOfTheJdkAreAnsweredToo() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(origin + "/api/works"))
                                .header("Cookie", cookie)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"samples\":[{\"name\":\"hello\"");
    }
}
