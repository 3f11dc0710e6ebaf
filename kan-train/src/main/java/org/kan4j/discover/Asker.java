package org.kan4j.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.data.Dataset;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.find.Proposal;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.find.SourceNetwork;
import org.kan4j.discover.network.TaskTrainer;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

/**
 * Asks finders as long as that is of use, polishes what they propose on the whole table, keeps it, and tells the listener. In which
 * order they are asked is the {@link Search}'s to say.
 */
final class Asker {
    /** What finds a formula where there are no shortcuts, whatever names the functions of the edges. */
    private static final String NETWORKS = "kan";

    private final Dataset data;
    private final Discoverer.Options options;
    private final Limits limits;
    private final Candidates candidates;
    private final StopRule rule;
    private final TaskTrainer trainer;
    private final Refinement refinement;
    private SearchContext context;
    private StopRule.Searched searched = StopRule.Searched.NOTHING;

    /**
     * An asker.
     *
     * @param data the whole table, for names
     * @param options of the search
     * @param limits of the search; a finder is a unit of work
     * @param candidates where formulas go
     * @param rule when the table is explained
     * @param trainer knows the best network
     * @param refinement on the whole table
     * @param context what finders work with in the first round
     */
    Asker(
            Dataset data,
            Discoverer.Options options,
            Limits limits,
            Candidates candidates,
            StopRule rule,
            TaskTrainer trainer,
            Refinement refinement,
            SearchContext context) {
        this.data = data;
        this.options = options;
        this.limits = limits;
        this.candidates = candidates;
        this.rule = rule;
        this.trainer = trainer;
        this.refinement = refinement;
        this.context = context;
    }

    /** Begins a round. */
    void round(int number) {
        context = context.withRound(number);
    }

    /** What finders work with in this round. */
    SearchContext context() {
        return context;
    }

    /** Says that structure was looked for, so that a formula with more constants may be the law. */
    void thorough() {
        searched = StopRule.Searched.STRUCTURE;
    }

    /** Says that all was tried that takes little time, so that a small table may be explained. */
    void quick() {
        searched = StopRule.Searched.QUICK_WAYS;
    }

    /** Asks finders one after another, if formulas may be found without a network. */
    void shortcuts(Task task, List<Finder> finders) {
        finders.forEach(finder -> shortcut(task, finder));
    }

    /** Asks a finder, if formulas may be found without a network. */
    void shortcut(Task task, Finder finder) {
        if (options.shortcuts()) {
            ask(task, finder);
        }
    }

    /** Asks finders of a table that networks led to: where it has one input, it is an edge, and what gives edges a function is no shortcut. */
    void edge(Task task, List<Finder> finders) {
        for (Finder finder : finders) {
            if (options.shortcuts() || task.in() == 1) {
                ask(task, finder);
            }
        }
    }

    /** Asks a finder, unless it is of no use any more or for this table. */
    void ask(Task task, Finder finder) {
        if (over(finder.until()) || !finder.suits(task) || !limits.begin()) {
            return;
        }
        stage(task.reduced() ? "reduced to " + finder.stage() : finder.stage());
        List<Proposal> proposals = finder.proposals(task, context);
        List<Callable<Refinement.Scored>> polishings = new ArrayList<>();
        for (Proposal proposal : proposals) {
            polishings.add(
                    () -> proposal.polished().orElseGet(() -> refinement.polish(task.toWhole(proposal.expression()))));
        }
        List<Refinement.Scored> polished = context.parallel().all(polishings);
        for (int k = 0; k < polished.size(); k++) {
            candidates.add(
                    polished.get(k),
                    options.shortcuts() ? finder.name() : NETWORKS,
                    proposals.get(k).source());
        }
    }

    /** Keeps a formula for the whole table that no finder proposed. */
    void keep(Expression expression, String method) {
        candidates.add(refinement.polish(expression), method, Optional.<SourceNetwork>empty());
    }

    /** Whether to ask no finder of a kind any more. */
    boolean over(Finder.Until until) {
        return limits.stop() || (until == Finder.Until.EXACT ? rule.exact(candidates.best()) : explained());
    }

    /** Whether the search is over, as far as finders that take long are concerned. */
    boolean done() {
        return over(Finder.Until.EXPLAINED);
    }

    /** Whether the best formula explains the table. */
    boolean explained() {
        return rule.explained(candidates.best(), trainer.bestError(), searched);
    }

    /** Tells the listener what begins. */
    void stage(String name) {
        String best = candidates
                .best()
                .map(c -> Formula.of(c.formula().expression(), data.inputNames(), data.target())
                        .text())
                .orElse("");
        options.listener().progress(name, limits.used(), best);
    }
}
