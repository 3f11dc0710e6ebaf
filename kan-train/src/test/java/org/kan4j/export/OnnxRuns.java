package org.kan4j.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** Runs files of ONNX by onnxruntime. */
final class OnnxRuns {
    private OnnxRuns() {}

    /** What a model gives for rows, row after row. */
    static double[] run(byte[] model, double[] x, int rows, boolean single) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {rows, x.length / rows};
        try (OrtSession session = environment.createSession(model);
                OnnxTensor input = single
                        ? OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats(x)), shape)
                        : OnnxTensor.createTensor(environment, DoubleBuffer.wrap(x), shape);
                OrtSession.Result result = session.run(Map.of("x", input))) {
            // The result closes it.
            OnnxTensor output = (OnnxTensor) result.get(0);
            if (single) {
                FloatBuffer values = output.getFloatBuffer();
                double[] y = new double[values.remaining()];
                for (int i = 0; i < y.length; i++) {
                    y[i] = values.get(i);
                }
                return y;
            }
            double[] y = new double[output.getDoubleBuffer().remaining()];
            output.getDoubleBuffer().get(y);
            return y;
        }
    }

    private static float[] floats(double[] x) {
        float[] single = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            single[i] = (float) x[i];
        }
        return single;
    }
}
