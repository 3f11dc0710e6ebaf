package org.kan4j.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.kan4j.basis.Basis;
import org.kan4j.data.Batch;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;

/**
 * Short trainings from several starts, of which the better half goes on each time until one is left (successive halving:
 * Jamieson and Talwalkar, AISTATS 2016). Small shapes have local minima, and a short training tells them apart.
 */
final class MultiStart {
    /** Share of the whole training that all rounds of one start take together. */
    private static final int SHARE = 3;

    private MultiStart() {}

    /**
     * The best of some starts.
     *
     * @param engine computes, for several threads at once
     * @param options of the training to come
     * @param shape of the network
     * @param random a network of that shape with the random parameters of a seed
     * @param starts how many, ≥ 1
     * @param seed of the random parameters
     * @param train rows to fit, in standardised units
     * @param validation rows to judge by; may be empty
     * @param threads that train side by side
     */
    static Kan best(
            Engine engine,
            Trainer.Options options,
            Shape shape,
            LongFunction<Kan> random,
            int starts,
            long seed,
            Batch train,
            Batch validation,
            int threads) {
        List<Kan> candidates = candidates(options, shape, random, starts, seed, train);
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        int rounds = 32 - Integer.numberOfLeadingZeros(candidates.size() - 1);
        int steps = Math.max(5, options.iterations() / (SHARE * rounds));
        Trainer trainer = new Trainer(
                engine,
                options.withIntervals(options.intervals(), List.of())
                        .withIterations(steps)
                        .withListener(TrainingListener.NONE));
        try (Parallel parallel = new Parallel(threads)) {
            while (candidates.size() > 1) {
                List<Callable<Trainer.Result>> tasks = new ArrayList<>();
                for (Kan candidate : candidates) {
                    tasks.add(() -> trainer.train(candidate, train, validation));
                }
                candidates = parallel.all(tasks).stream()
                        .sorted(Comparator.comparingDouble(MultiStart::error))
                        .limit((candidates.size() + 1) / 2)
                        .map(Trainer.Result::kan)
                        .toList();
            }
        }
        return candidates.get(0);
    }

    /** Whether all inputs are quantities without gaps. */
    private static boolean ordered(Kan kan) {
        Layer first = kan.network().layer(0);
        return !first.anyGaps() && first.bases().stream().allMatch(Basis::ordered);
    }

    private static double error(Trainer.Result result) {
        return Double.isNaN(result.validationRmse()) ? Double.POSITIVE_INFINITY : result.validationRmse();
    }

    /** The first random start is that of the seed alone, so that more starts never leave it out. */
    private static List<Kan> candidates(
            Trainer.Options options, Shape shape, LongFunction<Kan> random, int starts, long seed, Batch train) {
        List<Kan> candidates = new ArrayList<>();
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int s = 0; s < starts; s++) {
            long own = s == 0 ? seed : seeds.nextLong();
            candidates.add(random.apply(own));
        }
        boolean single = shape.layers().size() == 2
                && shape.layers().stream().allMatch(nodes -> nodes.sums() == 1 && nodes.count() == 1);
        if (starts > 1
                && single
                && options.loss() instanceof Loss.Squares
                && options.basis().local()
                && ordered(candidates.get(0))) {
            candidates.set(starts - 1, AdditiveStart.of(train, options.intervals(), options.basis()));
        }
        return candidates;
    }
}
