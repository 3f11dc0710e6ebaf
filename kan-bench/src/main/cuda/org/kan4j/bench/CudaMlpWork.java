package org.kan4j.bench;

import java.util.Arrays;
import org.kan4j.cuda.driver.DeviceMemory;

/** An MLP: products by cuBLAS, bias and SiLU in one kernel behind each. */
final class CudaMlpWork extends CudaWork {
    private final Mlp mlp;
    private final boolean tf32;
    private final Cublas blas;
    private final DeviceMemory p;
    private final DeviceMemory dp;
    private final DeviceMemory ones;
    private final DeviceMemory[] z;
    private final DeviceMemory[] dz;
    /** Inputs of each layer, and the outputs; the first is the batch's. */
    private final DeviceMemory[] a;

    private final DeviceMemory[] da;

    /**
     * Random parameters.
     *
     * @param mlp structure
     * @param rows of a batch
     * @param tf32 whether products round their factors to TF32
     */
    CudaMlpWork(Mlp mlp, int rows, boolean tf32) {
        super(rows, mlp.widths()[0], mlp.parameters());
        this.mlp = mlp;
        this.tf32 = tf32;
        int depth = mlp.depth();
        blas = own(new Cublas(device, tf32));
        p = numbers(parameters);
        dp = numbers(parameters);
        ones = numbers(rows);
        double[] one = new double[rows];
        Arrays.fill(one, 1);
        device.upload(one, 0, rows, ones, FLOAT32);
        device.upload(mlp.random(), 0, parameters, p, FLOAT32);
        z = new DeviceMemory[depth];
        dz = new DeviceMemory[depth];
        a = new DeviceMemory[depth + 1];
        da = new DeviceMemory[depth + 1];
        da[0] = numbers((long) rows * mlp.widths()[0]);
        for (int l = 0; l < depth; l++) {
            long count = (long) rows * mlp.widths()[l + 1];
            z[l] = numbers(count);
            dz[l] = numbers(count);
            a[l + 1] = numbers(count);
            da[l + 1] = numbers(count);
        }
    }

    private static long at(DeviceMemory memory, int number) {
        return memory.address() + (long) number * Float.BYTES;
    }

    @Override
    void enqueueForward(DeviceMemory inputs) {
        a[0] = inputs;
        for (int l = 0; l < mlp.depth(); l++) {
            int in = mlp.widths()[l];
            int out = mlp.widths()[l + 1];
            blas.forward(a[l].address(), at(p, mlp.weights(l)), z[l].address(), rows, in, out);
            launch(
                    "biasSilu",
                    (long) rows * out,
                    z[l],
                    at(p, mlp.biases(l)),
                    a[l + 1],
                    rows,
                    out,
                    mlp.activated(l) ? 1 : 0);
        }
    }

    @Override
    void enqueueGradient(DeviceMemory inputs) {
        enqueueForward(inputs);
        int depth = mlp.depth();
        // The gradient of ½·Σ y² by y.
        device.stream().copy(a[depth], da[depth], a[depth].bytes());
        for (int l = depth - 1; l >= 0; l--) {
            int in = mlp.widths()[l];
            int out = mlp.widths()[l + 1];
            launch("siluGradient", (long) rows * out, z[l], da[l + 1], dz[l], rows, out, mlp.activated(l) ? 1 : 0);
            blas.weightGradient(dz[l].address(), a[l].address(), at(dp, mlp.weights(l)), rows, in, out);
            blas.biasGradient(dz[l].address(), ones.address(), at(dp, mlp.biases(l)), rows, out);
            blas.inputGradient(dz[l].address(), at(p, mlp.weights(l)), da[l].address(), rows, in, out);
        }
    }

    @Override
    DeviceMemory values() {
        return p;
    }

    @Override
    DeviceMemory gradient() {
        return dp;
    }

    @Override
    DeviceMemory outputs() {
        return a[mlp.depth()];
    }

    @Override
    DeviceMemory inputGradient() {
        return da[0];
    }

    @Override
    public Result reference(int batch) {
        return Reference.mlp(mlp, downloaded(p), rows, inputs(batch));
    }

    @Override
    public String description() {
        return "cuBLAS " + blas.version() + (tf32 ? ", TF32" : ", float32") + " on " + device.description();
    }
}
