package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.train.Tables;

class SteeringTest {
    private static final List<String> NAMES = List.of("x", "y", "z");

    private static Dataset data(ToDoubleFunction<double[]> law) {
        Batch rows = Tables.uniform(150, 3, 1, 3, 5, law);
        return Dataset.of(rows.x(), rows.y(), NAMES, "t");
    }

    private static Discovery found(Dataset data, long work, Steering steering) {
        return new Discoverer(Discoverer.Options.defaults().withWork(work).withSteering(steering)).discover(data);
    }

    @Test
    void everyFormulaHoldsTheInputsToUse() {
        SplittableRandom random = new SplittableRandom(3);
        Dataset data = data(x -> 2 * x[0] / x[1] + 0.05 * random.nextGaussian());
        Discovery found = found(data, 12, Steering.none().withUse("x", "z"));
        assertThat(found.pareto())
                .isNotEmpty()
                .allSatisfy(point ->
                        assertThat(point.formula().expression().variables()).contains(0, 2));
        assertThat(found.formula().expression().variables()).containsExactly(0, 1, 2);
        assertThat(found.notes()).noneMatch(note -> note.contains("was found"));
    }

    @Test
    void whatAFormulaLacksIsSaid() {
        // The second finder, of polynomials, has the law, and no work is left to put y into it.
        Discovery found = found(data(x -> x[0] - 2 * x[2]), 2, Steering.none().withUse("x", "y"));
        assertThat(found.formula().text()).isEqualTo("x - 2*z");
        assertThat(found.notes()).contains("no formula with all of x, y was found: this one is without y");
    }

    @Test
    void inputsToAvoidAreLeftOutOfTheTable() {
        Discovery found = found(data(x -> 3 * x[0] * x[2]), 3, Steering.none().withAvoid("y"));
        assertThat(found.model().inputNames()).containsExactly("x", "z");
        assertThat(found.formula().text()).isEqualTo("3*x*z");
    }

    @Test
    void anInputToUseIsSearchedInAWideTable() {
        int inputs = 25;
        Batch rows = Tables.uniform(100, inputs, 1, 3, 5, x -> x[0] * x[1]);
        List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
        Dataset data = Dataset.of(rows.x(), rows.y(), names, "t");
        for (int i = 2; i < 6; i++) {
            assertThat(found(data, 1, Steering.none().withUse("x" + i)).model().inputNames())
                    .contains("x" + i);
        }
    }

    @Test
    void whatNoTableHasIsRefused() {
        Dataset data = data(x -> x[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(data, 1, Steering.none().withUse("x", "w")))
                .withMessage("use: one of the inputs x, y, z required, got \"w\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(data, 1, Steering.none().withAvoid("t")))
                .withMessage("avoid: one of the inputs x, y, z required, got \"t\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(data, 1, Steering.none().withAvoid("x", "y", "z")))
                .withMessage("avoid: at least 1 input that is left required, got [x, y, z]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steering.none().withUse("x").withAvoid("x"))
                .withMessage("use: inputs that are not to be avoided required, got \"x\"");
    }
}
