/**
 * Models in other languages: what a program, a query or a sheet needs to predict without kan4j. {@link
 * org.kan4j.export.FormulaExport} writes formulas, {@link org.kan4j.export.NetworkExport} networks.
 *
 * <p>How a language writes an expression belongs here, one file for each. Plain text, SymPy syntax, LaTeX and the like, which say what a
 * formula is rather than compute it, are {@code formula}'s, and so is the Java class that gives the bits of kan4j.
 */
package org.kan4j.export;
