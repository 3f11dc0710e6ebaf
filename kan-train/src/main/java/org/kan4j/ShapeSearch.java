package org.kan4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kan4j.additive.AdditiveFits;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;
import org.kan4j.numeric.Parallel;
import org.kan4j.report.TextLines;
import org.kan4j.train.Curvature;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Score;
import org.kan4j.train.Split;

/**
 * Fits a table without being told a shape: straight lines, then functions of one input, then of the pairs of inputs that matter, each
 * judged by folds of the rows that are not held back for the test. The {@link Ladder} says what was taken. A table of few rows, of which none can be spared, is fitted as a
 * whole after the test.
 */
public final class ShapeSearch {
    /** Rows that judge shapes, at the most: with more of them the errors of the differences are small. */
    private static final int MOST_JUDGES = 20_000;

    /** Unknowns of functions of one input that are solved for at once, in memory that grows with their square. */
    private static final int MOST_UNKNOWNS = 3_000;

    private static final int USUAL_FOLDS = 5;
    /** The rung of a function of every input, each with weights of its penalties that are its own. */
    private static final int ADDITIVE = 2;
    /** Pairs of the first rung that has any. */
    private static final int FEW_PAIRS = 3;
    /** How much longer than the rung before a rung with pairs may take. */
    private static final double LONGER = 3;

    private final Engine engine;
    private final int threads;
    private final BooleanSupplier stop;

