package org.kan4j.discover.find;

import java.util.List;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;

/** Formulas bred on one table; every time it is asked it breeds on from where it was ({@link Evolution}). */
public final class EvolutionFinder implements Finder {
    /** Formulas that are proposed. */
    private static final int MOST = 4;

    private final Task task;
    private final Evolution evolution;
    private final int generations;

    private EvolutionFinder(Task task, Evolution evolution, int generations) {
        this.task = task;
        this.evolution = evolution;
        this.generations = generations;
    }

    /**
     * A finder for a table.
     *
     * @param task the only table that it suits
     * @param generations that are bred when it is asked
     */
    public static EvolutionFinder of(Task task, int generations, SearchContext context) {
        return new EvolutionFinder(
                task,
                new Evolution(task.rawTrain(), context.wishes().on(task), context.roundSeed(), context.stop()),
                generations);
    }

    /** A finder that goes on with these formulas, by another number of generations when it is asked. */
    public EvolutionFinder withGenerations(int changed) {
        return new EvolutionFinder(task, evolution, changed);
    }

    @Override
    public String name() {
        return "evolution";
    }

    @Override
    public Until until() {
        return Until.EXACT;
    }

    @Override
    public boolean suits(Task other) {
        return other.equals(task);
    }

    @Override
    public List<Proposal> proposals(Task sameTask, SearchContext context) {
        evolution.breed(generations, context.parallel());
        Refinement refinement = context.refinement(task.rawTrain());
        return context.fitted(refinement, evolution.front()).stream()
                .limit(MOST)
                .map(bred -> Proposal.of(bred.expression()))
                .toList();
    }
}
