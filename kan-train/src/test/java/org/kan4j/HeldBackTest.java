package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.model.KanModel;
import org.kan4j.train.Split;

/** Rows that are held back for the test are seen by nothing: with other targets there, only the test's errors change. */
class HeldBackTest {
    private static final int ROWS = 140;
    private static final FitOptions OPTIONS = FitOptions.of("2,2,1").withIntervals(3);

    @TempDir
    Path folder;

    private static double[] inputs() {
        return new SplittableRandom(7).doubles(2L * ROWS, -1, 1).toArray();
    }

    /** z = exp(y² + sin πx) and 1% of noise. */
    private static Dataset numbers() {
        double[] x = inputs();
        double[] z = new double[ROWS];
        SplittableRandom random = new SplittableRandom(8);
        for (int r = 0; r < ROWS; r++) {
            z[r] = Math.exp(x[2 * r + 1] * x[2 * r + 1] + Math.sin(Math.PI * x[2 * r])) + 0.01 * random.nextGaussian();
        }
        return Dataset.of(x, z, List.of("x", "y"), "z");
    }

    /** Every second row is of class "in", whose inputs are near the origin. */
    private static Dataset classes() {
        double[] x = inputs();
        double[] labels = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            labels[r] = r % 2;
            double scale = r % 2 == 0 ? 1 : 0.5;
            x[2 * r] *= scale;
            x[2 * r + 1] *= scale;
        }
        return with(Dataset.of(x, labels, List.of("x", "y"), "place"), labels, List.of("out", "in"));
    }

    private static Dataset with(Dataset data, double[] targets, List<String> labels) {
        return new Dataset(
                data.x(),
                targets,
                data.weights(),
                data.errors(),
                data.rows(),
                data.inputNames(),
                data.targets(),
                labels,
                data.rowNumbers(),
                data.notes());
    }

    /** Numbers of no law, and of another size, where rows are held back. */
    private static Dataset scrambled(Dataset data) {
        double[] targets = data.y().clone();
        SplittableRandom random = new SplittableRandom(9);
        for (int r : Split.of(data, 0).test()) {
            targets[r] = 1e3 * random.nextDouble();
        }
        return with(data, targets, List.of());
    }

    /** Labels of neighbours change places where both are held back, so that the split by classes stays. */
    private static Dataset swapped(Dataset data) {
        double[] targets = data.y().clone();
        for (int r : Split.of(data, 0).test()) {
            targets[r] = 1 - targets[r];
        }
        Dataset changed = with(data, targets, data.classes());
        assertThat(Split.of(changed, 0).test()).isEqualTo(Split.of(data, 0).test());
        return changed;
    }

    private byte[] bytes(KanModel model) throws IOException {
        Path file = folder.resolve("model.kan");
        Kan4j.save(model, file);
        return Files.readAllBytes(file);
    }

    @Test
    void aFitSeesNone() throws IOException {
        FitResult fit = Kan4j.fit(numbers(), OPTIONS);
        FitResult other = Kan4j.fit(scrambled(numbers()), OPTIONS);
        assertThat(fit.model().uncertainty()).isPresent();
        assertThat(bytes(other.model())).isEqualTo(bytes(fit.model()));
        assertThat(other.fitted().test().targets().get(0).rmse())
                .isGreaterThan(100 * fit.fitted().test().targets().get(0).rmse());
    }

    @Test
    void aFitWithoutAShapeSeesNone() throws IOException {
        FitResult fit = Kan4j.fit(numbers(), ShapeOptions.DEFAULTS);
        FitResult other = Kan4j.fit(scrambled(numbers()), ShapeOptions.DEFAULTS);
        assertThat(fit.model().uncertainty()).isPresent();
        assertThat(bytes(other.model())).isEqualTo(bytes(fit.model()));
        FitResult classes = Kan4j.fit(classes(), ShapeOptions.DEFAULTS);
        assertThat(bytes(Kan4j.fit(swapped(classes()), ShapeOptions.DEFAULTS).model()))
                .isEqualTo(bytes(classes.model()));
    }

    @Test
    void aFitOfClassesSeesNone() throws IOException {
        FitResult fit = Kan4j.fit(classes(), OPTIONS);
        FitResult other = Kan4j.fit(swapped(classes()), OPTIONS);
        assertThat(bytes(other.model())).isEqualTo(bytes(fit.model()));
        assertThat(other.fitted().test()).isNotEqualTo(fit.fitted().test());
    }

    @Test
    void pruningSeesNone() throws IOException {
        KanModel model =
                Kan4j.fit(numbers(), FitOptions.of("2,4,1").withIntervals(3)).model();
        PruneResult pruned = Kan4j.prune(model, numbers());
        PruneResult other = Kan4j.prune(model, scrambled(numbers()));
        assertThat(bytes(other.model())).isEqualTo(bytes(pruned.model()));
        assertThat(other.text()).isEqualTo(pruned.text());
        assertThat(pruned.result().removed()).isNotEmpty();
    }

    @Test
    void pruningOfClassesSeesNone() throws IOException {
        KanModel model =
                Kan4j.fit(classes(), FitOptions.of("2,3,1").withIntervals(3)).model();
        PruneResult pruned = Kan4j.prune(model, classes());
        assertThat(bytes(Kan4j.prune(model, swapped(classes())).model())).isEqualTo(bytes(pruned.model()));
    }

    @Test
    void aSearchSeesNone() throws IOException {
        Discoverer.Options options = Discoverer.Options.defaults().withWork(4);
        Discovery found = Kan4j.discover(numbers(), options).found();
        Discovery other = Kan4j.discover(scrambled(numbers()), options).found();
        assertThat(other.formula()).isEqualTo(found.formula());
        assertThat(other.pareto()).isEqualTo(found.pareto());
        assertThat(other.evidence().named()).isEqualTo(found.evidence().named());
        assertThat(bytes(other.model())).isEqualTo(bytes(found.model()));
        assertThat(other.testRmse()).isGreaterThan(100 * found.testRmse());
    }
}
