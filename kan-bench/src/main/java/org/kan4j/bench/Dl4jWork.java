package org.kan4j.bench;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * An MLP as a Deeplearning4j user writes it: dense layers with SWISH, gradients from {@code backpropGradient}, parameters
 * changed by the network's own updater.
 */
final class Dl4jWork implements Work {
    private final Mlp mlp;
    private final int rows;
    private final MultiLayerNetwork network;
    private final INDArray[] x = new INDArray[BATCHES];
    private final LayerWorkspaceMgr outside = LayerWorkspaceMgr.noWorkspaces();
    private INDArray y = Nd4j.empty();
    private INDArray inputGradient = Nd4j.empty();
    private Gradient gradient = new DefaultGradient();
    private int steps;

    /**
     * A random network.
     *
     * @param threads of ND4J and OpenBLAS; 0 leaves ND4J's default
     */
    Dl4jWork(Mlp mlp, boolean float64, int rows, int threads) {
        this.mlp = mlp;
        this.rows = rows;
        if (threads > 0) {
            useThreads(threads);
        }
        DataType type = float64 ? DataType.DOUBLE : DataType.FLOAT;
        Nd4j.setDefaultDataTypes(type, type);
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Adam(0.001))
                .miniBatch(false)
                .list();
        int[] widths = mlp.widths();
        for (int l = 0; l < mlp.depth(); l++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(widths[l])
                    .nOut(widths[l + 1])
                    .activation(mlp.activated(l) ? Activation.SWISH : Activation.IDENTITY)
                    .build());
        }
        network = new MultiLayerNetwork(layers.build());
        network.init();
        network.setParams(Nd4j.create(mlp.random(), new long[] {1, mlp.parameters()}, type));
        for (int b = 0; b < BATCHES; b++) {
            x[b] = Nd4j.create(Numbers.inputs(b, rows, widths[0]), new long[] {rows, widths[0]}, type);
        }
    }

    /** Sets the threads of ND4J and OpenBLAS. */
    static void useThreads(int threads) {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        openblas_nolapack.blas_set_num_threads(threads);
    }

    /** The backend and its threads. */
    static String inForce() {
        return "Deeplearning4j on " + Nd4j.getBackend().getClass().getSimpleName() + ", "
                + NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads() + " threads";
    }

    @Override
    public void forward(int batch) {
        release(y);
        y = network.output(x[batch], false);
    }

    @Override
    public void gradient(int batch) {
        release(y);
        release(inputGradient);
        network.setInput(x[batch]);
        y = network.feedForward(true, false).get(mlp.depth());
        Pair<Gradient, INDArray> gradients = network.backpropGradient(y, outside);
        gradient = gradients.getFirst();
        inputGradient = gradients.getSecond();
    }

    @Override
    public void step(int batch) {
        gradient(batch);
        network.getUpdater().update(network, gradient, steps++, 0, rows, outside);
        network.params().subi(gradient.gradient());
    }

    @Override
    public Result result(int batch) {
        gradient(batch);
        return new Result(doubles(y), doubles(gradient.gradient()), doubles(inputGradient));
    }

    @Override
    public Result reference(int batch) {
        return Reference.mlp(mlp, doubles(network.params()), rows, doubles(x[batch]));
    }

    /** Frees memory outside the heap now, not when the garbage collector finds it. */
    private static void release(INDArray array) {
        if (array.closeable() && !array.wasClosed()) {
            array.close();
        }
    }

    /** Row after row. */
    private static double[] doubles(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }

    @Override
    public String description() {
        return inForce();
    }

    @Override
    public void close() {}
}
