package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.numeric.DampedGaussNewton;

/**
 * Unknowns of three inputs as sums of product nodes Σ_r f_r(x)·g_r(y)·h_r(t), all functions fitted together by Levenberg–Marquardt on the
 * residuals: Fourier series of periodic inputs, Chebyshev polynomials of others. The number of nodes grows one by one, since several from
 * random starts get stuck, and so do harmonics and degrees, whose further functions begin at zero. Rows that were measured, and constants
 * that they tell, are fitted with them.
 */
final class ProductNodes {
    private static final int HARMONICS = 2;
    private static final int DEGREE = 6;
    private static final int MOST_NODES = 6;
    private static final int STEPS = 60;

    private static final int MOST_REFINEMENTS = 8;

    /** The sum of squares, as a share of that of zero, of a solution that is exact. */
    private static final double EXACT = 1e-25;

    /** Shares of the sum of squares that finer bases, and another node, must leave no more than. */
    private static final double REFINED = 0.1;

    private static final double GAIN = 0.5;
    private static final double SPREAD = 0.3;

    private final Problem problem;
    private final SplittableRandom random;
    private final BooleanSupplier stop;
    private final Measurements measurements;

    ProductNodes(Problem problem, long seed, BooleanSupplier stop) {
        this.problem = problem;
        this.random = new SplittableRandom(seed);
        this.stop = stop;
        this.measurements = new Measurements(problem);
    }

    /** A network on its way: bases and the unknown of each node, parameters, constants, sum of squares. */
    @SuppressWarnings("ArrayRecordComponent")
    private record State(List<Basis> bases, List<Integer> owners, Kan kan, double[] constants, double cost) {}

    Solution solve() {
        List<Integer> owners = new ArrayList<>();
        for (int k = 0; k < problem.unknowns().size(); k++) {
            owners.add(k);
        }
        State zero = grown(bases(0), owners, List.of());
        double nothing = cost(zero);
        State now = fitted(withFirstGuesses(zero), STEPS);
        int refinement = 0;
        boolean better = true;
        while (better && !stop.getAsBoolean() && now.cost() > EXACT * nothing && refinement < MOST_REFINEMENTS) {
            State finer = fitted(grown(bases(refinement + 1), now.owners(), List.of(now)), STEPS);
            if (finer.cost() < REFINED * now.cost()) {
                refinement++;
                now = finer;
            } else {
                State wider = wider(now);
                better = wider.cost() < now.cost();
                now = wider;
            }
        }
        if (measurements.unknown()) {
            measurements.learn(values(now.kan(), measurements.points()));
            now = fitted(now, STEPS);
        }
        State refined = fitted(grown(bases(refinement + 1), now.owners(), List.of(now)), 3);
        Sampling sampling = Sampling.of(problem, 1);
        double estimate = sampling.distance(
                values(now.kan(), sampling.x()),
                values(refined.kan(), sampling.x()),
                problem.unknowns().size());
        if (problem.observations().isEmpty()) {
            return new Solution(now.kan(), estimate, List.of(), 1);
        }
        return measurements.solution(residuals(now), now.kan(), now.constants(), estimate);
    }

    /** One more node of each unknown that gains by it. */
    private State wider(State start) {
        State wider = start;
        for (int k = 0; k < problem.unknowns().size(); k++) {
            int unknown = k;
            long nodes = wider.owners().stream().filter(o -> o == unknown).count();
            if (nodes < MOST_NODES && !stop.getAsBoolean()) {
                List<Integer> more = new ArrayList<>(wider.owners());
                more.add(k);
                State tried = fitted(grown(wider.bases(), more, List.of(wider)), STEPS);
                wider = tried.cost() < GAIN * wider.cost() ? tried : wider;
            }
        }
        return wider;
    }

