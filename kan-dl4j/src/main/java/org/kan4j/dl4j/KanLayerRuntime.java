package org.kan4j.dl4j;

import static org.kan4j.dl4j.KanLayer.BASE;
import static org.kan4j.dl4j.KanLayer.COEFFICIENTS;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link KanLayer} at work. */
final class KanLayerRuntime extends BaseLayer<KanLayer> {
    private static final long serialVersionUID = 1L;

    private transient LayerPath path;

    /** The input that the path keeps for the way back. */
    private transient @Nullable INDArray kept;

    private transient boolean recording;
    private transient double[] record = {};

    KanLayerRuntime(NeuralNetConfiguration conf, DataType dataType, Layer structure) {
        super(conf, dataType);
        path = LayerPath.of(structure, dataType);
    }

    /** Structure and parameters in kan-core's terms. */
    Kan kan() {
        Layer layer = layerConf().structure();
        double[] p = new double[layer.parameterCount()];
        Layout.join(layer, paramsFlattened.ravel().toDoubleVector(), p);
        return new Kan(new KanNetwork(List.of(layer)), p);
    }

    /** Takes over grids, masks and parameters of a network of this one layer; their number stays. */
    @SuppressWarnings("try") // it is left, not used
    void setKan(Kan kan) {
        Layer layer = kan.network().layer(0);
        double[] flat = new double[layer.parameterCount()];
        Layout.split(layer, kan.parameters(), flat);
        layerConf().setStructure(layer);
        path = LayerPath.of(layer, dataType);
        kept = null;
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            setParams(Nd4j.create(flat, new long[] {flat.length}, dataType));
        }
    }

    /** Runs a pass through the network, and returns the [rows, in] that arrived here. */
    double[] inputOf(Runnable pass) {
        recording = true;
        pass.run();
        recording = false;
        double[] recorded = record;
        record = new double[0];
        return recorded;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        INDArray y = layerConf().getActivationFn().getActivation(nodes(training, workspaceMgr), training);
        if (maskArray != null) {
            applyMask(y);
        }
        return y;
    }

    private INDArray nodes(boolean training, LayerWorkspaceMgr workspaceMgr) {
        applyDropOutIfNecessary(training, workspaceMgr);
        check();
        if (recording) {
            record = input.dup('c').ravel().toDoubleVector();
        }
        INDArray y = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATIONS,
                dataType,
                new long[] {input.size(0), layerConf().getNOut()},
                'c');
        path.forward(
                parameter(COEFFICIENTS, training, workspaceMgr),
                base(training, workspaceMgr),
                input.castTo(dataType),
                y,
                training);
        kept = training ? input : null;
        return y;
    }

    private INDArray parameter(String key, boolean training, LayerWorkspaceMgr workspaceMgr) {
        return Objects.requireNonNull(getParamWithNoise(key, training, workspaceMgr));
    }

    private @Nullable INDArray base(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return layerConf().hasBase() ? parameter(BASE, training, workspaceMgr) : null;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same array is what is asked
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        IActivation activation = layerConf().getActivationFn();
        INDArray delta = epsilon.castTo(dataType);
        if (!(activation instanceof ActivationIdentity)) {
            delta = activation.backprop(nodes(true, workspaceMgr), delta).getFirst();
        } else if (kept != input) {
            nodes(true, workspaceMgr);
        }
        if (maskArray != null) {
            applyMask(delta);
        }
        INDArray dc = Objects.requireNonNull(gradientViews.get(COEFFICIENTS));
        INDArray dw = gradientViews.get(BASE);
        INDArray dx = workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        path.backward(
                parameter(COEFFICIENTS, true, workspaceMgr),
                base(true, workspaceMgr),
                input.castTo(dataType),
                delta,
                dc,
                dw,
                dx);
        kept = null;
        clearNoiseWeightParams();
        Gradient gradient = new DefaultGradient();
        gradient.setGradientFor(COEFFICIENTS, dc, 'c');
        if (dw != null) {
            gradient.setGradientFor(BASE, dw, 'c');
        }
        return new Pair<>(gradient, backpropDropOutIfPresent(dx));
    }

    private void check() {
        INDArray c = Objects.requireNonNull(params.get(COEFFICIENTS));
        String expected = "; expected [rows, " + layerConf().getNIn() + "] for parameters " + COEFFICIENTS
                + " of shape " + Arrays.toString(c.shape()) + " " + layerId();
        String shape = "shape " + Arrays.toString(input.shape());
        if (!input.dataType().isFPType()) {
            throw new DL4JInvalidInputException("Input of type " + input.dataType() + " and " + shape
                    + " is invalid: a floating-point type is required" + expected);
        }
        if (input.rank() != 2) {
            throw new DL4JInvalidInputException("Input of rank " + input.rank() + " and " + shape
                    + " is invalid: a matrix is required. Missing preprocessor or wrong input type?" + expected);
        }
        if (input.size(1) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("Input of " + shape + " is invalid: does not match nIn" + expected);
        }
        if (maskArray != null
                && (maskArray.rank() != 2 || maskArray.size(0) != input.size(0) || maskArray.size(1) != 1)) {
            throw new DL4JInvalidInputException("Mask of shape " + Arrays.toString(maskArray.shape())
                    + " is invalid for input of " + shape + ": one column with a number for each row is required"
                    + ". Missing RnnToFeedForwardPreProcessor?" + expected);
        }
    }

    @Override
    public void clear() {
        super.clear();
        kept = null;
    }

    @Override
    public void setParams(INDArray changed) {
        if (changed.length() != paramsFlattened.length()) {
            throw new IllegalArgumentException("Unable to set parameters: must be of length " + paramsFlattened.length()
                    + ", got params of length " + changed.length() + " - " + layerId());
        }
        paramsFlattened.assign(changed.reshape(paramsFlattened.shape()));
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public boolean hasBias() {
        return false;
    }
}
