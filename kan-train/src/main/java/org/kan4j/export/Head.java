package org.kan4j.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The comment before an export. */
final class Head {
    private Head() {}

    /**
     * Lines of comment: what made the export, what it gives, which columns it wants.
     *
     * @param gives what it gives, lines
     * @param names of the arguments
     * @param columns of the table, one for each argument
     */
    static String of(Language language, List<String> gives, List<String> names, List<String> columns) {
        List<String> lines = new ArrayList<>();
        lines.add("Made by kan4j, kan export --to " + language.name().toLowerCase(Locale.ROOT) + ".");
        lines.addAll(gives);
        for (int i = 0; i < columns.size(); i++) {
            String column = "column " + quoted(columns.get(i));
            lines.add(
                    switch (language) {
                        case SQL -> column;
                        case EXCEL -> "cell " + ExcelPrinter.letters(i) + "2: " + column;
                        default -> "argument " + names.get(i) + ": " + column;
                    });
        }
        return lines.stream()
                .map(line -> language.comment() + " " + line + "\n")
                .collect(Collectors.joining());
    }

    /** A name in quotes. It ends no comment, no line, and is no escape of Java's. */
    static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ") + '"';
    }
}
