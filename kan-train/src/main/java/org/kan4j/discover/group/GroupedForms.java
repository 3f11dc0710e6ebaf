package org.kan4j.discover.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.DampedGaussNewton;
import org.kan4j.numeric.ScaledProblem;

/**
 * Fits forms to the rows of several groups. At first each group has constants of its own; then the constant whose sharing makes the
 * description shortest becomes one for all groups, as long as there is such a constant.
 */
public final class GroupedForms {
    private static final int ITERATIONS = 100;

    private static final double TOLERANCE = 1e-10;

    private final Batch data;
    private final int groups;
    private final List<Batch> rows;
    private final Refinement refinement;
    private final double scale;
    private final BooleanSupplier stop;

    /**
     * Fits to rows.
     *
     * @param data the last inputs are 1 in the rows of a group and 0 in others, one input for each group
     * @param groups their number
     * @param refinement of the rows, by whose description length constants are shared
     * @param stop asked between steps
     */
    public GroupedForms(Batch data, int groups, Refinement refinement, BooleanSupplier stop) {
        this.data = data;
        this.groups = groups;
        this.refinement = refinement;
        this.scale = Fit.spread(data) > 0 ? Fit.spread(data) : 1;
        this.stop = stop;
        this.rows = IntStream.range(0, groups)
                .mapToObj(g -> IntStream.range(0, data.rows())
                        .filter(r -> data.x()[r * data.in() + first() + g] == 1)
                        .toArray())
                .map(data::subset)
                .toList();
    }

    /** The first of the inputs that tell groups apart. */
    private int first() {
        return data.in() - groups;
    }

    /** A form with its constants in each group, [groups, constants], and which of them are shared. */
    private record Fitted(double[][] constants, boolean[] shared, Refinement.Scored scored) {}

    /**
     * {@return the form with its constants fitted, as a formula in which a constant of a group is multiplied by the input that is 1 in its rows}
     *
     * @param form of the inputs before those of the groups; all its constants but whole exponents and ±1 may change
     * @param nats that describe the form
     */
    public Refinement.Scored best(Expression form, double nats) {
        Refinement known = refinement.ofForm(nats);
        boolean[] free = CompiledExpression.allButIntegerExponents(form);
        List<Constant> constants = CompiledExpression.constants(form);
        for (int k = 0; k < free.length; k++) {
            free[k] &= Math.abs(constants.get(k).value()) != 1;
        }
        CompiledExpression compiled = CompiledExpression.of(form, free);
        int count = compiled.parameterCount();
        double[][] start = new double[groups][];
        Arrays.setAll(start, g -> compiled.parameters());
        Fitted one = fit(known, form, compiled, free, start, all(count));
        Fitted best = better(
                fit(known, form, compiled, free, start, new boolean[count]),
                fit(known, form, compiled, free, one.constants, new boolean[count]));
        boolean changed = true;
        while (changed && !stop.getAsBoolean()) {
            Fitted before = best;
            for (int k = 0; k < count; k++) {
                if (!before.shared[k]) {
                    boolean[] shared = before.shared.clone();
                    shared[k] = true;
                    best = better(best, fit(known, form, compiled, free, before.constants, shared));
                }
            }
            changed = best.scored.descriptionLength() < before.scored.descriptionLength();
        }
        return known.withSimpleNumbers(better(best, one).scored);
    }

    private static boolean[] all(int count) {
        boolean[] all = new boolean[count];
        Arrays.fill(all, true);
        return all;
    }

    private static Fitted better(Fitted one, Fitted other) {
        return other.scored.descriptionLength() < one.scored.descriptionLength() ? other : one;
    }

    private Fitted fit(
            Refinement known,
            Expression form,
            CompiledExpression compiled,
            boolean[] free,
            double[][] start,
            boolean[] shared) {
        int[][] unknowns = new int[groups][shared.length];
        List<Double> first = new ArrayList<>();
        for (int k = 0; k < shared.length; k++) {
            int constant = k;
            for (int g = 0; g < groups; g++) {
                if (g > 0 && shared[k]) {
                    unknowns[g][k] = unknowns[0][k];
                    continue;
                }
                unknowns[g][k] = first.size();
                first.add(
                        shared[k]
                                ? Arrays.stream(start)
                                        .mapToDouble(of -> of[constant])
                                        .average()
                                        .orElseThrow()
                                : start[g][k]);
            }
        }
        double[] p = first.stream().mapToDouble(v -> v).toArray();
        GroupProblem problem = new GroupProblem(compiled, rows, scale, unknowns);
        if (p.length > 0 && p.length <= data.rows()) {
            ScaledProblem scaled = new ScaledProblem(problem, p);
            DampedGaussNewton.Result run = DampedGaussNewton.of(ITERATIONS)
                    .withTolerance(TOLERANCE)
                    .withStop(stop)
                    .minimize(scaled, scaled.scaled(p));
            p = scaled.original(run.unknowns());
        }
        double[][] constants = new double[groups][];
        for (int g = 0; g < groups; g++) {
            constants[g] = problem.constants(p, g);
        }
        return new Fitted(constants, shared, known.score(formula(form, free, constants, shared)));
    }

    /** A form with constants of groups, each times the input that tells its group. */
    private Expression formula(Expression form, boolean[] free, double[][] constants, boolean[] shared) {
        int[] next = {0, 0};
        return form.replaceConstants(constant -> {
            if (!free[next[0]++]) {
                return constant;
            }
            int k = next[1]++;
            if (shared[k]) {
                return Constant.free(constants[0][k]);
            }
            return Expression.sum(IntStream.range(0, groups)
                    .mapToObj(g -> Expression.product(Constant.free(constants[g][k]), Expression.variable(first() + g)))
                    .toList());
        });
    }
}
