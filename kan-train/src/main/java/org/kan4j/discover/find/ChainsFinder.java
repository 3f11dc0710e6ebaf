package org.kan4j.discover.find;

import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;

/** Chains of functions of a single input, and sums and products of two or three of them ({@link Chains}). */
public final class ChainsFinder implements Finder {
    /** Rows that starts are fitted to. */
    private static final int ROWS = 100;

    /** A chain that leaves a smaller share of the target's variance needs no other beside it. */
    private static final double ENOUGH = 1e-6;

    /** Formulas that are proposed. */
    private static final int MOST = 2;

    @Override
    public String name() {
        return "chains";
    }

    @Override
    public Until until() {
        return Until.EXACT;
    }

    @Override
    public boolean suits(Task task) {
        return task.in() == 1 && !task.small();
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        return Proposal.of(best(task.rawTrain(), context));
    }

    /**
     * The best chains, the best first.
     *
     * @param data one input and one target
     */
    public static List<Expression> best(Batch data, SearchContext context) {
        Refinement few = context.refinement(data).thinned(ROWS);
        Chains chains = new Chains(data, context.wishes().vocabulary());
        List<Refinement.Scored> fitted = context.fitted(few, chains.single());
        if (fitted.isEmpty() || !(fitted.get(0).unexplained() < ENOUGH)) {
            fitted = context.fitted(few, chains.several());
        }
        return fitted.stream().limit(MOST).map(Refinement.Scored::expression).toList();
    }
}
