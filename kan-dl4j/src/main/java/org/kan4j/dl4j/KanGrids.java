package org.kan4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.GridUpdate;
import org.kan4j.network.Kan;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Grids that follow the data, and finer ones, for the {@link KanLayer}s of a network.
 *
 * <p>{@code update} changes a network in place. The coefficients are refitted, so its function stays as near as least squares take it,
 * and their number stays. The updater's state stays as it is: coefficient m remains that of the m-th function of its input, which has
 * moved a little, so its moments go on from a good guess. {@link KanGridListener} does this during training.
 *
 * <p>{@code refined} gives a new network, since there are more parameters and Deeplearning4j fixes their number when a network is
 * made. Its function is the same (of radial basis functions nearly so). Its updater begins anew, with the state of its
 * first iteration and the iteration count 0, which the bias correction of Adam goes by; the epoch count and the listeners go on.
 *
 * <p>Frozen layers keep their grids.
 */
public final class KanGrids {
    private KanGrids() {}

    /**
     * Lays the grids over the values that arrive at them, layer after layer.
     *
     * @param network changed in place, its configuration too
     * @param features a sample of what it is trained on, in the form that its {@code output} takes, not modified
     */
    public static void update(MultiLayerNetwork network, INDArray features) {
        update(network.getLayers(), () -> network.output(features));
    }

    /**
     * Lays the grids over the values that arrive at them, layer after layer.
     *
     * @param network changed in place, its configuration too
     * @param features a sample of what it is trained on, one array for each input, not modified
     */
    public static void update(ComputationGraph network, INDArray... features) {
        update(network.getLayers(), () -> network.output(features));
    }

    private static void update(Layer[] layers, Runnable pass) {
        for (Layer layer : layers) {
            if (layer instanceof KanLayerRuntime runtime) {
                double[] x = runtime.inputOf(pass);
                Kan kan = runtime.kan();
                int rows = x.length / kan.network().in();
                int intervals = kan.network().layer(0).basis(0).grid().intervals();
                runtime.setKan(GridUpdate.fromData(kan, new CpuEngine(), x, rows, intervals));
            }
        }
    }

    /**
     * {@return the network with finer bases: every interval of splines and radial functions split, so many times the degree of
     * polynomials and the harmonics of series}
     *
     * @param network not modified
     * @param parts into how many, ≥ 1
     */
    public static MultiLayerNetwork refined(MultiLayerNetwork network, int parts) {
        MultiLayerConfiguration conf = network.getLayerWiseConfigurations().clone();
        List<@Nullable Kan> finer = new ArrayList<>();
        for (Layer layer : network.getLayers()) {
            Kan kan = refined(layer, parts);
            if (kan != null) {
                ((KanLayer) conf.getConf(finer.size()).getLayer())
                        .setStructure(kan.network().layer(0));
            }
            finer.add(kan);
        }
        MultiLayerNetwork result = new MultiLayerNetwork(conf);
        result.init();
        copy(network.getLayers(), finer, result.getLayers());
        result.setIterationCount(0);
        result.setEpochCount(network.getEpochCount());
        result.setListeners(network.getListeners());
        return result;
    }

    /**
     * {@return the network with finer bases, as for a {@code MultiLayerNetwork}}
     *
     * @param network not modified
     * @param parts into how many, ≥ 1
     */
    public static ComputationGraph refined(ComputationGraph network, int parts) {
        ComputationGraphConfiguration conf = network.getConfiguration().clone();
        Map<String, GraphVertex> vertices = conf.getVertices();
        List<@Nullable Kan> finer = new ArrayList<>();
        for (Layer layer : network.getLayers()) {
            Kan kan = refined(layer, parts);
            if (kan != null && vertices.get(layer.conf().getLayer().getLayerName()) instanceof LayerVertex vertex) {
                ((KanLayer) vertex.getLayerConf().getLayer())
                        .setStructure(kan.network().layer(0));
            }
            finer.add(kan);
        }
        ComputationGraph result = new ComputationGraph(conf);
        result.init();
        copy(network.getLayers(), finer, result.getLayers());
        result.getConfiguration().setIterationCount(0);
        result.getConfiguration().setEpochCount(network.getEpochCount());
        result.setListeners(network.getListeners());
        return result;
    }

    private static @Nullable Kan refined(Layer layer, int parts) {
        return layer instanceof KanLayerRuntime runtime ? runtime.kan().refined(parts) : null;
    }

    private static void copy(Layer[] from, List<@Nullable Kan> finer, Layer[] to) {
        for (int l = 0; l < from.length; l++) {
            Kan kan = finer.get(l);
            if (kan != null) {
                ((KanLayerRuntime) to[l]).setKan(kan);
            } else if (from[l].numParams() > 0) {
                to[l].setParams(from[l].params());
            }
        }
    }
}
