package org.kan4j.basis;

import java.util.Arrays;
import org.kan4j.grid.Grid;

/**
 * Sines of fixed phase (SineKAN, arXiv:2407.04149, which trains frequencies): the {@code frequencies + 1} functions B_k(x)
 * = sin(π·k·s + π/2), where s maps the ends of the grid to 0 and 1, half a wave more from function to function. At this
 * phase the first is a constant, and what the others add up to need neither vanish at the ends nor repeat, so that
 * coefficients fall as k⁻² where the ends differ and {@link Fourier} jumps (Iserles and Nørsett, IMA J. Numer. Anal. 28,
 * 2008). The choice for oscillating functions on a range that is not a period. More frequencies keep the coefficients of
 * fewer.
 *
 * <p>Outside the range the functions are mirrored at its ends; there is no other extrapolation.
 *
 * @param grid the range; only its ends count
 * @param frequencies number of sines that are not constant, 1 … 1000
 */
public record Sines(Grid grid, int frequencies) implements Basis {
    /** Five frequencies. */
    public static final Sines STANDARD = new Sines(Grid.of(-2, 2), 5);

    private static final int MOST = 1000;

    /**
     * Validates.
     *
     * @param grid the range; only its ends count
     * @param frequencies number of sines that are not constant, 1 … 1000
     */
    public Sines {
        grid = Grid.of(grid.lo(), grid.hi());
        if (!(frequencies >= 1 && frequencies <= MOST)) {
            throw new IllegalArgumentException("sines: 1 to " + MOST + " frequencies required, got " + frequencies);
        }
    }

    @Override
    public String family() {
        return "sines";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.counting("frequencies", frequencies);
    }

    @Override
    public Basis with(Grid newGrid, BasisSettings settings) {
        return new Sines(newGrid, settings.integer("frequencies"));
    }

    @Override
    public int size() {
        return frequencies + 1;
    }

    @Override
    public double[] joints(double from, double to) {
        return Joints.even(from, to, 2 * (grid.hi() - grid.lo()) / frequencies);
    }

    @Override
    public double[] refine(Basis finer, double[] coefficients, int columns) {
        return Arrays.copyOf(coefficients, finer.size() * columns);
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        double range = grid.hi() - grid.lo();
        double turns = (x - grid.lo()) / range / 2;
        double angle = 2 * Math.PI * (turns - Math.rint(turns));
        for (int k = 0; k <= frequencies; k++) {
            for (int d = 0; d <= derivatives; d++) {
                // A derivative turns the phase by a right angle.
                double sine = Math.sin(k * angle + (d + 1) * Math.PI / 2);
                out[offset + d * size() + k] = Math.pow(Math.PI * k / range, d) * sine;
            }
        }
        return 0;
    }
}
