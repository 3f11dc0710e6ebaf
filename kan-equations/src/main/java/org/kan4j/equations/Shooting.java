package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.data.DataException;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * Constants of problems that have a solution for any of their values: each trial is a {@link March}, and Gauss–Newton steps make what was
 * measured agree with it. Constants of a range above zero are looked for by their logarithms.
 */
final class Shooting {
    private static final int STEPS = 12;
    private static final double DIFFERENCE = 1e-3;
    private static final double SETTLED = 0.01;
    private static final int COARSE = 60;
    private static final int FINE = 100;
    private static final int MOST_PIECES = 400;

    private final Problem problem;
    private final int input;
    private final BooleanSupplier stop;
    private final int constants;

    Shooting(Problem problem, BooleanSupplier stop) {
        this.problem = problem;
        this.input = problem.evolution();
        this.stop = stop;
        this.constants = problem.estimated().size();
    }

    private Problem.Parameter parameter(int m) {
        return problem.parameters().get(problem.estimated().get(m));
    }

    private boolean logarithmic(int m) {
        return parameter(m).lo() > 0;
    }

    private double[] values(double[] q) {
        double[] values = new double[constants];
        for (int m = 0; m < constants; m++) {
            double v = logarithmic(m) ? Math.exp(q[m]) : q[m];
            values[m] = Math.max(parameter(m).lo(), Math.min(parameter(m).hi(), v));
        }
        return values;
    }

    Solution solve() {
        double[] q = new double[constants];
        for (int m = 0; m < constants; m++) {
            q[m] = logarithmic(m)
                    ? Math.log(parameter(m).start())
                    : parameter(m).start();
        }
        Trial now = trial(q);
        double[] covariance = new double[constants * constants];
        double damping = 1e-3;
        for (int step = 0; step < STEPS && constants > 0 && !stop.getAsBoolean(); step++) {
            double[][] slopes = slopes(q, now);
            double[] change = step(slopes, now, damping);
            covariance = covariance(slopes, now);
            double[] next = q.clone();
            double moved = 0;
            for (int m = 0; m < constants; m++) {
                next[m] += Math.max(-2, Math.min(2, change[m]));
                double error = Math.sqrt(covariance[m * constants + m]);
                moved = Math.max(moved, Math.abs(change[m]) / error);
            }
            Trial trial = trial(next);
            if (trial.squares() <= now.squares()) {
                q = next;
                now = trial;
                damping /= 10;
            } else {
                damping *= 100;
            }
            if (moved < SETTLED) {
                break;
            }
        }
        return finished(q, now, covariance);
    }

    /** The solution for constants, and how measured rows differ from it. */
    private record Trial(List<March.Slab> slabs, Density density, double[] differences, double[] sigmas) {
        double squares() {
            double sum = 0;
            for (double d : differences) {
                sum += d * d;
            }
            return sum;
        }
    }

    private Trial trial(double[] q) {
        return trial(q, stop);
    }

    private Trial trial(double[] q, BooleanSupplier until) {
        Problem.Range range = problem.domain().get(1 - input);
        Density density = new Density(range);
        Basis basis =
                new BSpline(Grid.uniform(range.lo(), range.hi(), COARSE), BSpline.MAX_ORDER, Extrapolation.LINEAR);
        List<March.Slab> slabs = new March(
                        new Collocation(problem.withKnown(values(q))),
                        input,
                        List.of(basis),
                        Optional.of(density),
                        6,
                        1e-4,
                        until)
                .run();
        if (slabs.isEmpty()) {
            throw new DataException(problem.source() + ": no solution found near the beginning for the constants "
                    + Arrays.toString(values(q)) + "; a narrower range of them or more time by --time-limit required");
        }
        return new Trial(slabs, density, differences(slabs), sigmas(slabs));
    }

    private double[] differences(List<March.Slab> slabs) {
        return problem.observations().stream()
                .flatMapToDouble(seen -> Arrays.stream(differences(slabs, seen)))
                .toArray();
    }

    private double[] differences(List<March.Slab> slabs, Problem.Observations seen) {
        double[] all = March.values(input, slabs, seen.points());
        double[] d = new double[seen.values().length];
        double sigma = seen.sigma() > 0 ? seen.sigma() : 1;
        for (int r = 0; r < d.length; r++) {
            d[r] = (all[r * problem.unknowns().size() + seen.unknown()] - seen.values()[r]) / sigma;
        }
        return d;
    }

