package org.kan4j.data;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A column of a table and what it is taken for.
 *
 * @param name in the header; empty where there is none
 * @param type what its cells hold
 * @param sign a percent or currency sign that all its numbers have; empty where they have none
 * @param leftOut why it is never read, such as {@code row names}; empty where it is
 */
public record Column(String name, Type type, String sign, String leftOut) {

    /** What the cells of a column hold. */
    public enum Type {
        /** Numbers. */
        NUMBER,
        /** true and false or yes and no, read as 1 and 0. */
        BOOLEAN,
        /** ISO dates, read as days since 1970-01-01. */
        DATE,
        /** ISO dates with a time, read as seconds since 1970-01-01 00:00. */
        DATE_TIME,
        /** ISO times of day, read as seconds since midnight. */
        TIME,
        /** Text that repeats. */
        CATEGORY,
        /** Text that hardly repeats, such as names. */
        TEXT,
        /** Nothing. */
        EMPTY;

        /** {@return whether there are numbers to be read} */
        public boolean numeric() {
            return this != CATEGORY && this != TEXT && this != EMPTY;
        }

        /** {@return the word for it} */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Set<String> TRUE = Set.of("true", "yes");
    private static final Set<String> FALSE = Set.of("false", "no");
    private static final int LONGEST_TIME = 40;

    Column withName(String changed) {
        return new Column(changed, type, sign, leftOut);
    }

    /**
     * How its cells are read.
     *
     * @param decimal the mark before decimals, where it is known
     */
    CellParser parser(Optional<Decimal> decimal) {
        return switch (type) {
            case BOOLEAN -> (text, offset, length) -> truth(new String(text, offset, length));
            case DATE -> time(text -> LocalDate.parse(text).toEpochDay());
            case DATE_TIME -> time(Column::seconds);
            case TIME -> time(text -> LocalTime.parse(text).toNanoOfDay() / 1e9);
            case NUMBER, CATEGORY, TEXT, EMPTY -> new Numbers(decimal, sign);
        };
    }

    private static double truth(String cell) {
        String word = Records.strip(cell).toLowerCase(Locale.ROOT);
        return TRUE.contains(word) ? 1 : FALSE.contains(word) ? 0 : Double.NaN;
    }

    private static CellParser time(ToDoubleFunction<String> parsed) {
        return (text, offset, length) -> {
            String cell = length > LONGEST_TIME ? "" : Records.strip(new String(text, offset, length));
            try {
                return cell.isEmpty() ? Double.NaN : parsed.applyAsDouble(cell);
            } catch (DateTimeParseException e) {
                return Double.NaN;
            }
        };
    }

    /** A date and a time with T or a blank between, in UTC unless the cell says otherwise. */
    private static double seconds(String cell) {
        String text = cell.replace(' ', 'T');
        boolean zone = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
        OffsetDateTime time =
                zone ? OffsetDateTime.parse(text) : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
        return time.toEpochSecond() + time.getNano() / 1e9;
    }

    /** What a reader should know of how its cells are read; empty where there is nothing. */
    Optional<String> note() {
        String subject = "column " + TableReader.shown(name) + " ";
        return switch (type) {
            case NUMBER ->
                sign.isEmpty()
                        ? Optional.empty()
                        : Optional.of(subject
                                + (sign.equals("%")
                                        ? "has percent signs: 5% is read as 5"
                                        : "has the sign " + sign + ": left out"));
            case BOOLEAN -> Optional.of(subject + "is read as 1 for true or yes, 0 for false or no");
            case DATE -> Optional.of(subject + "is read as days since 1970-01-01");
            case DATE_TIME -> Optional.of(subject + "is read as seconds since 1970-01-01 00:00");
            case TIME -> Optional.of(subject + "is read as seconds since midnight");
            case TEXT, EMPTY -> Optional.of(subject + "holds no number: left out");
            case CATEGORY -> Optional.empty();
        };
    }
}
