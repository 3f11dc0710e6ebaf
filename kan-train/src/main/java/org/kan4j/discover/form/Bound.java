package org.kan4j.discover.form;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Between which numbers a constant must be.
 *
 * @param name of the constant
 * @param low the least value; minus infinity for none
 * @param high the greatest value, more than the least; infinity for none
 */
public record Bound(String name, double low, double high) {
    private static final String NUMBER = "([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)";

    private static final Pattern AROUND =
            Pattern.compile("(?:" + NUMBER + "\\s*<=?\\s*)?([A-Za-z_]\\w*)(?:\\s*<=?\\s*" + NUMBER + ")?");

    private static final Pattern ABOVE = Pattern.compile("([A-Za-z_]\\w*)\\s*>=?\\s*" + NUMBER);

    /** Validates. */
    public Bound {
        if (!(low < high)) {
            throw new IllegalArgumentException(
                    "bound: a least value below the greatest required, got " + low + " <= " + name + " <= " + high);
        }
    }

    /**
     * {@return a bound as it is written: {@code a>0}, {@code b<=2} or {@code 0<=c<=1}} Constants may be at their bounds, written with or without
     * the equals sign.
     *
     * @param text the bound
     * @throws IllegalArgumentException if the text is no bound
     */
    public static Bound of(String text) {
        Matcher above = ABOVE.matcher(text.strip());
        Matcher around = AROUND.matcher(text.strip());
        try {
            if (above.matches()) {
                return new Bound(above.group(1), Double.parseDouble(above.group(2)), Double.POSITIVE_INFINITY);
            } else if (around.matches() && (around.group(1) != null || around.group(3) != null)) {
                return new Bound(
                        around.group(2),
                        around.group(1) == null ? Double.NEGATIVE_INFINITY : Double.parseDouble(around.group(1)),
                        around.group(3) == null ? Double.POSITIVE_INFINITY : Double.parseDouble(around.group(3)));
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("bound: as in a>0, b<=2 or 0<=c<=1 required, got \"" + text + '"');
    }

    /** A bound that is none. */
    static Bound none() {
        return new Bound("", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** For each constant of a form its bound; the last one where it has several. */
    static List<Bound> of(List<String> constants, List<Bound> bounds) {
        return constants.stream()
                .map(name -> bounds.stream()
                        .filter(bound -> bound.name.equals(name))
                        .reduce(none(), (first, second) -> second))
                .toList();
    }

    boolean bounded() {
        return low > Double.NEGATIVE_INFINITY || high < Double.POSITIVE_INFINITY;
    }

    /** The nearer bound. */
    double nearest(double value) {
        return value - low < high - value ? low : high;
    }

    /** A number within, for any number. */
    double inside(double any) {
        if (low > Double.NEGATIVE_INFINITY && high < Double.POSITIVE_INFINITY) {
            return low + (high - low) * (0.5 + Math.atan(any) / Math.PI);
        }
        return low > Double.NEGATIVE_INFINITY
                ? low + Math.abs(any)
                : high < Double.POSITIVE_INFINITY ? high - Math.abs(any) : any;
    }

    /** The value of a number without bounds, as MINUIT has it (James and Roos, Computer Physics Communications 10, 1975). */
    double value(double t) {
        if (low > Double.NEGATIVE_INFINITY && high < Double.POSITIVE_INFINITY) {
            return low + (high - low) / 2 * (Math.sin(t) + 1);
        } else if (low > Double.NEGATIVE_INFINITY) {
            return low - 1 + Math.sqrt(t * t + 1);
        }
        return high < Double.POSITIVE_INFINITY ? high + 1 - Math.sqrt(t * t + 1) : t;
    }

    /** The derivative of {@link #value}. */
    double slope(double t) {
        if (low > Double.NEGATIVE_INFINITY && high < Double.POSITIVE_INFINITY) {
            return (high - low) / 2 * Math.cos(t);
        } else if (low > Double.NEGATIVE_INFINITY) {
            return t / Math.sqrt(t * t + 1);
        }
        return high < Double.POSITIVE_INFINITY ? -t / Math.sqrt(t * t + 1) : 1;
    }

    /** The number without bounds of a value. */
    double of(double value) {
        if (low > Double.NEGATIVE_INFINITY && high < Double.POSITIVE_INFINITY) {
            return Math.asin(Math.max(-1, Math.min(1, 2 * (value - low) / (high - low) - 1)));
        } else if (low > Double.NEGATIVE_INFINITY) {
            double d = Math.max(0, value - low) + 1;
            return Math.sqrt(d * d - 1);
        }
        double d = Math.max(0, high - value) + 1;
        return high < Double.POSITIVE_INFINITY ? Math.sqrt(d * d - 1) : value;
    }

    /** Says that the constant is at a bound. */
    String said(double value) {
        return String.format(
                Locale.ROOT,
                "%s is at its bound %s",
                name,
                Double.toString(value).replaceAll("\\.0$", ""));
    }
}
