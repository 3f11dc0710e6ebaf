package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * Problems with rows that were measured: splines of order five whose residuals weigh little at first, so that they follow the rows, and
 * more and more, until they obey the equations. Grids are refined until the constants stay where they are, since what a grid cannot
 * resolve would shift them.
 */
final class Inverse {
    private static final double[] WEIGHTS = {0.01, 0.1, 1, 10, 30};
    private static final int STEPS = 12;
    private static final int ALONE = 150;
    private static final int ACROSS = 12;
    private static final int MOST = 120;
    private static final double SETTLED = 0.1;

    /** What slopes cost beside rows where unknowns follow these alone. */
    private static final double FLAT = 0.1;

    /** What the equations' residuals may cost beside rows that cost one each. */
    private static final double RESOLVED = 1;

    /** Points at which the errors of unknowns are asked for. */
    private static final int PLACES = 60;

    private static final int LOOKS = 12;

    private final Collocation collocation;
    private final Problem problem;
    private final BooleanSupplier stop;
    private final double[] lo;
    private final double[] hi;

    Inverse(Collocation collocation, BooleanSupplier stop) {
        this.collocation = collocation;
        this.problem = collocation.problem;
        this.stop = stop;
        this.lo = problem.estimated().stream()
                .mapToDouble(m -> problem.parameters().get(m).lo())
                .toArray();
        this.hi = problem.estimated().stream()
                .mapToDouble(m -> problem.parameters().get(m).hi())
                .toArray();
    }

    /** Unknowns and constants, standard errors of rows and constants, and what the equations' rows cost in units of the rows' errors. */
    private record Fit(Expansion expansion, double[] sigmas, double[] errors, double cost) {}

    Solution solve() {
        int intervals = problem.inputs() == 1 ? ALONE : ACROSS;
        Grid[] grids = new Grid[problem.inputs()];
        for (int i = 0; i < grids.length; i++) {
            Problem.Range range = problem.domain().get(i);
            grids[i] = Grid.uniform(range.lo(), range.hi(), intervals);
        }
        Fit before = first(grids);
        double estimate = Double.POSITIVE_INFINITY;
        while (true) {
            intervals = intervals * 3 / 2;
            Grid[] finer = grids(before.expansion(), intervals);
            if (stop.getAsBoolean() || intervals > 8 * MOST) {
                return solution(before, estimate);
            }
            Fit now = later(before, finer);
            Sampling sampling = Sampling.of(now.expansion().tensor().gridCuts(), 1);
            estimate = sampling.distance(
                    before.expansion().values(sampling.x()),
                    now.expansion().values(sampling.x()),
                    problem.unknowns().size());
            boolean settled = moved(before, now) < SETTLED && now.cost() < RESOLVED;
            before = now;
            if (settled || (problem.inputs() > 1 && intervals > MOST)) {
                return solution(now, estimate);
            }
        }
    }

    private Solution solution(Fit fit, double estimate) {
        List<Solution.Constant> constants = new ArrayList<>();
        int size = fit.expansion().tensor().size();
        for (int m = 0; m < lo.length; m++) {
            constants.add(new Solution.Constant(
                    problem.estimated().get(m), fit.expansion().c()[size + m], fit.errors()[m]));
        }
        return new Solution(Networks.of(fit.expansion()), Math.hypot(estimate, left(fit)), constants, 1);
    }

    /** What the errors of rows leave open of the unknowns: their standard errors, relative L2, the largest of the unknowns. */
    private double left(Fit fit) {
        Tensor tensor = fit.expansion().tensor();
        double[] c = fit.expansion().c();
        GaussNewton newton = newton(tensor, c, fit.sigmas(), WEIGHTS[WEIGHTS.length - 1]);
        double[] x = Expansion.fresh(problem, PLACES, 2);
        double[] ones = new double[PLACES];
        Arrays.fill(ones, 1);
        double most = 0;
        for (int k = 0; k < tensor.unknowns; k++) {
            Rows values = new Rows(problem, tensor, x, ones, collocation.derivative(k, 0, 0), new double[0]);
            most = Math.max(most, Math.sqrt(newton.variance(c, values) / values.squares(c)));
        }
        return most;
    }

    /** How far constants moved, in standard errors. */
    private double moved(Fit a, Fit b) {
        double most = 0;
        for (int m = 0; m < lo.length; m++) {
            double change = a.expansion().c()[a.expansion().tensor().size() + m]
                    - b.expansion().c()[b.expansion().tensor().size() + m];
            most = Math.max(most, Math.abs(change) / Math.max(b.errors()[m], Double.MIN_NORMAL));
        }
        return most;
    }

    private Grid[] grids(Expansion known, int intervals) {
        Grid[] grids = new Grid[problem.inputs()];
        for (int i = 0; i < grids.length; i++) {
            Problem.Range range = problem.domain().get(i);
            if (grids.length == 1) {
                grids[i] = Grid.uniform(range.lo(), range.hi(), intervals);
                continue;
            }
            Density density = new Density(range);
            Problem.Range other = problem.domain().get(1 - i);
            for (int k = 0; k <= LOOKS; k++) {
                density.see(known, i, other.lo() + other.length() * k / LOOKS);
            }
            grids[i] = density.grid(intervals);
        }
        return grids;
    }

    private Tensor tensor(Grid[] grids) {
        Basis[] bases = new Basis[grids.length];
        for (int i = 0; i < grids.length; i++) {
            bases[i] = new BSpline(grids[i], BSpline.MAX_ORDER, Extrapolation.LINEAR);
        }
        return new Tensor(problem.unknowns().size(), bases);
    }

