package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.data.LargeDataset;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;

/**
 * How well a model does on rows, each by its weight; NaN for what does not apply.
 *
 * @param rmse root mean squared error in the target's units, over all targets
 * @param logLoss mean negative log-likelihood of the right class, in nats
 * @param accuracy share of rows whose most probable class is the right one
 * @param auc area under the ROC curve, of two classes that both occur; of more the mean over those that do, each against all others
 * @param deviance mean deviance of the targets where the model gives means of counts or of Gamma distributions, mean pinball loss in
 *     the target's units where it gives quantiles
 * @param targets how well each target is predicted, in the order of the model's outputs; empty for classes
 * @param quality what the probabilities of classes are worth; empty for numbers, and for rows on disk
 */
public record Score(
        double rmse,
        double logLoss,
        double accuracy,
        double auc,
        double deviance,
        List<Target> targets,
        Optional<ClassQuality> quality) {
    /** Probabilities count as no less than this. */
    private static final double FLOOR = 1e-300;

    /** Deviations below this share of the mean are rounding. */
    private static final double ROUNDING = 1e-13;

    /**
     * Copies.
     *
     * @param rmse root mean squared error in the target's units, over all targets
     * @param logLoss mean negative log-likelihood of the right class, in nats
     * @param accuracy share of rows whose most probable class is the right one
     * @param auc area under the ROC curve, of two classes that both occur; of more the mean over those that do, each against all others
     * @param deviance mean deviance of the targets where the model gives means of counts or of Gamma distributions, mean pinball loss in
     *     the target's units where it gives quantiles
     * @param targets how well each target is predicted, in the order of the model's outputs; empty for classes
     * @param quality what the probabilities of classes are worth; empty for numbers, and for rows on disk
     */
    public Score {
        targets = List.copyOf(targets);
    }

    /**
     * How well one target is predicted.
     *
     * @param rmse root mean squared error in the target's units
     * @param mean of the target over the rows
     * @param deviation of the target from its mean, as a root mean square
     */
    public record Target(double rmse, double mean, double deviation) {
        /** {@return the coefficient of determination, 1 − (rmse / deviation)²; NaN where the target is the same in all rows} */
        public double r2() {
            double share = rmse / deviation;
            return deviation > ROUNDING * Math.abs(mean) ? 1 - share * share : Double.NaN;
        }
    }

    /**
     * {@return the score of a model on rows; all NaN where there are none}
     *
     * @param engine computes
     * @param model the model
     * @param data the rows
     */
    public static Score of(Engine engine, KanModel model, Dataset data) {
        return of(model, model.predict(engine, data.x(), data.rows()), data);
    }

    /**
     * {@return the score of predictions; all NaN where there are none}
     *
     * @param model whose predictions they are, or one with as many outputs and the same classes
     * @param predicted [rows, out] as {@link KanModel#predict} gives them, not modified
     * @param data the rows
     */
    public static Score of(KanModel model, double[] predicted, Dataset data) {
        if (data.rows() == 0) {
            return nothing(model);
        }
        return model.classes().isEmpty()
                ? regression(model.response(), predicted, data)
                : classification(model, predicted, data);
    }

    private static Score nothing(KanModel model) {
        int targets = model.classes().isEmpty() ? model.outputNames().size() : 0;
        Target target = new Target(Double.NaN, Double.NaN, Double.NaN);
        return new Score(
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Collections.nCopies(targets, target),
                Optional.empty());
    }

    /**
     * The score on a part of the rows on disk, block by block. The area under the ROC curve is the mean of the blocks', since it
     * needs the order of all rows otherwise.
     */
    static Score of(Engine engine, KanModel model, LargeDataset data, LargeDataset.Part part) {
        List<Score> scores = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (LargeDataset.Range range : LargePasses.ranges(data, part)) {
            Dataset rows = data.rows(part, List.of(range));
            double weight = Batch.of(rows).totalWeight();
            if (weight > 0) {
                scores.add(of(engine, model, rows));
                weights.add(weight);
            }
        }
        if (scores.isEmpty()) {
            return nothing(model);
        }
        List<Target> targets = new ArrayList<>();
        for (int t = 0; t < scores.get(0).targets.size(); t++) {
            int number = t;
            targets.add(joined(
                    scores.stream().map(score -> score.targets.get(number)).toList(), weights));
        }
        return new Score(
                rootMeanSquare(scores, weights, Score::rmse),
                mean(scores, weights, Score::logLoss),
                mean(scores, weights, Score::accuracy),
                mean(scores, weights, Score::auc),
                mean(scores, weights, Score::deviance),
                targets,
                Optional.empty());
    }

    /** What the same target is over the rows of all parts: its variance is that in the parts and that of their means. */
    private static Target joined(List<Target> parts, List<Double> weights) {
        double mean = mean(parts, weights, Target::mean);
        return new Target(
                rootMeanSquare(parts, weights, Target::rmse),
                mean,
                rootMeanSquare(parts, weights, part -> Math.hypot(part.deviation, part.mean - mean)));
    }

    private static <T> double rootMeanSquare(List<T> scores, List<Double> weights, ToDoubleFunction<T> of) {
        double unit = scores.stream().mapToDouble(of).max().orElse(Double.NaN);
        double squares = mean(scores, weights, score -> Math.pow(of.applyAsDouble(score) / unit, 2));
        return unit > 0 ? unit * Math.sqrt(squares) : unit;
    }

    /** The mean by weight of what is not NaN. */
    private static <T> double mean(List<T> scores, List<Double> weights, ToDoubleFunction<T> of) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < scores.size(); i++) {
            double value = of.applyAsDouble(scores.get(i));
            if (!Double.isNaN(value)) {
                sum += weights.get(i) * value;
                total += weights.get(i);
            }
        }
        return sum / total;
    }

    private static Score regression(Response response, double[] y, Dataset data) {
        Batch rows = Batch.of(data);
        int targets = rows.targets();
        List<Target> each = new ArrayList<>();
        for (int t = 0; t < targets; t++) {
            double largest = 0;
            for (int i = t; i < y.length; i += targets) {
                largest = Math.max(largest, Math.abs(data.y()[i]));
            }
            double mean = 0;
            for (int i = t; i < y.length && largest > 0; i += targets) {
                mean += rows.weight(i / targets) * (data.y()[i] / largest);
            }
            mean *= largest / rows.totalWeight();
            double[] errors = new double[rows.rows()];
            double[] deviations = new double[rows.rows()];
            for (int r = 0; r < errors.length; r++) {
                errors[r] = y[r * targets + t] - data.y()[r * targets + t];
                deviations[r] = data.y()[r * targets + t] - mean;
            }
            each.add(new Target(rootMeanSquare(errors, rows), mean, rootMeanSquare(deviations, rows)));
        }
        double rmse = rootMeanSquare(each, Collections.nCopies(targets, 1.0), Target::rmse);
        return new Score(rmse, Double.NaN, Double.NaN, Double.NaN, deviance(response, y, rows), each, Optional.empty());
    }

    private static double deviance(Response response, double[] y, Batch rows) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double target = rows.y()[i];
            double own = switch (response.kind()) {
                case MEAN -> Double.NaN;
                case POISSON -> Loss.Poisson.deviance(target, y[i]);
                case GAMMA -> Loss.Gamma.deviance(target, y[i]);
                case QUANTILE -> Loss.Quantile.pinball(response.level(), target, y[i]);
            };
            sum += rows.weight(i / rows.targets()) * own;
        }
        return sum / rows.totalWeight() / rows.targets();
    }

    /** In units of the largest one, so that squares neither overflow nor vanish. */
    private static double rootMeanSquare(double[] numbers, Batch rows) {
        double unit = 0;
        for (double number : numbers) {
            unit = Math.max(unit, Math.abs(number));
        }
        double sum = 0;
        for (int r = 0; r < numbers.length && unit > 0; r++) {
            double d = numbers[r] / unit;
            sum += rows.weight(r) * d * d;
        }
        return unit * Math.sqrt(sum / rows.totalWeight());
    }

    private static Score classification(KanModel model, double[] predicted, Dataset data) {
        Batch rows = Batch.of(data);
        int classes = model.classes().size();
        double[] p = model.probabilities(predicted, data.rows());
        double loss = 0;
        double right = 0;
        for (int r = 0; r < rows.rows(); r++) {
            int is = (int) data.y()[r];
            loss -= rows.weight(r) * Math.log(Math.max(FLOOR, p[r * classes + is]));
            right += is == ClassQuality.mostProbable(p, r, classes) ? rows.weight(r) : 0;
        }
        return new Score(
                Double.NaN,
                loss / rows.totalWeight(),
                right / rows.totalWeight(),
                auc(p, classes, rows),
                Double.NaN,
                List.of(),
                Optional.of(ClassQuality.of(model.classes(), p, rows)));
    }

    private static double auc(double[] p, int classes, Batch rows) {
        return IntStream.range(classes == 2 ? 1 : 0, classes)
                .mapToDouble(c -> areaUnderCurve(
                        IntStream.range(0, rows.rows())
                                .mapToDouble(r -> p[r * classes + c])
                                .toArray(),
                        c,
                        rows))
                .filter(area -> !Double.isNaN(area))
                .average()
                .orElse(Double.NaN);
    }

    /** The chance that a row of a class has a higher score than one of another; a tie counts half. */
    private static double areaUnderCurve(double[] scores, int of, Batch rows) {
        Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(r -> scores[r]));
        double below = 0;
        double area = 0;
        double ones = 0;
        int from = 0;
        while (from < order.length) {
            int to = from;
            double zeros = 0;
            double here = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                double weight = rows.weight(order[to]);
                if (rows.y()[order[to]] == of) {
                    here += weight;
                } else {
                    zeros += weight;
                }
                to++;
            }
            area += here * (below + zeros / 2);
            below += zeros;
            ones += here;
            from = to;
        }
        return area / (ones * below);
    }
}
