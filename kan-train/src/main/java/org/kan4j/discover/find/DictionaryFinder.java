package org.kan4j.discover.find;

import java.util.List;
import org.kan4j.discover.reduce.Task;

/** Laws of two or three expressions of a {@link Dictionary}, as {@link DictionarySearch} finds them. */
public final class DictionaryFinder implements Finder {
    /** Expressions of a first dictionary, and of a second one where there is a minute. */
    private static final int SMALL = 3000;

    private static final int LARGE = 30_000;

    /** The share of a large dictionary that is used for a reduced table, of which there may be many. */
    private static final double REDUCED = 0.5;

    private final boolean large;

    private DictionaryFinder(boolean large) {
        this.large = large;
    }

    /** A finder with a dictionary that takes a second or so. */
    public static DictionaryFinder small() {
        return new DictionaryFinder(false);
    }

    /** A finder with a dictionary for which there must be time. */
    public static DictionaryFinder large() {
        return new DictionaryFinder(true);
    }

    @Override
    public String name() {
        return "dictionary";
    }

    @Override
    public boolean suits(Task task) {
        return true;
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        int size = large ? (int) ((task.reduced() ? REDUCED : 1) * context.effort() * LARGE) : SMALL;
        return large && size <= SMALL
                ? List.of()
                : Proposal.of(
                        new DictionarySearch(task.rawTrain(), context.wishes().vocabulary(), context.stop())
                                .laws(size, context.parallel()));
    }
}
