package org.kan4j.basis;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.grid.Grid;

/**
 * A coefficient for each level of a category, so that an edge is a table of effects. The input is the number of a level, 0 … levels − 1.
 * Function 1 + m is one at level m; function 0 is one everywhere else, which is where levels go that no row had: its coefficient is the
 * neutral effect. The choice for inputs whose values have no order; for those that have one, splines need fewer rows.
 *
 * <p>The {@linkplain #bends() bends} are the differences of the levels' coefficients from the neutral one. Their squares are least where
 * that is the mean of all levels, so penalising them is a ridge towards the mean, as in models with random effects (Gelman and Hill, Data
 * Analysis Using Regression and Multilevel/Hierarchical Models, 2007, section 12.4). Only one function is nonzero at a point, and memory
 * goes with the number of levels. All derivatives are zero, and refining changes nothing.
 *
 * @param levels number of levels, 1 … {@value #MOST_LEVELS}
 */
public record Categories(int levels) implements Basis {
    /** The most levels that a category may have. */
    public static final int MOST_LEVELS = 1 << 20;

    /** The input of a level that is not known. */
    public static final double UNKNOWN = -1;

    /** Two levels. */
    public static final Categories STANDARD = new Categories(2);

    private static final String LEVELS = "levels";
    private static final double[] DIFFERENCE = {-1, 1};

    /**
     * Validates.
     *
     * @param levels number of levels, 1 … {@value #MOST_LEVELS}
     */
    public Categories {
        if (!(levels >= 1 && levels <= MOST_LEVELS)) {
            throw new IllegalArgumentException("categories: 1 to " + MOST_LEVELS + " levels required, got " + levels);
        }
    }

    @Override
    public String family() {
        return "categories";
    }

    @Override
    public BasisSettings settings() {
        return BasisSettings.counting(LEVELS, levels);
    }

    @Override
    public Basis with(Grid grid, BasisSettings settings) {
        return new Categories(settings.integer(LEVELS));
    }

    @Override
    public int size() {
        return levels + 1;
    }

    @Override
    public int support() {
        return 1;
    }

    @Override
    public boolean ordered() {
        return false;
    }

    @Override
    public double neutral() {
        return UNKNOWN;
    }

    /** {@return from half a number below the first level to half a number above the last} */
    @Override
    public Grid grid() {
        return Grid.of(-0.5, levels - 0.5);
    }

    @Override
    public Grid gridOver(double[] values, int intervals) {
        return grid();
    }

    @Override
    public Basis refined(int parts) {
        return this;
    }

    @Override
    public double[] refine(Basis finer, double[] coefficients, int columns) {
        return coefficients.clone();
    }

    @Override
    public List<Bend> bends() {
        List<Bend> bends = new ArrayList<>();
        for (int m = 0; m < levels; m++) {
            bends.add(new Bend(new int[] {0, function(m)}, DIFFERENCE));
        }
        return bends;
    }

    /**
     * {@return the number of the function that is one at an input}
     *
     * @param x number of a level; anything else is not known
     */
    public int function(double x) {
        long level = Math.round(x);
        return level >= 0 && level < levels ? 1 + (int) level : 0;
    }

    @Override
    public int evaluate(double x, int derivatives, double[] out, int offset) {
        // Zero, or NaN where x is.
        double nothing = Double.isNaN(x) ? x : 0;
        out[offset] = 1 + nothing;
        for (int d = 1; d <= derivatives; d++) {
            out[offset + d] = nothing;
        }
        return function(x);
    }
}
