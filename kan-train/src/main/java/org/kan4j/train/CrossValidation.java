package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;

/**
 * Trains under several penalties, judges each by rows that it was not fitted to, and trains under the best ones. Rows that are held
 * back for the final score play no part in the choice. Where a good part of a training comes before the optimiser's last run, the two
 * best until then take that run, and after them only those whose loss without it is less than any with it (the idea of successive
 * halving: Jamieson and Talwalkar, AISTATS 2016). Penalties are chosen by the least mean loss; the largest ones
 * within a standard error of it (Breiman et al., Classification and Regression Trees, 1984) predict worse.
 */
public final class CrossValidation {
    private static final int USUAL_FOLDS = 5;
    /** Candidates that take the last run side by side. */
    private static final int AT_ONCE = 2;

    private static final double[] MULTIPLES = {1e-6, 1e-4, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};

    private final ModelTrainer trainer;
    private final int folds;
    private final Listener listener;

    /** Told of every training that has ended, by any thread. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A training has ended.
         *
         * @param done how many have
         * @param all how many there are before the last one, as far as is known; one that goes on after it was judged counts twice
         */
        void trained(int done, int all);
    }

    /**
     * Penalties that were tried.
     *
     * @param penalties the weights
     * @param loss on the rows that judge, the mean over the folds, as {@link Loss#reported} gives it in the network's units
     * @param scores on the rows that judge, one for each fold
     */
    public record Candidate(Penalties penalties, double loss, List<Score> scores) {
        /**
         * {@return the mean of a part of the scores over the folds}
         *
         * @param part a number of a score
         */
        public double mean(ToDoubleFunction<Score> part) {
            return scores.stream().mapToDouble(part).average().orElse(Double.NaN);
        }

        /**
         * {@return the standard deviation of a part of the scores among the folds}
         *
         * @param part a number of a score
         */
        public double deviation(ToDoubleFunction<Score> part) {
            double mean = mean(part);
            double squares = scores.stream()
                    .mapToDouble(part)
                    .map(value -> (value - mean) * (value - mean))
                    .sum();
            return Math.sqrt(squares / (scores.size() - 1));
        }
    }

    /**
     * What it gave.
     *
     * @param fitted the model that was trained under the best penalties; where the training was asked to stop before, the best of those
     *     trained until then
     * @param best the penalties that were chosen
     * @param candidates all of them, in the order in which they were given; the loss and scores of those that were not trained to the end are
     *     those without the optimiser's last run
     * @param errors of the rows that judged under the best penalties, [outputs][rows] in the data's units; none for classes
     */
    public record Result(ModelTrainer.Fitted fitted, Candidate best, List<Candidate> candidates, double[][] errors) {}

    /** A training of one candidate on one fold, and the errors of the rows that judge. */
    private record Trial(ModelTrainer.Fitted fitted, double loss, double[][] errors) {}

    /**
     * A way to choose.
     *
     * @param trainer trains, with its options but for the penalties
     * @param folds each of which judges what was fitted to the others, and all rows of which the last training is fitted to; 0 for the
     *     validation rows of {@link Split#of} to judge, or 5 folds where there are none
     * @param listener told of every training that has ended
     */
    public CrossValidation(ModelTrainer trainer, int folds, Listener listener) {
        this.trainer = Objects.requireNonNull(trainer, "trainer");
        if (!(folds == 0 || folds >= 2)) {
            throw new IllegalArgumentException("folds: 2 or more required, got " + folds);
        }
        this.folds = folds;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Chooses and trains.
     *
     * @param data rows, in the data's units
     * @param shape with as many inputs as the data, and as many outputs as {@link ModelTrainer#outputs} says
     * @param path penalties to choose from, one or more
     * @param seed of the splits and of the parameters
     * @return the trained model, and the choice
     * @throws IllegalArgumentException if the shape does not fit the data, or there are fewer rows than folds
     */
    public Result fit(Dataset data, Shape shape, List<Penalties> path, long seed) {
        Split split = Split.of(data, seed);
        boolean validated = folds == 0 && split.validation().length > 0;
        List<Split> judged = validated
                ? List.of(new Split(split.train(), split.validation(), split.validation()))
                : split.folds(data, folds > 0 ? folds : USUAL_FOLDS, seed);
        List<List<Trial>> trials;
        int chosen;
        try (Race race = new Race(data, path, judged)) {
            race.run(shape, seed);
            trials = race.trials;
            chosen = race.best();
        }
        List<Candidate> candidates = IntStream.range(0, path.size())
                .mapToObj(c -> candidate(path.get(c), trials.get(c)))
                .toList();
        Candidate best = candidates.get(chosen);
        ModelTrainer.Fitted fitted;
        if (trainer.options().stop().getAsBoolean()) {
            Trial least = trials.stream()
                    .flatMap(List::stream)
                    .min(Comparator.comparingDouble(Trial::loss))
                    .orElseThrow();
            fitted = trainer.tested(least.fitted, data, split);
        } else if (validated && trainer.unwatched()) {
            // The last training would be this one again, bit for bit.
            fitted = trainer.tested(trials.get(chosen).get(0).fitted, data, split);
        } else {
            fitted = trainer.under(best.penalties).fit(data, validated ? split : split.joined(), shape, seed);
        }
        List<double[][]> errors = trials.get(chosen).stream().map(Trial::errors).toList();
        return new Result(fitted, best, candidates, joined(errors));
    }

    /** [outputs][rows] of all folds. */
    private static double[][] joined(List<double[][]> folds) {
        return IntStream.range(0, folds.get(0).length)
                .mapToObj(o -> folds.stream()
                        .flatMapToDouble(fold -> Arrays.stream(fold[o]))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** A training of a candidate on a fold. */
    @FunctionalInterface
    private interface Training {
        ModelTrainer.Fitted of(ModelTrainer trainer, int candidate, int fold);
    }

    /** The candidates of one choice. */
    private final class Race implements AutoCloseable {
        private final Dataset data;
        private final List<Penalties> path;
        private final List<Split> judged;
        private final Parallel parallel = new Parallel(trainer.threads());
        private final AtomicInteger done = new AtomicInteger();
        private int all;
        /** Those of each candidate, one for each fold, as far as it was trained. */
        private final List<List<Trial>> trials;
        /** Numbers of the candidates that were trained to the end. */
        private final Set<Integer> ended = new HashSet<>();

        Race(Dataset data, List<Penalties> path, List<Split> judged) {
            this.data = data;
            this.path = path;
            this.judged = judged;
            this.trials = new ArrayList<>(Collections.nCopies(path.size(), List.of()));
        }

        void run(Shape shape, long seed) {
            List<Integer> everyone = IntStream.range(0, path.size()).boxed().toList();
            if (!trainer.early(shape)) {
                train(everyone, (quiet, c, fold) -> quiet.fit(data, judged.get(fold), shape, seed));
                ended.addAll(everyone);
                return;
            }
            train(everyone, (quiet, c, fold) -> quiet.begun(data, judged.get(fold), shape, seed));
            for (List<Integer> next = next(); !next.isEmpty(); next = next()) {
                train(
                        next,
                        (quiet, c, fold) -> quiet.ended(trials.get(c).get(fold).fitted, data, judged.get(fold), seed));
                ended.addAll(next);
            }
        }

        /** The next that take the last run: the best of those that are better before it than any is after it. */
        private List<Integer> next() {
            // A loss that is not a number is more than any other.
            double least = ended.isEmpty() ? Double.NaN : loss(best());
            return IntStream.range(0, path.size())
                    .boxed()
                    .filter(c -> !ended.contains(c) && (ended.isEmpty() || Double.compare(loss(c), least) < 0))
                    .sorted(Comparator.comparingDouble(this::loss))
                    .limit(AT_ONCE)
                    .toList();
        }

        private void train(List<Integer> racing, Training training) {
            all += racing.size() * judged.size();
            int known = all;
            List<Callable<Trial>> tasks = new ArrayList<>();
            for (int c : racing) {
                ModelTrainer quiet = trainer.under(path.get(c)).aside();
                for (int f = 0; f < judged.size(); f++) {
                    int fold = f;
                    tasks.add(() -> {
                        ModelTrainer.Fitted fitted = training.of(quiet, c, fold);
                        Dataset judges = data.subset(judged.get(fold).test());
                        double loss = quiet.loss(fitted.model(), judges);
                        listener.trained(done.incrementAndGet(), known);
                        return new Trial(fitted, loss, quiet.errors(fitted.model(), judges));
                    });
                }
            }
            List<Trial> now = parallel.all(tasks);
            for (int i = 0; i < racing.size(); i++) {
                trials.set(racing.get(i), now.subList(i * judged.size(), (i + 1) * judged.size()));
            }
        }

        private double loss(int candidate) {
            return CrossValidation.loss(trials.get(candidate));
        }

        /** The number of the best candidate that was trained to the end. */
        int best() {
            return ended.stream()
                    .sorted()
                    .min(Comparator.comparingDouble(this::loss))
                    .orElseThrow();
        }

        @Override
        public void close() {
            parallel.close();
        }
    }

    private static double loss(List<Trial> trials) {
        return trials.stream().mapToDouble(Trial::loss).average().orElseThrow();
    }

    private static Candidate candidate(Penalties penalties, List<Trial> trials) {
        double loss = loss(trials);
        List<Score> scores = trials.stream().map(trial -> trial.fitted.test()).toList();
        return new Candidate(penalties, loss, scores);
    }

    /**
     * {@return penalties to choose from: the given ones, and others whose ridge is a multiple of 1 / rows, which is what a normal prior on the
     * parameters comes to, by the variances of noise and parameters}
     *
     * @param given the weights
     * @param rows of the table
     */
    public static List<Penalties> ridges(Penalties given, int rows) {
        List<Penalties> path = new ArrayList<>(List.of(given));
        for (double multiple : MULTIPLES) {
            path.add(given.withRidge(multiple / rows));
        }
        return path;
    }
}
