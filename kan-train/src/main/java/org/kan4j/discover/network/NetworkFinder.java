package org.kan4j.discover.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.Finder;
import org.kan4j.discover.find.Proposal;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.reduce.Task;
import org.kan4j.network.Shape;
import org.kan4j.train.AdditiveStart;
import org.kan4j.train.Penalties;
import org.kan4j.train.Trainer;

/**
 * Networks of one shape, trained from several starts; the best are pruned, made symbolic, and read.
 *
 * @param trainer of the search
 * @param shape with as many inputs as the tables that it suits
 * @param starts of shapes that need several
 * @param bar networks with a larger error, in standard deviations of the target, are not read
 */
public record NetworkFinder(TaskTrainer trainer, Shape shape, int starts, double bar) implements Finder {
    /** Networks of a shape that are made symbolic. */
    private static final int FINALISTS = 2;

    /** Weight of the penalty on edges for every second random start. */
    private static final Penalties SPARSE = Penalties.NONE.withL1(1e-3);

    @Override
    public String name() {
        return "kan";
    }

    @Override
    public String stage() {
        return "shape " + shape;
    }

    @Override
    public boolean suits(Task task) {
        return task.in() == shape.inputs();
    }

    @Override
    public List<Proposal> proposals(Task task, SearchContext context) {
        List<Trainer.Result> results = new ArrayList<>(context.parallel().all(trainings(task, context)));
        results.sort(Comparator.comparingDouble(Trainer.Result::validationRmse));
        trainer.offer(task, results.get(0));
        List<Callable<Optional<Proposal>>> finalists = new ArrayList<>();
        for (Trainer.Result result : results.subList(0, Math.min(FINALISTS, results.size()))) {
            if (result.validationRmse() < bar) {
                finalists.add(() -> trainer.formula(task, result));
            }
        }
        return context.parallel().all(finalists).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private List<Callable<Trainer.Result>> trainings(Task task, SearchContext context) {
        Trainer smooth = new Trainer(trainer.engine(), trainer.options(task, false));
        Trainer sparse = new Trainer(trainer.engine(), smooth.options().withPenalties(SPARSE));
        Batch train = task.train();
        Batch validation = task.validation();
        List<Callable<Trainer.Result>> trainings = new ArrayList<>();
        int random = starts;
        if (shape.equals(Shape.of(task.in(), 1))) {
            random = 1;
        } else if (shape.equals(Shape.of(task.in(), 1, 1))) {
            random = starts / 2;
            trainings.add(() -> smooth.train(
                    AdditiveStart.of(train, trainer.intervals(task), TaskTrainer.ORDER), train, validation));
        }
        for (int s = 0; s < random; s++) {
            long seed = context.roundSeed() + s;
            Trainer one = s % 2 == 0 ? smooth : sparse;
            trainings.add(() -> one.train(shape, seed, train, validation));
        }
        return trainings;
    }
}
