package org.kan4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArrayPredictorTest {
    private static final Engine ENGINE = new CpuEngine();
    private static final double[] X = {1, 10, 2, 20, 3, 30};

    private static KanModel model(List<String> classes) {
        return new KanModel(
                Kan.random(Shape.parse("2,3,2"), 5, 3, 1, 7),
                new Normalization(new double[] {2, 20}, new double[] {3, 30}),
                Normalization.identity(2),
                List.of("a", "b"),
                List.of("c", "d"),
                classes,
                "");
    }

    @Test
    void anArrayOfAnyOrderIsPredictedAsItsNumbers() {
        KanModel model = model(List.of());
        INDArray x = Nd4j.create(X, new long[] {3, 2}, DataType.DOUBLE);
        for (char order : new char[] {'c', 'f'}) {
            INDArray y = new ArrayPredictor(model, ENGINE).predict(x.dup(order));
            assertThat(y.shape()).containsExactly(3, 2);
            assertThat(y.data().asDouble()).isEqualTo(model.predict(ENGINE, X, 3));
        }
        assertThat(new ArrayPredictor(model, ENGINE)
                        .predict(x.castTo(DataType.FLOAT))
                        .dataType())
                .isEqualTo(DataType.FLOAT);
    }

    @Test
    void probabilitiesAreThoseOfTheModel() {
        KanModel model = model(List.of("no", "yes"));
        INDArray x = Nd4j.create(X, new long[] {3, 2}, DataType.DOUBLE);
        INDArray p = new ArrayPredictor(model, ENGINE).probabilities(x);
        assertThat(p.data().asDouble()).isEqualTo(model.probabilities(ENGINE, X, 3));
    }

    @Test
    void otherShapesAndIntegersAreRefused() {
        ArrayPredictor predictor = new ArrayPredictor(model(List.of()), ENGINE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> predictor.predict(Nd4j.zeros(DataType.FLOAT, 3, 4)))
                .withMessage("inputs: a floating array of shape [rows, 2] required, got FLOAT of shape [3, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> predictor.predict(Nd4j.zeros(DataType.INT32, 3, 2)))
                .withMessage("inputs: a floating array of shape [rows, 2] required, got INT of shape [3, 2]");
    }
}