    /** The factor of the differences' errors by rows: one where the standard error is given. */
    private double[] sigmas(List<March.Slab> slabs) {
        return problem.observations().stream()
                .flatMapToDouble(seen -> {
                    double[] d = differences(slabs, seen);
                    double squares = Arrays.stream(d).map(v -> v * v).sum();
                    double own = Math.sqrt(squares / Math.max(1, d.length - constants));
                    return Arrays.stream(d).map(v -> seen.sigma() > 0 ? 1 : Math.max(own, Double.MIN_NORMAL));
                })
                .toArray();
    }

    private double[][] slopes(double[] q, Trial now) {
        double[][] slopes = new double[constants][];
        for (int m = 0; m < constants; m++) {
            double[] shifted = q.clone();
            double h = logarithmic(m)
                    ? 10 * DIFFERENCE
                    : DIFFERENCE * (parameter(m).hi() - parameter(m).lo());
            shifted[m] += h;
            double[] other = trial(shifted).differences();
            slopes[m] = new double[other.length];
            for (int r = 0; r < other.length; r++) {
                slopes[m][r] = (other[r] - now.differences()[r]) / h;
            }
        }
        return slopes;
    }

    private NormalMatrix normal(double[][] slopes, Trial now, double damping) {
        NormalMatrix normal = new NormalMatrix(new int[constants]);
        Tensor.Row row = new Tensor.Row();
        for (int r = 0; r < now.differences().length; r++) {
            row.clear();
            row.reserve(0, constants);
            for (int m = 0; m < constants; m++) {
                row.values[m] = slopes[m][r] / now.sigmas()[r];
            }
            normal.add(row, 1);
        }
        if (!normal.factor(damping, 0)) {
            throw new DataException(
                    problem.source() + ": rows that tell the constants required; they change nothing here");
        }
        return normal;
    }

    private double[] step(double[][] slopes, Trial now, double damping) {
        double[] g = new double[constants];
        for (int m = 0; m < constants; m++) {
            for (int r = 0; r < now.differences().length; r++) {
                g[m] -= slopes[m][r] * now.differences()[r] / (now.sigmas()[r] * now.sigmas()[r]);
            }
        }
        normal(slopes, now, damping).solve(g);
        return g;
    }

    private double[] covariance(double[][] slopes, Trial now) {
        NormalMatrix normal = normal(slopes, now, 0);
        double[] block = new double[constants * constants];
        for (int m = 0; m < constants; m++) {
            double[] unit = new double[constants];
            unit[m] = 1;
            normal.solve(unit);
            System.arraycopy(unit, 0, block, m * constants, constants);
        }
        return block;
    }

    /** A finer solution for the constants found. */
    private Solution finished(double[] q, Trial now, double[] covariance) {
        double[] values = values(q);
        Problem known = problem.withKnown(values);
        Basis graded = new BSpline(now.density().grid(FINE), BSpline.MAX_ORDER, Extrapolation.LINEAR);
        List<March.Slab> fine =
                new March(new Collocation(known), input, List.of(graded), Optional.empty(), 8, 1e-5, () -> false).run();
        if (fine.isEmpty()) {
            throw new DataException(problem.source() + ": more time by --time-limit required for a solution");
        }
        Expansion joined = March.joined(known, input, fine, MOST_PIECES);
        Sampling sampling = Sampling.of(joined.tensor().gridCuts(), 1);
        double[] rough = March.values(input, now.slabs(), sampling.x());
        double estimate = sampling.distance(
                rough, joined.values(sampling.x()), problem.unknowns().size());
        List<Solution.Constant> found = new ArrayList<>();
        for (int m = 0; m < constants; m++) {
            double error = Math.sqrt(covariance[m * constants + m]) * (logarithmic(m) ? values[m] : 1);
            found.add(new Solution.Constant(problem.estimated().get(m), values[m], error));
        }
        double reached = (last(fine) - problem.domain().get(input).lo())
                / problem.domain().get(input).length();
        return new Solution(
                Networks.of(joined), Math.hypot(estimate, left(q, covariance, sampling, rough)), found, reached);
    }

    /** What errors of the constants leave open of the unknowns, relative L2: each is moved by its standard error. */
    private double left(double[] q, double[] covariance, Sampling sampling, double[] values) {
        double squares = 0;
        for (int m = 0; m < constants; m++) {
            double[] moved = q.clone();
            moved[m] += Math.sqrt(covariance[m * constants + m]);
            double distance = sampling.distance(
                    March.values(input, trial(moved, () -> false).slabs(), sampling.x()),
                    values,
                    problem.unknowns().size());
            squares += distance * distance;
        }
        return Math.sqrt(squares);
    }

    private static double last(List<March.Slab> slabs) {
        return slabs.get(slabs.size() - 1).hi();
    }
}
