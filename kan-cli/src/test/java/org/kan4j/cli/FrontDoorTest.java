package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.FitOptions;
import org.kan4j.FormulaResult;
import org.kan4j.Kan4j;
import org.kan4j.Predictions;
import org.kan4j.PruneOptions;
import org.kan4j.PruneResult;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.data.Dataset;
import org.kan4j.data.Roles;
import org.kan4j.model.KanModel;

/** The command and the library give the same files from the same table, options and seed, to the byte. */
class FrontDoorTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeTables() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder numbers = new StringBuilder("a,b,y,z\n");
        StringBuilder labels = new StringBuilder("a,b,kind\n");
        for (int r = 0; r < 100; r++) {
            double a = 1 + random.nextDouble();
            double b = 1 + random.nextDouble();
            double noise = 0.01 * random.nextGaussian();
            numbers.append(a + "," + b + "," + (3 * a / b + noise) + "," + (a * a - b) + "\n");
            labels.append(a + "," + b + "," + (a + noise * 20 > b ? "more" : "less") + "\n");
        }
        Files.writeString(folder.resolve("numbers.csv"), numbers);
        Files.writeString(folder.resolve("labels.csv"), labels);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** What a command prints; words that begin with @ are files in the folder of this test. */
    private String run(String line) {
        return Run.in(folder, line).ok().out();
    }

    static Stream<Arguments> fits() {
        FitOptions small = FitOptions.of("2,2,1");
        return Stream.of(
                Arguments.of("", small),
                Arguments.of(
                        "--seed 7 --starts 3 --intervals 3",
                        small.withSeed(7).withStarts(3).withIntervals(3)),
                Arguments.of("--folds 3", small.withFolds(3)),
                Arguments.of("--refine 10,20", small.withRefinements(10, 20)),
                Arguments.of("--huber 1.5", small.withLoss(org.kan4j.train.Loss.huber(1.5))),
                Arguments.of(
                        "--optimizer adam --iterations 20 --rate 0.02",
                        small.withSteps(new FitOptions.Steps(
                                FitOptions.Minimizer.ADAM,
                                Optional.of(20),
                                Optional.empty(),
                                Optional.of(0.02),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))),
                Arguments.of(
                        "--optimizer adam --iterations 20 --parameterization mup --base-width 1",
                        small.withSteps(new FitOptions.Steps(
                                FitOptions.Minimizer.ADAM,
                                Optional.of(20),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(1)))),
                Arguments.of(
                        "--optimizer lbfgs --iterations 30",
                        small.withSteps(
                                FitOptions.Steps.of(FitOptions.Minimizer.LBFGS).withIterations(30))),
                Arguments.of(
                        "--l1 1e-3 --smoothness 1e-6 --ridge 1e-5",
                        small.withWeights(
                                new FitOptions.Weights(1e-3, 0, Optional.of(1e-6), FitOptions.Ridge.of(1e-5)))),
                Arguments.of(
                        "--basis rbf --intervals 4", small.withBasis(FitOptions.counting(GaussianRbf.STANDARD, 4))));
    }

    @ParameterizedTest
    @MethodSource("fits")
    void fitGivesTheSameModel(String words, FitOptions options) throws IOException {
        run("fit @numbers.csv --target y --drop z --shape 2,2,1 --quiet --model @command.kan "
                + (words.isEmpty() ? "--seed 0" : words));
        Dataset data = Kan4j.read(file("numbers.csv"), Roles.of("y").without("z"));
        Kan4j.save(Kan4j.fit(data, options).model(), file("library.kan"));
        assertSame("command.kan", "library.kan");
    }

    @Test
    void fitGivesTheSameModelOfSeveralTargetsAndOfClasses() throws IOException {
        run("fit @numbers.csv --target y,z --shape 2,2 --quiet --model @command.kan");
        Kan4j.save(
                Kan4j.fit(Kan4j.read(file("numbers.csv"), "y", "z"), FitOptions.of("2,2"))
                        .model(),
                file("library.kan"));
        assertSame("command.kan", "library.kan");
        run("fit @labels.csv --target kind --task classification --shape 2,1 --quiet --model @classes.kan");
        Kan4j.save(
                Kan4j.fit(Kan4j.readClasses(file("labels.csv"), "kind"), FitOptions.of("2,1"))
                        .model(),
                file("same.kan"));
        assertSame("classes.kan", "same.kan");
    }

    @Test
    void pruneGivesTheSameModelAndTheSameWords() throws IOException {
        KanModel model = fitted();
        Dataset data = Kan4j.read(file("numbers.csv"), model);
        String text = run("prune @m.kan @numbers.csv --seed 2 --tolerance 0.2 --path --quiet -o @command.kan");
        PruneResult pruned = Kan4j.prune(
                model,
                data,
                PruneOptions.defaults().withSeed(2).withTolerance(0.2).withPath());
        Kan4j.save(pruned.model(), file("library.kan"));
        assertSame("command.kan", "library.kan");
        assertThat(pruned.withFile(file("command.kan")).text()).isEqualTo(text);
    }

    @Test
    void formulaGivesTheSameModelAndTheSameWords() throws IOException {
        KanModel model = fitted();
        Dataset data = Kan4j.read(file("numbers.csv"), model);
        String text = run("formula @m.kan @numbers.csv -o @command.kan");
        FormulaResult found = Kan4j.formula(model, data);
        Kan4j.save(found.model(), file("library.kan"));
        assertSame("command.kan", "library.kan");
        assertThat(found.text()).isEqualTo(text);
        assertThat(Kan4j.formula(Kan4j.load(file("command.kan")))).contains(found.formula());
    }

    @Test
    void predictGivesTheSameNumbersByTableAndByName() throws IOException {
        KanModel model = fitted();
        List<String> lines =
                run("predict --model @m.kan @numbers.csv").lines().skip(1).toList();
        Predictions predictions = Kan4j.predict(model, file("numbers.csv"));
        for (int r = 0; r < lines.size(); r++) {
            String[] cells = lines.get(r).split(",");
            assertThat(cells[4]).isEqualTo(Double.toString(predictions.values()[r]));
            Map<String, Double> inputs = Map.of("a", Double.parseDouble(cells[0]), "b", Double.parseDouble(cells[1]));
            assertThat(Kan4j.predict(model, inputs)).isEqualTo(predictions.values()[r]);
        }
    }

    private KanModel fitted() throws IOException {
        run("fit @numbers.csv --target y --drop z --shape 2,1,1 --intervals 3 --seed 2 --quiet --model @m.kan");
        return Kan4j.load(file("m.kan"));
    }

    private void assertSame(String command, String library) throws IOException {
        assertThat(Files.readAllBytes(file(library)))
                .as(String.format(Locale.ROOT, "%s and %s", command, library))
                .isEqualTo(Files.readAllBytes(file(command)));
    }
}
