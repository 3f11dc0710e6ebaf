package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/** Unknowns as Chebyshev expansions on the whole box, of degrees that grow until the last coefficients vanish. */
final class Box {
    private static final int FIRST_DEGREE = 10;
    private static final double GROWTH = 0.6;
    private static final double VANISHED = 2e-13;

    /** An input is refined whose last coefficients are no smaller share of the largest ones. */
    private static final double LEADING = 1e-2;

    /** Degrees of the refined problem: some more, since of two much alike the distance is less than their errors. */
    private static final double MORE = 1.1;

    private static final int FEWEST_MORE = 2;

    /** What a step of refinement gains at the least where polynomials resemble the solution. */
    private static final double GAIN = 0.1;

    private static final int STEPS = 40;

    private final Collocation collocation;
    private final Problem problem;
    private final int mostCoefficients;
    private final BooleanSupplier stop;

    Box(Collocation collocation, int mostCoefficients, BooleanSupplier stop) {
        this.collocation = collocation;
        this.problem = collocation.problem;
        this.mostCoefficients = mostCoefficients;
        this.stop = stop;
    }

    /** The result; {@code estimate} is the relative distance to the solution of a refined problem. */
    record Solved(Expansion expansion, double estimate, boolean converged) {}

    Solved solve() {
        int[] degrees = new int[problem.inputs()];
        Arrays.fill(degrees, problem.inputs() == 1 ? 2 * FIRST_DEGREE : FIRST_DEGREE);
        Expansion start = zero(tensor(degrees));
        Expansion now = step(start, STEPS);
        double best = Double.POSITIVE_INFINITY;
        Convergence convergence = new Convergence(GAIN);
        while (true) {
            boolean vanished = true;
            int[] next = degrees.clone();
            double most = 0;
            for (int i = 0; i < next.length; i++) {
                most = Math.max(most, now.tail(i));
            }
            for (int i = 0; i < next.length; i++) {
                double tail = now.tail(i);
                if (tail > VANISHED) {
                    vanished = false;
                }
                if (tail > VANISHED && tail > LEADING * most) {
                    // The share of the digits that are still to come.
                    double missing = Math.min(1, Math.log(tail / VANISHED) / Math.log(1 / VANISHED));
                    next[i] += (int) Math.ceil(GROWTH * missing * next[i]) + 1;
                }
            }
            boolean stalled = most > best / 2 && most < 1e-10;
            if (vanished || stalled || stop.getAsBoolean() || tensor(next).size() > mostCoefficients) {
                // Without time for a correction the steps so far say how far the solution may be from the truth.
                return stop.getAsBoolean()
                        ? new Solved(now, convergence.estimate(), vanished || stalled)
                        : refined(now, degrees, vanished || stalled, convergence);
            }
            best = most;
            degrees = next;
            Expansion finer = step(now.on(tensor(degrees)), STEPS);
            convergence.add(distance(now, finer));
            now = finer;
        }
    }

    /** One correction on a refined problem says how far the solution is from it. */
    private Solved refined(Expansion now, int[] degrees, boolean converged, Convergence convergence) {
        int[] more = degrees.clone();
        for (int i = 0; i < more.length; i++) {
            more[i] = Math.max(more[i] + FEWEST_MORE, (int) Math.ceil(MORE * more[i]));
        }
        Expansion corrected = step(now.on(tensor(more)), 2);
        return new Solved(now, stop.getAsBoolean() ? convergence.estimate() : distance(now, corrected), converged);
    }

    private double distance(Expansion now, Expansion finer) {
        Sampling sampling = Sampling.of(problem, 1);
        return sampling.distance(
                now.values(sampling.x()),
                finer.values(sampling.x()),
                problem.unknowns().size());
    }

    private Expansion zero(Tensor tensor) {
        return new Expansion(tensor, new double[tensor.size()]);
    }

    private Tensor tensor(int[] degrees) {
        Basis[] bases = new Basis[degrees.length];
        for (int i = 0; i < degrees.length; i++) {
            Problem.Range range = problem.domain().get(i);
            bases[i] = new Chebyshev(Grid.of(range.lo(), range.hi()), degrees[i], Extrapolation.LINEAR);
        }
        return new Tensor(problem.unknowns().size(), bases);
    }

    private Expansion step(Expansion start, int steps) {
        Tensor tensor = start.tensor();
        List<Rows> rows = new ArrayList<>(collocation.equations(tensor, start.c()));
        Faces faces = new Faces(collocation, tensor, -1);
        rows.addAll(collocation.conditions(tensor, start.c(), -1, faces));
        GaussNewton newton = new GaussNewton(tensor, new double[0], new double[0], false, faces.held(), rows);
        return new Expansion(tensor, newton.run(start.c(), steps, stop));
    }
}
