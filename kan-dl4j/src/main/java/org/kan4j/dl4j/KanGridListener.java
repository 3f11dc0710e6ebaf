package org.kan4j.dl4j;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lays the grids of a network over data now and then while it is trained ({@link KanGrids#update}). */
public final class KanGridListener extends BaseTrainingListener {
    private final int every;
    private final int last;
    private final INDArray[] features;

    /**
     * A listener.
     *
     * @param every number of iterations between updates, ≥ 1
     * @param last the last iteration at which grids move; training should go on for a while behind it
     * @param features a sample of what the network is trained on, in the form that its {@code output} takes; one array for each
     *     input
     */
    public KanGridListener(int every, int last, INDArray... features) {
        if (!(every >= 1)) {
            throw new IllegalArgumentException(
                    "grid listener: at least 1 iteration between updates required, got " + every);
        }
        if (features.length == 0) {
            throw new IllegalArgumentException("grid listener: at least 1 array of features required, got 0");
        }
        this.every = every;
        this.last = last;
        this.features = features.clone();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (iteration % every != 0 || iteration > last) {
            return;
        }
        if (model instanceof MultiLayerNetwork network) {
            KanGrids.update(network, features[0]);
        } else if (model instanceof ComputationGraph graph) {
            KanGrids.update(graph, features);
        }
    }
}
