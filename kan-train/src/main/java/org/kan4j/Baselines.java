package org.kan4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.additive.AdditiveFits;
import org.kan4j.basis.BSpline;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.model.Trend;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.train.Loss;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Score;

/** The simple models that a fit is set beside: a mean, straight lines, and functions of one input. */
final class Baselines {
    /** Multiplications of a step up to which the additive baseline takes a few seconds. */
    private static final double MUCH_WORK = 5e8;
    /** Share of a class that no row has. */
    private static final double LEAST = 1e-9;

    private Baselines() {}

    /** Rows in their units, to be fitted by sums of functions. */
    static AdditiveFits fits(
            Engine engine, Dataset rows, Optional<Loss> loss, Map<String, Trend> trends, BooleanSupplier stop) {
        Loss lowered = loss.orElse(rows.classes().isEmpty() ? Loss.squares() : Loss.crossEntropy());
        Kan any = Kan.random(Shape.of(rows.inputs(), ModelTrainer.outputs(rows)), BSpline.STANDARD, 0);
        KanModel units = Trends.in(ModelTrainer.inUnitsOf(rows, any, lowered), rows, trends);
        return new AdditiveFits(engine, rows, units, lowered, BSpline.STANDARD.order(), stop);
    }

    static String linear(Dataset rows, Optional<Loss> loss) {
        return !rows.classes().isEmpty()
                ? "logistic"
                : loss.filter(given -> given.response().exponential()).isPresent() ? "log-linear" : "linear";
    }

    private static String linear(KanModel model) {
        return !model.classes().isEmpty() ? "logistic" : model.response().exponential() ? "log-linear" : "linear";
    }

    /** The linear or logistic model of some rows, where it takes no longer than a fit of a given shape should. */
    static Optional<KanModel> linear(Engine engine, Dataset rows) {
        AdditiveFits fits = fits(engine, rows, Optional.empty(), Map.of(), () -> false);
        return ModelTrainer.outputs(rows) * Math.pow(fits.straightUnknowns(), 3) <= MUCH_WORK
                ? Optional.of(
                        fits.linear(IntStream.range(0, rows.rows()).toArray()).model())
                : Optional.empty();
    }

    /** Fits the baselines; those that would take longer than a fit of a given shape should are left out. */
    static List<Baseline> of(Engine engine, Dataset rows, Dataset test, Optional<Loss> loss, BooleanSupplier stop) {
        AdditiveFits fits = fits(engine, rows, loss, Map.of(), stop);
        int[] all = IntStream.range(0, rows.rows()).toArray();
        int outputs = ModelTrainer.outputs(rows);
        List<Baseline> baselines = new ArrayList<>();
        if (outputs * Math.pow(fits.straightUnknowns(), 3) <= MUCH_WORK) {
            KanModel linear = fits.linear(all).model();
            baselines.add(mean(linear, rows, test));
            baselines.add(scored(engine, linear(linear), linear, rows, test));
        }
        if (outputs * Math.pow(fits.unknowns(), 3) <= MUCH_WORK) {
            baselines.add(scored(engine, "additive", fits.additive(all).model(), rows, test));
        }
        return baselines;
    }

    /** The baselines that were fitted already. */
    static List<Baseline> of(Engine engine, KanModel linear, KanModel additive, Dataset rows, Dataset test) {
        return List.of(
                mean(linear, rows, test),
                scored(engine, linear(linear), linear, rows, test),
                scored(engine, "additive", additive, rows, test));
    }

    /** Functions of one input without trends. */
    static Baseline free(Engine engine, Dataset rows, Dataset test, Optional<Loss> loss, BooleanSupplier stop) {
        int[] all = IntStream.range(0, rows.rows()).toArray();
        KanModel model = fits(engine, rows, loss, Map.of(), stop).additive(all).model();
        return scored(engine, "additive, free", model, rows, test);
    }

    private static Baseline scored(Engine engine, String name, KanModel model, Dataset rows, Dataset test) {
        return new Baseline(name, Score.of(engine, model, rows), Score.of(engine, model, test));
    }

    private static Baseline mean(KanModel any, Dataset rows, Dataset test) {
        boolean quantile = any.response().kind() == Response.Kind.QUANTILE;
        double[] mean = quantile ? quantile(rows, any.response().level()) : mean(rows);
        return new Baseline(
                quantile ? "constant" : "mean",
                Score.of(any, repeated(mean, rows.rows()), rows),
                Score.of(any, repeated(mean, test.rows()), test));
    }

    /** What predicts the same for all rows, as {@code KanModel.predict} gives it: means of targets, or log-odds of classes. */
    private static double[] mean(Dataset rows) {
        Batch batch = Batch.of(rows);
        int classes = rows.classes().size();
        double[] sums = new double[classes == 0 ? batch.targets() : classes];
        for (int r = 0; r < batch.rows(); r++) {
            double weight = batch.weight(r) / batch.totalWeight();
            for (int t = 0; t < batch.targets(); t++) {
                double y = batch.y()[r * batch.targets() + t];
                sums[classes == 0 ? t : (int) y] += classes == 0 ? weight * y : weight;
            }
        }
        if (classes == 0) {
            return sums;
        }
        double[] logs =
                Arrays.stream(sums).map(p -> Math.log(Math.max(p, LEAST))).toArray();
        return classes == 2 ? new double[] {logs[1] - logs[0]} : logs;
    }

    /** The number of each target that a share of the rows, by their weights, does not exceed. */
    private static double[] quantile(Dataset rows, double level) {
        Batch batch = Batch.of(rows);
        int targets = batch.targets();
        return IntStream.range(0, targets)
                .mapToDouble(t -> {
                    int[] order = IntStream.range(0, batch.rows())
                            .boxed()
                            .sorted(Comparator.comparingDouble(r -> batch.y()[r * targets + t]))
                            .mapToInt(r -> r)
                            .toArray();
                    double left = level * batch.totalWeight();
                    int place = 0;
                    while (place < order.length - 1 && left > batch.weight(order[place])) {
                        left -= batch.weight(order[place++]);
                    }
                    return batch.y()[order[place] * targets + t];
                })
                .toArray();
    }

    /** The same outputs in every row. */
    private static double[] repeated(double[] outputs, int rows) {
        double[] all = new double[rows * outputs.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = outputs[i % outputs.length];
        }
        return all;
    }
}
