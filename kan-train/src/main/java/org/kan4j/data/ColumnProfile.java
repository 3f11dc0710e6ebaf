package org.kan4j.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is in a column.
 *
 * @param column what it is taken for
 * @param gaps cells without a value
 * @param different how many different cells with a value, up to {@link #MOST_DIFFERENT}
 * @param kinds the first of them
 * @param lowest the cell of the lowest number; empty where there is none
 * @param highest the cell of the highest number; empty where there is none
 * @param suspicions what may be wrong with it
 */
public record ColumnProfile(
        Column column,
        long gaps,
        int different,
        List<String> kinds,
        String lowest,
        String highest,
        List<String> suspicions) {
    /** More different cells are not counted. */
    public static final int MOST_DIFFERENT = 1000;

    private static final int SHOWN_KINDS = 4;

    /**
     * Copies.
     *
     * @param column what it is taken for
     * @param gaps cells without a value
     * @param different how many different cells with a value, up to {@link #MOST_DIFFERENT}
     * @param kinds the first of them
     * @param lowest the cell of the lowest number; empty where there is none
     * @param highest the cell of the highest number; empty where there is none
     * @param suspicions what may be wrong with it
     */
    public ColumnProfile {
        kinds = List.copyOf(kinds);
        suspicions = List.copyOf(suspicions);
    }

    /** Looks at the cells of a column one by one. */
    static final class Collector {
        private final Column column;
        private final CellParser parser;
        private final Set<String> different = new LinkedHashSet<>();
        private final Extremes extremes = new Extremes();
        private final FewNumbers few = new FewNumbers();
        private String lowest = "";
        private String highest = "";
        private long gaps;
        private long rows;
        private long wrong;
        private String firstWrong = "";
        private long firstWrongLine;
        private boolean counts = true;

        Collector(Column column, Optional<Decimal> decimal) {
            this.column = column;
            parser = column.parser(decimal);
        }

        void add(String cell, long line) {
            rows++;
            if (column.type() == Column.Type.CATEGORY ? Numbers.gapOfTexts(cell) : Numbers.gap(cell)) {
                gaps++;
                counts = false;
                return;
            }
            if (different.size() < MOST_DIFFERENT) {
                different.add(cell);
            }
            if (!column.type().numeric()) {
                return;
            }
            double value = parser.parse(cell.toCharArray(), 0, cell.length());
            if (!Double.isFinite(value)) {
                firstWrong = wrong == 0 ? cell : firstWrong;
                firstWrongLine = wrong == 0 ? line : firstWrongLine;
                wrong++;
                counts = false;
                return;
            }
            double before = extremes.highest();
            lowest = value < extremes.lowest() ? cell : lowest;
            highest = value > before ? cell : highest;
            counts &= rows == 1 ? value == 0 || value == 1 : value == before + 1;
            extremes.add(value);
            few.add(value);
        }

        ColumnProfile profile() {
            List<String> suspicions = new ArrayList<>();
            if (wrong > 0) {
                suspicions.add(wrong + (wrong == 1 ? " cell is no " : " cells are no ")
                        + column.type().text() + (wrong == 1 ? "" : "s") + ", the first in row " + firstWrongLine + ": "
                        + TableReader.shown(firstWrong));
            }
            if (different.size() == 1 && column.leftOut().isEmpty()) {
                suspicions.add("constant");
            }
            if (counts
                    && rows > 2
                    && column.type().numeric()
                    && column.leftOut().isEmpty()) {
                suspicions.add("counts the rows");
            }
            extremes.code().ifPresent(suspicions::add);
            few.said()
                    .filter(said -> column.type() == Column.Type.NUMBER
                            && column.leftOut().isEmpty())
                    .ifPresent(said ->
                            suspicions.add(said + ", which may be codes: fit --categories takes them for levels"));
            List<String> kinds = different.stream().limit(SHOWN_KINDS).toList();
            return new ColumnProfile(column, gaps, different.size(), kinds, lowest, highest, suspicions);
        }
    }
}
