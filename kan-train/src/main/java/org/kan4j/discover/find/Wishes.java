package org.kan4j.discover.find;

import java.util.List;
import org.kan4j.formula.Expression;

/**
 * What formulas for the whole table must be.
 *
 * @param required inputs that they must hold
 */
public record Wishes(List<Integer> required) {

    /** Whether a formula holds all that it must. */
    public boolean complete(Expression expression) {
        return required.isEmpty() || expression.variables().containsAll(required);
    }
}
