package org.kan4j.bench.recovery;

import java.util.Optional;
import org.kan4j.formula.Formula;

/**
 * What a search answered.
 *
 * @param formula empty where there was none, or too late
 * @param method that found it; {@code none} without a formula
 * @param seconds wall-clock time
 * @param why there is no formula; empty where there is one
 */
record Answer(Optional<Formula> formula, String method, double seconds, String why) {
    /** An answer with a formula. */
    static Answer of(Formula formula, String method, double seconds) {
        return new Answer(Optional.of(formula), method, seconds, "");
    }

    /** No answer. */
    static Answer none(double seconds, String why) {
        return new Answer(Optional.empty(), "none", seconds, why);
    }

    /** The formula, or why there is none. */
    String text() {
        return formula.map(Formula::sympy).orElse(why);
    }
}
