package org.kan4j.discover.find;

import java.util.List;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Vocabulary;

/**
 * What formulas for the whole table must be.
 *
 * @param vocabulary functions that they may hold, on reduced tables as well
 * @param required inputs that they must hold
 */
public record Wishes(Vocabulary vocabulary, List<Integer> required) {

    /** Whether a formula holds all that it must. */
    public boolean complete(Expression expression) {
        return required.isEmpty() || expression.variables().containsAll(required);
    }
}
