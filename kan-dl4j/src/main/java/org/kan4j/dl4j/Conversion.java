package org.kan4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.AbstractDataSetNormalizer;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Networks of {@link KanLayer}s and kan4j's own, both ways: what Deeplearning4j has trained can be pruned, turned into formulas and
 * saved for the {@code kan} command, and what kan4j has trained can be used and trained on by Deeplearning4j.
 *
 * <p>Parameters keep their bits where the network is {@code DOUBLE}, and are rounded once where it is {@code FLOAT}. Masked edges
 * stay masked: their slots are kept and get no gradient. Symbolic edges are refused, since their constants have no place in a
 * {@link KanLayer}; convert the network that they were read from.
 */
public final class Conversion {
    private Conversion() {}

    /**
     * {@return the network in kan4j's terms}
     *
     * @param network of {@link KanLayer}s, frozen or not, and at most a {@code LossLayer} of identity, softmax or sigmoid behind, which is
     *     left out: the outputs are then those before it, log-probabilities or log-odds up to a common number
     * @throws IllegalArgumentException if it has another layer, an activation function, or a preprocessor
     */
    public static Kan toKan(MultiLayerNetwork network) {
        List<Kan> kans = new ArrayList<>();
        int depth = network.getnLayers();
        for (int l = 0; l < depth; l++) {
            org.deeplearning4j.nn.api.Layer layer = network.getLayer(l);
            if (layer instanceof FrozenLayer frozen) {
                layer = frozen.getInsideLayer();
            }
            if (network.getLayerWiseConfigurations().getInputPreProcess(l) != null) {
                throw refused(
                        l,
                        "no preprocessor",
                        network.getLayerWiseConfigurations().getInputPreProcess(l));
            }
            if (layer instanceof KanLayerRuntime kan) {
                if (!(kan.layerConf().getActivationFn() instanceof ActivationIdentity)) {
                    throw refused(l, "no activation function", kan.layerConf().getActivationFn());
                }
                kans.add(kan.kan());
            } else if (l < depth - 1 || !(layer.conf().getLayer() instanceof LossLayer loss) || !monotone(loss)) {
                throw refused(
                        l,
                        "a KanLayer, or a last LossLayer of identity, softmax or sigmoid",
                        layer.conf().getLayer());
            }
        }
        if (kans.isEmpty()) {
            throw new IllegalArgumentException("network: at least 1 KanLayer required, got 0");
        }
        KanNetwork structure =
                new KanNetwork(kans.stream().map(k -> k.network().layer(0)).toList());
        double[] p = new double[structure.parameterCount()];
        for (int l = 0; l < kans.size(); l++) {
            double[] block = kans.get(l).parameters();
            System.arraycopy(block, 0, p, structure.offset(l), block.length);
        }
        return new Kan(structure, p);
    }

    private static boolean monotone(LossLayer loss) {
        IActivation f = loss.getActivationFn();
        return f instanceof ActivationIdentity || f instanceof ActivationSoftmax || f instanceof ActivationSigmoid;
    }

    private static IllegalArgumentException refused(int layer, String rule, Object value) {
        return new IllegalArgumentException(
                "network: " + rule + " required at layer index " + layer + ", got " + value);
    }

    /**
     * {@return the network with the units and names of its data, ready for {@code ModelFile} and the {@code kan} command}
     *
     * @param network as for {@link #toKan}
     * @param normalizer fitted: a {@code NormalizerStandardize} or {@code NormalizerMinMaxScaler}, of the labels too where it says so
     * @param inputNames [in] column names
     * @param outputNames [out] column names
     * @param classes labels of the classes as in {@link KanModel#classes}; none for a regression
     * @throws IllegalArgumentException if the network cannot be converted, or numbers of columns disagree
     */
    public static KanModel toModel(
            MultiLayerNetwork network,
            AbstractDataSetNormalizer<?> normalizer,
            List<String> inputNames,
            List<String> outputNames,
            List<String> classes) {
        Kan kan = toKan(network);
        Normalization outputs = normalizer.isFitLabel()
                ? normalization(normalizer, true)
                : Normalization.identity(kan.network().out());
        return new KanModel(kan, normalization(normalizer, false), outputs, inputNames, outputNames, classes, "");
    }

    /** The normaliser of features or labels as the map z = (v − shift) / scale. */
    private static Normalization normalization(AbstractDataSetNormalizer<?> normalizer, boolean labels) {
        if (normalizer instanceof NormalizerStandardize standard) {
            double[] scale = numbers(labels ? standard.getLabelStd() : standard.getStd());
            for (int c = 0; c < scale.length; c++) {
                scale[c] = scale[c] == 0 ? 1 : scale[c];
            }
            return new Normalization(numbers(labels ? standard.getLabelMean() : standard.getMean()), scale);
        }
        if (normalizer instanceof NormalizerMinMaxScaler range) {
            double[] shift = numbers(labels ? range.getLabelMin() : range.getMin());
            double[] scale = numbers(labels ? range.getLabelMax() : range.getMax());
            double width = range.getTargetMax() - range.getTargetMin();
            for (int c = 0; c < scale.length; c++) {
                scale[c] = (scale[c] - shift[c]) / width;
                shift[c] -= range.getTargetMin() * scale[c];
            }
            return new Normalization(shift, scale);
        }
        throw new IllegalArgumentException(
                "normalizer: NormalizerStandardize or NormalizerMinMaxScaler required, got " + normalizer);
    }

    private static double[] numbers(INDArray row) {
        return row.ravel().toDoubleVector();
    }

    /**
     * {@return a network of {@link KanLayer}s, initialised, with the given loss behind}
     *
     * @param kan whose edges are numeric or masked, and whose inputs of a layer share basis and base activation
     * @param settings data type, updater, regularisation and all else that layers take from their network
     * @param loss what Deeplearning4j trains it on
     * @throws IllegalArgumentException if an edge is symbolic, or the inputs of a layer differ in more than their grids
     */
    public static MultiLayerNetwork toNetwork(Kan kan, NeuralNetConfiguration.Builder settings, LossLayer loss) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Layer layer : kan.network().layers()) {
            list.layer(KanLayer.of(layer));
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(loss).build());
        network.init();
        for (int l = 0; l < kan.network().depth(); l++) {
            Layer layer = kan.network().layer(l);
            double[] block = new double[layer.parameterCount()];
            System.arraycopy(kan.parameters(), kan.network().offset(l), block, 0, block.length);
            ((KanLayerRuntime) network.getLayer(l)).setKan(new Kan(new KanNetwork(List.of(layer)), block));
        }
        return network;
    }

    /**
     * {@return the normalisation of a model's inputs and outputs, for the iterators of a pipeline}
     *
     * @param model the model
     * @throws IllegalArgumentException if its outputs are exponentials
     */
    public static NormalizerStandardize toNormalizer(KanModel model) {
        if (model.response().exponential()) {
            throw new IllegalArgumentException("normalizer: outputs that are no exponentials required, got "
                    + model.response().text());
        }
        NormalizerStandardize normalizer = new NormalizerStandardize(
                row(model.inputs(), false),
                row(model.inputs(), true),
                row(model.outputs(), false),
                row(model.outputs(), true));
        normalizer.fitLabel(true);
        return normalizer;
    }

    private static INDArray row(Normalization map, boolean scale) {
        double[] numbers = new double[map.columns()];
        for (int c = 0; c < numbers.length; c++) {
            numbers[c] = scale ? map.scale(c) : map.shift(c);
        }
        return Nd4j.createFromArray(new double[][] {numbers});
    }
}
