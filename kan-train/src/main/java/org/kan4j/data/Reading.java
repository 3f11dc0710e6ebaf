package org.kan4j.data;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which columns of a file are read, and how.
 *
 * @param wanted tells by its name whether a column is read
 * @param gaps tells by its name whether a column may lack values
 * @param texts tells by its name whether a column of text is read as a category; it is left out otherwise
 * @param levels of columns that are categories whatever they look like, by their names; of other levels are the cells that are none of these
 */
record Reading(
        Predicate<String> wanted, Predicate<String> gaps, Predicate<String> texts, Map<String, List<String>> levels) {
    /** Numbers alone. */
    static Reading numbers(Predicate<String> wanted, Predicate<String> gaps) {
        return new Reading(wanted, gaps, column -> false, Map.of());
    }

    /** Whether a column is read as a category. */
    boolean category(Column column) {
        return levels.containsKey(column.name())
                || texts.test(column.name())
                        && (column.type() == Column.Type.CATEGORY || column.type() == Column.Type.TEXT);
    }

    /** The numbers of the cells of a category. */
    LevelCodes codes(Column column) {
        List<String> known = levels.get(column.name());
        return known == null ? new LevelCodes() : new LevelCodes(known);
    }
}
