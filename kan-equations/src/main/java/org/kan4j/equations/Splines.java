package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * Unknowns of two inputs as products of splines of order five on grids that follow the solution, for problems on a box whose solutions no
 * polynomial of a moderate degree resembles. Grids are refined as long as solutions differ and there is time.
 */
final class Splines {
    private static final int FIRST = 10;
    private static final double GROWTH = 1.4;
    private static final int MOST = 60;
    /** How much longer a fit on the next finer grids takes, at the most. */
    private static final double LONGER = 5;

    private static final int STEPS = 25;

    /** What a step of refinement gains by theory: splines of order five are off by the sixth power of the width. */
    private static final double GAIN = Math.pow(GROWTH, -6);

    private static final int LOOKS = 16;
    private static final double ENOUGH = 1e-9;

    private final Collocation collocation;
    private final Problem problem;
    private final BooleanSupplier stop;
    private final DoubleSupplier left;

    /**
     * A problem on a box.
     *
     * @param collocation the residuals
     * @param stop whether the time is over
     * @param left seconds that are left
     */
    Splines(Collocation collocation, BooleanSupplier stop, DoubleSupplier left) {
        this.collocation = collocation;
        this.problem = collocation.problem;
        this.stop = stop;
        this.left = left;
    }

    Solution solve() {
        int unknowns = problem.unknowns().size();
        int intervals = FIRST;
        List<Grid> grids = new ArrayList<>();
        for (Problem.Range range : problem.domain()) {
            grids.add(Grid.uniform(range.lo(), range.hi(), intervals));
        }
        Expansion now = fitted(tensor(grids), Optional.empty());
        Convergence convergence = new Convergence(GAIN);
        double took = 0;
        while (LONGER * took < left.getAsDouble() && convergence.distance() > ENOUGH && GROWTH * intervals <= MOST) {
            intervals = (int) Math.ceil(GROWTH * intervals);
            double begin = left.getAsDouble();
            Expansion finer = fitted(tensor(grids(now, intervals)), Optional.of(now));
            took = begin - left.getAsDouble();
            if (stop.getAsBoolean()) {
                break;
            }
            // All over the domain: in a corner where an unknown is infinite a grid's cells would hold most points.
            Sampling sampling = Sampling.of(problem, 1);
            convergence.add(sampling.distance(now.values(sampling.x()), finer.values(sampling.x()), unknowns));
            now = finer;
        }
        return new Solution(Networks.of(now), convergence.estimate(), List.of(), 1);
    }

    private List<Grid> grids(Expansion known, int intervals) {
        List<Grid> grids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Density density = new Density(problem.domain().get(i));
            Problem.Range other = problem.domain().get(1 - i);
            for (int k = 0; k < LOOKS; k++) {
                density.see(known, i, other.lo() + other.length() * (k + 0.5) / LOOKS);
            }
            grids.add(density.grid(intervals));
        }
        return grids;
    }

    private Tensor tensor(List<Grid> grids) {
        Basis[] bases = grids.stream()
                .map(grid -> new BSpline(grid, BSpline.MAX_ORDER, Extrapolation.LINEAR))
                .toArray(Basis[]::new);
        return new Tensor(problem.unknowns().size(), bases);
    }

    private Expansion fitted(Tensor tensor, Optional<Expansion> known) {
        boolean around = collocation.couples(tensor.outer);
        double[] none = {};
        double[] start = new double[tensor.size()];
        if (known.isPresent()) {
            List<Rows> like = collocation.like(tensor, known.get());
            start = new GaussNewton(tensor, none, none, around, new Held(tensor.size()), like).run(start, 2, stop);
        }
        List<Rows> rows = new ArrayList<>(collocation.equations(tensor, start));
        Faces faces = new Faces(collocation, tensor, -1);
        rows.addAll(collocation.conditions(tensor, start, -1, faces));
        GaussNewton newton = new GaussNewton(tensor, none, none, around, faces.held(), rows);
        return new Expansion(tensor, newton.run(start, STEPS, stop));
    }
}
