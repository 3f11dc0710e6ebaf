package org.kan4j.basis;

import java.util.Arrays;
import java.util.List;
import org.kan4j.grid.Grid;

/**
 * A family of univariate functions B_0 … B_{size−1} on one grid; a numeric edge is φ(x) = w_b·b(x) + Σ_m c_m·B_m(x)
 * (arXiv:2404.19756, eq. 2.10). At any point at most {@link #support()} consecutive ones are nonzero, which is what
 * makes passes over a batch cheap. Immutable.
 *
 * <p>Everything that a family is stands here; a new one is a record that implements this and a line in {@link BasisRegistry}.
 * Kernels may have loops of their own for a family, which compute the same as {@link #evaluate}.
 */
public interface Basis {
    /** {@return the name of the family, as in model files: lower-case words with hyphens} */
    String family();

    /** {@return what else than the grid distinguishes a member of the family} */
    BasisSettings settings();

    /**
     * {@return the member of this family on a grid}
     *
     * @param grid where the functions live; of a family whose settings count its functions only the ends
     * @param settings names and types of {@link #settings()}
     * @throws IllegalArgumentException if a value is out of its range
     */
    Basis with(Grid grid, BasisSettings settings);

    /** {@return the number of functions} */
    int size();

    /** {@return how many consecutive functions can be nonzero at one point; {@link #size()} for a basis without local support} */
    default int support() {
        return size();
    }

    /**
     * {@return whether every function lives on a few neighbouring intervals of the grid and all sum to one inside it, as B-splines do}
     * Breakpoints of such bases may move to where the errors are.
     */
    default boolean local() {
        return false;
    }

    /** {@return where the functions live} */
    Grid grid();

    /** {@return whether the input is a quantity; false where it is the number of one of several {@linkplain Categories levels}} */
    default boolean ordered() {
        return true;
    }

    /** {@return where an input stands whose value is not there: zero, the mean of a standardised input} */
    default double neutral() {
        return 0;
    }

    /**
     * Evaluates the functions that can be nonzero at x, and their derivatives.
     *
     * @param x the point; NaN gives NaN values
     * @param derivatives 0 … 3: the highest derivative wanted
     * @param out receives, from {@code offset} on, [derivatives + 1, support]: values, first, second, third derivatives
     * @param offset where to begin in {@code out}
     * @return number of the first function in {@code out}; it and the following {@code support − 1} are all valid
     */
    int evaluate(double x, int derivatives, double[] out, int offset);

    /**
     * Points that cut a stretch of the line into pieces in which every function is smooth, and so short that a polynomial of degree
     * ten or so resembles it. Integrals are taken piece by piece ({@link Expectations}).
     *
     * @param from lower end of the stretch
     * @param to its upper end; points outside of it do not matter
     * @return increasing
     */
    default double[] joints(double from, double to) {
        return grid().breakpoints();
    }

    /** {@return how many functions a user asked for: the setting that counts them, or the intervals of the grid} */
    default int count() {
        return settings().counted().map(settings()::integer).orElseGet(grid()::intervals);
    }

    /**
     * {@return the member of this family, with these settings, on a range}
     *
     * @param lo lower end
     * @param hi upper end, lo &lt; hi
     * @param count equal intervals of the grid, or the setting that counts the functions
     * @throws IllegalArgumentException if the range is empty or the count out of its range
     */
    default Basis counting(double lo, double hi, int count) {
        return settings()
                .counted()
                .map(name -> with(Grid.uniform(lo, hi, 1), settings().with(name, count)))
                .orElseGet(() -> with(Grid.uniform(lo, hi, count), settings()));
    }

    /**
     * {@return the member of this family, with these settings, on another grid}
     *
     * @param grid where the functions live
     */
    default Basis withGrid(Grid grid) {
        return with(grid, settings());
    }

    /**
     * {@return the member of this family on the same range, finer: every interval split into equal parts, or so many times the count of
     * its settings} {@link #refine} gives the coefficients.
     *
     * @param parts ≥ 1
     */
    default Basis refined(int parts) {
        return settings()
                .counted()
                .map(name -> with(grid(), settings().with(name, Math.multiplyExact(count(), parts))))
                .orElseGet(() -> withGrid(grid().split(parts)));
    }

    /**
     * Coefficients of the same functions on a finer basis: of least squares, unless a family knows exact ones.
     *
     * @param finer this basis {@link #refined}
     * @param coefficients [size, columns], not modified
     * @param columns number of functions
     * @return [finer.size, columns]
     */
    default double[] refine(Basis finer, double[] coefficients, int columns) {
        return Refit.leastSquares(this, finer, coefficients, columns, new double[0]);
    }

    /**
     * {@return a grid for this family over the values of an input}
     *
     * @param values [n], n ≥ 1, finite; not modified
     * @param intervals G ≥ 1
     */
    default Grid gridOver(double[] values, int intervals) {
        Grid grid = Grid.fromData(values, intervals, Grid.BLEND);
        return local() ? grid.widened(Grid.MARGIN) : grid;
    }

    /**
     * {@return combinations of coefficients whose squares sum up to the roughness of a function; none where a family knows no such measure}
     * Of a basis that is not {@linkplain #ordered() ordered}, to the spread of its levels.
     */
    default List<Bend> bends() {
        return List.of();
    }

    /**
     * A combination of coefficients.
     *
     * @param functions whose coefficients they are; not to be modified
     * @param shares of these coefficients; not to be modified
     */
    record Bend(int[] functions, double[] shares) {
        /**
         * {@return a combination of neighbouring coefficients}
         *
         * @param first number of the first of them
         * @param shares of the coefficients, from the first on; not to be modified
         */
        static Bend of(int first, double... shares) {
            int[] functions = new int[shares.length];
            Arrays.setAll(functions, i -> first + i);
            return new Bend(functions, shares);
        }
    }
}
