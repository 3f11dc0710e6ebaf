package org.kan4j.model;

import java.util.Locale;
import java.util.Objects;

/**
 * What the outputs of a regression are of the targets that rows with these inputs have.
 *
 * @param kind which
 * @param level of a quantile, between 0 and 1; 0 for others
 */
public record Response(Kind kind, double level) {
    /** The mean of targets, whose errors are alike. */
    public static final Response MEAN = new Response(Kind.MEAN, 0);

    /** Kinds. */
    public enum Kind {
        /** The mean of targets, whose errors are alike. */
        MEAN,
        /** The mean of counts, as the exponential of what the network gives. */
        POISSON,
        /** The mean of positive targets, whose errors grow with it, as the exponential of what the network gives. */
        GAMMA,
        /** The number that a share of the targets does not exceed. */
        QUANTILE
    }

    /**
     * Validates.
     *
     * @param kind which
     * @param level of a quantile, between 0 and 1; 0 for others
     * @throws IllegalArgumentException if the level is none
     */
    public Response {
        Objects.requireNonNull(kind, "kind");
        boolean valid = kind == Kind.QUANTILE ? level > 0 && level < 1 : level == 0;
        if (!valid) {
            throw new IllegalArgumentException(
                    "model: a level between 0 and 1 of a quantile required, of others 0, got " + level + " for "
                            + kind);
        }
    }

    /** {@return whether outputs are exponentials of what the network gives} */
    public boolean exponential() {
        return kind == Kind.POISSON || kind == Kind.GAMMA;
    }

    /** {@return {@code mean}, {@code poisson}, {@code gamma} or {@code quantile:0.9}} */
    public String text() {
        return kind.name().toLowerCase(Locale.ROOT) + (kind == Kind.QUANTILE ? ":" + level : "");
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @param text the text
     * @return what it says
     * @throws IllegalArgumentException if it says nothing
     */
    public static Response parse(String text) {
        for (Kind kind : Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            if (kind != Kind.QUANTILE && text.equals(name)) {
                return new Response(kind, 0);
            }
            if (kind == Kind.QUANTILE && text.startsWith(name + ":")) {
                return new Response(kind, Double.parseDouble(text.substring(name.length() + 1)));
            }
        }
        throw new IllegalArgumentException("model: mean, poisson, gamma or quantile:LEVEL required, got " + text);
    }
}
