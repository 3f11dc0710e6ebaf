package org.kan4j.data;

import java.util.List;

/** What is said of inputs that are categories or have gaps. */
final class MixedColumns {
    private MixedColumns() {}

    /** Whether a column of texts hardly repeats, as names do, and was not asked for. */
    static boolean names(String name, int different, long cells, Roles roles) {
        return !roles.inputs().contains(name) && !Layout.repeats(different, cells);
    }

    static String noteOfNames(String name) {
        return "column " + TableReader.shown(name)
                + " holds text that hardly repeats: left out; --inputs takes it for categories";
    }

    /**
     * Says how an input is taken.
     *
     * @param levels how many it has; 0 of a quantity
     * @param gaps rows that lack it
     * @param notes receives it
     */
    static void note(String name, int levels, long gaps, Roles roles, List<String> notes) {
        String column = "column " + TableReader.shown(name);
        if (levels > 0) {
            notes.add(column + " is taken for a category of " + levels + (levels == 1 ? " level" : " levels"));
        }
        if (gaps > 0) {
            boolean median = roles.mixed().filter(Missing.MEDIAN::equals).isPresent();
            String taken = !median
                    ? (gaps == 1 ? "which has an effect of its own" : "which have an effect of their own")
                    : levels > 0
                            ? "for which the most frequent level of the rows stands that are fitted"
                            : "for which the median of the rows stands that are fitted";
            notes.add(column + " has " + (gaps == 1 ? "a gap" : gaps + " gaps") + ", " + taken);
        }
    }
}
