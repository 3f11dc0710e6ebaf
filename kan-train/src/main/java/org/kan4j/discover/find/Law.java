package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Linearization;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.CompiledExpression;

/**
 * A formula of a known form. That the form is known is a short description of it: on few rows with noise, the size of a formula would speak
 * against laws that are settled.
 *
 * @param scored the formula, and how well it does
 * @param nats that say which form it is
 */
record Law(Refinement.Scored scored, double nats) {
    /** Nats that say which form it is, of the simplest, of those that are tried everywhere, and of the others. */
    static final double SIMPLEST = 2;

    static final double COMMON = 3;

    static final double OTHER = 5;

    /** Starts of a form. */
    static final int STARTS = 3;

    /** Steps that fit a start. */
    static final int ITERATIONS = 60;

    /** Laws whose errors differ by less than one part in so many are one law. */
    private static final double ALIKE = 1e4;

    /** Laws of a form, each from another start. */
    static List<Law> of(LawStarts starts, LawForm form, Refinement refinement, double nats) {
        return starts.best(form, STARTS).stream()
                .map(start -> new Law(refinement.ofForm(nats).fit(start, ITERATIONS), nats))
                .filter(law -> form.keepsRates(law.scored.expression(), starts.of()))
                .toList();
    }

    /** Whether the rows determine all free constants: a peak between two rows is none. */
    private boolean determined(Batch data) {
        CompiledExpression compiled = CompiledExpression.of(scored.expression());
        int[] all = IntStream.range(0, compiled.parameterCount()).toArray();
        return Arrays.stream(new Linearization(compiled, data).solve(all).errors())
                .noneMatch(Double::isNaN);
    }

    double descriptionLength() {
        return scored.descriptionLength();
    }

    /** The best laws that the rows determine, of those with equal errors the first. */
    static List<Law> best(List<Law> laws, Batch data, int most) {
        Set<Long> errors = new HashSet<>();
        return laws.stream()
                .sorted(Comparator.comparingDouble(Law::descriptionLength))
                .filter(law -> law.descriptionLength() < Double.POSITIVE_INFINITY)
                .filter(law -> errors.add(Math.round(ALIKE * Math.log(law.scored.unexplained()))))
                .filter(law -> law.determined(data))
                .limit(most)
                .toList();
    }

    /** Laws polished on all rows of a table. */
    static List<Proposal> proposals(List<Law> laws, Task task, SearchContext context) {
        Refinement refinement = context.refinement(task.rawTrain());
        List<Callable<Refinement.Scored>> polishings = new ArrayList<>();
        for (Law law : laws) {
            polishings.add(() -> refinement.ofForm(law.nats).polish(law.scored.expression()));
        }
        return context.parallel().all(polishings).stream()
                .map(polished -> task.reduced()
                        ? Proposal.of(polished.expression())
                        : new Proposal(polished.expression(), Optional.of(polished), Optional.empty()))
                .toList();
    }
}
