package org.kan4j.train;

import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.NormalEquations;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.numeric.LeastSquaresProblem;

/**
 * Outputs minus targets of a network on a batch, as a function of its trainable parameters. A residual of Huber's loss is the
 * signed square root of that loss, and a row's residuals carry the square root of its weight.
 */
final class NetworkProblem implements LeastSquaresProblem {
    private final Engine engine;
    private final KanNetwork network;
    private final Kan kan;
    private final Rows rows;
    private final Batch batch;
    private final double totalWeight;
    private final double delta;
    private final int[] indices;
    private final double[] all;
    private final Penalty penalty;

    NetworkProblem(Engine engine, Kan kan, Batch batch, Loss loss, Penalties penalties) {
        this(engine, kan, new LocalRows(engine, loss, batch), loss, penalties);
    }

    NetworkProblem(Engine engine, Kan kan, Rows rows, Loss loss, Penalties penalties) {
        this.engine = engine;
        this.kan = kan;
        this.network = kan.network();
        this.rows = rows;
        this.batch = penalized(rows, penalties);
        this.totalWeight = rows.totalWeight();
        this.delta = loss instanceof Loss.Huber huber ? huber.delta() : Double.POSITIVE_INFINITY;
        this.indices = network.trainable();
        this.all = kan.parameters();
        this.penalty = new Penalty(engine, kan, batch, indices, penalties);
    }

    /** The rows that penalties measure: all, or any where they measure none. */
    static Batch penalized(Rows rows, Penalties penalties) {
        return rows instanceof LocalRows || penalties.sparse() ? rows.batch() : rows.thinned(1);
    }

    /** The trainable ones of a network's parameters. */
    double[] reduce(double[] p) {
        double[] unknowns = new double[indices.length];
        for (int i = 0; i < unknowns.length; i++) {
            unknowns[i] = p[indices[i]];
        }
        return unknowns;
    }

    /** All parameters of the network. */
    double[] expand(double[] unknowns) {
        double[] p = all.clone();
        for (int i = 0; i < unknowns.length; i++) {
            p[indices[i]] = unknowns[i];
        }
        return p;
    }

    @Override
    public int unknowns() {
        return indices.length;
    }

    @Override
    public int residuals() {
        return batch.rows() * network.out();
    }

    @Override
    public void residuals(double[] p, double[] r) {
        engine.values(network, expand(p), batch.x(), batch.rows(), r);
        for (int i = 0; i < r.length; i++) {
            r[i] = residual(i, r[i] - batch.y()[i]);
        }
    }

    @Override
    public void jacobian(double[] p, double[] r, double[] jacobian) {
        engine.jacobian(network, expand(p), batch.x(), batch.rows(), indices, r, jacobian);
        int n = indices.length;
        for (int i = 0; i < r.length; i++) {
            double d = r[i] - batch.y()[i];
            r[i] = residual(i, d);
            double slope = slope(i, d, r[i]);
            for (int j = 0; j < n && slope != 1; j++) {
                jacobian[i * n + j] *= slope;
            }
        }
    }

    private double residual(int i, double d) {
        double size = Math.abs(d);
        double huber = size <= delta ? d : Math.copySign(Math.sqrt(delta * (2 * size - delta)), d);
        return rootWeight(i) * huber;
    }

    /** The derivative of {@link #residual}. */
    private double slope(int i, double d, double residual) {
        double weight = rootWeight(i);
        return Math.abs(d) <= delta || weight == 0 ? weight : weight * weight * delta / Math.abs(residual);
    }

    private double rootWeight(int i) {
        return batch.weights().length == 0 ? 1 : Math.sqrt(batch.weight(i / network.out()));
    }

    @Override
    public Sums sums(NormalEquations normal) {
        return rows instanceof LocalRows local && local.single()
                ? LeastSquaresProblem.super.sums(normal)
                : new RowSums();
    }

    /** Sums of rows in many chunks. */
    private final class RowSums implements Sums {
        @Override
        public double squares(double[] p) {
            return rows.sum(RowSum.SQUARES, kan.withParameters(expand(p)))[0];
        }

        @Override
        public double form(double[] p, double[] jtj, double[] jtr) {
            double[] sums = rows.sum(RowSum.NORMAL, kan.withParameters(expand(p)));
            int n = indices.length;
            int at = 0;
            for (int i = 0; i < n; i++) {
                System.arraycopy(sums, at, jtj, i * n, i + 1);
                at += i + 1;
            }
            System.arraycopy(sums, at, jtr, 0, n);
            return sums[at + n];
        }
    }

    @Override
    public NormalEquations normalEquations() {
        return engine.normalEquations(unknowns());
    }

    @Override
    public double[] penaltyWeights() {
        return penalty.smoothness();
    }

    @Override
    public boolean choosePenaltyWeights(double[] p, double squares, double[] hessian, NormalEquations normal) {
        return penalty.chooseSmoothness(p, squares, rows.rows() * network.out(), totalWeight, hessian, normal);
    }

    @Override
    public double penalty(double[] p) {
        return totalWeight * penalty.value(p);
    }

    @Override
    public void addPenalty(double[] p, double[] gradient, double[] hessian) {
        penalty.add(p, totalWeight, gradient, hessian);
    }
}
