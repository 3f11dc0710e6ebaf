package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kan4j.data.DataException;
import org.kan4j.formula.Expression;

/** Whether a problem is one: as many equations as unknowns, conditions enough, and none that say different things. */
final class ProblemCheck {
    private static final int PROBES = 7;
    private static final double SAME = 1e-9;

    private final Problem problem;
    private final int lastLine;

    private ProblemCheck(Problem problem, int lastLine) {
        this.problem = problem;
        this.lastLine = lastLine;
    }

    static void check(Problem problem, int lastLine) {
        ProblemCheck check = new ProblemCheck(problem, lastLine);
        check.parts();
        check.contradictions();
        Optional<DataException> missing = check.missing();
        if (problem.observations().isEmpty() && missing.isPresent()) {
            throw missing.get();
        }
    }

    /** Whether there are conditions enough for a solution without rows that were measured. */
    static boolean complete(Problem problem) {
        return new ProblemCheck(problem, 1).missing().isEmpty();
    }

    private DataException error(int line, String what) {
        return new DataException(problem.source() + ", line " + line + ", column 1: " + what);
    }

    private void parts() {
        if (problem.domain().isEmpty()) {
            throw error(lastLine, "a domain required, as in domain x in [0, 1]");
        }
        if (problem.unknowns().isEmpty()) {
            throw error(lastLine, "an unknown required, as in unknown u");
        }
        if (problem.equations().size() < problem.unknowns().size()) {
            throw error(
                    lastLine,
                    "an equation for each unknown required, got "
                            + problem.equations().size() + " for " + String.join(", ", problem.unknowns()));
        }
        for (int k = 0; k < problem.unknowns().size(); k++) {
            int unknown = k;
            if (problem.equations().stream().allMatch(e -> problem.order(e.residual(), unknown, 0) < 0)) {
                throw error(
                        problem.equations().get(0).line(),
                        "an equation with " + problem.unknowns().get(k) + " in it required, none has it");
            }
        }
        if (!problem.estimated().isEmpty() && problem.observations().isEmpty()) {
            throw error(
                    lastLine,
                    "data required to estimate "
                            + problem.parameters()
                                    .get(problem.estimated().get(0))
                                    .name()
                            + ", as in data probe.csv columns x,u");
        }
    }

    /**
     * An unknown that an equation has the highest derivatives of needs as many conditions along an input as the order of its derivative by
     * that input.
     */
    private Optional<DataException> missing() {
        for (Problem.Equation equation : problem.equations()) {
            int highest = 0;
            for (int k = 0; k < problem.unknowns().size(); k++) {
                highest = Math.max(highest, total(equation.residual(), k));
            }
            for (int k = 0; k < problem.unknowns().size(); k++) {
                for (int i = 0; i < problem.inputs() && total(equation.residual(), k) == highest; i++) {
                    Optional<DataException> missing = missing(equation, k, i);
                    if (missing.isPresent()) {
                        return missing;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private int total(Expression e, int unknown) {
        int order = 0;
        for (int i = 0; i < problem.inputs(); i++) {
            order = Math.max(order, problem.order(e, unknown, i));
        }
        return order;
    }

    private Optional<DataException> missing(Problem.Equation equation, int unknown, int input) {
        int order = problem.order(equation.residual(), unknown, input);
        long given = problem.conditions().stream()
                .filter(c -> c.fixes(input) && problem.order(c.residual(), unknown, input) >= 0)
                .count();
        if (problem.periodic().get(input) || given >= order) {
            return Optional.empty();
        }
        String name = problem.unknowns().get(unknown);
        String along = problem.domain().get(input).name();
        return Optional.of(error(
                equation.line(),
                order + (order == 1 ? " condition on " : " conditions on ") + name + " along " + along
                        + " required, got " + given + "; add such as at " + along + "="
                        + number(problem.domain().get(input).lo()) + ": " + name + " = 0"));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private void contradictions() {
        List<Problem.Condition> all = problem.conditions();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (all.get(i).place().equals(all.get(j).place()) && contradict(all.get(i), all.get(j))) {
                    throw error(
                            all.get(i).line(),
                            "a condition that agrees with that of line "
                                    + all.get(j).line()
                                    + " required: both fix the same at the same place, to different values; drop one");
                }
            }
        }
    }

    /** Whether two linear conditions have the same left sides, up to a factor, and other right sides. */
    private boolean contradict(Problem.Condition a, Problem.Condition b) {
        if (!problem.linear(a.residual()) || !problem.linear(b.residual())) {
            return false;
        }
        List<Integer> unknowns = new ArrayList<>();
        for (int v = problem.inputs(); v < problem.parameter(0); v++) {
            unknowns.add(v);
        }
        List<Expression> left =
                unknowns.stream().map(v -> a.residual().derivative(v)).toList();
        List<Expression> right =
                unknowns.stream().map(v -> b.residual().derivative(v)).toList();
        SplittableRandom random = new SplittableRandom(1);
        for (int probe = 0; probe < PROBES; probe++) {
            double[] row = new double[problem.variables()];
            for (int i = 0; i < problem.inputs(); i++) {
                Problem.Range range = problem.domain().get(i);
                row[i] = a.fixes(i) ? a.place().get(i) : range.lo() + random.nextDouble() * range.length();
            }
            for (int m = 0; m < problem.parameters().size(); m++) {
                row[problem.parameter(m)] = problem.parameters().get(m).start();
            }
            double factor = Double.NaN;
            for (int k = 0; k < unknowns.size(); k++) {
                double la = left.get(k).evaluate(row);
                double lb = right.get(k).evaluate(row);
                if (la == 0 && lb == 0) {
                    continue;
                }
                double ratio = lb / la;
                if (!(Math.abs(ratio) > 0 && Double.isFinite(ratio))
                        || (!Double.isNaN(factor) && Math.abs(ratio - factor) > SAME * Math.abs(factor))) {
                    return false;
                }
                factor = ratio;
            }
            double ra = a.residual().evaluate(row) * factor;
            double rb = b.residual().evaluate(row);
            if (Math.abs(ra - rb) > SAME * Math.max(1, Math.abs(ra) + Math.abs(rb))) {
                return true;
            }
        }
        return false;
    }
}
