package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.network.Kan;

/** The measured rows of a problem: their standard errors, and what these leave open of constants and unknowns. */
final class Measurements {
    /** A first guess of errors that are not given, as a share of the values' spread. */
    private static final double FIRST = 0.1;

    /** Directions in which a network's parameters may move together without a change, as the factors of a product, get this much hold. */
    private static final double RIDGE = 1e-12;

    private static final int PLACES = 60;

    private final Problem problem;
    private final double[] sigmas;

    Measurements(Problem problem) {
        this.problem = problem;
        this.sigmas = problem.observations().stream()
                .mapToDouble(seen -> seen.sigma() > 0 ? seen.sigma() : FIRST * spread(seen.values()))
                .toArray();
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.max(Math.sqrt(squares / Math.max(1, values.length)), Double.MIN_NORMAL);
    }

    /** Standard errors of the rows of each group. */
    double[] sigmas() {
        return sigmas;
    }

    /** Whether some standard errors are not given. */
    boolean unknown() {
        return problem.observations().stream().anyMatch(seen -> seen.sigma() == 0);
    }

    /** First guesses of the constants. */
    double[] start() {
        return problem.estimated().stream()
                .mapToDouble(m -> problem.parameters().get(m).start())
                .toArray();
    }

    /** The points of all rows, one group after the other. */
    double[] points() {
        return problem.observations().stream()
                .flatMapToDouble(seen -> Arrays.stream(seen.points()))
                .toArray();
    }

    /**
     * Takes the standard errors that are not given from what a solution leaves.
     *
     * @param values of all unknowns at {@link #points}
     */
    void learn(double[] values) {
        int unknowns = problem.unknowns().size();
        int at = 0;
        for (int k = 0; k < sigmas.length; k++) {
            Problem.Observations seen = problem.observations().get(k);
            double squares = 0;
            for (double value : seen.values()) {
                double off = values[at * unknowns + seen.unknown()] - value;
                squares += off * off;
                at++;
            }
            if (seen.sigma() == 0) {
                int free =
                        Math.max(1, seen.values().length - problem.estimated().size());
                sigmas[k] = Math.max(Math.sqrt(squares / free), 1e-12 * sigmas[k]);
            }
        }
    }

    /** A solution with the standard errors of its constants, and an estimate of its error that holds what the rows leave open. */
    Solution solution(NetworkResiduals residuals, Kan kan, double[] constants, double estimate) {
        int n = residuals.unknowns();
        double[] p = residuals.free(kan.parameters(), constants);
        double[] r = new double[residuals.residuals()];
        double[] jacobian = new double[r.length * n];
        residuals.jacobian(p, r, jacobian);
        NormalMatrix normal = new NormalMatrix(new int[n]);
        Tensor.Row row = new Tensor.Row();
        double largest = 0;
        for (int k = 0; k < r.length; k++) {
            row.clear();
            row.reserve(0, n);
            System.arraycopy(jacobian, k * n, row.values, 0, n);
            normal.add(row, 1);
        }
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, normal.diagonal(i));
        }
        if (!normal.factor(RIDGE, RIDGE * RIDGE * largest)) {
            throw new IllegalStateException("a matrix with a ridge is positive definite");
        }
        double unit = residuals.unit(sigmas);
        List<Solution.Constant> found = new ArrayList<>();
        for (int m = 0; m < constants.length; m++) {
            double[] x = new double[n];
            x[n - constants.length + m] = 1;
            normal.solve(x);
            double error = unit * Math.sqrt(x[n - constants.length + m]) * residuals.slope(m, constants[m]);
            found.add(new Solution.Constant(problem.estimated().get(m), constants[m], error));
        }
        return new Solution(kan, Math.hypot(estimate, unit * left(residuals, normal, p, kan)), found, 1);
    }

    /** The relative spread of the unknowns, the largest of them, where a row weighs one over its standard error. */
    private double left(NetworkResiduals residuals, NormalMatrix normal, double[] p, Kan kan) {
        int n = residuals.unknowns();
        int unknowns = problem.unknowns().size();
        double[] x = Expansion.fresh(problem, PLACES, 2);
        double[] rows = residuals.valueRows(p, x);
        double[] values = new Judge(problem, new Solution(kan, 0, List.of(), 1), 0).values(x);
        double[] variances = new double[unknowns];
        double[] squares = new double[unknowns];
        for (int k = 0; k < values.length; k++) {
            double[] solved = Arrays.copyOfRange(rows, k * n, (k + 1) * n);
            normal.solve(solved);
            for (int i = 0; i < n; i++) {
                variances[k % unknowns] += rows[k * n + i] * solved[i];
            }
            squares[k % unknowns] += values[k] * values[k];
        }
        double most = 0;
        for (int k = 0; k < unknowns; k++) {
            most = Math.max(most, Math.sqrt(variances[k] / Math.max(squares[k], Double.MIN_NORMAL)));
        }
        return most;
    }
}
