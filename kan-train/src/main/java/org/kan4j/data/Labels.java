package org.kan4j.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A column of class labels.
 *
 * @param classes the different labels: by value where all are numbers, else in the order of their characters
 * @param indices [rows] the number of each row's class; −1 where it has none
 */
record Labels(List<String> classes, double[] indices) {
    /** A column with more different labels than this is not one of classes. */
    private static final int MOST_CLASSES = 1000;

    /**
     * Reads a column of a table; a row with a blank cell has no class.
     *
     * @throws DataException if there is no such column, or it has fewer than 2 or more than 1,000 classes
     */
    static Labels read(TableFile file, String column) {
        List<String> cells = file.texts(column);
        List<String> classes = classes(file, column, cells::forEach);
        return new Labels(classes, indices(cells, classes));
    }

    /**
     * The different labels of a column.
     *
     * @throws DataException as {@link #read}
     */
    static List<String> classes(TableFile file, String column) {
        return classes(file, column, receiver -> file.texts(column, receiver));
    }

    private static List<String> classes(TableFile file, String column, Consumer<Consumer<String>> cells) {
        String source = file.name();
        Set<String> labels = new HashSet<>();
        cells.accept(label -> {
            if (!label.isEmpty()) {
                labels.add(label);
            }
            if (labels.size() > MOST_CLASSES) {
                throw new DataException(source + ": column " + TableReader.shown(column) + ": at most " + MOST_CLASSES
                        + " classes required, got more; is it a number to predict rather than a class?");
            }
        });
        if (labels.size() < 2) {
            throw new DataException(source + ": column " + TableReader.shown(column)
                    + ": at least 2 classes required, got " + labels.size());
        }
        return ordered(labels);
    }

    /** Texts in the order of their numbers where all are numbers, else by text. */
    static List<String> ordered(Collection<String> labels) {
        List<String> ordered = new ArrayList<>(labels);
        boolean numbers = ordered.stream().allMatch(label -> Double.isFinite(Decimals.lenient(label)));
        Comparator<String> byText = Comparator.naturalOrder();
        ordered.sort(numbers ? Comparator.comparingDouble(Decimals::lenient).thenComparing(byText) : byText);
        return ordered;
    }

    /** The number of each cell's class; −1 where it is none of these. */
    static double[] indices(List<String> cells, List<String> classes) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            numbers.put(classes.get(c), c);
        }
        return cells.stream()
                .mapToDouble(cell -> numbers.getOrDefault(cell, -1))
                .toArray();
    }
}
