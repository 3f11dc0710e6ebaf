package org.kan4j.model;

import org.jspecify.annotations.Nullable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.RowPass;
import org.kan4j.network.KanNetwork;

/**
 * Predicts single rows with a model's network and allocates nothing while doing so: for services that answer one request after another. It
 * computes on the calling thread and is for one thread; each has one of its own. {@link KanModel#predict} is for many rows at once; small
 * networks of splines give its results to rounding here, others to the last bit.
 */
public final class RowScorer implements AutoCloseable {
    private final KanModel model;
    private final KanNetwork network;
    private final double[] parameters;
    private final Engine engine;
    private final @Nullable RowPass pass;
    private final double[] x;
    private final double[] z;

    /**
     * A scorer.
     *
     * @param model whose network predicts
     */
    public RowScorer(KanModel model) {
        this.model = model;
        this.network = model.kan().network();
        this.parameters = model.kan().parameters();
        this.engine = new CpuEngine();
        this.pass = RowPass.suits(network) ? new RowPass(network, parameters) : null;
        this.x = new double[network.in()];
        this.z = new double[network.out()];
    }

    /**
     * Predicts a row in the data's units; for a classification log-odds or log-probabilities, see {@link KanModel#classes}.
     *
     * @param row [in] in the data's units, not modified
     * @param out receives [out] in the data's units
     * @throws IllegalArgumentException if an array has another length
     */
    public void predict(double[] row, double[] out) {
        if (row.length != x.length || out.length != z.length) {
            throw new IllegalArgumentException("predict: " + x.length + " inputs and " + z.length
                    + " outputs required, got arrays of " + row.length + " and " + out.length);
        }
        for (int i = 0; i < x.length; i++) {
            x[i] = (row[i] - model.inputs().shift(i)) / model.inputs().scale(i);
        }
        if (pass != null) {
            pass.values(x, z);
        } else {
            engine.values(network, parameters, x, 1, z);
        }
        for (int o = 0; o < z.length; o++) {
            double y = z[o] * model.outputs().scale(o) + model.outputs().shift(o);
            out[o] = model.response().exponential() ? Math.exp(y) : y;
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
