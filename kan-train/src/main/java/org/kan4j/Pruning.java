package org.kan4j;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.prune.Pruner;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Score;
import org.kan4j.train.Split;

/** Prunes models; {@link Kan4j#prune} is this on all processors, in silence. */
public final class Pruning {
    /** Trainings of networks with a node less; only small ones are tried. */
    private static final int STARTS = 4;

    private final Engine engine;
    private final Consumer<Pruner.Removal> listener;
    private final BooleanSupplier stop;

    /**
     * A way to prune.
     *
     * @param engine computes
     * @param listener hears of each part that is tried to go
     * @param stop asked between removals; ends the pruning with what it has
     */
    public Pruning(Engine engine, Consumer<Pruner.Removal> listener, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.listener = Objects.requireNonNull(listener, "listener");
        this.stop = Objects.requireNonNull(stop, "stop");
    }

    /**
     * Prunes.
     *
     * @param model trained
     * @param data rows with the model's inputs and targets, in their own units: some refit, some judge, some stay apart
     * @param options what may go
     * @return the smaller model, and what went
     * @throws OptionException if no network was found that is as small as was asked for
     */
    public PruneResult prune(KanModel model, Dataset data, PruneOptions options) {
        Trends.requireFree(model, "prune");
        Split split = Split.of(data, options.seed());
        Dataset train = data.subset(split.train());
        Dataset validation = data.subset(split.validation());
        Pruner pruner = new Pruner(
                engine,
                Pruner.Options.defaults()
                        .withTolerance(options.tolerance())
                        .withStarts(STARTS)
                        .withTrainer(ModelTrainer.refitting(
                                model, data, model.kan().network().trainable().length))
                        .withListener(listener));
        Batch fitted = Batch.of(train).normalized(model);
        Batch judges = Batch.of(validation).normalized(model);
        Pruner.Result result = pruner.prune(model.kan(), fitted, judges, stop);
        List<Pruner.Point> path = options.path() || options.edges().isPresent()
                ? pruner.path(result.kan(), fitted, judges, stop)
                : List.of();
        Pruner.Point chosen = options.edges()
                .map(most -> firstOf(path, most))
                .orElse(new Pruner.Point(result.kan(), result.kan().network().activeEdges(), result.after()));
        KanModel pruned = model.withKan(chosen.kan()).withFormula("");
        Dataset judging = validation.rows() > 0 ? validation : train;
        return new PruneResult(
                model,
                pruned,
                result,
                chosen,
                path,
                validation.rows() > 0,
                Score.of(engine, model, judging).targets(),
                Score.of(engine, pruned, judging).targets(),
                Optional.empty());
    }

    /** The first network on the path that is small enough; after an interrupt the smallest. */
    private Pruner.Point firstOf(List<Pruner.Point> path, int most) {
        Pruner.Point smallest = path.get(path.size() - 1);
        if (smallest.edges() > most && !stop.getAsBoolean()) {
            throw new OptionException(
                    "edges",
                    "at least " + smallest.edges() + " required, the smallest network that was found, got " + most);
        }
        return path.stream().filter(point -> point.edges() <= most).findFirst().orElse(smallest);
    }
}
