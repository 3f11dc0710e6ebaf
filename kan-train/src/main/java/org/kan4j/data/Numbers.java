package org.kan4j.data;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Numbers as people and programs write them: with a decimal comma, digits in groups of three, a percent or currency sign, Fortran's
 * exponents, another minus.
 */
final class Numbers implements CellParser {
    /** Signs beside a number, all cells of a column having the same. */
    private static final String SIGNS = "%$€£¥";
    /** What may stand between groups of digits and is never a decimal mark: apostrophes, blanks that do not break a line. */
    private static final String GROUPS = "'’\u00a0\u202f\u2007\u2009";
    /** What stands for no number, in lower case. */
    private static final Set<String> GAPS = Set.of("", "na", "n/a", "#n/a", "nan", "null", "none", ".", "-", "?");

    /** What the marks within one number say of the decimal mark of the file. */
    enum Evidence {
        /** It is no number in any of the forms. */
        NO_NUMBER,
        /** Nothing. */
        NONE,
        /** It is a point. */
        POINT,
        /** It is a comma. */
        COMMA,
        /** A comma that is followed by three digits: of decimals or of a group. */
        EITHER
    }

    private final Optional<Decimal> decimal;
    private final String sign;
    /** Whether most cells are read without a look at their characters. */
    private final boolean plain;

    /**
     * Numbers of a column.
     *
     * @param decimal the mark before decimals; where it is not known, a point is one and a comma is no part of a number
     * @param sign that all cells have, a percent or currency sign; empty where none has
     */
    Numbers(Optional<Decimal> decimal, String sign) {
        this.decimal = decimal;
        this.sign = sign;
        plain = sign.isEmpty() && decimal.filter(Decimal.COMMA::equals).isEmpty();
    }

    /** Whether a cell, without blanks around it, says that there is no number. */
    static boolean gap(String cell) {
        return cell.length() <= 4 && GAPS.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Whether a cell among texts says that there is none; {@code none} is a text among others, as of those without an inhibitor. */
    static boolean gapOfTexts(String cell) {
        return gap(cell) && !cell.equalsIgnoreCase("none");
    }

    /** The percent or currency sign at an end of a cell without blanks around it; empty where there is none. */
    static String signOf(String cell) {
        if (cell.isEmpty()) {
            return "";
        }
        String digits = cell.startsWith("-") || cell.startsWith("−") ? cell.substring(1) : cell;
        return digits.isEmpty()
                ? ""
                : SIGNS.indexOf(digits.charAt(0)) >= 0
                        ? digits.substring(0, 1)
                        : SIGNS.indexOf(digits.charAt(digits.length() - 1)) >= 0
                                ? digits.substring(digits.length() - 1)
                                : "";
    }

    @Override
    public double parse(char[] text, int offset, int length) {
        if (plain) {
            double value = Decimals.parse(text, offset, length);
            if (!Double.isNaN(value)) {
                return value;
            }
        }
        return length == 0 ? Double.NaN : decorated(new String(text, offset, length));
    }

    private double decorated(String cell) {
        String text = Records.strip(cell);
        if (!sign.isEmpty()) {
            if (!signOf(text).equals(sign)) {
                return Double.NaN;
            }
            text = without(text, sign);
        }
        char mark = decimal.map(Decimal::mark).orElse('.');
        String groups = GROUPS
                + decimal.map(known -> known == Decimal.POINT ? "," : ".").orElse("");
        char[] plain = plain(text, mark, groups);
        return Decimals.parse(plain, 0, plain.length);
    }

    /** A cell without the sign that it has at one end. */
    private static String without(String text, String sign) {
        int at = text.indexOf(sign);
        return Records.strip(text.substring(0, at) + text.substring(at + 1));
    }

    /** A number as {@link Decimals} reads it; something that is none where its groups are not of three digits. */
    private static char[] plain(String text, char mark, String groups) {
        StringBuilder plain = new StringBuilder(text.length() + 1);
        boolean decimals = false;
        int grouped = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                grouped += grouped >= 0 && !decimals ? 1 : 0;
                plain.append(c);
                continue;
            }
            if (groups.indexOf(c) >= 0) {
                boolean first = grouped < 0;
                int before = first ? digits(plain) : grouped;
                boolean fits = first ? before >= 1 && (before <= 3 || GROUPS.indexOf(c) >= 0) : before == 3;
                if (decimals || !fits || !first && text.charAt(i - 4) != c) {
                    return new char[0];
                }
                grouped = 0;
                continue;
            }
            if (grouped >= 0 && !decimals && grouped != 3) {
                return new char[0];
            }
            boolean exponent = c == 'e' || c == 'E' || c == 'd' || c == 'D';
            if (c == mark) {
                decimals = true;
                plain.append('.');
            } else if (exponent) {
                decimals = true;
                plain.append('e');
            } else if (c == '\u2212') {
                plain.append('-');
            } else if ((c == '-' || c == '+') && decimals && fortran(text, i)) {
                plain.append('e').append(c);
            } else {
                plain.append(c);
            }
        }
        return grouped >= 0 && !decimals && grouped != 3
                ? new char[0]
                : plain.toString().toCharArray();
    }

    private static int digits(CharSequence text) {
        return (int) text.chars().filter(c -> c >= '0' && c <= '9').count();
    }

    /** Whether a sign begins an exponent of three digits, before which Fortran leaves its letter out. */
    private static boolean fortran(String text, int at) {
        return at + 4 == text.length() && Character.isDigit(text.charAt(at - 1)) && digits(text.substring(at + 1)) == 3;
    }

    /** What a cell says of the decimal mark. */
    static Evidence evidence(String cell) {
        String text = Records.strip(cell);
        String sign = signOf(text);
        text = sign.isEmpty() ? text : without(text, sign);
        boolean point = number(text, Decimal.POINT);
        boolean comma = number(text, Decimal.COMMA);
        int commas = count(text, ',');
        int points = count(text, '.');
        if (!point && !comma) {
            return Evidence.NO_NUMBER;
        }
        if (commas + points == 0) {
            return Evidence.NONE;
        }
        if (point && comma) {
            boolean zero = text.replaceAll("^[-+\u2212]", "").startsWith("0");
            return commas == 0 ? zero ? Evidence.POINT : Evidence.NONE : zero ? Evidence.COMMA : Evidence.EITHER;
        }
        return point ? Evidence.POINT : Evidence.COMMA;
    }

    private static boolean number(String text, Decimal decimal) {
        return !Double.isNaN(new Numbers(Optional.of(decimal), "").parse(text.toCharArray(), 0, text.length()));
    }

    private static int count(String text, char c) {
        return (int) text.chars().filter(each -> each == c).count();
    }
}
