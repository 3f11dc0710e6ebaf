/**
 * Whether {@code discover} finds what is known: formulas that tables were drawn from, laws in measured data, and simulated tables whose
 * truth is known. Here belong the tables, who scores an answer, and the two commands {@code kan bench recovery} and
 * {@code kan bench simulations}. What finds formulas does not belong here, nor any choice that would make the search another than that of
 * {@code kan discover}.
 */
@NullMarked
package org.kan4j.bench.recovery;

import org.jspecify.annotations.NullMarked;
