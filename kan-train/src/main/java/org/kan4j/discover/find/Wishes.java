package org.kan4j.discover.find;

import java.util.List;
import java.util.Optional;
import org.kan4j.discover.reduce.Task;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;

/**
 * What formulas for the whole table must be.
 *
 * @param vocabulary functions that they may hold, on reduced tables as well
 * @param required inputs that they must hold
 * @param start a formula to begin with, if there is one
 */
public record Wishes(Vocabulary vocabulary, List<Integer> required, Optional<Expression> start) {

    /** What formulas for a table must be: where that is not the whole one, its inputs are others. */
    Wishes on(Task task) {
        return task.reduced() ? ofFunctionsAlone() : this;
    }

    Wishes ofFunctionsAlone() {
        return new Wishes(vocabulary, List.of(), Optional.empty());
    }

    /** Whether a formula holds all that it must. */
    public boolean complete(Expression expression) {
        return required.isEmpty() || expression.variables().containsAll(required);
    }
}
