package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;

/**
 * What the prediction does as one input goes through its range while the others stay as they are in the rows: partial dependence
 * (Friedman, 2001) with the tenth and ninetieth percentile of the rows. An input matters by how far it moves the prediction of a row: the
 * standard deviation along its range or over its levels, as a root mean square over the rows.
 */
final class Effects {
    private static final int POINTS = 25;
    private static final int ROWS = 100;
    /** Of more levels those are shown that most rows have. */
    private static final int MOST_LEVELS = 16;

    static final String MISSING = "missing";

    /**
     * One input's effect on the output that it moves most.
     *
     * @param input number of the input
     * @param output number of the output
     * @param labels [points] names of levels, and {@value #MISSING} for gaps; empty of a quantity
     * @param x [points] values of the input
     * @param mean [points] of the prediction over the rows
     * @param low [points] its tenth percentile
     * @param high [points] its ninetieth percentile
     * @param missing mean of the prediction where a quantity is missing; NaN where that has no effect of its own
     * @param moves how far the input moves the prediction of a row
     */
    record Effect(
            int input,
            int output,
            List<String> labels,
            double[] x,
            double[] mean,
            double[] low,
            double[] high,
            double missing,
            double moves) {}

    private final KanModel model;
    private final Predictor predictor;
    private final Rows rows;
    private final List<Range> ranges;

    private Effects(KanModel model, Predictor predictor, Rows rows, List<Range> ranges) {
        this.model = model;
        this.predictor = predictor;
        this.rows = rows;
        this.ranges = ranges;
    }

    /** Effects of some inputs, those that matter most first. */
    static List<Effect> of(Predictor predictor, Subject subject, List<Integer> inputs) {
        KanModel model = subject.model();
        Effects effects = new Effects(model, predictor, Rows.of(model, subject.rows(), ROWS), Rows.ranges(model));
        return inputs.stream()
                .map(effects::effect)
                .sorted(Comparator.comparingDouble(Effect::moves).reversed())
                .toList();
    }

    private Effect effect(int input) {
        int outputs = predictor.outputs().size();
        InputKind kind = model.kinds().get(input);
        boolean gaps = model.kan().network().layer(0).gaps(input);
        double[] x = kind.category()
                ? levels(input, gaps)
                : IntStream.range(0, POINTS)
                        .mapToDouble(k -> ranges.get(input).at((double) k / (POINTS - 1)))
                        .toArray();
        List<String> labels = !kind.category()
                ? List.of()
                : Arrays.stream(x)
                        .mapToObj(place -> Double.isNaN(place)
                                ? MISSING
                                : kind.levels().get((int) place).name())
                        .toList();
        List<double[]> values = new ArrayList<>();
        for (double v : x) {
            values.add(predictor.values(rows.with(input, v), rows.count()));
        }
        int most = 0;
        double[] moves = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            moves[o] = moves(values, outputs, o);
            most = moves[o] >= moves[most] ? o : most;
        }
        double[] mean = new double[x.length];
        double[] low = new double[x.length];
        double[] high = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            double[] sorted = column(values.get(k), outputs, most);
            mean[k] = Arrays.stream(sorted).average().orElse(Double.NaN);
            Arrays.sort(sorted);
            low[k] = sorted.length == 0 ? Double.NaN : sorted[sorted.length / 10];
            high[k] = sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1 - sorted.length / 10];
        }
        double missing = !gaps || kind.category()
                ? Double.NaN
                : Arrays.stream(column(predictor.values(rows.with(input, Double.NaN), rows.count()), outputs, most))
                        .average()
                        .orElse(Double.NaN);
        return new Effect(input, most, labels, x, mean, low, high, missing, moves[most]);
    }

    /** Places of the levels that were fitted, in their order, and NaN where gaps have an effect. */
    private double[] levels(int input, boolean gaps) {
        List<InputKind.Level> levels = model.kinds().get(input).levels();
        int[] count = new int[levels.size()];
        for (double place : rows.column(input)) {
            if (place >= 0) {
                count[(int) place]++;
            }
        }
        DoubleStream known = IntStream.range(0, count.length)
                .filter(place -> levels.get(place).known())
                .boxed()
                .sorted(Comparator.comparingInt((Integer place) -> -count[place]))
                .limit(MOST_LEVELS)
                .sorted()
                .mapToDouble(Integer::doubleValue);
        return (gaps ? DoubleStream.concat(known, DoubleStream.of(Double.NaN)) : known).toArray();
    }

    private static double[] column(double[] values, int outputs, int output) {
        return IntStream.range(0, values.length / outputs)
                .mapToDouble(r -> values[r * outputs + output])
                .filter(Double::isFinite)
                .toArray();
    }

    private double moves(List<double[]> values, int outputs, int output) {
        double total = 0;
        int finite = 0;
        for (int r = 0; r < rows.count(); r++) {
            int place = r * outputs + output;
            double[] along = values.stream().mapToDouble(v -> v[place]).toArray();
            double mean = Arrays.stream(along).average().orElse(0);
            double squares =
                    Arrays.stream(along).map(v -> (v - mean) * (v - mean)).sum() / along.length;
            if (Double.isFinite(squares)) {
                total += squares;
                finite++;
            }
        }
        return finite == 0 ? 0 : Math.sqrt(total / finite);
    }
}
