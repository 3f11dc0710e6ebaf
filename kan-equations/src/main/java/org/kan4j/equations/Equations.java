package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.kan4j.data.DataException;
import org.kan4j.data.Table;
import org.kan4j.data.TableReader;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;

/** The way in: solves problems. */
public final class Equations {
    /** Unknowns of normal equations that a second or two factorises. */
    private static final int MOST_COEFFICIENTS = 1700;

    /** An estimated error at which a polynomial resembles the solution. */
    private static final double SMOOTH = 1e-9;

    private static final int POINTS = 1000;

    private Equations() {}

    /**
     * Solves a problem.
     *
     * @param problem from {@link ProblemFile}
     * @param options limits
     * @param interrupted asked between steps; ends with what there is
     * @return the network and how good it is
     * @throws DataException if the table to compare with lacks a column, or no solution was found
     */
    public static SolveResult solve(Problem problem, SolveOptions options, BooleanSupplier interrupted) {
        long begin = System.nanoTime();
        Optional<Table> check = options.check()
                .map(file -> TableReader.read(
                        file,
                        name -> inputs(problem).contains(name)
                                || problem.unknowns().contains(name)));
        check.ifPresent(table -> requireColumns(problem, table));
        BooleanSupplier stop = () -> interrupted.getAsBoolean() || seconds(begin) > options.timeLimit();
        DoubleSupplier left = () -> stop.getAsBoolean() ? 0 : options.timeLimit() - seconds(begin);
        Solution solution = solution(problem, options, stop, left);
        Judge judge = new Judge(problem, solution, options.seed());
        KanModel model = new KanModel(
                solution.kan(),
                Normalization.identity(problem.inputs()),
                Normalization.identity(problem.unknowns().size()),
                inputs(problem),
                problem.unknowns(),
                List.of(),
                "");
        return new SolveResult(
                problem,
                model,
                judge.residual(),
                judge.boundary(),
                solution.estimate(),
                errors(problem, judge, check),
                solution.constants().stream()
                        .map(c -> new SolveResult.Estimated(
                                problem.parameters().get(c.parameter()).name(), c.value(), c.error()))
                        .toList(),
                ClosedForm.of(problem, solution, judge),
                classical(problem, judge, options.seed()),
                solution.reached(),
                seconds(begin));
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static List<String> inputs(Problem problem) {
        return problem.domain().stream().map(Problem.Range::name).toList();
    }

    private static Solution solution(Problem problem, SolveOptions options, BooleanSupplier stop, DoubleSupplier left) {
        Collocation collocation = new Collocation(problem);
        if (problem.inputs() > 2) {
            return new ProductNodes(problem, options.seed(), stop).solve();
        }
        if (!problem.observations().isEmpty()) {
            boolean forward = problem.inputs() == 2 && problem.evolution() >= 0 && ProblemCheck.complete(problem);
            return forward ? new Shooting(problem, stop).solve() : new Inverse(collocation, stop).solve();
        }
        int along = problem.evolution();
        if (along >= 0 && (problem.inputs() == 1 || !problem.linear())) {
            return new Evolution(collocation, along, stop, left).solve();
        }
        Box.Solved solved = new Box(collocation, MOST_COEFFICIENTS, stop).solve();
        Solution box = new Solution(Networks.of(solved.expansion()), solved.estimate(), List.of(), 1);
        if (solved.converged() || solved.estimate() < SMOOTH || problem.inputs() == 1 || stop.getAsBoolean()) {
            return box;
        }
        Solution other = along >= 0
                ? new Evolution(collocation, along, stop, left).solve()
                : new Splines(collocation, stop, left).solve();
        return other.estimate() < box.estimate() ? other : box;
    }

    private static OptionalDouble classical(Problem problem, Judge judge, long seed) {
        double[] x = Expansion.fresh(problem, POINTS, seed + 3);
        return Classical.values(problem, x)
                .map(values -> OptionalDouble.of(Expansion.distance(
                        judge.values(x), values, problem.unknowns().size())))
                .orElse(OptionalDouble.empty());
    }

    private static void requireColumns(Problem problem, Table table) {
        for (String name : inputs(problem)) {
            if (table.column(name).isEmpty()) {
                throw new DataException(table.source() + ": a column for each input required, " + name + " is missing");
            }
        }
        if (problem.unknowns().stream().noneMatch(name -> table.column(name).isPresent())) {
            throw new DataException(table.source() + ": a column of an unknown required ("
                    + String.join(", ", problem.unknowns()) + "), got " + table.names());
        }
    }

    /** Relative L2 errors by unknown. */
    private static List<OptionalDouble> errors(Problem problem, Judge judge, Optional<Table> check) {
        List<OptionalDouble> errors = new ArrayList<>();
        if (check.isEmpty()) {
            return errors;
        }
        Table table = check.get();
        int inputs = problem.inputs();
        double[] x = new double[table.rows() * inputs];
        for (int i = 0; i < inputs; i++) {
            double[] column = table.column(problem.domain().get(i).name()).orElseThrow();
            for (int r = 0; r < column.length; r++) {
                x[r * inputs + i] = column[r];
            }
        }
        double[] values = judge.values(x);
        int unknowns = problem.unknowns().size();
        for (int k = 0; k < unknowns; k++) {
            int unknown = k;
            errors.add(table.column(problem.unknowns().get(k))
                    .map(truth -> {
                        double[] own = new double[truth.length];
                        Arrays.setAll(own, r -> values[r * unknowns + unknown]);
                        return OptionalDouble.of(Expansion.distance(own, truth, 1));
                    })
                    .orElse(OptionalDouble.empty()));
        }
        return errors;
    }
}
