package org.kan4j.discover.network;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.Proposal;
import org.kan4j.discover.find.SourceNetwork;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.prune.Pruner;
import org.kan4j.symbolic.SymbolicLibrary;
import org.kan4j.train.AdditiveStart;
import org.kan4j.train.Penalties;
import org.kan4j.train.Trainer;

/** Trains the networks of a search, reads formulas from them, and remembers the best network of the whole table. */
public final class TaskTrainer {
    static final int ORDER = 3;

    /** Intervals of an edge, and after refinement. */
    private static final int INTERVALS = 5;

    private static final List<Integer> REFINED = List.of(10, 20);

    /** Intervals of an edge where there are few rows: at most so many, and one for so many rows. */
    private static final int FEW_INTERVALS = 3;

    private static final int ROWS_PER_INTERVAL = 5;

    /** Rows that networks are trained on which need not be exact. */
    static final int ROUGH_ROWS = 800;

    private static final int QUICK_ITERATIONS = 20;

    private final Engine engine;
    private final SymbolicLibrary library;
    private final List<String> inputNames;
    private final String target;
    private final BooleanSupplier stop;
    private volatile Optional<Trainer.Result> best = Optional.empty();

    /**
     * A trainer for a table and those reduced from it.
     *
     * @param engine computes networks, for several threads at once
     * @param library functions for the edges
     * @param inputNames of the whole table
     * @param target name of the target
     * @param stop asked between steps
     */
    public TaskTrainer(
            Engine engine, SymbolicLibrary library, List<String> inputNames, String target, BooleanSupplier stop) {
        this.engine = engine;
        this.library = library;
        this.inputNames = List.copyOf(inputNames);
        this.target = target;
        this.stop = stop;
    }

    Engine engine() {
        return engine;
    }

    /** Intervals of an edge before refinement. */
    int intervals(Task task) {
        return task.small() ? Math.max(1, Math.min(FEW_INTERVALS, task.train().rows() / ROWS_PER_INTERVAL)) : INTERVALS;
    }

    /** How a table's networks are trained; refined to 20 intervals where asked for. */
    Trainer.Options options(Task task, boolean refined) {
        return Trainer.Options.defaults()
                .withIntervals(intervals(task), refined ? REFINED : List.of())
                .withOrder(ORDER)
                .withPenalties(Penalties.SMOOTH)
                .withStop(stop);
    }

    /** A network with the names and units of a table. */
    KanModel model(Task task, Kan kan) {
        List<String> names = task.reduced()
                ? IntStream.range(0, task.in()).mapToObj(i -> "z" + i).toList()
                : inputNames;
        return new KanModel(kan, task.inputs(), task.outputs(), names, List.of(target), "");
    }

    /** Remembers a network of the whole table if none was better so far; those of other tables are let go. */
    void offer(Task task, Trainer.Result network) {
        if (!task.reduced() && network.validationRmse() < bestError()) {
            best = Optional.of(network);
        }
    }

    /** The least error of a network of the whole table, in standard deviations of the target; infinite where there is none. */
    public double bestError() {
        return best.map(Trainer.Result::validationRmse).orElse(Double.POSITIVE_INFINITY);
    }

    /** Prunes and refines a network and reads a formula from it; nothing where there is no time or no formula. */
    Optional<Proposal> formula(Task task, Trainer.Result trained) {
        if (stop.getAsBoolean()) {
            return Optional.empty();
        }
        Kan pruned = new Pruner(engine, Pruner.Options.defaults())
                .prune(trained.kan(), task.train(), task.validation(), stop)
                .kan();
        Trainer.Result refined =
                new Trainer(engine, options(task, !task.small())).train(pruned, task.train(), task.validation());
        KanModel model = model(task, refined.kan());
        Refinement refinement = new Refinement(task.rawTrain(), stop);
        return new SymbolicSearch(engine, library, stop)
                .search(model, task.train(), refined.validationRmse(), refinement)
                .map(found -> new Proposal(
                        found.formula().expression(),
                        task.reduced() ? Optional.empty() : Optional.of(found.formula()),
                        task.reduced()
                                ? Optional.empty()
                                : Optional.of(new SourceNetwork(model, model.withKan(found.kan())))));
    }

    /**
     * The best network of the whole table, or a quick one where none was trained.
     *
     * @param whole the whole table
     * @param late whether to end the quick training
     */
    public KanModel bestModel(Task whole, BooleanSupplier late) {
        return model(whole, best.orElseGet(() -> quick(whole, late)).kan());
    }

    private Trainer.Result quick(Task whole, BooleanSupplier late) {
        Trainer trainer = new Trainer(
                engine, options(whole, false).withIterations(QUICK_ITERATIONS).withStop(late));
        Batch train = whole.train().thinned(ROUGH_ROWS);
        return trainer.train(AdditiveStart.of(train, intervals(whole), ORDER), train, whole.validation());
    }
}
