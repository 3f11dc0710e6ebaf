package org.kan4j.equations;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.network.Kan;

/** Measures a network against a problem on points that no solver saw. */
final class Judge {
    private static final int POINTS = 1000;
    private static final int PLACES = 200;

    private final Problem problem;
    private final Kan kan;
    private final Jets jets;
    private final double[] parameters;
    private final long seed;

    /**
     * A judge.
     *
     * @param problem the problem
     * @param solution its solution
     * @param seed of the points
     */
    Judge(Problem problem, Solution solution, long seed) {
        this.problem = problem;
        this.kan = solution.kan();
        this.jets = new Jets(kan.network());
        this.seed = seed;
        this.parameters =
                problem.parameters().stream().mapToDouble(Problem.Parameter::lo).toArray();
        solution.constants().forEach(c -> parameters[c.parameter()] = c.value());
    }

    /** Root mean square of all equations' residuals. */
    double residual() {
        double[] x = Expansion.fresh(problem, POINTS, seed + 1);
        double sum = 0;
        for (Problem.Equation e : problem.equations()) {
            sum += squares(new Residual(problem, e.residual()), x);
        }
        return Math.sqrt(sum / (POINTS * problem.equations().size()));
    }

    /** Root mean square of the mismatch of all conditions, periodic ones included; 0 where there are none. */
    double boundary() {
        SplittableRandom random = new SplittableRandom(seed + 2);
        double sum = 0;
        long count = 0;
        for (Problem.Condition condition : problem.conditions()) {
            double[] x = places(random, condition.place());
            sum += squares(new Residual(problem, condition.residual()), x);
            count += PLACES;
        }
        for (int i = 0; i < problem.inputs(); i++) {
            if (problem.periodic().get(i)) {
                List<Double> any = new ArrayList<>();
                for (int j = 0; j < problem.inputs(); j++) {
                    any.add(Double.NaN);
                }
                double[] x = places(random, any);
                double[] low = values(fixed(x, i, problem.domain().get(i).lo()));
                double[] high = values(fixed(x, i, problem.domain().get(i).hi()));
                for (int p = 0; p < low.length; p++) {
                    sum += (low[p] - high[p]) * (low[p] - high[p]);
                }
                count += low.length;
            }
        }
        return count == 0 ? 0 : Math.sqrt(sum / count);
    }

    private double[] places(SplittableRandom random, List<Double> place) {
        int inputs = problem.inputs();
        double[] x = new double[PLACES * inputs];
        for (int at = 0; at < x.length; at++) {
            Problem.Range range = problem.domain().get(at % inputs);
            double fixed = place.get(at % inputs);
            x[at] = Double.isNaN(fixed) ? range.lo() + random.nextDouble() * range.length() : fixed;
        }
        return x;
    }

    private double[] fixed(double[] x, int input, double value) {
        double[] moved = x.clone();
        for (int at = input; at < moved.length; at += problem.inputs()) {
            moved[at] = value;
        }
        return moved;
    }

    /** Values of the unknowns, [points, unknowns]. */
    double[] values(double[] x) {
        int size = jets.jet().size();
        int rows = x.length / problem.inputs();
        double[] all = new double[rows * problem.unknowns().size() * size];
        jets.values(kan.parameters(), x, rows, all);
        double[] values = new double[rows * problem.unknowns().size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = all[k * size];
        }
        return values;
    }

    private double squares(Residual residual, double[] x) {
        int inputs = problem.inputs();
        int rows = x.length / inputs;
        int length = problem.unknowns().size() * jets.jet().size();
        double[] all = new double[rows * length];
        jets.values(kan.parameters(), x, rows, all);
        double[][] columns = new double[problem.variables()][rows];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < inputs; i++) {
                columns[i][r] = x[r * inputs + i];
            }
            for (int v = 0; v < length; v++) {
                columns[inputs + v][r] = all[r * length + v];
            }
            for (int m = 0; m < parameters.length; m++) {
                columns[problem.parameter(m)][r] = parameters[m];
            }
        }
        double[] out = new double[rows];
        residual.values(columns, rows, out);
        double sum = 0;
        for (double v : out) {
            sum += v * v;
        }
        return sum;
    }
}