    /**
     * A way to search.
     *
     * @param engine computes, for several threads at once
     * @param threads that fit side by side, ≥ 1
     * @param stop asked between steps; ends the search with what it has
     */
    public ShapeSearch(Engine engine, int threads, BooleanSupplier stop) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.threads = threads;
        this.stop = Objects.requireNonNull(stop, "stop");
    }

    /** Fits of the rungs to the same rows, from the simplest rung on. */
    private static final class Climb {
        private final AdditiveFits fits;
        private final int[] rows;
        private final List<AdditiveFits.Fit> rungs = new ArrayList<>();

        Climb(AdditiveFits fits, int[] rows) {
            this.fits = fits;
            this.rows = rows;
        }

        /** Fits the next rung; {@code pairs} counts the pairs of those that have any. */
        AdditiveFits.Fit next(int pairs) {
            rungs.add(
                    switch (rungs.size()) {
                        case 0 -> fits.linear(rows);
                        case 1 -> fits.alike(rows);
                        case ADDITIVE -> fits.additive(rows);
                        default -> fits.pairs(rungs.get(rungs.size() - 1), pairs);
                    });
            return rungs.get(rungs.size() - 1);
        }
    }

    /**
     * Fits.
     *
     * @param data rows, in their own units
     * @param options of the search
     * @return the model, its scores, the ladder and the baselines
     * @throws OptionException if the options do not go with the rows
     */
    public FitResult fit(Dataset data, ShapeOptions options) {
        long begin = System.nanoTime();
        BooleanSupplier late = () -> stop.getAsBoolean() || seconds(begin) > options.timeLimit();
        options.loss().ifPresent(loss -> FitPlan.requireTargets(FitTable.of(data), loss));
        Split split = Split.of(data, options.seed());
        int[] known = split.joined().train();
        Dataset rows = data.subset(known);
        AdditiveFits own = fits(rows, options);
        int unknowns = own.unknowns();
        if (unknowns > MOST_UNKNOWNS) {
            throw new OptionException(
                    "shape",
                    "a shape, such as " + data.inputs() + "," + ModelTrainer.outputs(data)
                            + ", required where functions and levels of all inputs have more than " + MOST_UNKNOWNS
                            + " coefficients together, got " + unknowns);
        }
        Dataset test = data.subset(split.test());
        List<String> notes = new ArrayList<>(data.notes());
        List<Integer> pairs = rungs(data, options);
        List<Split> folds = split.folds(data, folds(rows, options), options.seed());
        Judged judged = judge(data, rows, folds, known, pairs, options, late, notes);
        Ladder ladder = judged.ladder;
        Climb whole = new Climb(own, numbers(rows.rows()));
        int last = options.blended() ? ladder.rungs().size() - 1 : Math.max(ADDITIVE, ladder.chosen());
        pairs.stream().limit(last + 1L).forEach(whole::next);
        List<KanModel> models =
                whole.rungs.stream().map(AdditiveFits.Fit::model).toList();
        KanModel measured = judged.blend
                .map(blend -> own.mean(whole.rungs, blend.weights()))
                .orElseGet(() -> options.bagged() ? judged.mean() : models.get(ladder.chosen()));
        boolean few = data.rows() < Split.ROWS_TO_JUDGE && !options.bagged() && !options.blended();
        judged.blend.ifPresent(blend ->
                notes.add("the model is a mean of the rungs, weighted by the rows that they were not fitted to: "
                        + blend.text(
                                ladder.rungs().stream().map(Ladder.Rung::name).toList())));
        KanModel model = few ? last(data, pairs, ladder, options).model() : measured;
        ModelTrainer.Fitted scored = new ModelTrainer.Fitted(
                model.withUncertainty(Curvature.ofErrors(model, judged.errors)),
                Score.of(engine, measured, rows),
                judged.score,
                Score.of(engine, measured, test),
                whole.rungs.get(ladder.chosen()).rounds(),
                seconds(begin));
        if (few) {
            notes.add("the errors are those of fits to other rows; then the model was fitted to all " + data.rows());
        }
        if (options.bagged()) {
            notes.add("the model is the mean of " + folds.size()
                    + ", each fitted without one of as many parts of the rows");
        }
        List<Baseline> baselines =
                new ArrayList<>(Baselines.of(engine, models.get(0), models.get(ADDITIVE), rows, test));
        if (!options.trends().isEmpty()) {
            baselines.add(Baselines.free(engine, rows, test, options.loss(), stop));
            Ladder free = judge(
                            data,
                            rows,
                            folds,
                            known,
                            pairs.subList(0, ladder.chosen() + 1),
                            options.withTrends(Map.of()),
                            late,
                            new ArrayList<>())
                    .ladder;
            notes.add(cost(
                    Measure.of(model),
                    ladder.taken(),
                    free.rungs().get(free.rungs().size() - 1)));
        }
        return new FitResult(
                scored,
                Shape.of(scored.model().kan().network()),
                "irls",
                options.seed(),
                Optional.empty(),
                Optional.of(ladder),
                baselines,
                notes,
                data.warnings(),
                Optional.empty(),
                Optional.empty());
    }

    private static String cost(Measure measure, Ladder.Rung taken, Ladder.Rung free) {
        return "what trends cost: validation " + measure.text() + " "
                + TextLines.shortNumber(measure.of(taken.score())) + " with them, "
                + TextLines.shortNumber(measure.of(free.score())) + " without (" + free.name() + ")";
    }

    /** How many folds judge: rows with equal inputs are in one. */
    private static int folds(Dataset rows, ShapeOptions options) {
        int most = Split.parts(rows);
        if (options.folds().isPresent() && !(options.folds().get() <= most)) {
            throw new OptionException(
                    "folds",
                    "2 to " + most + " required, the rows that are not held back for the test, got "
                            + options.folds().get());
        }
        return options.folds().orElse(Math.min(USUAL_FOLDS, most));
    }

    private AdditiveFits.Fit last(Dataset data, List<Integer> pairs, Ladder ladder, ShapeOptions options) {
        Climb all = new Climb(fits(data, options), numbers(data.rows()));
        pairs.stream().limit(ladder.chosen() + 1).forEach(all::next);
        return all.rungs.get(ladder.chosen());
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The pairs of each rung: none of the first three. */
    private static List<Integer> rungs(Dataset data, ShapeOptions options) {
        int possible = data.inputs() * (data.inputs() - 1) / 2;
        int most = Math.min(possible, options.interactions());
        List<Integer> pairs = new ArrayList<>(List.of(0, 0, 0));
        if (most > FEW_PAIRS) {
            pairs.add(FEW_PAIRS);
        }
        if (most > 0) {
            pairs.add(most);
        }
        return pairs;
    }

    private static String name(int rung, int pairs, String linear) {
        return rung == 0
                ? linear
                : rung == 1
                        ? "additive, alike"
                        : rung == ADDITIVE
                                ? "additive"
                                : "additive, " + (pairs == 1 ? "1 pair" : "up to " + pairs + " pairs");
    }

    /**
     * The ladder.
     *
     * @param score of what was taken, a rung or a blend, on rows that it was not fitted to
     * @param blend of the rungs, where it was asked for
     * @param errors of what was taken, [outputs][rows] in the data's units, of rows that it was not fitted to; none for classes
     * @param fits of the rows that judge
     * @param climbs of each fold, fitted to the others
     */
    private record Judged(
            Ladder ladder,
            Score score,
            Optional<Blend> blend,
            double[][] errors,
            AdditiveFits fits,
            List<Climb> climbs) {
        /** The mean of what was fitted to other folds. */
        KanModel mean() {
            double[] weights = new double[climbs.size()];
            Arrays.fill(weights, 1.0 / weights.length);
            return fits.mean(
                    climbs.stream()
                            .map(climb -> climb.rungs.get(ladder.chosen()))
                            .toList(),
                    weights);
        }
    }

    private Judged judge(
            Dataset data,
            Dataset rows,
            List<Split> folds,
            int[] known,
            List<Integer> pairs,
            ShapeOptions options,
            BooleanSupplier late,
            List<String> notes) {
        int[] judges = thinned(rows.rows());
        AdditiveFits fits = fits(judges.length == rows.rows() ? rows : rows.subset(judges), options);
        List<int[]> held = new ArrayList<>();
        List<Climb> climbs = new ArrayList<>();
        for (Split fold : folds) {
            held.add(places(fold.test(), known, judges));
            climbs.add(new Climb(fits, places(fold.train(), known, judges)));
        }
        boolean classes = !data.classes().isEmpty();
        Dataset judging = rows.subset(judges);
        List<String> names = new ArrayList<>();
        List<double[]> losses = new ArrayList<>();
        List<Score> scores = new ArrayList<>();
        List<double[][]> errors = new ArrayList<>();
        List<double[]> given = new ArrayList<>();
        long begin = System.nanoTime();
        try (Parallel parallel = new Parallel(threads)) {
            for (int r = 0; r < pairs.size() && (r <= ADDITIVE || !late.getAsBoolean()); r++) {
                int rung = r;
                long here = System.nanoTime();
                List<Callable<AdditiveFits.Fit>> tasks = new ArrayList<>();
                climbs.forEach(climb -> tasks.add(() -> climb.next(pairs.get(rung))));
                List<AdditiveFits.Fit> fitted = parallel.all(tasks);
                double[] loss = new double[judges.length];
                int out = ModelTrainer.outputs(data);
                double[] outputs = new double[judges.length * out];
                for (int f = 0; f < fitted.size(); f++) {
                    int[] places = held.get(f);
                    double[] own = fitted.get(f).losses(places);
                    double[] values = fitted.get(f).outputs(places);
                    for (int i = 0; i < places.length; i++) {
                        loss[places[i]] = own[i];
                        System.arraycopy(values, i * out, outputs, places[i] * out, out);
                    }
                }
                names.add(name(r, pairs.get(r), Baselines.linear(data, options.loss())));
                losses.add(loss);
                given.add(outputs);
                scores.add(fits.score(outputs, judging));
                errors.add(classes ? new double[0][] : fits.errors(outputs, judging));
                boolean more = r >= ADDITIVE && r + 1 < pairs.size();
                if (more && seconds(begin) + LONGER * seconds(here) > 0.6 * options.timeLimit()) {
                    notes.add(
                            "functions of more pairs of inputs were left out: they would take longer than the time limit");
                    break;
                }
            }
        }
        Ladder ladder = Ladder.judged(names, losses, scores, folds.size());
        if (!options.blended()) {
            return new Judged(
                    ladder, ladder.taken().score(), Optional.empty(), errors.get(ladder.chosen()), fits, climbs);
        }
        Blend blend = Blend.of(given, fits.loss(), fits.targets(), fits.weights(), judges.length);
        double[] mixed = blend.of(given);
        return new Judged(
                ladder,
                fits.score(mixed, judging),
                Optional.of(blend),
                classes ? new double[0][] : fits.errors(mixed, judging),
                fits,
                climbs);
    }

    private AdditiveFits fits(Dataset rows, ShapeOptions options) {
        return Baselines.fits(engine, rows, options.loss(), options.trends(), stop);
    }

    private static int[] numbers(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static int[] thinned(int rows) {
        return IntStream.range(0, Math.min(rows, MOST_JUDGES))
                .map(i -> (int) ((long) i * rows / Math.min(rows, MOST_JUDGES)))
                .toArray();
    }

    /** Where rows of the table are among those that judge. */
    private static int[] places(int[] numbers, int[] known, int[] judges) {
        return Arrays.stream(numbers)
                .map(number -> Arrays.binarySearch(known, number))
                .map(row -> Arrays.binarySearch(judges, row))
                .filter(place -> place >= 0)
                .toArray();
    }
}
