package org.kan4j.discover;

import java.util.List;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;

/**
 * What a search found.
 *
 * @param formula the formula, in the data's units
 * @param model the network behind it, not symbolified, with the formula as JSON
 * @param symbolic the network with the symbolic edges that the formula was read from; the same as {@code model} for a shortcut
 * @param trainRmse of the formula on all rows that are not held back, in the target's units
 * @param testRmse of the formula on the held-back rows, or left out one place at a time
 * @param testR2 coefficient of determination of the formula on the same rows; NaN where the target has no spread there
 * @param networkTestR2 of the network before it was made symbolic on the held-back rows; NaN without such rows
 * @param testRows numbers of the held-back rows in the data, counted from 0; none for a table of few rows
 * @param seconds wall-clock time of the search
 * @param shape of the network
 * @param method {@code kan}, or the name of the shortcut that found the formula
 * @param stopped why the search ended
 * @param pareto the best formula of each size, by size
 * @param evidence what the data say about the formula beyond its error
 * @param noise how errors were taken to be: {@code equal}, as those of {@code counts}, {@code relative} to the target, or {@code given}
 * @param notes what a reader should know
 */
public record Discovery(
        Formula formula,
        KanModel model,
        KanModel symbolic,
        double trainRmse,
        double testRmse,
        double testR2,
        double networkTestR2,
        List<Integer> testRows,
        double seconds,
        Shape shape,
        String method,
        Stopped stopped,
        List<Point> pareto,
        Evidence evidence,
        String noise,
        List<String> notes) {

    /** Why a search ended. */
    public enum Stopped {
        /** The formula leaves nothing but rounding errors or noise. */
        EXPLAINED,
        /** All shapes were tried. */
        EXHAUSTED,
        /** The time was up. */
        TIME_LIMIT,
        /** The units of work were used up. */
        WORK_LIMIT,
        /** The caller asked for it. */
        INTERRUPTED;

        /** {@return the name in lower case with hyphens} */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * {@return what the test error is that of: {@code held-back} rows, or rows left out in turn while the constants were fitted to the others,
     * {@code leave-one-out}}
     */
    public String errorKind() {
        return testRows.isEmpty() ? "leave-one-out" : "held-back";
    }

    /**
     * A formula on the front of size against error.
     *
     * @param formula in the data's units
     * @param validationRmse in the target's units
     */
    public record Point(Formula formula, double validationRmse) {}

    /**
     * Copies.
     *
     * @param formula the formula, in the data's units
     * @param model the network behind it, not symbolified, with the formula as JSON
     * @param symbolic the network with the symbolic edges that the formula was read from; the same as {@code model} for a shortcut
     * @param trainRmse of the formula on all rows that are not held back, in the target's units
     * @param testRmse of the formula on the held-back rows, or left out one place at a time
     * @param testR2 coefficient of determination of the formula on the same rows; NaN where the target has no spread there
     * @param networkTestR2 of the network before it was made symbolic on the held-back rows; NaN without such rows
     * @param testRows numbers of the held-back rows in the data, counted from 0; none for a table of few rows
     * @param seconds wall-clock time of the search
     * @param shape of the network
     * @param method {@code kan}, or the name of the shortcut that found the formula
     * @param stopped why the search ended
     * @param pareto the best formula of each size, by size
     * @param evidence what the data say about the formula beyond its error
     * @param noise how errors were taken to be: {@code equal}, as those of {@code counts}, {@code relative} to the target, or {@code given}
     * @param notes what a reader should know
     */
    public Discovery {
        testRows = List.copyOf(testRows);
        pareto = List.copyOf(pareto);
        notes = List.copyOf(notes);
    }

    /** What is said of the first inputs alone: others are not numbers that may take any value. */
    Discovery ofInputs(int count) {
        return new Discovery(
                formula,
                model,
                symbolic,
                trainRmse,
                testRmse,
                testR2,
                networkTestR2,
                testRows,
                seconds,
                shape,
                method,
                stopped,
                pareto,
                evidence.of(formula.columns().subList(0, count)),
                noise,
                notes);
    }
}
