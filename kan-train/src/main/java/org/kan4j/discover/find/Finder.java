package org.kan4j.discover.find;

import java.util.List;
import org.kan4j.discover.reduce.Task;

/**
 * A way to find formulas for a table. A new one is a class, and a line where the search lists what it tries in which order. The
 * search asks {@link #suits} and for its own state, tells the listener the {@link #stage}, polishes what is proposed on the whole
 * table, and ranks it.
 */
public interface Finder {

    /** What a formula that it found is said to be found by. */
    String name();

    /** What a listener is told while it works; its name by default. */
    default String stage() {
        return name();
    }

    /** When a finder is not asked any more. */
    enum Until {
        /** When a formula leaves nothing but what looks like noise: for what takes long. */
        EXPLAINED,
        /** When a formula leaves nothing but rounding errors: a shorter law than one that leaves noise may be there to be found. */
        EXACT
    }

    /** When the search no longer asks it. */
    default Until until() {
        return Until.EXPLAINED;
    }

    /** Whether it can do anything for a table. */
    boolean suits(Task task);

    /**
     * Looks for formulas.
     *
     * @param task a table that it suits
     * @param context what it works with; it ends soon when that says so
     * @return formulas for that table, not for the whole one, the best first; none where it finds nothing
     */
    List<Proposal> proposals(Task task, SearchContext context);
}
