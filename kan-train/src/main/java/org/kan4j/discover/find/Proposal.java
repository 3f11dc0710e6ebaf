package org.kan4j.discover.find;

import java.util.List;
import java.util.Optional;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;

/**
 * A formula that a {@link Finder} proposes.
 *
 * @param expression for the finder's table
 * @param polished the formula where it is for the whole table and needs no more polishing
 * @param source the network it was read from, if it was
 */
public record Proposal(Expression expression, Optional<Refinement.Scored> polished, Optional<SourceNetwork> source) {

    /** A formula that was read from no network, to be polished. */
    public static Proposal of(Expression expression) {
        return new Proposal(expression, Optional.empty(), Optional.empty());
    }

    /** Formulas that were read from no network, to be polished. */
    static List<Proposal> of(List<Expression> expressions) {
        return expressions.stream().map(Proposal::of).toList();
    }

    /** A formula that was read from no network, to be polished, if there is one. */
    static List<Proposal> of(Optional<Expression> expression) {
        return of(expression.stream().toList());
    }
}
