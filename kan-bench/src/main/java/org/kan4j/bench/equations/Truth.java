package org.kan4j.bench.equations;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.equations.Problem;
import org.kan4j.equations.SolveResult;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.kernel.CpuEngine;

/**
 * What the unknowns of a problem are at some points.
 *
 * @param x [points, inputs]
 * @param values [unknowns][points]; of an unknown that is not known, none
 */
@SuppressWarnings("ArrayRecordComponent")
record Truth(double[] x, double[][] values) {

    /** A solution that can be computed anywhere. */
    @FunctionalInterface
    interface Solution {
        /** Values at points, [unknowns][points], of [points, inputs]. */
        double[][] at(double[] x);
    }

    /** A solution at random points of the domain. */
    static Truth at(Problem problem, int points, long seed, Solution solution) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[points * problem.inputs()];
        for (int k = 0; k < x.length; k++) {
            Problem.Range range = problem.domain().get(k % problem.inputs());
            x[k] = range.lo() + random.nextDouble() * (range.hi() - range.lo());
        }
        return new Truth(x, solution.at(x));
    }

    /** Formulas of a problem's inputs, one for each unknown. */
    static Solution formulas(List<String> inputs, List<String> formulas) {
        List<Expression> expressions =
                formulas.stream().map(f -> FormulaParser.parse(f, inputs)).toList();
        int n = inputs.size();
        return x -> expressions.stream()
                .map(e -> {
                    double[] values = new double[x.length / n];
                    Arrays.setAll(values, p -> e.evaluate(Arrays.copyOfRange(x, p * n, (p + 1) * n)));
                    return values;
                })
                .toArray(double[][]::new);
    }

    /** The relative L2 error of a solution, the largest of the unknowns. */
    double error(SolveResult result) {
        int points = x.length / result.problem().inputs();
        double[] own = result.model().predict(new CpuEngine(1), x, points);
        double most = 0;
        for (int k = 0; k < values.length; k++) {
            double off = 0;
            double size = 0;
            for (int p = 0; p < values[k].length; p++) {
                double truth = values[k][p];
                double difference = own[p * values.length + k] - truth;
                off += difference * difference;
                size += truth * truth;
            }
            most = values[k].length == 0 ? most : Math.max(most, Math.sqrt(off / size));
        }
        return most;
    }
}
