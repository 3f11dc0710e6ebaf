package org.kan4j.samples.guide;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.FitOptions;
import org.kan4j.FitPlan;
import org.kan4j.FitResult;
import org.kan4j.FitTable;
import org.kan4j.Fitting;
import org.kan4j.Kan4j;
import org.kan4j.PruneOptions;
import org.kan4j.PruneResult;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;

/** The snippets of {@code docs/guide/java.md}. */
public final class JavaGuide {
    private JavaGuide() {}

    /** {@code samples/run JavaGuide} prints what they give. */
    public static void main(String[] arguments) {
        System.out.println(discover(Path.of("samples/data/trees.csv")));
        System.out.println(prune(Path.of("samples/data/hello.csv")));
        System.out.println(watch(Path.of("samples/data/pendulum.csv")));
    }

    static List<String> discover(Path file) {
        Dataset trees = Kan4j.read(file, "volume_ft3");
        Discoverer.Options options = Discoverer.Options.defaults().withWork(4);
        Discovery found = Kan4j.discover(trees, options).found();

        Formula formula = found.formula();
        double error = found.testRmse();
        double volume = Kan4j.predict(found.model(), Map.of("girth_in", 12.0, "height_ft", 75.0));
        return List.of(formula.toString(), formula.java("Timber"), "± " + error, volume + " cubic feet");
    }

    static PruneResult prune(Path file) {
        Dataset data = Kan4j.read(file, "z");
        FitOptions options = FitOptions.of("2,5,1")
                .withWeights(new FitOptions.Weights(1e-2, 0, Optional.empty(), FitOptions.Ridge.of(1e-13)))
                .withSeed(1);
        FitResult fit = Kan4j.fit(data, options);
        return Kan4j.prune(
                fit.model(), data, PruneOptions.defaults().withTolerance(0.1).withSeed(1));
    }

    static FitResult watch(Path file) {
        FitTable table = FitTable.of(Kan4j.read(file, "period_s"));
        FitPlan plan = FitPlan.of(table, FitOptions.of("7,1"));
        long end = System.nanoTime() + 10_000_000_000L;
        try (CpuEngine engine = new CpuEngine(2)) {
            Fitting.Watch watch = new Fitting.Watch(
                    step -> System.out.println("step " + step.step() + ": " + step.validationLoss()),
                    (done, all) -> System.out.println("training " + done + " of " + all),
                    () -> System.nanoTime() > end,
                    Optional.empty());
            return new Fitting(engine, 2, watch).fit(table, plan);
        }
    }
}
