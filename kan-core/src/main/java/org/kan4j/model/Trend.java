package org.kan4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How predictions must go with an input, the others being what they are: the mean, or what the network gives where that is a logarithm or
 * log-odds.
 *
 * @param direction 1 where they must not fall, −1 where they must not rise, 0 where they may do both
 * @param curvature 1 where they must be convex, −1 where they must be concave, 0 where they may be neither
 * @param spread the most that the largest is above the smallest, in the data's units; empty where nothing bounds them
 */
public record Trend(int direction, int curvature, OptionalDouble spread) {
    /** Predictions may go anywhere. */
    public static final Trend FREE = new Trend(0, 0, OptionalDouble.empty());

    /**
     * Validates.
     *
     * @param direction 1 where they must not fall, −1 where they must not rise, 0 where they may do both
     * @param curvature 1 where they must be convex, −1 where they must be concave, 0 where they may be neither
     * @param spread the most that the largest is above the smallest, in the data's units; empty where nothing bounds them
     * @throws IllegalArgumentException if a sign is none, the spread is not above 0, or it bounds what is to be bent
     */
    public Trend {
        if (Math.abs(direction) > 1 || Math.abs(curvature) > 1) {
            throw new IllegalArgumentException(
                    "trend: -1, 0 or 1 required, got direction " + direction + " and curvature " + curvature);
        }
        double most = spread.orElse(1);
        if (!(most > 0 && most < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("trend: a spread above 0 required, got " + most);
        }
        if (curvature != 0 && spread.isPresent()) {
            throw new IllegalArgumentException("trend: convex or bounded required, got both,"
                    + " but what is bounded stays the same beyond the range of the rows");
        }
    }

    /** {@return whether predictions may go anywhere} */
    public boolean free() {
        return equals(FREE);
    }

    /**
     * {@return a copy with a direction}
     *
     * @param changed 1, 0 or −1
     */
    public Trend withDirection(int changed) {
        return new Trend(changed, curvature, spread);
    }

    /**
     * {@return a copy with a curvature}
     *
     * @param changed 1, 0 or −1
     */
    public Trend withCurvature(int changed) {
        return new Trend(direction, changed, spread);
    }

    /**
     * {@return a copy with a bound}
     *
     * @param changed the most that the largest is above the smallest, in the data's units
     */
    public Trend withSpread(double changed) {
        return new Trend(direction, curvature, OptionalDouble.of(changed));
    }

    /** {@return such as {@code rising, concave} or {@code within 3}} */
    public String text() {
        List<String> words = new ArrayList<>();
        if (direction != 0) {
            words.add(direction > 0 ? "rising" : "falling");
        }
        if (curvature != 0) {
            words.add(curvature > 0 ? "convex" : "concave");
        }
        spread.ifPresent(most -> words.add("within " + most));
        return words.isEmpty() ? "free" : String.join(", ", words);
    }
}
