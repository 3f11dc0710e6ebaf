package org.kan4j.discover.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.reduce.Groups;
import org.kan4j.discover.reduce.Logarithm;
import org.kan4j.discover.reduce.Structure;
import org.kan4j.discover.reduce.Task;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;
import org.kan4j.train.Trainer;

/**
 * Networks that are large enough to read structure from, and that tell whether a smaller table still has the law: a reduction is
 * taken where a network does as well after it.
 */
public final class References {
    /** A step is taken where the network after it has at most this error, or at most so many times that before it. */
    private static final double GOOD_ENOUGH = 5e-3;

    private static final double SLACK = 2;

    /** Steps whose relations leave at most this share unexplained are tried alone, and from two starts. */
    private static final double CLEAR = 0.02;

    /** Reductions that are tried at a time. */
    private static final int PROPOSALS = 3;

    private static final int HIDDEN = 5;
    private static final int ITERATIONS = 40;

    /** Seeds of the starts begin here, apart from those of other networks. */
    private static final long FIRST_SEED = 100;

    private final TaskTrainer trainer;
    private final SearchContext context;

    /** References of a round of a search. */
    public References(TaskTrainer trainer, SearchContext context) {
        this.trainer = trainer;
        this.context = context;
    }

    /**
     * A network.
     *
     * @param task it was trained on, whose target is a logarithm if there is a sign
     * @param trained the network
     * @param sign 0, or that of the numbers whose logarithms the network gives
     * @param error on the validation rows, in standard deviations of the target, not of its logarithm
     */
    public record Reference(Task task, Trainer.Result trained, double sign, double error) {}

    /** A table after a reduction, and a network trained on it. */
    public record Reduced(Task task, Reference network) {}

    /** The better one of two networks of the whole table, and two of its target's logarithm where that is finite. */
    public Reference ofWhole(Task whole) {
        double sign = Logarithm.of(whole).sign();
        boolean oneSign = whole.after(new Logarithm(sign)).isPresent();
        List<Callable<Reference>> tasks = new ArrayList<>();
        for (int start : new int[] {firstStart(), firstStart() + 1}) {
            tasks.add(() -> reference(whole, start, 0));
            if (oneSign) {
                tasks.add(() -> reference(whole, start, sign));
            }
        }
        Reference best = context.parallel().all(tasks).stream()
                .min(Comparator.comparingDouble(Reference::error))
                .orElseThrow();
        if (best.sign == 0) {
            trainer.offer(whole, best.trained);
        }
        return best;
    }

    /** Networks of the tables of the first few groups without units, those of least error first. */
    public List<Reduced> ofGroups(Task whole, List<Groups> choices) {
        List<Callable<Reduced>> tasks = new ArrayList<>();
        for (Groups groups : choices) {
            if (tasks.size() == PROPOSALS) {
                break;
            }
            whole.after(groups).ifPresent(task -> tasks.add(() -> new Reduced(task, reference(task, 0, 0))));
        }
        return context.parallel().all(tasks).stream()
                .sorted(Comparator.comparingDouble(reduced -> reduced.network.error))
                .toList();
    }

    /** The step that the structure of a table's network suggests and a network of the smaller table bears out; nothing where none. */
    public Optional<Reduced> step(Task task, Reference network) {
        double sign = network.sign;
        KanModel model = trainer.model(network.task, network.trained.kan());
        List<Structure.Proposal> proposals = Structure.propose(trainer.engine(), model, sign, task.rawTrain());
        double allowed = Math.max(GOOD_ENOUGH, SLACK * network.error);
        boolean clear = !proposals.isEmpty() && proposals.get(0).violation() <= CLEAR;
        List<Callable<Optional<Reduced>>> tasks = new ArrayList<>();
        for (Structure.Proposal proposal : proposals.subList(0, Math.min(PROPOSALS, proposals.size()))) {
            if (!clear || proposal.violation() <= CLEAR) {
                tasks.add(() -> task.after(proposal.step())
                        .map(after -> new Reduced(
                                after, clear ? ofTwo(after, sign, allowed) : reference(after, firstStart(), sign))));
            }
        }
        return context.parallel().all(tasks).stream()
                .flatMap(Optional::stream)
                .min(Comparator.comparingDouble(reduced -> reduced.network.error))
                .filter(reduced -> reduced.network.error <= allowed);
    }

    private int firstStart() {
        return 2 * context.round();
    }

    /** A network from one start, and the better one of two where the first has a larger error than what is allowed. */
    private Reference ofTwo(Task task, double sign, double allowed) {
        Reference first = reference(task, firstStart(), sign);
        if (first.error <= allowed) {
            return first;
        }
        Reference second = reference(task, firstStart() + 1, sign);
        return second.error < first.error ? second : first;
    }

    /** A network for a target, or for its logarithm where a sign is given and that is finite. */
    private Reference reference(Task task, int start, double sign) {
        Optional<Task> logarithms = sign == 0 ? Optional.empty() : task.after(new Logarithm(sign));
        Task own = logarithms.orElse(task);
        Trainer.Result trained = new Trainer(
                        trainer.engine(), trainer.options(own, false).withIterations(ITERATIONS))
                .train(
                        Shape.of(task.in(), HIDDEN, 1),
                        context.searchSeed() + FIRST_SEED + start,
                        own.train().thinned(TaskTrainer.ROUGH_ROWS),
                        own.validation());
        if (logarithms.isEmpty()) {
            return new Reference(task, trained, 0, trained.validationRmse());
        }
        Batch judge = task.judge();
        double[] y = trainer.model(own, trained.kan()).predict(trainer.engine(), judge.x(), judge.rows());
        double squares = 0;
        for (int r = 0; r < y.length; r++) {
            double d = sign * Math.exp(y[r]) - judge.y()[r];
            squares += d * d;
        }
        return new Reference(
                own,
                trained,
                sign,
                Math.sqrt(squares / y.length) / task.outputs().scale(0));
    }
}
