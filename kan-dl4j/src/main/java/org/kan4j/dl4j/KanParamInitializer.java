package org.kan4j.dl4j;

import static org.kan4j.dl4j.KanLayer.BASE;
import static org.kan4j.dl4j.KanLayer.COEFFICIENTS;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Where the parameters of a {@link KanLayer} lie, and how they begin. */
final class KanParamInitializer implements ParamInitializer {
    static final KanParamInitializer INSTANCE = new KanParamInitializer();

    private KanParamInitializer() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer l) {
        KanLayer layer = (KanLayer) l;
        return (layer.coefficientRows() + (layer.hasBase() ? layer.getNIn() : 0)) * layer.columns();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return ((KanLayer) layer).hasBase() ? List.of(COEFFICIENTS, BASE) : List.of(COEFFICIENTS);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return paramKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return false;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        KanLayer layer = (KanLayer) conf.getLayer();
        Map<String, INDArray> params = views(layer, paramsView);
        params.keySet().forEach(conf::addVariable);
        INDArray coefficients = params.get(COEFFICIENTS);
        INDArray base = params.get(BASE);
        if (initializeParams && coefficients != null) {
            double deviation = layer.coefficientScale() / Math.sqrt((double) layer.getNIn());
            coefficients.assign(
                    Nd4j.randn(coefficients.dataType(), coefficients.shape()).muli(deviation));
            if (base != null) {
                layer.getWeightInitFn()
                        .init((double) layer.getNIn(), (double) layer.getNOut(), base.shape(), 'c', base);
            }
        }
        return params;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views((KanLayer) conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> views(KanLayer layer, INDArray flat) {
        INDArray all = flat.reshape(flat.length());
        long columns = layer.columns();
        long coefficients = layer.coefficientRows() * columns;
        Map<String, INDArray> views = Collections.synchronizedMap(new LinkedHashMap<>());
        views.put(
                COEFFICIENTS,
                all.get(NDArrayIndex.interval(0, coefficients)).reshape('c', layer.coefficientRows(), columns));
        if (layer.hasBase()) {
            views.put(
                    BASE,
                    all.get(NDArrayIndex.interval(coefficients, all.length())).reshape('c', layer.getNIn(), columns));
        }
        return views;
    }
}
