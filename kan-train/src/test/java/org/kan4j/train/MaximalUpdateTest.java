package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

class MaximalUpdateTest {
    private static final int ROWS = 60;
    private static final MaximalUpdate UPDATE = new MaximalUpdate(8);

    private final Engine engine = new CpuEngine();
    private final Batch train = Tables.standardized(Tables.uniform(ROWS, 2, -1, 1, 1, Tables::helloWorld));

    private Trainer.Result trained(Shape shape, Optional<MaximalUpdate> scaling) {
        Adam adam = new Adam(0.02, 16, 0.1, Adam.Schedule.COSINE).withScaling(scaling);
        Trainer.Options options = Trainer.Options.defaults().withOptimizer(adam).withIterations(10);
        return new Trainer(engine, options).train(shape, 3, train, train.subset(new int[0]));
    }

    @Test
    void networksAsWideAsTheBaseTrainBitForBitAsWithoutIt() {
        Shape base = Shape.of(2, 8, 8, 1);
        assertThat(trained(base, Optional.of(UPDATE)).kan().parameters())
                .isEqualTo(trained(base, Optional.empty()).kan().parameters());
        Shape wide = Shape.of(2, 16, 16, 1);
        assertThat(trained(wide, Optional.of(UPDATE)).kan().parameters())
                .isNotEqualTo(trained(wide, Optional.empty()).kan().parameters());
    }

    @Test
    void aNetworkOfOneLayerHasNoWidth() {
        Shape one = Shape.of(2, 1);
        assertThat(trained(one, Optional.of(UPDATE)).kan().parameters())
                .isEqualTo(trained(one, Optional.empty()).kan().parameters());
    }

    @Test
    void startsAndFirstUpdatesAreThoseOfTheTable() {
        Kan standard = Kan.random(Shape.of(2, 32, 32, 1), 3, 3, 2, 5);
        KanNetwork network = standard.network();
        Adam adam = new Adam(0.02, ROWS, 0, Adam.Schedule.CONSTANT).withScaling(Optional.of(UPDATE));
        Kan start = adam.initial(standard);
        double[] before = standard.parameters();
        double[] p = start.parameters();
        int output = network.offset(2);
        for (int i = 0; i < p.length; i++) {
            assertThat(p[i]).isEqualTo(i < output ? before[i] : before[i] * Math.sqrt(8 / 32.0));
        }
        Optimizer.Run run = adam.start(new Objective(engine, start, train, Loss.squares(), Penalties.NONE), 100, 0);
        run.step();
        double[] after = run.parameters();
        // Adam's first update is the rate in the direction of a gradient: 1e-3 of a twentieth of the run is the
        // warm-up.
        double rate = 0.02 * 1e-3 / 0.05;
        double[] largest = new double[3];
        for (int i = 0; i < p.length; i++) {
            int layer = i < network.offset(1) ? 0 : i < output ? 1 : 2;
            largest[layer] = Math.max(largest[layer], Math.abs(after[i] - p[i]) / rate);
        }
        assertThat(largest[0]).isCloseTo(1, within(1e-3));
        assertThat(largest[1]).isCloseTo(8 / 32.0, within(1e-3));
        assertThat(largest[2]).isCloseTo(8 / 32.0, within(1e-3));
    }

    @Test
    void widthsBelowOneAreRefused() {
        assertThatThrownBy(() -> new MaximalUpdate(0)).hasMessageContaining("got 0");
    }
}
