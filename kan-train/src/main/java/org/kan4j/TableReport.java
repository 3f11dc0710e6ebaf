package org.kan4j;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kan4j.data.Column;
import org.kan4j.data.ColumnProfile;
import org.kan4j.data.Decimal;
import org.kan4j.data.TableProfile;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * What a table is taken for, and what is in it.
 *
 * @param profile of the table
 * @param file where its schema was written, if it was
 */
public record TableReport(TableProfile profile, Optional<Path> file) implements Report {
    private static final int WIDEST_NAME = 40;

    @Override
    public String text() {
        TextLines text = new TextLines();
        profile.warnings().forEach(warning -> text.line("warning  " + warning));
        text.line(profile.file().name() + ": " + profile.rows() + " rows, "
                + profile.columns().size() + " columns; " + separator() + "s between cells, decimal "
                + word(profile.file().decimal()) + "s, " + encoding());
        int width = Math.min(
                WIDEST_NAME,
                profile.columns().stream()
                        .mapToInt(column -> name(column).length())
                        .max()
                        .orElse(0));
        String line = "%-" + Math.max(6, width) + "s  %-9s  %6s  %9s  %s";
        text.line("").format(line, "column", "type", "gaps", "different", "holds");
        for (ColumnProfile column : profile.columns()) {
            String different = column.different() + (more(column) ? "+" : "");
            text.line(String.format(
                            Locale.ROOT,
                            line,
                            name(column),
                            column.column().type().text(),
                            column.gaps(),
                            different,
                            holds(column))
                    .stripTrailing());
        }
        text.line("");
        for (ColumnProfile column : profile.columns()) {
            column.suspicions().forEach(said -> text.line("suspicion  column \"" + name(column) + "\": " + said));
        }
        if (profile.repeats() > 0) {
            text.line("suspicion  " + profile.repeats() + " of " + profile.rows() + " rows repeat one before");
        }
        if (profile.ragged() > 0) {
            text.line("suspicion  " + profile.ragged() + " of " + profile.rows()
                    + " rows have another number of cells than the header");
        }
        profile.notes().forEach(note -> text.line("note  " + note));
        file.ifPresent(written -> text.line("schema " + written));
        return text.toString();
    }

    private static String word(Decimal decimal) {
        return decimal.name().toLowerCase(Locale.ROOT);
    }

    private String separator() {
        return profile.file().schema().separator().orElseThrow().name().toLowerCase(Locale.ROOT);
    }

    private String encoding() {
        return profile.file().schema().encoding().orElseThrow().name();
    }

    private static String name(ColumnProfile column) {
        String name = column.column().name();
        return name.isEmpty()
                ? "(no name)"
                : name.length() <= WIDEST_NAME ? name : name.substring(0, WIDEST_NAME - 1) + "…";
    }

    private static boolean more(ColumnProfile column) {
        return column.different() == ColumnProfile.MOST_DIFFERENT;
    }

    private static String holds(ColumnProfile profile) {
        Column column = profile.column();
        if (!column.leftOut().isEmpty()) {
            return "left out: " + column.leftOut();
        }
        if (column.type().numeric()) {
            return profile.lowest().isEmpty() ? "" : profile.lowest() + " to " + profile.highest();
        }
        List<String> kinds = profile.kinds();
        return String.join(", ", kinds).replaceAll("\\s+", " ") + (kinds.size() < profile.different() ? ", …" : "");
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> {
            json.string("table", profile.file().path().toString())
                    .whole("rows", profile.rows())
                    .whole("repeated_rows", profile.repeats())
                    .whole("ragged_rows", profile.ragged())
                    .string("separator", separator())
                    .string("decimal", word(profile.file().decimal()))
                    .string("encoding", encoding())
                    .objects("columns", profile.columns(), TableReport::write)
                    .strings("notes", profile.notes())
                    .strings("warnings", profile.warnings());
            file.ifPresent(written -> json.string("schema", written.toString()));
        });
    }

    private static void write(JsonMembers json, ColumnProfile profile) {
        Column column = profile.column();
        json.string("name", column.name())
                .string("type", column.type().text())
                .string("sign", column.sign())
                .string("left_out", column.leftOut())
                .whole("gaps", profile.gaps())
                .whole("different", profile.different())
                .flag("more_different", more(profile))
                .strings("kinds", profile.kinds())
                .string("lowest", profile.lowest())
                .string("highest", profile.highest())
                .strings("suspicions", profile.suspicions());
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
