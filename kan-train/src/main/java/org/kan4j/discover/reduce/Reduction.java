package org.kan4j.discover.reduce;

import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;

/** A way from a table to another one with the same law, and back from its formulas. */
public interface Reduction {

    /** The other table, in the order of its rows; nothing is checked, so it may hold numbers that are not finite. */
    Batch apply(Batch batch);

    /** From a formula for the other table to one for the table before. */
    Expression undo(Expression formula);
}
