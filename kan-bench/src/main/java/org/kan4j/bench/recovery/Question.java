package org.kan4j.bench.recovery;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.kan4j.DiscoverResult;
import org.kan4j.Kan4j;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.formula.Formula;

/**
 * Asks for the formula of a table within a time, and takes no late answer.
 *
 * @param search finds a formula
 * @param limit that the search was given, in seconds
 * @param nanos the clock
 */
record Question(Function<Dataset, Found> search, double limit, LongSupplier nanos) {
    /**
     * What {@code kan discover} has no time for within its limit: it keeps 0.3 s to write the result, and a JVM starts in some 0.4 s.
     */
    private static final double KEPT = 0.7;

    private static final double LARGEST_KEPT = 0.8;

    /** What a search found. */
    record Found(Formula formula, String method) {}

    /** Asks as {@code kan discover --time-limit LIMIT} does. */
    static Question within(double limit, Discoverer.Options options) {
        double used = Math.min(LARGEST_KEPT * limit, KEPT);
        return new Question(discover(options.withTimeLimit(limit - used)), limit, System::nanoTime);
    }

    /** The search of {@code kan discover}. */
    static Function<Dataset, Found> discover(Discoverer.Options options) {
        return data -> {
            DiscoverResult result = Kan4j.discover(data, options);
            return new Found(result.formula(), result.found().method());
        };
    }

    /** The answer for a table. A search that fails is no answer, and the next table gets its own. */
    Answer ask(Dataset data) {
        long start = nanos.getAsLong();
        try {
            Found found = search.apply(data);
            double seconds = (nanos.getAsLong() - start) / 1e9;
            return seconds > Math.max(1.1 * limit, limit + 1)
                    ? Answer.none(seconds, String.format(Locale.ROOT, "answer after %.1f s", seconds))
                    : Answer.of(found.formula, found.method, seconds);
        } catch (RuntimeException e) {
            return Answer.none((nanos.getAsLong() - start) / 1e9, e.toString());
        }
    }
}
