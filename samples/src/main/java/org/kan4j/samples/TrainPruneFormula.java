package org.kan4j.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.kan4j.FitOptions;
import org.kan4j.Kan4j;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;

/** The main job taken apart: train, prune, read the formula, save, load, predict. */
public final class TrainPruneFormula {
    private TrainPruneFormula() {}

    /** {@code samples/run TrainPruneFormula} runs it. */
    public static void main(String[] arguments) throws IOException {
        Path file = Files.createTempFile("boyle", ".kan");
        System.out.println(run(Path.of("samples/data/boyle.csv"), file));
        Files.delete(file);
    }

    static Formula run(Path table, Path file) throws IOException {
        // README begins
        Dataset boyle = Kan4j.read(table, "pressure_inhg");
        KanModel model = Kan4j.fit(boyle, FitOptions.of("1,1").withIntervals(3)).model();
        KanModel pruned = Kan4j.prune(model, boyle).model();
        Formula formula = Kan4j.formula(pruned, boyle).formula();

        Kan4j.save(pruned, file);
        double pressure = Kan4j.predict(Kan4j.load(file), Map.of("volume", 20.0));
        // README ends
        System.out.println("pressure at a volume of 20: " + pressure);
        return formula;
    }
}
