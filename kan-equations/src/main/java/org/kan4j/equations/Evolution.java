package org.kan4j.equations;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.DataException;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * Problems that go along one input. A first, coarse {@link March} lets the grid of the other input follow the solution and says how fine
 * it must be where; later ones have one grid, which is refined as long as the solutions differ and there is time.
 */
final class Evolution {
    /** Intervals of the first march and of the others' first. */
    private static final int FIRST = 60;

    private static final double GROWTH = 1.4;
    private static final int MOST = 400;

    /** How much longer a march on the next finer grid takes, at the most. */
    private static final double LONGER = 2.5;

    private static final double ENOUGH = 1e-8;

    /** What is left of the first march's error in the second: between all of it and the share of its tolerance. */
    private static final double ROUGH = 0.1;

    /** Pieces of the splines along the input, without and with another input. */
    private static final int MOST_PIECES = 20_000;

    private static final int MOST_ACROSS = 400;

    /** What a step of refinement gains by theory: splines of order five are off by the sixth power of the width. */
    private static final double GAIN = Math.pow(GROWTH, -6);

    private final Collocation collocation;
    private final Problem problem;
    private final int input;
    private final BooleanSupplier stop;
    private final DoubleSupplier left;

    /**
     * A problem along an input.
     *
     * @param collocation the residuals
     * @param input along which
     * @param stop whether the time is over
     * @param left seconds that are left
     */
    Evolution(Collocation collocation, int input, BooleanSupplier stop, DoubleSupplier left) {
        this.collocation = collocation;
        this.problem = collocation.problem;
        this.input = input;
        this.stop = stop;
        this.left = left;
    }

    Solution solve() {
        return problem.inputs() == 1 ? alone() : across();
    }

    /** Ordinary differential equations: the error is the distance to a march of higher degree with shorter slabs. */
    private Solution alone() {
        List<March.Slab> slabs = march(List.of(), Optional.empty(), 12, 1e-11);
        require(slabs);
        Expansion now = March.joined(problem, input, slabs, MOST_PIECES);
        double estimate = Double.POSITIVE_INFINITY;
        List<March.Slab> finer = march(List.of(), Optional.empty(), 16, 1e-13);
        if (!finer.isEmpty() && reached(finer) >= reached(slabs)) {
            Sampling sampling = Sampling.of(List.of(March.cuts(finer)), 1);
            estimate = sampling.distance(
                    now.values(sampling.x()),
                    March.values(input, finer, sampling.x()),
                    problem.unknowns().size());
        }
        return new Solution(Networks.of(now), estimate, List.of(), reached(slabs));
    }

    private void require(List<March.Slab> slabs) {
        if (slabs.isEmpty()) {
            throw new DataException(problem.source()
                    + ": no solution found near the beginning; check equations and conditions there, or give more time by"
                    + " --time-limit");
        }
    }

    private double reached(List<March.Slab> slabs) {
        Problem.Range range = problem.domain().get(input);
        return slabs.isEmpty() ? 0 : (slabs.get(slabs.size() - 1).hi() - range.lo()) / range.length();
    }

    private List<March.Slab> march(List<Basis> across, Optional<Density> density, int degree, double tolerance) {
        return new March(collocation, input, across, density, degree, tolerance, stop).run();
    }

    private Solution across() {
        int other = 1 - input;
        Problem.Range range = problem.domain().get(other);
        Density density = new Density(range);
        Basis uniform =
                new BSpline(Grid.uniform(range.lo(), range.hi(), FIRST), BSpline.MAX_ORDER, Extrapolation.LINEAR);
        List<March.Slab> coarse = march(List.of(uniform), Optional.of(density), 5, 1e-3);
        if (coarse.isEmpty()) {
            // A front that is there from the beginning, too thin for the grid.
            Basis fine = uniform.withGrid(Grid.uniform(range.lo(), range.hi(), MOST));
            March beginning = new March(collocation, input, List.of(fine), Optional.empty(), 1, 1, stop);
            density.see(
                    beginning.beginning(), other, problem.domain().get(input).lo());
            Basis first = uniform.withGrid(density.grid(FIRST));
            coarse = march(List.of(first), Optional.of(density), 5, 1e-3);
        }
        int intervals = FIRST;
        Optional<Expansion> before = Optional.empty();
        Convergence convergence = new Convergence(GAIN);
        double rough = Double.POSITIVE_INFINITY;
        double tolerance = 1e-5;
        while (true) {
            Basis graded = uniform.withGrid(density.grid(intervals));
            double begin = left.getAsDouble();
            List<March.Slab> slabs = march(List.of(graded), Optional.empty(), 8, tolerance);
            double took = begin - left.getAsDouble();
            double reached = reached(slabs);
            if (before.isPresent() && reached < 1) {
                return new Solution(Networks.of(before.get()), Math.min(rough, convergence.estimate()), List.of(), 1);
            }
            require(slabs);
            Expansion now = March.joined(problem, input, slabs, MOST_ACROSS);
            Sampling sampling = sampling(slabs, graded);
            double[] values = now.values(sampling.x());
            if (before.isPresent()) {
                convergence.add(distance(sampling, before.get().values(sampling.x()), values));
            } else if (reached(coarse) == 1) {
                rough = ROUGH * distance(sampling, March.values(input, coarse, sampling.x()), values);
            }
            boolean last = reached < 1
                    || LONGER * took > left.getAsDouble()
                    || intervals > MOST
                    || convergence.distance() < ENOUGH;
            if (last) {
                double joining = distance(sampling, March.values(input, slabs, sampling.x()), values);
                double estimate = Math.min(rough, convergence.estimate()) + joining;
                return new Solution(Networks.of(now), estimate, List.of(), reached);
            }
            before = Optional.of(now);
            intervals = (int) Math.ceil(GROWTH * intervals);
            tolerance /= 10;
        }
    }

    /** Points in the cells of a march. */
    private Sampling sampling(List<March.Slab> slabs, Basis across) {
        double[] along = March.cuts(slabs);
        double[] beside = across.grid().breakpoints();
        return Sampling.of(input == 0 ? List.of(along, beside) : List.of(beside, along), 1);
    }

    private double distance(Sampling sampling, double[] a, double[] b) {
        return sampling.distance(a, b, problem.unknowns().size());
    }
}
