package org.kan4j.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.model.KanModel;

/**
 * What the prediction does as one input goes through its range while the others stay as they are in the rows: partial dependence
 * (Friedman, 2001) with the tenth and ninetieth percentile of the rows. An input matters by how far it moves the prediction of a row: the
 * standard deviation along its range, as a root mean square over the rows.
 */
final class Effects {
    private static final int POINTS = 25;
    private static final int ROWS = 100;

    /**
     * One input's effect on the output that it moves most.
     *
     * @param input number of the input
     * @param output number of the output
     * @param x [points] values of the input
     * @param mean [points] of the prediction over the rows
     * @param low [points] its tenth percentile
     * @param high [points] its ninetieth percentile
     * @param moves how far the input moves the prediction of a row
     */
    record Effect(int input, int output, double[] x, double[] mean, double[] low, double[] high, double moves) {}

    private final Predictor predictor;
    private final Rows rows;
    private final List<Range> ranges;

    private Effects(Predictor predictor, Rows rows, List<Range> ranges) {
        this.predictor = predictor;
        this.rows = rows;
        this.ranges = ranges;
    }

    /** Effects of some inputs, those that matter most first. */
    static List<Effect> of(Predictor predictor, Subject subject, List<Integer> inputs) {
        KanModel model = subject.model();
        Effects effects = new Effects(predictor, Rows.of(model, subject.rows(), ROWS), Rows.ranges(model));
        return inputs.stream()
                .map(effects::effect)
                .sorted(Comparator.comparingDouble(Effect::moves).reversed())
                .toList();
    }

    private Effect effect(int input) {
        int outputs = predictor.outputs().size();
        double[] x = IntStream.range(0, POINTS)
                .mapToDouble(k -> ranges.get(input).at((double) k / (POINTS - 1)))
                .toArray();
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
        double[] mean = new double[POINTS];
        double[] low = new double[POINTS];
        double[] high = new double[POINTS];
        for (int k = 0; k < POINTS; k++) {
            double[] sorted = column(values.get(k), outputs, most);
            mean[k] = Arrays.stream(sorted).average().orElse(Double.NaN);
            Arrays.sort(sorted);
            low[k] = sorted.length == 0 ? Double.NaN : sorted[sorted.length / 10];
            high[k] = sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1 - sorted.length / 10];
        }
        return new Effect(input, most, x, mean, low, high, moves[most]);
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
                    Arrays.stream(along).map(v -> (v - mean) * (v - mean)).sum() / POINTS;
            if (Double.isFinite(squares)) {
                total += squares;
                finite++;
            }
        }
        return finite == 0 ? 0 : Math.sqrt(total / finite);
    }
}
