package org.kan4j.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.basis.Basis;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.network.Kan;
import org.kan4j.numeric.LeastSquaresProblem;

/** Residuals of a problem's equations and conditions at fixed points, as functions of the first layer's parameters. */
final class NetworkResiduals implements LeastSquaresProblem {
    private static final double CONDITION = 30;

    private final Problem problem;
    private final double[] parameters;
    private final int[] indices;
    private final Jets jets;
    private final List<Block> blocks = new ArrayList<>();
    private int rows;

    /** Rows of one residual. */
    private record Block(Residual residual, double[] x, double weight) {}

    NetworkResiduals(Problem problem, Kan kan, List<Basis> bases) {
        this.problem = problem;
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
            add(new Residual(problem, e.residual()), x, 1);
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
                    CONDITION);
        }
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

    private void add(Residual residual, double[] x, double weight) {
        int count = x.length / problem.inputs();
        blocks.add(new Block(residual, x, weight / Math.sqrt(count)));
        rows += count;
    }

    /** The parameters that vary, of all. */
    double[] free(double[] all) {
        return Arrays.stream(indices).mapToDouble(at -> all[at]).toArray();
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
        return indices.length;
    }

    @Override
    public int residuals() {
        return rows;
    }

    @Override
    public NormalEquations normalEquations() {
        return new CpuEngine().normalEquations(indices.length);
    }

    @Override
    public void residuals(double[] p, double[] r) {
        double[] all = all(p);
        int at = 0;
        for (Block block : blocks) {
            int count = block.x().length / problem.inputs();
            double[] out = new double[count];
            block.residual().values(columns(all, block.x(), count), count, out);
            for (int k = 0; k < count; k++) {
                r[at++] = block.weight() * out[k];
            }
        }
    }

    @Override
    public void jacobian(double[] p, double[] r, double[] jacobian) {
        double[] all = all(p);
        int length = problem.unknowns().size() * jets.jet().size();
        int at = 0;
        for (Block block : blocks) {
            int count = block.x().length / problem.inputs();
            double[][] columns = columns(all, block.x(), count);
            double[] out = new double[count];
            block.residual().values(columns, count, out);
            double[][] derivatives = block.residual().derivatives(columns, count);
            int[] variables = block.residual().variables();
            double[] seeds = new double[count * length];
            for (int v = 0; v < variables.length; v++) {
                for (int k = 0; k < count; k++) {
                    seeds[k * length + variables[v] - problem.inputs()] = block.weight() * derivatives[v][k];
                }
            }
            double[] part = new double[count * indices.length];
            jets.jacobian(all, block.x(), count, seeds, 1, part);
            System.arraycopy(part, 0, jacobian, at * indices.length, part.length);
            for (int k = 0; k < count; k++) {
                r[at++] = block.weight() * out[k];
            }
        }
    }

    private double[][] columns(double[] all, double[] x, int count) {
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
            Arrays.fill(
                    columns[problem.parameter(m)], problem.parameters().get(m).lo());
        }
        return columns;
    }
}
