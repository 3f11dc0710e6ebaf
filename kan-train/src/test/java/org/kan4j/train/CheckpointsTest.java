package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.Batch;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.network.Shape;

class CheckpointsTest {
    private final CpuEngine engine = new CpuEngine();
    private final Batch rows = Tables.uniform(300, 2, -1, 1, 1, Tables::helloWorld);
    private final Dataset data = Dataset.of(rows.x(), rows.y(), List.of("x", "y"), "z");

    @TempDir
    private Path folder = Path.of("");

    static Stream<Optimizer> optimizers() {
        return Stream.of(
                LevenbergMarquardt.defaults().withTolerance(1e-5),
                new Lbfgs(3),
                Adam.defaults(),
                new Adam(0.01, 50, 0.1, Adam.Schedule.PLATEAU));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void goingOnGivesTheModelOfTheUninterruptedTraining(Optimizer optimizer) throws IOException {
        double[] whole = train(optimizer, new Steps(1000), Optional.empty(), 0);
        Path file = folder.resolve("checkpoint");
        // Cut off at every seventh step, and gone on from there.
        for (int cut = 1; cut < 100; cut++) {
            Steps steps = new Steps(7);
            double[] parameters =
                    train(optimizer, steps, Optional.of(new Checkpoints(file, 0, true, warning -> {})), 0);
            if (!steps.getAsBoolean()) {
                assertThat(cut).isGreaterThan(4);
                assertThat(parameters).containsExactly(whole);
                assertThat(file).doesNotExist();
                return;
            }
            assertThat(file).exists();
        }
        throw new AssertionError("the training never ends");
    }

    @Test
    void anotherTrainingsCheckpointIsRefused() throws IOException {
        Path file = folder.resolve("checkpoint");
        train(Adam.defaults(), new Steps(4), Optional.of(new Checkpoints(file, 0, false, warning -> {})), 0);
        Optional<Checkpoints> resumed = Optional.of(new Checkpoints(file, 0, true, warning -> {}));
        assertThatThrownBy(() -> train(Adam.defaults(), new Steps(9), resumed, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("of another training");
        assertThatThrownBy(() -> train(new Lbfgs(3), new Steps(9), resumed, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("of another training");
    }

    @Test
    void aDamagedCheckpointIsRefused() throws IOException {
        Path file = folder.resolve("checkpoint");
        train(Adam.defaults(), new Steps(4), Optional.of(new Checkpoints(file, 0, false, warning -> {})), 0);
        Optional<Checkpoints> resumed = Optional.of(new Checkpoints(file, 0, true, warning -> {}));
        byte[] bytes = Files.readAllBytes(file);
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 4;
        for (byte[] damaged :
                List.of(new byte[0], Arrays.copyOf(bytes, 7), Arrays.copyOf(bytes, bytes.length - 1), flipped)) {
            Files.write(file, damaged);
            assertThatThrownBy(() -> train(Adam.defaults(), new Steps(9), resumed, 0))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("not a sound checkpoint");
        }
    }

    @Test
    void aCheckpointThatCannotBeWrittenIsToldOnceAndTriedAgain() throws IOException {
        double[] whole = train(Adam.defaults(), new Steps(1000), Optional.empty(), 0);
        List<String> warnings = new ArrayList<>();
        Path later = folder.resolve("later");
        Steps steps = new Steps(1000) {
            @Override
            public void step(TrainingStep step) {
                super.step(step);
                if (step.step() == 4) {
                    later.toFile().mkdir();
                }
                seen |= Files.exists(later.resolve("checkpoint"));
            }
        };
        Checkpoints checkpoints = new Checkpoints(later.resolve("checkpoint"), 0, false, warnings::add);
        assertThat(train(Adam.defaults(), steps, Optional.of(checkpoints), 0)).containsExactly(whole);
        assertThat(warnings).singleElement().asString().contains("the checkpoint cannot be written");
        assertThat(steps.seen).isTrue();
    }

    /** Stops a training after so many steps. */
    private static class Steps implements TrainingListener, BooleanSupplier {
        private final int most;
        private int taken;
        boolean seen;

        Steps(int most) {
            this.most = most;
        }

        @Override
        public void step(TrainingStep step) {
            taken++;
        }

        @Override
        public boolean getAsBoolean() {
            return taken >= most;
        }
    }

    private double[] train(Optimizer optimizer, Steps steps, Optional<Checkpoints> checkpoints, long seed) {
        Trainer.Options options = Trainer.Options.defaults()
                .withIntervals(3, List.of(6))
                .withPenalties(Penalties.NONE.withL1(1e-4).withAdaptiveSmoothness(1e-8))
                .withOptimizer(optimizer)
                .withIterations(12)
                .withPatience(9)
                .withListener(steps)
                .withStop(steps);
        return new ModelTrainer(engine, options, 2, 1, checkpoints)
                .fit(data, Shape.of(2, 3, 1), seed)
                .model()
                .kan()
                .parameters();
    }
}
