package org.kan4j.equations;

import java.util.List;
import org.kan4j.network.Kan;

/**
 * What a solver found.
 *
 * @param kan the unknowns
 * @param estimate of the relative L2 error, by a refined solution and, with measured rows, by what their errors leave open
 * @param constants what was estimated, in the order of the problem's parameters
 * @param reached share of the domain that the solution covers, 1 for all
 */
record Solution(Kan kan, double estimate, List<Constant> constants, double reached) {

    /** An estimated constant and its standard error. */
    record Constant(int parameter, double value, double error) {}
}