    /** The sum of squares of unknowns that are zero. */
    private double cost(State state) {
        NetworkResiduals residuals = residuals(state);
        double[] r = new double[residuals.residuals()];
        double[] nothing = new double[state.kan().parameters().length];
        residuals.residuals(residuals.free(nothing, state.constants()), r);
        return Math.max(Arrays.stream(r).map(v -> v * v).sum(), Double.MIN_NORMAL);
    }

    private double[] values(Kan kan, double[] x) {
        return new Judge(problem, new Solution(kan, 0, List.of(), 1), 0).values(x);
    }

    private List<Basis> bases(int refinement) {
        List<Basis> bases = new ArrayList<>();
        for (int i = 0; i < problem.inputs(); i++) {
            Problem.Range range = problem.domain().get(i);
            Grid grid = Grid.of(range.lo(), range.hi());
            bases.add(
                    problem.periodic().get(i)
                            ? new Fourier(grid, HARMONICS + refinement)
                            : new Chebyshev(grid, DEGREE + 3 * refinement, Extrapolation.LINEAR));
        }
        return bases;
    }

    /** A network with these bases and nodes: those that are known, and small random ones. */
    private State grown(List<Basis> bases, List<Integer> owners, List<State> known) {
        KanNetwork network = Networks.network(
                bases,
                owners.stream().mapToInt(Integer::intValue).toArray(),
                problem.unknowns().size());
        double[] p = Networks.start(network);
        Layer layer = network.layer(0);
        int inputs = bases.size();
        for (int c = 0; c < layer.columns(); c++) {
            int input = c % inputs;
            for (int m = 0; m < bases.get(input).size(); m++) {
                int at = layer.inputOffset(input) + m * layer.columns() + c;
                boolean old = !known.isEmpty()
                        && c < known.get(0).kan().network().layer(0).columns();
                if (old) {
                    Layer from = known.get(0).kan().network().layer(0);
                    double[] q = known.get(0).kan().parameters();
                    p[at] = m < from.basis(input).size() ? q[from.inputOffset(input) + m * from.columns() + c] : 0;
                } else {
                    p[at] = SPREAD * (2 * random.nextDouble() - 1) / (1 + m) + (m == 0 ? SPREAD : 0);
                }
            }
        }
        double[] constants =
                known.isEmpty() ? measurements.start() : known.get(0).constants();
        return new State(bases, owners, new Kan(network, p), constants, Double.NaN);
    }

    /** The unknowns for first guesses of the constants: while they are nothing, constants may be anything. */
    private State withFirstGuesses(State zero) {
        if (problem.estimated().isEmpty()) {
            return zero;
        }
        Problem known = problem.withKnown(zero.constants());
        NetworkResiduals residuals = new NetworkResiduals(known, zero.kan(), zero.bases(), measurements.sigmas());
        DampedGaussNewton.Result result = DampedGaussNewton.of(STEPS)
                .withTolerance(1e-3)
                .withStop(stop)
                .minimize(residuals, residuals.free(zero.kan().parameters(), new double[0]));
        return new State(
                zero.bases(),
                zero.owners(),
                zero.kan().withParameters(residuals.all(result.unknowns())),
                zero.constants(),
                result.cost());
    }

    private NetworkResiduals residuals(State state) {
        return new NetworkResiduals(problem, state.kan(), state.bases(), measurements.sigmas());
    }

    private State fitted(State start, int steps) {
        NetworkResiduals residuals = residuals(start);
        DampedGaussNewton.Result result = DampedGaussNewton.of(steps)
                .withTolerance(1e-3)
                .withStop(stop)
                .minimize(residuals, residuals.free(start.kan().parameters(), start.constants()));
        return new State(
                start.bases(),
                start.owners(),
                start.kan().withParameters(residuals.all(result.unknowns())),
                residuals.constants(result.unknowns()),
                result.cost());
    }

    static int[] firstLayer(KanNetwork network) {
        int end = network.offset(1);
        return Arrays.stream(network.trainable()).filter(at -> at < end).toArray();
    }
}
