package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.basis.Basis;
import org.kan4j.formula.Expression;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.network.Kan;
import org.kan4j.numeric.LeastSquaresProblem;

/**
 * Residuals of a problem's equations and conditions at fixed points, and of rows that were measured, as functions of the first layer's
 * parameters and, behind these, of the constants that are estimated: logarithms of those whose range is above zero.
 */
final class NetworkResiduals implements LeastSquaresProblem {
    private static final double CONDITION = 30;

    /** What the equations' mean square weighs against the rows that were measured, each over its standard error. */
    private static final double OBEYED = 30;

    private final Problem problem;
    private final List<Integer> estimated;
    private final double[] parameters;
    private final int[] indices;
    private final Jets jets;
    private final List<Block> blocks = new ArrayList<>();
    private int rows;

    /** Rows of one residual; targets are what it is to be, of length 0 for zero. */
    private record Block(Residual residual, double[] x, double weight, double[] targets) {}

    NetworkResiduals(Problem problem, Kan kan, List<Basis> bases, double[] sigmas) {
        this.problem = problem;
        this.estimated = problem.estimated();
        this.parameters = kan.parameters();
        this.indices = ProductNodes.firstLayer(kan.network());
        this.jets = new Jets(kan.network(), indices);
        List<Collocation.Nodes> inside = new ArrayList<>();
        for (int i = 0; i < bases.size(); i++) {
            Problem.Range range = problem.domain().get(i);
            inside.add(nodes(bases.get(i), problem.periodic().get(i), range));
        }
        double[] x = Collocation.Product.of(inside).x();
        for (Problem.Equation e : problem.equations()) {
            add(new Residual(problem, e.residual()), x, 1, new double[0]);
        }
        for (Problem.Condition c : problem.conditions()) {
            List<Collocation.Nodes> there = new ArrayList<>(inside);
            for (int i = 0; i < bases.size(); i++) {
                if (c.fixes(i)) {
                    there.set(i, Collocation.Nodes.at(c.place().get(i)));
                }
            }
            add(
                    new Residual(problem, c.residual()),
                    Collocation.Product.of(there).x(),
                    CONDITION,
                    new double[0]);
        }
        for (int k = 0; k < sigmas.length; k++) {
            Problem.Observations seen = problem.observations().get(k);
            Residual value = new Residual(problem, Expression.variable(problem.variable(seen.unknown(), 0)));
            // add divides by the root of the number of rows.
            double weight = unit(sigmas) / sigmas[k] * Math.sqrt(seen.values().length);
            add(value, seen.points(), weight, seen.values());
        }
    }

    /** The weight of a measured row times its standard error. */
    double unit(double[] sigmas) {
        double count = problem.observations().stream()
                .mapToInt(seen -> seen.values().length)
                .sum();
        return Arrays.stream(sigmas).min().orElse(1) / (OBEYED * Math.sqrt(count));
    }

    private static Collocation.Nodes nodes(Basis basis, boolean around, Problem.Range range) {
        int count = basis.size() + 2;
        if (!around) {
            return Collocation.Nodes.chebyshev(count, range.lo(), range.hi());
        }
        double[] x = new double[count];
        double[] share = new double[count];
        for (int j = 0; j < count; j++) {
            x[j] = range.lo() + range.length() * j / count;
            share[j] = 1.0 / count;
        }
        return new Collocation.Nodes(x, share);
    }

    private void add(Residual residual, double[] x, double weight, double[] targets) {
        int count = x.length / problem.inputs();
        blocks.add(new Block(residual, x, weight / Math.sqrt(count), targets));
        rows += count;
    }

    /** The parameters that vary, of all, and the constants behind them. */
    double[] free(double[] all, double[] constants) {
        double[] free =
                Arrays.copyOf(Arrays.stream(indices).mapToDouble(at -> all[at]).toArray(), unknowns());
        for (int m = 0; m < constants.length; m++) {
            free[indices.length + m] = logarithmic(m) ? Math.log(constants[m]) : constants[m];
        }
        return free;
    }

    /** The constants, of what varies. */
    double[] constants(double[] free) {
        double[] constants = new double[estimated.size()];
        for (int m = 0; m < constants.length; m++) {
            double q = free[indices.length + m];
            Problem.Parameter parameter = problem.parameters().get(estimated.get(m));
            constants[m] = Math.max(parameter.lo(), Math.min(parameter.hi(), logarithmic(m) ? Math.exp(q) : q));
        }
        return constants;
    }

