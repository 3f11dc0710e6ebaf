package org.kan4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;

/**
 * Searches the formula of one group, on the thread of its task.
 *
 * @param inputs their columns
 * @param options how to search
 */
record GroupSearch(List<String> inputs, DiscoverByOptions options) implements Serializable {
    private static final int FEWEST_ROWS = 5;

    /**
     * Searches.
     *
     * @param key values of the columns that tell groups apart
     * @param group its rows, in any order
     * @return the key, and what was found or what was wrong
     */
    Row row(List<Object> key, Iterable<GroupRow> group) {
        List<GroupRow> all = StreamSupport.stream(group.spliterator(), false)
                .sorted(Comparator.comparingLong(GroupRow::place))
                .toList();
        List<GroupRow> complete = all.stream().filter(GroupRow::complete).toList();
        List<String> notes = new ArrayList<>();
        if (complete.size() < all.size()) {
            notes.add((all.size() - complete.size()) + " of " + all.size()
                    + " rows left out: not a number in each of the columns");
        }
        try {
            Discovery found = search(complete);
            notes.addAll(found.notes());
            return row(
                    key,
                    complete.size(),
                    notes,
                    null,
                    found.formula().text(),
                    KanSpark.sql(found.formula()),
                    found.testR2(),
                    found.testRmse());
        } catch (RuntimeException | StackOverflowError e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return row(key, complete.size(), notes, message, null, null, null, null);
        }
    }

    private static Row row(
            List<Object> key,
            long rows,
            List<String> notes,
            @Nullable String error,
            @Nullable String formula,
            @Nullable String sql,
            @Nullable Double r2,
            @Nullable Double rmse) {
        List<@Nullable Object> values = new ArrayList<>(key);
        values.addAll(Arrays.asList(formula, sql, r2, rmse, rows, notes.toArray(new String[0]), error));
        return RowFactory.create(values.toArray());
    }

    private Discovery search(List<GroupRow> rows) {
        if (rows.size() < FEWEST_ROWS) {
            throw new IllegalArgumentException("at least " + FEWEST_ROWS
                    + " rows with a number in each of the columns required, got " + rows.size());
        }
        int in = inputs.size();
        double[] x = new double[rows.size() * in];
        double[] y = new double[rows.size()];
        for (int r = 0; r < y.length; r++) {
            System.arraycopy(rows.get(r).numbers(), 0, x, r * in, in);
            y[r] = rows.get(r).numbers()[in];
        }
        Dataset data = Dataset.of(x, y, inputs, options.target());
        Discoverer.Options search = Discoverer.Options.defaults()
                .withWork(options.work())
                .withSeed(options.seed())
                .withThreads(1);
        return new Discoverer(search).discover(data);
    }
}