    private double[] givenSigmas() {
        return problem.observations().stream()
                .mapToDouble(o -> o.sigma() > 0 ? o.sigma() : spread(o.values()))
                .toArray();
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double sum = 0;
        for (double v : values) {
            sum += (v - mean) * (v - mean);
        }
        return Math.max(Math.sqrt(sum / Math.max(1, values.length)) / 10, Double.MIN_NORMAL);
    }

    private Fit first(Grid[] grids) {
        Tensor tensor = tensor(grids);
        double[] c = new double[tensor.size() + lo.length];
        for (int m = 0; m < lo.length; m++) {
            c[tensor.size() + m] =
                    problem.parameters().get(problem.estimated().get(m)).start();
        }
        double[] sigmas = givenSigmas();
        if (!Double.isFinite(newton(tensor, c, sigmas, WEIGHTS[0]).cost(c))) {
            c = followed(tensor, c, sigmas);
        }
        for (double weight : WEIGHTS) {
            c = newton(tensor, c, sigmas, weight).run(c, STEPS, stop);
        }
        return fit(tensor, c, sigmas);
    }

    /** Unknowns that follow the rows alone, as flat as these allow: a start where equations have no value at zero. */
    private double[] followed(Tensor tensor, double[] c, double[] sigmas) {
        double weight = FLAT / Arrays.stream(sigmas).min().orElse(1);
        List<Rows> rows = new ArrayList<>(collocation.observations(tensor, sigmas));
        Collocation.Product product = collocation.product(tensor, -1, 0);
        for (int k = 0; k < tensor.unknowns; k++) {
            for (int i = 0; i < problem.inputs(); i++) {
                double length = problem.domain().get(i).length();
                Residual slope = collocation.derivative(k, i, 1);
                rows.add(new Rows(problem, tensor, product.x(), product.roots(), slope, new double[0])
                        .times(weight * length));
            }
        }
        double[] none = new double[0];
        double[] follows = new GaussNewton(tensor, none, none, around(tensor), new Held(tensor.size()), rows)
                .run(new double[tensor.size()], 2, stop);
        double[] start = c.clone();
        System.arraycopy(follows, 0, start, 0, follows.length);
        return start;
    }

    /** The fit on other grids, from where the last one ended. */
    private Fit later(Fit before, Grid[] grids) {
        Tensor tensor = tensor(grids);
        double[] c = new double[tensor.size() + lo.length];
        int size = before.expansion().tensor().size();
        System.arraycopy(before.expansion().c(), size, c, tensor.size(), lo.length);
        List<Rows> like = collocation.like(tensor, before.expansion());
        double[] start = new GaussNewton(
                        tensor, new double[0], new double[0], around(tensor), new Held(tensor.size()), like)
                .run(Arrays.copyOf(c, tensor.size()), 2, stop);
        System.arraycopy(start, 0, c, 0, start.length);
        return fit(tensor, c, before.sigmas());
    }

    /** The last steps, with the standard errors of the rows that the fit leaves where they are not given. */
    private Fit fit(Tensor tensor, double[] start, double[] sigmas) {
        double[] c = start;
        double[] now = sigmas;
        for (int round = 0; round < 2; round++) {
            c = newton(tensor, c, now, WEIGHTS[WEIGHTS.length - 1]).run(c, STEPS, stop);
            now = left(new Expansion(tensor, c), now);
        }
        GaussNewton newton = newton(tensor, c, now, WEIGHTS[WEIGHTS.length - 1]);
        double[] covariance = newton.covariance(c);
        double[] errors = new double[lo.length];
        for (int m = 0; m < errors.length; m++) {
            errors[m] = Math.sqrt(covariance[m * errors.length + m]);
        }
        double measured = 0;
        for (Rows rows : collocation.observations(tensor, now)) {
            measured += rows.squares(c);
        }
        return new Fit(new Expansion(tensor, c), now, errors, newton.cost(c) - measured);
    }

    private double[] left(Expansion expansion, double[] sigmas) {
        double[] ones = new double[sigmas.length];
        Arrays.fill(ones, 1);
        List<Rows> rows = collocation.observations(expansion.tensor(), ones);
        double[] now = sigmas.clone();
        for (int k = 0; k < now.length; k++) {
            if (problem.observations().get(k).sigma() == 0) {
                int free = Math.max(1, rows.get(k).count() - lo.length - 1);
                now[k] = Math.max(Math.sqrt(rows.get(k).squares(expansion.c()) / free), 1e-12 * sigmas[k]);
            }
        }
        return now;
    }

    private boolean around(Tensor tensor) {
        return problem.inputs() > 1 && collocation.couples(tensor.outer);
    }

    private GaussNewton newton(Tensor tensor, double[] c, double[] sigmas, double weight) {
        double smallest = Arrays.stream(sigmas).min().orElse(1);
        double count = problem.observations().stream()
                .mapToDouble(o -> o.values().length)
                .sum();
        double factor = weight * Math.sqrt(count) / smallest;
        List<Rows> rows = new ArrayList<>();
        for (Rows equation : collocation.equations(tensor, c)) {
            rows.add(equation.times(equation.factor() * factor));
        }
        Faces faces = new Faces(collocation, tensor, -1);
        for (Rows condition : collocation.conditions(tensor, c, -1, faces)) {
            rows.add(condition.times(condition.factor() * factor));
        }
        rows.addAll(collocation.observations(tensor, sigmas));
        return new GaussNewton(tensor, lo, hi, around(tensor), faces.held(), rows);
    }
}