    /** The derivative of a constant by what varies in its place. */
    double slope(int m, double constant) {
        return logarithmic(m) ? constant : 1;
    }

    private boolean logarithmic(int m) {
        return problem.parameters().get(estimated.get(m)).lo() > 0;
    }

    /** All parameters, of those that vary. */
    double[] all(double[] free) {
        double[] all = parameters.clone();
        for (int k = 0; k < indices.length; k++) {
            all[indices[k]] = free[k];
        }
        return all;
    }

    @Override
    public int unknowns() {
        return indices.length + estimated.size();
    }

    @Override
    public int residuals() {
        return rows;
    }

    @Override
    public NormalEquations normalEquations() {
        return new CpuEngine().normalEquations(unknowns());
    }

    @Override
    public void residuals(double[] p, double[] r) {
        double[] all = all(p);
        int at = 0;
        for (Block block : blocks) {
            int count = block.x().length / problem.inputs();
            double[] out = new double[count];
            block.residual().values(columns(all, constants(p), block.x(), count), count, out);
            for (int k = 0; k < count; k++) {
                r[at++] = block.weight() * (out[k] - target(block, k));
            }
        }
    }

    @Override
    public void jacobian(double[] p, double[] r, double[] jacobian) {
        double[] all = all(p);
        double[] constants = constants(p);
        int n = unknowns();
        int length = problem.unknowns().size() * jets.jet().size();
        int at = 0;
        for (Block block : blocks) {
            int count = block.x().length / problem.inputs();
            double[][] columns = columns(all, constants, block.x(), count);
            double[] out = new double[count];
            block.residual().values(columns, count, out);
            double[][] derivatives = block.residual().derivatives(columns, count);
            int[] variables = block.residual().variables();
            double[] seeds = new double[count * length];
            for (int v = 0; v < variables.length; v++) {
                for (int k = 0; k < count && variables[v] < problem.parameter(0); k++) {
                    seeds[k * length + variables[v] - problem.inputs()] = block.weight() * derivatives[v][k];
                }
            }
            double[] part = new double[count * indices.length];
            jets.jacobian(all, block.x(), count, seeds, 1, part);
            for (int k = 0; k < count; k++) {
                int row = (at + k) * n;
                System.arraycopy(part, k * indices.length, jacobian, row, indices.length);
                Arrays.fill(jacobian, row + indices.length, row + n, 0);
                r[at + k] = block.weight() * (out[k] - target(block, k));
            }
            for (int v = 0; v < variables.length; v++) {
                int m = estimated.indexOf(variables[v] - problem.parameter(0));
                for (int k = 0; k < count && m >= 0; k++) {
                    jacobian[(at + k) * n + indices.length + m] =
                            block.weight() * derivatives[v][k] * slope(m, constants[m]);
                }
            }
            at += count;
        }
    }

    private static double target(Block block, int row) {
        return block.targets().length > 0 ? block.targets()[row] : 0;
    }

    /** Rows of the derivatives of the unknowns' values by what varies, [points · unknowns, {@link #unknowns}]. */
    double[] valueRows(double[] p, double[] x) {
        int inputs = problem.inputs();
        int outs = problem.unknowns().size();
        int count = x.length / inputs;
        int size = jets.jet().size();
        double[] seeds = new double[count * outs * outs * size];
        for (int row = 0; row < count * outs; row++) {
            seeds[(row * outs + row % outs) * size] = 1;
        }
        double[] part = new double[count * outs * indices.length];
        jets.jacobian(all(p), x, count, seeds, outs, part);
        int n = unknowns();
        double[] rows = new double[count * outs * n];
        for (int row = 0; row < count * outs; row++) {
            System.arraycopy(part, row * indices.length, rows, row * n, indices.length);
        }
        return rows;
    }

    private double[][] columns(double[] all, double[] constants, double[] x, int count) {
        int inputs = problem.inputs();
        int length = problem.unknowns().size() * jets.jet().size();
        double[] values = new double[count * length];
        jets.values(all, x, count, values);
        double[][] columns = new double[problem.variables()][count];
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < inputs; i++) {
                columns[i][k] = x[k * inputs + i];
            }
            for (int v = 0; v < length; v++) {
                columns[inputs + v][k] = values[k * length + v];
            }
        }
        for (int m = 0; m < problem.parameters().size(); m++) {
            int known = estimated.indexOf(m);
            Arrays.fill(
                    columns[problem.parameter(m)],
                    known < 0 ? problem.parameters().get(m).lo() : constants[known]);
        }
        return columns;
    }
}
