package org.kan4j.discover.find;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.kan4j.discover.reduce.Task;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.Parallel;

/** Ratios of polynomials, in one of three ways. */
public final class RationalFinder implements Finder {
    /** A ratio that explains the table to rounding errors. */
    public static final RationalFinder EXACT = new RationalFinder("rational", task -> true, Rational::exact);

    /** A ratio of functions of the inputs, or a function of one, that explains the table to rounding errors. */
    public static final RationalFinder OF_FUNCTIONS =
            new RationalFinder("ratios of functions", task -> task.in() > 1, Rational::exactOfFunctions);

    /** The ratio that is shortest, though it leaves noise. */
    public static final RationalFinder APPROXIMATE = new RationalFinder(
            "ratios of polynomials", task -> !task.small(), (rational, parallel) -> rational.approximate());

    private final String stage;
    private final Predicate<Task> suits;
    private final BiFunction<Rational, Parallel, Optional<Expression>> way;

    private RationalFinder(
            String stage, Predicate<Task> suits, BiFunction<Rational, Parallel, Optional<Expression>> way) {
        this.stage = stage;
        this.suits = suits;
        this.way = way;
    }

    @Override
    public String name() {
        return "rational";
    }

    @Override
    public String stage() {
        return stage;
    }

    @Override
    public boolean suits(Task task) {
        return suits.test(task);
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        Vocabulary vocabulary = context.wishes().vocabulary();
        return vocabulary.allows("/")
                ? Proposal.of(way.apply(new Rational(task.rawTrain(), vocabulary, context.stop()), context.parallel()))
                : List.of();
    }
}
