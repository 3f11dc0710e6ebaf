/**
 * Formulas: an immutable expression tree with evaluation, derivatives, simplification and size; printers to plain text, SymPy
 * syntax, LaTeX and JSON, each with its reader, and to MathML and Java source; and a compiled form for fitting constants to data.
 *
 * <p>Start at {@link org.kan4j.formula.Expression}; {@link org.kan4j.formula.Formula} adds the names of the columns. {@link
 * org.kan4j.formula.Fn} is the table of the functions, {@link org.kan4j.formula.Constant} says which numbers data may change. The
 * simplifier's rules are one file for each kind of node, and for sums and products one for each idea.
 *
 * <p>What is true of any data belongs here. How well a formula explains data, and which formulas to try, does not: that is {@code
 * discover}'s; nor how edges become functions: that is {@code symbolic}'s.
 */
package org.kan4j.formula;
