package org.kan4j;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.model.Uncertainty;
import org.kan4j.train.Checkpoints;
import org.kan4j.train.CrossValidation;
import org.kan4j.train.Curvature;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Penalties;
import org.kan4j.train.Split;
import org.kan4j.train.Trainer;
import org.kan4j.train.TrainingListener;

/** Carries out the plan of a fit; {@link Kan4j#fit} is this on all processors, in silence. */
public final class Fitting {
    private final Engine engine;
    private final int threads;
    private final Watch watch;

    /**
     * Who looks at a fit.
     *
     * @param steps hears of every step of the training
     * @param trainings hears of every training that judges penalties
     * @param stop asked between steps; ends the fit with what it has
     * @param checkpoints from which an interrupted training goes on
     */
    public record Watch(
            TrainingListener steps,
            CrossValidation.Listener trainings,
            BooleanSupplier stop,
            Optional<Checkpoints> checkpoints) {
        /** Nobody looks, and nothing is left to go on from. */
        public static final Watch NONE =
                new Watch(TrainingListener.NONE, (done, all) -> {}, () -> false, Optional.empty());

        /**
         * Validates.
         *
         * @param steps hears of every step of the training
         * @param trainings hears of every training that judges penalties
         * @param stop asked between steps; ends the fit with what it has
         * @param checkpoints from which an interrupted training goes on
         */
        public Watch {
            Objects.requireNonNull(steps, "steps");
            Objects.requireNonNull(trainings, "trainings");
            Objects.requireNonNull(stop, "stop");
            Objects.requireNonNull(checkpoints, "checkpoints");
        }
    }

    /**
     * A way to fit.
     *
     * @param engine computes, for several threads at once
     * @param threads that train side by side, ≥ 1
     * @param watch who looks
     */
    public Fitting(Engine engine, int threads, Watch watch) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.threads = threads;
        this.watch = Objects.requireNonNull(watch, "watch");
    }

    /**
     * Fits.
     *
     * @param table the rows, in their own units
     * @param plan for this table
     * @return the model, its scores, and what was chosen
     */
    public FitResult fit(FitTable table, FitPlan plan) {
        Trained trained = trained(table, plan);
        List<Baseline> baselines =
                table.inMemory().map(data -> baselines(data, plan.options())).orElse(List.of());
        return FitResult.of(plan, trained.fitted, trained.choice, baselines, table);
    }

    /**
     * Fits without simple models beside it.
     *
     * @param table the rows, in their own units
     * @param plan for this table
     * @return the model of {@link #fit} and its scores
     */
    public ModelTrainer.Fitted fitAlone(FitTable table, FitPlan plan) {
        return trained(table, plan).fitted;
    }

    private record Trained(ModelTrainer.Fitted fitted, Optional<CrossValidation.Result> choice) {}

    private Trained trained(FitTable table, FitPlan plan) {
        FitOptions options = plan.options();
        Trainer.Options training = plan.training().withListener(watch.steps).withStop(watch.stop);
        ModelTrainer trainer = new ModelTrainer(engine, training, options.starts(), threads, watch.checkpoints);
        Optional<CrossValidation.Result> choice = table.inMemory()
                .filter(data -> !plan.ridges().isEmpty())
                .map(data -> new CrossValidation(trainer, plan.folds(), watch.trainings)
                        .fit(data, options.shape(), plan.ridges(), options.seed()));
        ModelTrainer.Fitted fitted = choice.map(CrossValidation.Result::fitted)
                .orElseGet(() -> table.train(trainer, options.shape(), options.seed()));
        return new Trained(withUncertainty(fitted, plan, choice, table), choice);
    }

    /** With what tells how sure predictions are: from the rows that judged, so that those of the test stay unseen. */
    private ModelTrainer.Fitted withUncertainty(
            ModelTrainer.Fitted fitted, FitPlan plan, Optional<CrossValidation.Result> choice, FitTable table) {
        if (table.inMemory().isEmpty()) {
            return fitted;
        }
        Dataset data = table.inMemory().get();
        Split split = Split.of(data, plan.options().seed());
        int[] rows = choice.isPresent() && plan.folds() > 0 ? split.joined().train() : split.train();
        Penalties penalties = choice.map(chosen -> chosen.best().penalties())
                .orElse(plan.training().penalties());
        double[][] errors = choice.map(CrossValidation.Result::errors)
                .orElseGet(() -> Curvature.errors(engine, fitted.model(), data.subset(split.validation())));
        Optional<Uncertainty> uncertainty = Curvature.of(
                engine,
                fitted.model(),
                data.subset(rows),
                errors,
                plan.training().loss(),
                penalties);
        return new ModelTrainer.Fitted(
                fitted.model().withUncertainty(uncertainty),
                fitted.train(),
                fitted.validation(),
                fitted.test(),
                fitted.iterations(),
                fitted.seconds());
    }

    /** Of the rows that are fitted or judge, tested on those that the fit is. */
    private List<Baseline> baselines(Dataset data, FitOptions options) {
        Split split = Split.of(data, options.seed());
        return Baselines.of(
                engine,
                data.subset(split.joined().train()),
                data.subset(split.test()),
                options.loss().filter(loss -> !loss.residuals()),
                watch.stop);
    }
}
