package org.kan4j.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.kan4j.basis.Categories;

/**
 * How the values of an input become numbers of the network: those of a quantity as they are, those of a category by a table of its levels.
 *
 * @param levels of a category, in the order of their places, which are its values in the data; empty for a quantity
 * @param fill what stands for a gap, in the data's units, the place of a level for a category; empty where gaps stay what they are
 * @param trend how predictions must go with a quantity; the model was fitted so
 */
public record InputKind(List<Level> levels, OptionalDouble fill, Trend trend) {
    /** A quantity whose gaps stay. */
    public static final InputKind QUANTITY = new InputKind(List.of(), OptionalDouble.empty());

    /**
     * An input with which predictions may go anywhere.
     *
     * @param levels of a category, in the order of their places, which are its values in the data; empty for a quantity
     * @param fill what stands for a gap; empty where gaps stay what they are
     */
    public InputKind(List<Level> levels, OptionalDouble fill) {
        this(levels, fill, Trend.FREE);
    }

    /**
     * A level of a category.
     *
     * @param name the text in the table
     * @param number that the network knows it by, which rare levels share; −1 for one that no training row had
     */
    public record Level(String name, int number) {
        /** {@return whether rows of this level were fitted} */
        public boolean known() {
            return number >= 0;
        }
    }

    /**
     * Validates.
     *
     * @param levels of a category, in the order of their places, which are its values in the data; empty for a quantity
     * @param fill what stands for a gap, in the data's units, the place of a level for a category; empty where gaps stay what they are
     * @param trend how predictions must go with a quantity; the model was fitted so
     * @throws IllegalArgumentException if two levels have the same name, a number is less than −1, a gap is filled by no number, or a category
     *     has a trend
     */
    public InputKind {
        levels = List.copyOf(levels);
        if (!levels.isEmpty() && !trend.free()) {
            throw new IllegalArgumentException("model: a quantity required for a trend, got a category");
        }
        double gap = fill.orElse(0);
        if (!(Double.isFinite(gap) && (levels.isEmpty() || gap == Math.rint(gap) && gap >= 0 && gap < levels.size()))) {
            throw new IllegalArgumentException(
                    "model: " + (levels.isEmpty() ? "a finite number" : "a level") + " for gaps required, got " + gap);
        }
        if (levels.stream().map(Level::name).distinct().count() < levels.size()) {
            throw new IllegalArgumentException("model: levels of different names required, some are equal");
        }
        for (Level level : levels) {
            if (!(level.number >= -1 && level.number < Categories.MOST_LEVELS)) {
                throw new IllegalArgumentException("model: numbers of levels from -1 to " + (Categories.MOST_LEVELS - 1)
                        + " required, got " + level.number);
            }
        }
    }

    /**
     * {@return this kind of input, with which predictions go so}
     *
     * @param changed how
     */
    public InputKind withTrend(Trend changed) {
        return new InputKind(levels, fill, changed);
    }

    /** {@return whether the input is a category} */
    public boolean category() {
        return !levels.isEmpty();
    }

    /** {@return the names of the levels, in their order} */
    public List<String> names() {
        return levels.stream().map(Level::name).toList();
    }

    /**
     * {@return names of the levels that the network knows by a number, in their order; more than one where they are rare}
     *
     * @param number 0 or more
     */
    public List<String> named(int number) {
        return levels.stream()
                .filter(level -> level.number == number)
                .map(Level::name)
                .toList();
    }

    /** {@return the places of the levels, by their names} */
    public Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < levels.size(); place++) {
            places.put(levels.get(place).name, place);
        }
        return places;
    }

    /** The number of the level at a place, {@link Categories#UNKNOWN} where there is none; for many values. */
    double[] numbers() {
        return levels.stream().mapToDouble(Level::number).toArray();
    }
}
