package org.kan4j.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.kan4j.FitOptions;
import org.kan4j.FitPlan;
import org.kan4j.FitTable;
import org.kan4j.Fitting;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Score;
import org.kan4j.train.Split;

/** A fit that one task does, with one thread, as the {@code kan} command would: for tables of up to about a million numbers. */
final class OneTaskFit {
    private OneTaskFit() {}

    /**
     * Fits in a task.
     *
     * @param spark runs it
     * @param table the rows
     * @param classes names of the classes; empty for numbers
     * @param settings how
     * @return the model and how it went
     * @throws IllegalArgumentException if the settings do not go with the rows
     */
    static FittedModel run(SparkSession spark, TrainingTable table, List<String> classes, FitSettings settings) {
        return OneTask.run(spark, table.rows(classes), rows -> answer(rows, settings));
    }

    private static FittedModel answer(TrainingRows rows, FitSettings settings) {
        try (CpuEngine engine = new CpuEngine(1)) {
            ModelTrainer.Fitted fitted = fit(engine, rows, settings.options());
            RowBlock all = rows.block();
            FitSummary summary = new FitSummary(
                    all.rows(),
                    all.leftOut(),
                    error(fitted.train(), fitted.model()),
                    error(fitted.validation(), fitted.model()),
                    error(fitted.test(), fitted.model()),
                    fitted.iterations(),
                    false);
            return new FittedModel(ModelBytes.of(fitted.model()), summary);
        }
    }

    private static ModelTrainer.Fitted fit(CpuEngine engine, TrainingRows rows, FitOptions options) {
        Dataset data = rows.dataset();
        FitTable table = FitTable.of(data);
        FitPlan plan = FitPlan.of(table, options);
        if (rows.block().judges().length == 0) {
            return new Fitting(engine, 1, Fitting.Watch.NONE).fitAlone(table, plan);
        }
        Split split = new Split(rows.marked(false), rows.marked(true), new int[0]);
        return new ModelTrainer(engine, plan.training(), 1, 1, Optional.empty())
                .fit(data, split, options.shape(), options.seed());
    }

    private static double error(Score score, KanModel model) {
        return model.classes().isEmpty() ? score.rmse() : score.logLoss();
    }
}
