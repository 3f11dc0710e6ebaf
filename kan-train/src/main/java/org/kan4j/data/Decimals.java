package org.kan4j.data;

/** Decimal numbers in text, correctly rounded. */
final class Decimals {
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private Decimals() {}

    /**
     * A decimal number, spaces around it allowed.
     *
     * @return NaN where the characters are not a decimal number; infinite where it is too large
     */
    static double parse(char[] text, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && Character.isWhitespace(text[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(text[to - 1])) {
            to--;
        }
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (at < to && (text[at] == '-' || text[at] == '+')) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int significant = 0;
        int scale = 0;
        boolean point = false;
        for (; at < to; at++) {
            char c = text[at];
            if (c >= '0' && c <= '9') {
                count++;
                significant += significant > 0 || c != '0' ? 1 : 0;
                digits = significant <= 18 ? digits * 10 + (c - '0') : digits;
                scale -= point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        if (at < to) {
            if (text[at] != 'e' && text[at] != 'E') {
                return Double.NaN;
            }
            int sign = at + 1 < to && (text[at + 1] == '-' || text[at + 1] == '+') ? 1 : 0;
            int first = at + 1 + sign;
            int exponent = 0;
            for (int i = first; i < to; i++) {
                if (text[i] < '0' || text[i] > '9') {
                    return Double.NaN;
                }
                exponent = Math.min(100_000, exponent * 10 + (text[i] - '0'));
            }
            if (first >= to) {
                return Double.NaN;
            }
            scale += text[at + 1] == '-' ? -exponent : exponent;
        }
        // Both factors are exact doubles, so one rounding is made (Clinger, How to read floating point numbers, 1990).
        if (significant <= 18 && digits < 1L << 53 && scale >= -22 && scale <= 22) {
            double value = scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
            return negative ? -value : value;
        }
        return Double.parseDouble(new String(text, from, to - from));
    }

    /** What Java makes of a text that is not a finite decimal number, to tell infinities from words. */
    static double lenient(String text) {
        if (text.matches("(?i)[+-]?inf(inity)?")) {
            return Double.POSITIVE_INFINITY;
        }
        return parse(text.toCharArray(), 0, text.length());
    }
}
