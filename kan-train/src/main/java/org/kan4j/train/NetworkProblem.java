package org.kan4j.train;

import org.kan4j.kernel.Engine;
import org.kan4j.kernel.Gram;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** Outputs minus targets of a network on a batch, as a function of its trainable parameters. */
final class NetworkProblem implements LeastSquaresProblem {
    /** Weight of the squared parameters, per row: keeps directions that the data do not see from drifting. */
    private static final double RIDGE = 1e-13;

    private final Engine engine;
    private final KanNetwork network;
    private final Batch batch;
    private final int[] indices;
    private final double[] all;
    private final Sparsity sparsity;

    NetworkProblem(Engine engine, Kan kan, Batch batch, double sparsity) {
        this.engine = engine;
        this.network = kan.network();
        this.batch = batch;
        this.indices = network.trainable();
        this.all = kan.parameters();
        this.sparsity = new Sparsity(engine, kan, batch, indices, sparsity);
    }

    double[] start() {
        double[] p = new double[indices.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = all[indices[i]];
        }
        return p;
    }

    double[] expand(double[] p) {
        double[] q = all.clone();
        for (int i = 0; i < p.length; i++) {
            q[indices[i]] = p[i];
        }
        return q;
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
        subtractTargets(r);
    }

    @Override
    public void jacobian(double[] p, double[] r, double[] jacobian) {
        engine.jacobian(network, expand(p), batch.x(), batch.rows(), indices, r, jacobian);
        subtractTargets(r);
    }

    @Override
    public Gram gram() {
        return engine.gram(unknowns());
    }

    private void subtractTargets(double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] -= batch.y()[i];
        }
    }

    @Override
    public double penalty(double[] p) {
        double sum = 0;
        for (double v : p) {
            sum += v * v;
        }
        return RIDGE * batch.rows() * sum + sparsity.penalty(p);
    }

    @Override
    public void addPenalty(double[] p, double[] gradient, double[] hessian) {
        double weight = RIDGE * batch.rows();
        for (int i = 0; i < p.length; i++) {
            gradient[i] += weight * p[i];
            hessian[i * p.length + i] += weight;
        }
        sparsity.add(p, gradient, hessian);
    }
}
