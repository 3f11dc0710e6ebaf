package org.kan4j.discover.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;
import org.kan4j.train.Tables;
import org.kan4j.train.Trainer;

class StructureTest {

    @Test
    void aFactorIsSeen() {
        assertThat(proposed(x -> x[1] * x[1] * Math.sin(x[0]))).contains(new Step(Step.Action.FACTOR, 0, 1, 2));
    }

    @Test
    void aFactorBesideAConstantIsSeen() {
        assertThat(proposed(x -> 2 + x[1] * Math.sin(3 * x[0]))).contains(new Step(Step.Action.FACTOR, 0, 1, 1, 2));
    }

    @Test
    void aTermIsSeen() {
        assertThat(proposed(x -> 3 * x[1] + Math.sin(2 * x[0]))).contains(new Step(Step.Action.TERM, 0, 1, 3));
    }

    @Test
    void aDifferenceIsSeen() {
        assertThat(proposed(x -> Math.sin(3 * (x[0] - x[1])))).contains(new Step(Step.Action.SUM, 0, 1, -1));
    }

    @Test
    void aQuotientIsSeen() {
        assertThat(proposed(x -> Math.tanh(x[0] / x[1]))).contains(new Step(Step.Action.PRODUCT, 0, 1, -1));
    }

    @Test
    void aSumOfSquaresIsSeen() {
        assertThat(proposed(x -> Math.exp(-x[0] * x[0] - 2 * x[1] * x[1])))
                .contains(new Step(Step.Action.SQUARES, 0, 1, 2));
    }

    @Test
    void aCommonScaleIsSeen() {
        assertThat(proposed(x -> x[0] * x[0] * Math.exp(x[1] / x[0]) / x[1]))
                .contains(new Step(Step.Action.SCALE, 0, 1, 1));
    }

    @Test
    void aCommonShiftIsSeen() {
        assertThat(proposed(x -> 2 * x[0] + Math.exp(x[1] - x[0]))).contains(new Step(Step.Action.SHIFT, 0, 1, 2));
    }

    @Test
    void nothingIsSeenWhereThereIsNone() {
        assertThat(proposed(x -> Math.sin(5 * x[0]) + Math.sin(6 * x[1]) + x[0] * x[1]))
                .isEmpty();
    }

    @Test
    void theLogarithmOfATargetShowsTheSame() {
        ToDoubleFunction<double[]> law = x -> -3 * x[1] * x[1] * Math.exp(2 * Math.sin(3 * x[0]));
        assertThat(proposed(x -> Math.log(-law.applyAsDouble(x)), -1, law))
                .containsExactly(new Step(Step.Action.FACTOR, 0, 1, 2));
    }

    private static List<Step> proposed(ToDoubleFunction<double[]> law) {
        return proposed(law, 0, law);
    }

    /** By a network that was trained on some target, which is that of the law or its logarithm. */
    private static List<Step> proposed(ToDoubleFunction<double[]> target, double sign, ToDoubleFunction<double[]> law) {
        Task task = Task.of(Tables.uniform(500, 2, 1, 2, 1, target), new Batch(new double[0], new double[0], 0));
        CpuEngine engine = new CpuEngine();
        Trainer.Result result = new Trainer(engine, Trainer.Options.defaults().withIterations(40))
                .train(Shape.of(2, 4, 1), 1, task.train(), task.validation());
        KanModel model = new KanModel(result.kan(), task.inputs(), task.outputs(), List.of("a", "b"), List.of("y"), "");
        return Structure.propose(engine, model, sign, Tables.uniform(500, 2, 1, 2, 1, law)).stream()
                .map(Structure.Proposal::step)
                .toList();
    }
}
