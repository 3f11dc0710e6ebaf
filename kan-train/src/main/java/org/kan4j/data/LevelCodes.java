package org.kan4j.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.basis.Categories;

/** Numbers for the texts of a column: in the order of their first rows, or those that a model has. */
final class LevelCodes {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> levels = new ArrayList<>();
    private final boolean open;
    private boolean overflow;

    /** Every text is a level. */
    LevelCodes() {
        open = true;
    }

    /** Other texts than these are of no level, {@link Categories#UNKNOWN}. */
    LevelCodes(List<String> known) {
        open = false;
        known.forEach(this::add);
    }

    private int add(String level) {
        numbers.put(level, levels.size());
        levels.add(level);
        return levels.size() - 1;
    }

    /** The number of a cell without blanks around it: NaN of a gap. Whole numbers may have decimals of zero. */
    double code(String cell) {
        Integer known = numbers.get(cell);
        if (known != null) {
            return known;
        }
        if (Numbers.gapOfTexts(cell)) {
            return Double.NaN;
        }
        String level = cell.replaceFirst("^(-?[0-9]+)[.,]0+$", "$1");
        Integer whole = numbers.get(level);
        if (whole == null && open && levels.size() < Categories.MOST_LEVELS) {
            whole = add(level);
        }
        if (whole == null) {
            overflow |= open;
            return Categories.UNKNOWN;
        }
        if (open) {
            numbers.put(cell, whole);
        }
        return whole;
    }

    /** Whether there are more levels than a category may have. */
    boolean overflow() {
        return overflow;
    }

    /** The levels by their numbers, so far. */
    List<String> levels() {
        return List.copyOf(levels);
    }

    /** Whether texts are a model's. */
    boolean known() {
        return !open;
    }

    /**
     * Puts levels in order.
     *
     * @param levels by their numbers
     * @param order receives the number in the order for each number, [levels]
     * @return the levels in their order
     */
    static List<String> sorted(List<String> levels, int[] order) {
        List<String> sorted = Labels.ordered(levels);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            places.put(sorted.get(i), i);
        }
        for (int i = 0; i < order.length; i++) {
            order[i] = places.getOrDefault(levels.get(i), -1);
        }
        return sorted;
    }
}
