package org.kan4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.kan4j.data.Dataset;
import org.kan4j.data.LargeDataset;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;

/**
 * How well a model does on rows, each by its weight; NaN for what does not apply.
 *
 * @param rmse root mean squared error in the target's units, over all targets
 * @param logLoss mean negative log-likelihood of the right class, in nats
 * @param accuracy share of rows whose most probable class is the right one
 * @param auc area under the ROC curve, for two classes that both occur
 */
public record Score(double rmse, double logLoss, double accuracy, double auc) {
    /** Probabilities count as no less than this. */
    private static final double FLOOR = 1e-300;

    /** The score of a model on rows; all NaN where there are none. */
    public static Score of(Engine engine, KanModel model, Dataset data) {
        if (data.rows() == 0) {
            return new Score(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        return model.classes().isEmpty() ? regression(engine, model, data) : classification(engine, model, data);
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
        double unit = scores.stream().mapToDouble(Score::rmse).max().orElse(Double.NaN);
        double squares = mean(scores, weights, score -> score.rmse * score.rmse / unit / unit);
        return new Score(
                unit > 0 ? unit * Math.sqrt(squares) : unit,
                mean(scores, weights, Score::logLoss),
                mean(scores, weights, Score::accuracy),
                mean(scores, weights, Score::auc));
    }

    /** The mean by weight of what is not NaN. */
    private static double mean(List<Score> scores, List<Double> weights, ToDoubleFunction<Score> of) {
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

    private static Score regression(Engine engine, KanModel model, Dataset data) {
        Batch rows = Batch.of(data);
        double[] y = model.predict(engine, data.x(), data.rows());
        int targets = rows.targets();
        // Differences are taken in units of the largest one, so that their squares neither overflow nor vanish.
        double unit = 0;
        for (int i = 0; i < y.length; i++) {
            unit = Math.max(unit, Math.abs(y[i] - data.y()[i]));
        }
        double sum = 0;
        for (int i = 0; i < y.length && unit > 0; i++) {
            double d = (y[i] - data.y()[i]) / unit;
            sum += rows.weight(i / targets) * d * d;
        }
        return new Score(unit * Math.sqrt(sum / (rows.totalWeight() * targets)), Double.NaN, Double.NaN, Double.NaN);
    }

    private static Score classification(Engine engine, KanModel model, Dataset data) {
        Batch rows = Batch.of(data);
        int classes = model.classes().size();
        double[] p = model.probabilities(engine, data.x(), data.rows());
        double loss = 0;
        double right = 0;
        double[] second = new double[rows.rows()];
        for (int r = 0; r < rows.rows(); r++) {
            int most = 0;
            for (int c = 1; c < classes; c++) {
                most = p[r * classes + c] > p[r * classes + most] ? c : most;
            }
            int is = (int) data.y()[r];
            loss -= rows.weight(r) * Math.log(Math.max(FLOOR, p[r * classes + is]));
            right += is == most ? rows.weight(r) : 0;
            second[r] = p[r * classes + 1];
        }
        return new Score(
                Double.NaN,
                loss / rows.totalWeight(),
                right / rows.totalWeight(),
                classes == 2 ? auc(second, rows) : Double.NaN);
    }

    /** The chance that a row of class 1 has a higher score than one of class 0; a tie counts half. */
    private static double auc(double[] scores, Batch rows) {
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
                if (rows.y()[order[to]] == 1) {
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
