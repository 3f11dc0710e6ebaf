package org.kan4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.kan4j.grid.Grid;
import org.kan4j.layer.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

final class GridsTest {
    private static Layer structure(MultiLayerNetwork network, int layer) {
        return Conversion.toKan(network).network().layer(layer);
    }

    @Test
    void anUpdateMovesTheGridsOverTheDataAndKeepsTheFunction() {
        MultiLayerNetwork network = Networks.small(DataType.DOUBLE);
        INDArray x = Networks.features(300, 2, DataType.DOUBLE);
        INDArray before = network.output(x);
        KanGrids.update(network, x);
        for (int i = 0; i < 2; i++) {
            Grid grid = structure(network, 0).basis(i).grid();
            double lo = x.getColumn(i).minNumber().doubleValue();
            double hi = x.getColumn(i).maxNumber().doubleValue();
            assertThat(grid.lo()).isEqualTo(lo - 0.05 * (hi - lo));
            assertThat(grid.hi()).isEqualTo(hi + 0.05 * (hi - lo));
        }
        assertThat(structure(network, 1).basis(0).grid().lo()).isNotEqualTo(-2);
        // Five intervals elsewhere do not hold the same functions.
        assertThat(network.output(x).distance2(before) / before.norm2Number().doubleValue())
                .isLessThan(0.05);
    }

    @Test
    void aFinerNetworkHasTheSameFunction() {
        MultiLayerNetwork network = Networks.small(DataType.DOUBLE);
        INDArray x = Networks.features(100, 2, DataType.DOUBLE);
        network.fit(Networks.data(100, DataType.DOUBLE));
        MultiLayerNetwork finer = KanGrids.refined(network, 2);
        assertThat(structure(finer, 0).basis(0).grid().intervals()).isEqualTo(10);
        assertThat(finer.output(x).equalsWithEps(network.output(x), 1e-12)).isTrue();
        assertThat(finer.getIterationCount()).isZero();
        finer.fit(Networks.data(100, DataType.DOUBLE));
        ComputationGraph graph = network.toComputationGraph();
        ComputationGraph finerGraph = KanGrids.refined(graph, 2);
        assertThat(finerGraph.outputSingle(x).equalsWithEps(network.output(x), 1e-12))
                .isTrue();
        assertThat(finerGraph.numParams()).isEqualTo(finer.numParams());
    }

    @Test
    void aListenerMovesGridsDuringTraining() {
        DataSet data = Networks.data(300, DataType.FLOAT);
        MultiLayerNetwork network = Networks.small(DataType.FLOAT);
        network.setListeners(new KanGridListener(10, 50, data.getFeatures()));
        for (int i = 0; i < 51; i++) {
            network.fit(data);
        }
        Grid settled = structure(network, 1).basis(0).grid();
        assertThat(settled.lo()).isNotEqualTo(-2);
        for (int i = 0; i < 200; i++) {
            network.fit(data);
        }
        assertThat(structure(network, 1).basis(0).grid()).isEqualTo(settled);
        assertThat(network.score(data)).isLessThan(0.01);
        ComputationGraph graph = Networks.small(DataType.FLOAT).toComputationGraph();
        graph.setListeners(new KanGridListener(1, 1, data.getFeatures()));
        graph.fit(data);
        graph.fit(data);
        Layer first = ((KanLayer) graph.getLayer(0).conf().getLayer()).structure();
        double lo = data.getFeatures().getColumn(0).minNumber().floatValue();
        double hi = data.getFeatures().getColumn(0).maxNumber().floatValue();
        assertThat(first.basis(0).grid().lo()).isEqualTo(lo - 0.05 * (hi - lo));
    }

    @Test
    void aListenerNeedsIterationsAndFeatures() {
        INDArray x = Networks.features(3, 2, DataType.FLOAT);
        assertThatThrownBy(() -> new KanGridListener(0, 5, x)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new KanGridListener(1, 5)).hasMessageContaining("at least 1 array");
    }
}
