package org.kan4j.data;

import java.util.List;

/**
 * What an input of a dataset holds.
 *
 * @param levels names of the levels of a category, whose numbers in this list are the inputs; −1 is none of them. Empty for a quantity
 * @param gaps whether rows of the table lack it; they hold NaN
 */
public record Feature(List<String> levels, boolean gaps) {
    /** A number in every row. */
    public static final Feature QUANTITY = new Feature(List.of(), false);

    /**
     * Copies.
     *
     * @param levels names of the levels of a category, whose numbers in this list are the inputs; −1 is none of them. Empty for a quantity
     * @param gaps whether rows of the table lack it; they hold NaN
     */
    public Feature {
        levels = List.copyOf(levels);
    }

    /** {@return whether it is a category} */
    public boolean category() {
        return !levels.isEmpty();
    }
}
