package org.kan4j.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Symbolifier;
import org.kan4j.formula.Formula;
import org.kan4j.io.ModelFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;
import org.kan4j.prune.Pruner;
import org.kan4j.symbolic.SymbolicLibrary;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Trainer;

/** The main job taken apart: train, prune, read the formula, save, load, predict. */
public final class TrainPruneFormula {
    private TrainPruneFormula() {}

    /** Run from the repository's root. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(run(Path.of("samples/data/boyle.csv"), Path.of("boyle.kan")));
    }

    static Formula run(Path table, Path file) throws IOException {
        // README begins
        Engine engine = new CpuEngine();
        Dataset data = Dataset.read(table, "pressure_inhg", List.of(), List.of());
        Trainer.Options options = Trainer.Options.defaults().withIntervals(3, List.of());
        KanModel model = new ModelTrainer(engine, options)
                .fit(data, Shape.parse("1,1"), 0)
                .model();

        Batch rows = Batch.of(data).normalized(model);
        Pruner pruner = new Pruner(engine, Pruner.Options.defaults());
        KanModel pruned =
                model.withKan(pruner.prune(model.kan(), rows, rows, () -> false).kan());

        Formula formula = new Symbolifier(engine, SymbolicLibrary.standard())
                .symbolify(pruned, data, () -> false)
                .orElseThrow()
                .formula();

        ModelFile.save(pruned, file);
        double[] pressure = ModelFile.load(file).predict(engine, new double[] {20, 40}, 2);
        // README ends
        System.out.println("pressure at volumes 20 and 40: " + pressure[0] + ", " + pressure[1]);
        return formula;
    }
}
