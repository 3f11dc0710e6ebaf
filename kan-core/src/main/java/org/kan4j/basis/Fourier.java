package org.kan4j.basis;

import java.util.Arrays;
import org.kan4j.grid.Grid;

/**
 * A Fourier series whose period is the range of the grid (FourierKAN and arXiv:2406.01034, whose period is 2π): the
 * {@code 2·harmonics + 1} functions 1, cos a, sin a, cos 2a, sin 2a, …, where a grows by 2π from end to end. Sines and cosines
 * of multiples by the addition theorem. The choice for periodic functions, on a grid of one period; for others the base
 * activation has to carry what differs between the ends. More harmonics keep the coefficients of fewer.
 *
 * <p>Outside the range the functions repeat; there is no other extrapolation. Beyond 2⁵¹ periods, where float64 hardly knows
 * fractions, they stay bounded but mean nothing.
 *
 * @param grid one period; only its ends count, breakpoints between them are dropped
 * @param harmonics number of pairs of sine and cosine, 1 … 1000
 */
public record Fourier(Grid grid, int harmonics) implements Basis {
    /** Five harmonics. */
    public static final Fourier STANDARD = new Fourier(Grid.of(-2, 2), 5);

    /** The most harmonics. */
    public static final int MAX_HARMONICS = 1000;

    /**
     * Validates.
     *
     * @param grid one period; only its ends count, breakpoints between them are dropped
     * @param harmonics number of pairs of sine and cosine, 1 … 1000
     */
    public Fourier {
        grid = Grid.of(grid.lo(), grid.hi());
        if (!(harmonics >= 1 && harmonics <= MAX_HARMONICS)) {
            throw new IllegalArgumentException(
                    "Fourier: 1 to " + MAX_HARMONICS + " harmonics required, got " + harmonics);
        }
    }

    @Override
    public int size() {
        return 2 * harmonics + 1;
    }

    @Override
    public String family() {
        return "fourier";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.counting("harmonics", harmonics);
    }

    @Override
    public Fourier with(Grid newGrid, BasisSettings settings) {
        return new Fourier(newGrid, settings.integer("harmonics"));
    }

    /** A point in every period of the last harmonic. */
    @Override
    public double[] joints(double from, double to) {
        return Joints.even(from, to, (grid.hi() - grid.lo()) / harmonics);
    }

    /** Further harmonics get zeros. */
    @Override
    public double[] refine(Basis finer, double[] coefficients, int columns) {
        return Arrays.copyOf(coefficients, finer.size() * columns);
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        int s = size();
        double frequency = 1 / (grid.hi() - grid.lo());
        double turns = (x - grid.lo()) * frequency;
        double angle = 2 * Math.PI * (turns - Math.rint(turns));
        double cos1 = Math.cos(angle);
        double sin1 = Math.sin(angle);
        // Zero, or NaN where x is.
        double nothing = 0 * angle;
        out[offset] = 1 + nothing;
        for (int d = 1; d <= derivatives; d++) {
            out[offset + d * s] = nothing;
        }
        double cos = cos1;
        double sin = sin1;
        for (int k = 1; k <= harmonics; k++) {
            int at = offset + 2 * k - 1;
            double factor = 2 * Math.PI * k * frequency;
            out[at] = cos;
            out[at + 1] = sin;
            if (derivatives > 0) {
                out[at + s] = -factor * sin;
                out[at + s + 1] = factor * cos;
            }
            if (derivatives > 1) {
                out[at + 2 * s] = -factor * factor * cos;
                out[at + 2 * s + 1] = -factor * factor * sin;
            }
            if (derivatives > 2) {
                out[at + 3 * s] = factor * factor * factor * sin;
                out[at + 3 * s + 1] = -factor * factor * factor * cos;
            }
            double next = cos * cos1 - sin * sin1;
            sin = sin * cos1 + cos * sin1;
            cos = next;
        }
        return 0;
    }
}
