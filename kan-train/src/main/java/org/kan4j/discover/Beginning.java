package org.kan4j.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.discover.find.EvolutionFinder;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.find.StartFinder;
import org.kan4j.discover.reduce.Remainder;
import org.kan4j.discover.reduce.Task;
import org.kan4j.formula.Expression;

/** The part of a search that begins with a formula: its constants are fitted, what it leaves is looked at, and formulas are bred from it. */
final class Beginning {
    /** Generations that are bred. */
    private static final int GENERATIONS = 10;

    /** A round that no search gets to, so that its formulas are bred from other ones. */
    private static final int ROUND = 1000;

    private final Task whole;
    private final Asker asker;
    private final Candidates candidates;

    /**
     * A beginning.
     *
     * @param whole the table
     * @param asker asks finders
     * @param candidates what they found
     */
    Beginning(Task whole, Asker asker, Candidates candidates) {
        this.whole = whole;
        this.asker = asker;
        this.candidates = candidates;
    }

    /**
     * Begins.
     *
     * @param start a formula; nothing is done where there is none
     * @param finders that look at what it leaves, as it is and fitted
     */
    void from(Optional<Expression> start, List<Finder> finders) {
        start.ifPresent(formula -> from(formula, finders));
    }

    private void from(Expression start, List<Finder> finders) {
        asker.ask(whole, new StartFinder(start));
        List<Expression> parts = new ArrayList<>(List.of(start));
        candidates.shortest(1).forEach(scored -> parts.add(scored.expression()));
        for (Expression part : parts) {
            for (boolean factor : new boolean[] {false, true}) {
                whole.after(new Remainder(part, factor)).ifPresent(rest -> asker.shortcuts(rest, finders));
            }
        }
        if (!asker.done()) {
            asker.shortcut(
                    whole,
                    EvolutionFinder.of(whole, GENERATIONS, asker.context().withRound(ROUND)));
        }
    }
}
