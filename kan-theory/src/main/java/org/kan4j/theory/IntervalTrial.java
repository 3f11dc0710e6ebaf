package org.kan4j.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.FitOptions;
import org.kan4j.FitPlan;
import org.kan4j.FitTable;
import org.kan4j.Fitting;
import org.kan4j.Interval;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.train.CrossValidation;
import org.kan4j.train.Split;
import org.kan4j.train.TrainingListener;

/**
 * Intervals of one kind on rows that a fit never saw.
 *
 * @param kind conformal or Laplace's
 * @param coverage share of the rows that are within their intervals
 * @param width mean width of the intervals
 * @param rmse root mean squared error of the predictions
 */
public record IntervalTrial(Interval.Kind kind, double coverage, double width, double rmse) {
    private static final CrossValidation.Listener NOBODY = (done, all) -> {};

    /**
     * Holds a fifth of the rows back, fits a network to the others as {@code kan fit} does, which holds rows back in turn, and looks at the intervals of
     * those that it never saw.
     *
     * @param data rows with one target of numbers
     * @param options of the fit, and seed of both splits
     * @param level share of the rows that intervals ought to cover
     * @param engine computes, for several threads at once
     * @param threads that train side by side
     * @param stop asked between steps
     * @return one for each kind that the fit allows
     */
    public static List<IntervalTrial> of(
            Dataset data, FitOptions options, double level, Engine engine, int threads, BooleanSupplier stop) {
        Split split = Split.of(data, options.seed());
        FitTable table = FitTable.of(data.subset(split.joined().train()));
        Fitting.Watch watch = new Fitting.Watch(TrainingListener.NONE, NOBODY, stop, Optional.empty());
        KanModel model = new Fitting(engine, threads, watch)
                .fit(table, FitPlan.of(table, options))
                .model();
        Dataset fresh = data.subset(split.test());
        List<IntervalTrial> trials = new ArrayList<>();
        for (Interval.Kind kind : Interval.Kind.values()) {
            Interval interval = new Interval(level, Optional.of(kind));
            if (interval.possible(model)) {
                trials.add(of(model, fresh, interval, engine));
            }
        }
        return trials;
    }

    private static IntervalTrial of(KanModel model, Dataset fresh, Interval interval, Engine engine) {
        int rows = fresh.rows();
        double[] values =
                interval.around(engine, model, fresh.x(), rows, "model").values();
        double coverage = 0;
        double width = 0;
        double squares = 0;
        for (int r = 0; r < rows; r++) {
            double y = fresh.y()[r];
            double error = y - values[3 * r];
            coverage += values[3 * r + 1] <= y && y <= values[3 * r + 2] ? 1.0 / rows : 0;
            width += (values[3 * r + 2] - values[3 * r + 1]) / rows;
            squares += error * error / rows;
        }
        return new IntervalTrial(interval.kind().orElseThrow(), coverage, width, Math.sqrt(squares));
    }
}
