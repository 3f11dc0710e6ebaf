package org.kan4j.dl4j.data;

import java.util.Arrays;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model that predicts from ND4J arrays. It computes in float64 in the heap; numbers are copied in and out.
 *
 * @param model the model
 * @param engine computes
 */
public record ArrayPredictor(KanModel model, Engine engine) {
    /**
     * Predicts in the data's units, see {@link KanModel#predict}.
     *
     * @param x [rows, in] in the data's units, not modified
     * @return [rows, out], of the type of x
     * @throws IllegalArgumentException if x has another shape, or holds integers or truth values
     */
    public INDArray predict(INDArray x) {
        double[] values = values(x);
        return Arrays2d.matrix(model.predict(engine, values, rows(x)), rows(x), x.dataType());
    }

    /**
     * The probabilities of the classes, see {@link KanModel#probabilities}.
     *
     * @param x [rows, in] in the data's units, not modified
     * @return [rows, classes], of the type of x
     * @throws IllegalArgumentException as {@link #predict}
     * @throws IllegalStateException if the model is a regression
     */
    public INDArray probabilities(INDArray x) {
        double[] values = values(x);
        return Arrays2d.matrix(model.probabilities(engine, values, rows(x)), rows(x), x.dataType());
    }

    private static int rows(INDArray x) {
        return Math.toIntExact(x.size(0));
    }

    private double[] values(INDArray x) {
        int in = model.kan().network().in();
        if (!x.dataType().isFPType() || x.rank() != 2 || x.size(1) != in) {
            throw new IllegalArgumentException("inputs: a floating array of shape [rows, " + in + "] required, got "
                    + x.dataType() + " of shape " + Arrays.toString(x.shape()));
        }
        return Arrays2d.values(x, "inputs");
    }
}
