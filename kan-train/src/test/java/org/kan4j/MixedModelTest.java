package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.Missing;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;

/** Models of tables with categories and gaps, from the table to predictions. */
class MixedModelTest {
    private static final Map<String, Integer> REGION = Map.of("north", 5, "south", -3, "east", 8, "west", 0);

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** y = 2x + region + (age or 9), where ages are missing in a sixth of the rows; levels a0 to a7 have a row each. */
    private Path table() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder("x,region,age,y\n");
        String[] regions = {"north", "south", "east", "west"};
        for (int r = 0; r < 300; r++) {
            double x = 10 * random.nextDouble();
            String region = r % 37 == 36 ? "a" + r / 37 : regions[random.nextInt(4)];
            double age = 5 * random.nextDouble();
            boolean missing = random.nextInt(6) == 0;
            double y = 2 * x + REGION.getOrDefault(region, 20) + (missing ? 9 : age);
            text.append(x + "," + region + "," + (missing ? "" : String.valueOf(age)) + "," + y + "\n");
        }
        return write("table.csv", text.toString());
    }

    private static FitResult fit(Path table, Missing missing) {
        Dataset data = Kan4j.read(table, Roles.of("y").withMixed(missing));
        return Kan4j.fit(data, FitOptions.of("3,1"));
    }

    private static double[] predictions(KanModel model, Path rows) {
        return Kan4j.predict(model, TableFile.open(rows), Optional.empty(), "model")
                .values();
    }

    @Test
    void effectsOfLevelsAndGapsAreFoundAndUnknownLevelsAreNeutral() throws IOException {
        FitResult fitted = fit(table(), Missing.EFFECT);
        assertThat(fitted.fitted().test().targets().get(0).r2()).isGreaterThan(0.9);
        Path rows = write(
                "rows.csv",
                "AGE,note,region,x\n2,u,north,3\n2,u,south,3\n,u,east,3\n2,u,Mars,3\n2,u,west,3\n2,u,,3\n2,u,west,\n");
        Predictions predicted = Kan4j.predict(fitted.model(), TableFile.open(rows), Optional.empty(), "model");
        double[] y = predicted.values();
        assertThat(List.of(y[0], y[1], y[2])).allSatisfy(v -> assertThat(v).isFinite());
        assertThat(y[0]).isCloseTo(13, within(0.3));
        assertThat(y[1]).isCloseTo(5, within(0.3));
        assertThat(y[2]).isCloseTo(23, within(0.3));
        // Neutral is near the mean of the levels; the rare ones count there too.
        assertThat(y[3]).isBetween(8.0, 22.0);
        assertThat(predicted.gaps()).containsExactly(5, 6);
        assertThat(predicted.notes())
                .contains("1 of 5 rows with a level that no row had that the model was fitted to, in region;"
                        + " it has the neutral effect there");
    }

    @Test
    void rareLevelsShareANumberAndUnfittedOnesHaveNone() throws IOException {
        InputKind kind = fit(table(), Missing.EFFECT).model().kinds().get(1);
        assertThat(kind.names())
                .endsWith("a7", "east", "north", "south", "west")
                .hasSize(12);
        List<Integer> numbers =
                kind.levels().stream().map(InputKind.Level::number).toList();
        assertThat(numbers.subList(8, 12)).doesNotHaveDuplicates().doesNotContain(-1);
        assertThat(numbers.subList(0, 8).stream().filter(n -> n >= 0).distinct())
                .hasSize(1);
    }

    @Test
    void whatWasDecidedIsInTheFile() throws IOException {
        Path rows = write("rows.csv", "x,region,age\n3,north,\n3,Mars,2\n");
        for (Missing missing : List.of(Missing.EFFECT, Missing.MEDIAN, Missing.DROP)) {
            KanModel model = fit(table(), missing).model();
            Path file = folder.resolve("model.kan");
            Kan4j.save(model, file);
            KanModel loaded = Kan4j.load(file);
            assertThat(predictions(loaded, rows)).containsExactly(predictions(model, rows));
            assertThat(Double.isNaN(predictions(loaded, rows)[0])).isEqualTo(missing == Missing.DROP);
        }
    }

    @Test
    void theMedianOfTheFittedRowsStandsForAGap() throws IOException {
        KanModel model = fit(table(), Missing.MEDIAN).model();
        double median = model.kinds().get(2).fill().orElseThrow();
        assertThat(median).isCloseTo(2.5, within(0.4));
        double[] y = predictions(model, write("rows.csv", "x,region,age\n3,north,\n3,north," + median + "\n"));
        assertThat(y[0]).isEqualTo(y[1]).isFinite();
    }

    @Test
    void theModelIsTheSameForAnyNumberOfThreads() throws IOException {
        Dataset data = Kan4j.read(table(), Roles.of("y").withMixed(Missing.EFFECT));
        FitOptions options = FitOptions.of("3,2,1")
                .withStarts(2)
                .withSteps(FitOptions.Steps.of(FitOptions.Minimizer.LBFGS).withIterations(20));
        double[][] p = new double[2][];
        for (int threads = 1; threads <= 2; threads++) {
            try (CpuEngine engine = new CpuEngine(threads)) {
                p[threads - 1] = new Fitting(engine, threads, Fitting.Watch.NONE)
                        .fit(FitTable.of(data), FitPlan.of(FitTable.of(data), options))
                        .model()
                        .kan()
                        .parameters();
            }
        }
        assertThat(p[0]).containsExactly(p[1]);
    }

    @Test
    void pruningKeepsWhatMattersAndMayTakeACategory() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder text = new StringBuilder("x,useful,noise,y\n");
        for (int r = 0; r < 200; r++) {
            double x = random.nextDouble();
            int useful = random.nextInt(3);
            text.append(x + ",u" + useful + "," + (r % 9 == 0 ? "" : "n" + random.nextInt(3)) + "," + (x * x + useful)
                    + "\n");
        }
        Path table = write("table.csv", text.toString());
        Dataset data = Kan4j.read(table, Roles.of("y").withMixed(Missing.EFFECT));
        KanModel model = Kan4j.fit(data, FitOptions.of("3,1")).model();
        PruneResult pruned = Kan4j.prune(model, Kan4j.read(table, model), PruneOptions.defaults());
        assertThat(pruned.model().kan().network().activeEdges()).isEqualTo(2);
        assertThat(predictions(pruned.model(), write("rows.csv", "x,useful,noise\n0.5,u2,\n"))[0])
                .isCloseTo(2.25, within(0.05));
    }

    @Test
    void aFormulaHasATermForEachLevel() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder text = new StringBuilder("x,region,y\n");
        for (int r = 0; r < 30; r++) {
            double x = 10 * random.nextDouble();
            String region = r % 3 == 0 ? "south" : "east";
            text.append(x + "," + region + "," + (2 * x + REGION.getOrDefault(region, 0)) + "\n");
        }
        Path table = write("table.csv", text.toString());
        Dataset data = Kan4j.read(table, Roles.of("y").withMixed(Missing.EFFECT));
        KanModel model = Kan4j.fit(data, FitOptions.of("2,1")).model();
        FormulaResult read = Kan4j.formula(model, Kan4j.read(table, model));
        Formula formula = read.formula();
        assertThat(formula.columns()).containsExactly("x", "region = east", "region = south");
        assertThat(Formula.fromJson(formula.json())).isEqualTo(formula);
        Path rows = write("rows.csv", "region,x\nsouth,1\neast,2\nMars,3\n");
        double[] y = predictions(read.model(), rows);
        assertThat(y[0]).isCloseTo(-1, within(1e-6));
        assertThat(y[1]).isCloseTo(12, within(1e-6));
        assertThat(y[2]).isNaN();
        assertThatThrownBy(() -> Kan4j.formula(fit(table(), Missing.EFFECT).model(), data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("\"age\" may have some; fit with --missing median or drop");
    }

    @Test
    void discoverRefusesWhatItWouldTakeForNumbers() throws IOException {
        Dataset data = Kan4j.read(table(), Roles.of("y").withMixed(Missing.EFFECT));
        assertThatThrownBy(() -> Kan4j.discover(data))
                .hasMessage("discover: inputs of numbers without gaps required, but region is a category");
    }

    @Test
    void tenThousandLevelsCostMemoryByLevel() throws IOException {
        StringBuilder text = new StringBuilder("kind,x,y\n");
        for (int r = 0; r < 40_000; r++) {
            text.append("k" + r % 10_000 + "," + r % 7 + "," + (r % 10_000 % 5 + r % 7) + "\n");
        }
        Dataset data =
                Kan4j.read(write("table.csv", text.toString()), Roles.of("y").withMixed(Missing.EFFECT));
        FitResult fitted = Kan4j.fit(
                data,
                FitOptions.of("2,1")
                        .withSteps(
                                FitOptions.Steps.of(FitOptions.Minimizer.LBFGS).withIterations(15)));
        assertThat(fitted.model().kan().network().layer(0).basis(0).size()).isBetween(7_000, 10_001);
        assertThat(fitted.fitted().train().targets().get(0).r2()).isGreaterThan(0.8);
        assertThatThrownBy(() -> Kan4j.fit(data, ShapeOptions.DEFAULTS))
                .hasMessageContaining("a shape, such as 2,1, required");
    }
}
