package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.kan4j.formula.Constants;

/** Values to begin with for constants within the terms of a {@link LawForm}, by what their letter means, for a table's inputs. */
final class LawGrid {
    /** Letters whose constants may be exchanged. */
    private static final String SORTED = "rmf";

    private final List<Axis> axes;

    /** An input; its numbers in order, each once. */
    private record Axis(double low, double high, double middle, double[] sorted) {
        static Axis of(double[] x) {
            double low = Arrays.stream(x).min().orElseThrow();
            double high = Arrays.stream(x).max().orElseThrow();
            double[] sizes = Arrays.stream(x).map(Math::abs).sorted().toArray();
            double middle = sizes[sizes.length / 2];
            return new Axis(
                    low,
                    high,
                    middle > 0 ? middle : high - low,
                    Arrays.stream(x).sorted().distinct().toArray());
        }

        double range() {
            return high - low;
        }
    }

    /**
     * A grid.
     *
     * @param columns [inputs][rows] of x and z, each of two values or more
     */
    LawGrid(double[][] columns) {
        axes = Arrays.stream(columns).map(Axis::of).toList();
    }

    /** All combinations of values for constants; those that may be exchanged increase. */
    List<double[]> combinations(List<String> constants) {
        List<double[]> all = new ArrayList<>();
        extend(all, constants, new double[0]);
        return all;
    }

    private void extend(List<double[]> all, List<String> constants, double[] begun) {
        if (begun.length == constants.size()) {
            all.add(begun);
            return;
        }
        String name = constants.get(begun.length);
        char letter = name.charAt(0);
        Axis axis = axes.get(name.charAt(1) < '5' ? 0 : 1);
        boolean again =
                begun.length > 0 && constants.get(begun.length - 1).charAt(0) == letter && SORTED.indexOf(letter) >= 0;
        for (double value : values(letter, axis)) {
            if (!again || value > begun[begun.length - 1]) {
                double[] longer = Arrays.copyOf(begun, begun.length + 1);
                longer[begun.length] = value;
                extend(all, constants, longer);
            }
        }
    }

    private double[] values(char letter, Axis axis) {
        double range = axis.range();
        double low = axis.low;
        double high = axis.high;
        double middle = axis.middle;
        return switch (letter) {
            // a rate of either sign, in units of 1/x
            case 'k' -> bothSigns(times(1 / range, 0.3, 1, 3, 10, 30));
            // a rate, in units of 1/x
            case 'r' -> times(1 / range, 0.3, 1, 2, 4, 8, 16, 32);
            // a rate of either sign, in units of x, as in Arrhenius' law
            case 'q' -> bothSigns(times(middle, 0.1, 0.3, 1, 3, 10, 30));
            // a place between the least and the greatest
            case 'm' ->
                DoubleStream.iterate(0.04, t -> t < 1, t -> t + 0.08)
                        .map(t -> low + t * range)
                        .toArray();
            // a rate of either sign, in units of 1/(x·z) and of z/x
            case 'j' -> bothSigns(times(1 / (range * axes.get(1).middle), 0.3, 1, 3, 10));
            case 'i' -> bothSigns(times(axes.get(1).middle / range, 0.3, 1, 3, 10));
            // a rate where much else has a grid
            case 'l' -> times(1 / range, 1, 3);
            // a threshold between two neighbours
            case 't' ->
                IntStream.range(1, axis.sorted.length)
                        .mapToDouble(k -> Constants.shortest(axis.sorted[k - 1], axis.sorted[k]))
                        .toArray();
            // a width
            case 'v', 'w' -> times(range, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8);
            // what is added to x so that all is positive
            case 'o' ->
                Arrays.stream(times(range, 0.01, 0.05, 0.2, 0.5, 1, 2, 5))
                        .map(v -> v - low)
                        .toArray();
            // what all is less than
            case 'u' ->
                Arrays.stream(times(range, 0.01, 0.05, 0.2, 0.5, 1, 2))
                        .map(v -> v + high)
                        .toArray();
            // a size of x
            case 's' -> times(middle, 0.1, 0.3, 1, 3, 10);
            // an exponent
            case 'p' -> new double[] {-3, -2, -1.5, -1, -0.5, -0.2, 0.2, 0.5, 0.75, 1, 1.5, 2, 3, 4};
            // a positive exponent other than 1
            case 'h' -> new double[] {0.5, 0.75, 1.5, 2, 3, 5};
            // a negative exponent other than −1
            case 'g' -> new double[] {-4, -2, -0.5, -0.25};
            // an angular frequency, in steps of a quarter of a wave over the range, up to Nyquist's
            case 'f' ->
                DoubleStream.iterate(0.5, t -> t <= axis.sorted.length, t -> t + 0.5)
                        .map(t -> t * Math.PI / range)
                        .toArray();
            default -> throw new IllegalArgumentException("form of a law: a known letter required, got " + letter);
        };
    }

    private static double[] times(double unit, double... factors) {
        return Arrays.stream(factors).map(f -> f * unit).toArray();
    }

    private static double[] bothSigns(double[] positive) {
        return DoubleStream.concat(Arrays.stream(positive).map(v -> -v), Arrays.stream(positive))
                .sorted()
                .toArray();
    }
}
