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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.data.LargeDataset;
import org.kan4j.data.LargeDataset.Part;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Shape;

class LargeTrainingTest {
    private final Engine engine = new CpuEngine();
    private final Shape shape = Shape.parse("2,4,1");
    private final Trainer.Options options = Trainer.Options.defaults()
            .withOptimizer(Adam.defaults())
            .withIterations(20)
            .withIntervals(5, List.of(10));

    @TempDir
    private Path folder = Path.of("");

    private LargeDataset hello(int rows) throws IOException {
        return LargeDataset.read(TableFile.open(table(rows)), Roles.of("z", List.of(), List.of()), folder, 0);
    }

    private Path table(int rows) throws IOException {
        Batch batch = Tables.uniform(rows, 2, -1, 1, 1, Tables::helloWorld);
        StringBuilder text = new StringBuilder("x,y,z\n");
        for (int r = 0; r < rows; r++) {
            text.append(batch.x()[2 * r])
                    .append(',')
                    .append(batch.x()[2 * r + 1])
                    .append(',');
            text.append(batch.y()[r]).append('\n');
        }
        return Files.writeString(folder.resolve("table.csv"), text.toString());
    }

    @Test
    @Tag("slow")
    void aPassHandsOutEveryRowOnceInAnOrderOfTheSeed() throws IOException {
        // So many that they are shuffled in three pools.
        int rows = 3_200_000;
        StringBuilder text = new StringBuilder("x,y\n");
        for (int r = 0; r < rows; r++) {
            text.append(r).append(',').append(r % 7).append('\n');
        }
        Path file = Files.writeString(folder.resolve("table.csv"), text);
        KanModel units = new KanModel(
                options.random(Shape.parse("1,1"), 0),
                Normalization.identity(1),
                Normalization.identity(1),
                List.of("x"),
                List.of("y"),
                "");
        try (LargeDataset data =
                LargeDataset.read(TableFile.open(file), Roles.of("y", List.of(), List.of()), folder, 5)) {
            LargePasses passes = new LargePasses(data, units);
            int batches = passes.batches(1000);
            assertThat(batches).isEqualTo((int) (data.rows(Part.TRAIN) + 999) / 1000);
            List<double[]> orders = new ArrayList<>();
            for (long seed : new long[] {1, 1, 2}) {
                double[] order = new double[(int) data.rows(Part.TRAIN)];
                AtomicInteger taken = new AtomicInteger();
                AtomicInteger number = new AtomicInteger();
                passes.pass(seed, batches, (b, batch) -> {
                    assertThat(b).isEqualTo(number.getAndIncrement());
                    // Blocks differ by a row, so pools do by a few.
                    assertThat(batch.rows()).isBetween(950, 1050);
                    System.arraycopy(batch.x(), 0, order, taken.getAndAdd(batch.rows()), batch.rows());
                    assertThat(batch.y()[0]).isEqualTo(batch.x()[0] % 7);
                    // From all over the table.
                    assertThat(Arrays.stream(batch.x()).max().orElse(0)
                                    - Arrays.stream(batch.x()).min().orElse(0))
                            .isGreaterThan(0.8 * rows);
                });
                assertThat(number).hasValue(batches);
                assertThat(taken).hasValue(order.length);
                orders.add(order);
            }
            assertThat(Arrays.equals(orders.get(0), orders.get(1))).isTrue();
            assertThat(Arrays.equals(orders.get(0), orders.get(2))).isFalse();
            assertThat(Arrays.stream(orders.get(0)).distinct().count()).isEqualTo(orders.get(0).length);
        }
    }

    @Test
    void rowsOnDiskAreFittedAsWellAsThoseInMemory() throws IOException {
        int rows = 6_000;
        ModelTrainer.Fitted inMemory = new ModelTrainer(engine, options)
                .fit(Dataset.read(table(rows), Roles.of("z", List.of(), List.of())), shape, 0);
        try (LargeDataset data = hello(rows)) {
            ModelTrainer.Fitted onDisk = new ModelTrainer(engine, options).fit(data, shape, 0);
            // The rows' parts and order differ, so the errors do a little.
            assertThat(onDisk.test().rmse()).isLessThan(1.5 * inMemory.test().rmse());
            assertThat(onDisk.iterations()).isEqualTo(inMemory.iterations());
            // Nothing but a sample where the rows are fewer than its size: scores are those of the parts.
            Score test = Score.of(engine, onDisk.model(), data.sample(Part.TEST, rows));
            assertThat(onDisk.test()).isEqualTo(test);
        }
    }

    @Test
    void goingOnGivesTheModelOfTheUninterruptedTraining() throws IOException {
        try (LargeDataset data = hello(2_000)) {
            double[] whole = parameters(data, () -> false, Optional.empty());
            Path file = folder.resolve("checkpoint");
            for (int cut = 1; cut < 100; cut++) {
                AtomicInteger asked = new AtomicInteger();
                BooleanSupplier stop = () -> asked.incrementAndGet() > 7;
                double[] parameters =
                        parameters(data, stop, Optional.of(new Checkpoints(file, 0, true, warning -> {})));
                if (asked.get() <= 7) {
                    assertThat(cut).isGreaterThan(4);
                    assertThat(parameters).containsExactly(whole);
                    return;
                }
            }
        }
        throw new AssertionError("the training never ends");
    }

    private double[] parameters(LargeDataset data, BooleanSupplier stop, Optional<Checkpoints> checkpoints) {
        return new ModelTrainer(engine, options.withStop(stop), 1, 1, checkpoints)
                .fit(data, shape, 0)
                .model()
                .kan()
                .parameters();
    }

    @Test
    void otherOptimizersAreRefused() throws IOException {
        try (LargeDataset data = hello(200)) {
            assertThatThrownBy(() -> new ModelTrainer(engine, options.withOptimizer(new Lbfgs(5))).fit(data, shape, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("adam required")
                    .hasMessageContaining("got lbfgs");
        }
    }
}
