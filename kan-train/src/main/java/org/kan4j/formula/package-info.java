/**
 * Formulas: an immutable expression tree with evaluation, derivatives, simplification and size; printers to plain text, SymPy
 * syntax, LaTeX and JSON, each with its reader, and to Java source; and a compiled form for fitting constants to data.
 *
 * <p>Start at {@link org.kan4j.formula.Expression}; {@link org.kan4j.formula.Formula} adds the names of the columns.
 */
package org.kan4j.formula;
