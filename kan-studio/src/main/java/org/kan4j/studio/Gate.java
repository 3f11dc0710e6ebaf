package org.kan4j.studio;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who may come in. The server listens on 127.0.0.1 alone, but every page that a browser shows can send requests there, and so can every other user of the machine:
 * <ul>
 *   <li>The header Host must be the server's own address, so that no other name can be bound to it (DNS rebinding).
 *   <li>A token of 192 random bits, which is good for once, opens the page; from then on a cookie of as many bits does, which scripts cannot read and other sites do not
 *       send.
 *   <li>What changes something must have the page's Origin, a header that forms cannot have, and a body of JSON.
 * </ul>
 */
final class Gate {
    /** The header that forms cannot have. */
    static final String HEADER = "X-Kan4j-Studio";

    private static final int SECRET_BYTES = 24;
    private static final int COOKIE_SECONDS = 7 * 24 * 3600;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int port;
    private final String pass = secret();
    private String token = secret();

    Gate(int port) {
        this.port = port;
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String host() {
        return "127.0.0.1:" + port;
    }

    private String origin() {
        return "http://" + host();
    }

    /** An address that opens the page once; an older one no longer does. */
    synchronized String newAddress() {
        token = secret();
        return origin() + "/?token=" + token;
    }

    /** The cookie to give to a browser that came with the token, which is used up by that. */
    synchronized Optional<String> exchange(String shown) {
        if (!same(shown, token)) {
            return Optional.empty();
        }
        token = secret();
        return Optional.of(cookie() + "=" + pass + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + COOKIE_SECONDS);
    }

    /** Cookies do not know ports: two studios on one machine need two names. */
    private String cookie() {
        return "kan4j-studio-" + port;
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses what does not come to this server by its address, or from another site. */
    void requireHost(HttpExchange exchange) {
        List<String> hosts = all(exchange.getRequestHeaders(), "Host");
        if (!hosts.equals(List.of(host()))) {
            throw new Refusal(403, "the address " + host() + " required");
        }
        String site = first(exchange.getRequestHeaders(), "Sec-Fetch-Site");
        boolean document = "document".equals(first(exchange.getRequestHeaders(), "Sec-Fetch-Dest"));
        if (!document && !site.isEmpty() && !site.equals("same-origin") && !site.equals("none")) {
            throw new Refusal(403, "a request of the studio's own page required");
        }
    }

    /** Refuses who has no cookie. */
    void requireCookie(HttpExchange exchange) {
        String prefix = cookie() + "=";
        boolean known = all(exchange.getRequestHeaders(), "Cookie").stream()
                .flatMap(line -> List.of(line.split(";")).stream())
                .map(String::strip)
                .anyMatch(each -> each.startsWith(prefix) && same(each.substring(prefix.length()), pass));
        if (!known) {
            throw new Refusal(
                    401,
                    "the address with a token that kan studio prints is required; it is good for one browser:"
                            + " Enter in its terminal gives another");
        }
    }

    /** Refuses a change that the studio's own page does not ask for. */
    void requireOwnPage(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        if (!all(headers, "Origin").equals(List.of(origin())) || !"1".equals(first(headers, HEADER))) {
            throw new Refusal(403, "a request of the studio's own page required");
        }
        if (!first(headers, "Content-Type").equals("application/json")) {
            throw new Refusal(415, "a body of JSON required");
        }
    }

    private static List<String> all(Headers headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? List.of() : values;
    }

    private static String first(Headers headers, String name) {
        List<String> values = all(headers, name);
        return values.isEmpty() ? "" : values.get(0);
    }
}
