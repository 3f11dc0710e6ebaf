package org.kan4j.data;

import java.util.Optional;
import java.util.Set;

/** The lowest and the highest numbers of a column, which tell of a number that may stand for a gap, as −999 does in many files. */
final class Extremes {
    private static final Set<Double> CODES =
            Set.of(99.0, 999.0, 9999.0, 99999.0, 999999.0, 99.9, 99.99, 999.9, 999.99, 9999.9, 999.25);

    private double lowest = Double.POSITIVE_INFINITY;
    private double secondLowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private double secondHighest = Double.NEGATIVE_INFINITY;
    private long lowestCount;
    private long highestCount;

    /** A warning of {@link #code} in a column of numbers. */
    static Optional<String> warning(String column, double[] values) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            lo = Math.min(lo, value);
            hi = Math.max(hi, value);
        }
        if (!code(lo) && !code(hi)) {
            return Optional.empty();
        }
        Extremes extremes = new Extremes();
        for (double value : values) {
            extremes.add(value);
        }
        return extremes.warning(column);
    }

    /** Takes one more number into account; NaN is none. */
    void add(double value) {
        if (value < lowest) {
            secondLowest = lowest;
            lowest = value;
            lowestCount = 1;
        } else if (value == lowest) {
            lowestCount++;
        } else if (value < secondLowest) {
            secondLowest = value;
        }
        if (value > highest) {
            secondHighest = highest;
            highest = value;
            highestCount = 1;
        } else if (value == highest) {
            highestCount++;
        } else if (value > secondHighest) {
            secondHighest = value;
        }
    }

    double lowest() {
        return lowest;
    }

    double highest() {
        return highest;
    }

    /** What to say of a number of nines that is further from all others than they are from each other; nothing where there is none. */
    Optional<String> code() {
        if (secondLowest < highest && code(lowest) && secondLowest - lowest > highest - secondLowest) {
            return Optional.of(said(lowest, lowestCount));
        }
        if (secondHighest > lowest && code(highest) && highest - secondHighest > secondHighest - lowest) {
            return Optional.of(said(highest, highestCount));
        }
        return Optional.empty();
    }

    /** A warning of {@link #code} in a column. */
    Optional<String> warning(String column) {
        return code().map(said -> "column " + TableReader.shown(column) + ": " + said);
    }

    private static boolean code(double value) {
        return CODES.contains(Math.abs(value));
    }

    private static String said(double value, long rows) {
        String number = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        return number + " in " + rows + (rows == 1 ? " row" : " rows")
                + " is far from all other numbers; where it stands for a gap, delete " + (rows == 1 ? "it" : "them");
    }
}
