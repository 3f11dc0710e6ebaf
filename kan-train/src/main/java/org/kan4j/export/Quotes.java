package org.kan4j.export;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Any text as a literal of a language, in ASCII. */
final class Quotes {
    private Quotes() {}

    static String java(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // What escapes of Unicode stand for is there before literals are read, so that control characters must not
            // be such.
            quoted.append(plain(c) ? String.valueOf(c) : c < 256 ? octal(c) : "\\u" + hex(c, 4));
        }
        return quoted.append('"').toString();
    }

    static String c(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            // Question marks could begin trigraphs.
            quoted.append(plain(b) && b != '?' ? String.valueOf((char) b) : octal(b & 0xff));
        }
        return quoted.append('"').toString();
    }

    static String python(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(plain(c) ? Character.toString(c) : "\\U" + hex(c, 8)));
        return quoted.append('"').toString();
    }

    private static boolean plain(int c) {
        return c >= ' ' && c < 127 && c != '"' && c != '\\';
    }

    private static String octal(int c) {
        return String.format(Locale.ROOT, "\\%03o", c);
    }

    private static String hex(int c, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "x", c);
    }
}
