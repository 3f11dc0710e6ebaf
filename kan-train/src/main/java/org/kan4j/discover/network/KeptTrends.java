package org.kan4j.discover.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Expression;
import org.kan4j.grid.Grid;
import org.kan4j.model.KanModel;
import org.kan4j.model.Trend;

/**
 * Whether formulas go with inputs as the model they were read from must: by their values and derivatives at many points of the range of
 * each such input, at some rows of the others.
 */
public final class KeptTrends {
    private static final int POINTS = 400;
    private static final int ROWS = 12;

    /** Shares of the largest difference or derivative, and of the largest value, that are rounding. */
    private static final double ROUNDING = 1e-9;

    private static final double LAST_DIGITS = 1e-13;

    private final List<Watched> inputs = new ArrayList<>();

    /**
     * An input with a trend.
     *
     * @param input its number
     * @param at points of its range, in the data's units
     * @param x [rows, points, inputs] in the data's units
     */
    private record Watched(int input, Trend trend, double[] at, double[] x, int width) {}

    /**
     * Looks at the inputs of a model.
     *
     * @param model of quantities
     * @param batch rows in the network's units
     */
    public KeptTrends(KanModel model, Batch batch) {
        Batch some = batch.thinned(ROWS);
        int width = batch.in();
        for (int input = 0; input < width; input++) {
            Trend trend = model.kinds().get(input).trend();
            if (!trend.free()) {
                double[] at = points(model.kan().network().layer(0).basis(input).grid());
                double[] x = new double[some.rows() * POINTS * width];
                for (int r = 0; r < some.rows() * POINTS; r++) {
                    for (int i = 0; i < width; i++) {
                        double z = i == input ? at[r % POINTS] : some.x()[r / POINTS * width + i];
                        x[r * width + i] =
                                z * model.inputs().scale(i) + model.inputs().shift(i);
                    }
                }
                inputs.add(new Watched(input, trend, at, x, width));
            }
        }
    }

    private static double[] points(Grid grid) {
        double[] at = new double[POINTS];
        Arrays.setAll(at, k -> grid.lo() + (grid.hi() - grid.lo()) * k / (POINTS - 1));
        return at;
    }

    /** {@return whether any input has a trend} */
    public boolean any() {
        return !inputs.isEmpty();
    }

    /**
     * {@return whether a formula goes with all inputs as it must}
     *
     * @param formula in the data's units
     */
    public boolean keeps(Expression formula) {
        return inputs.stream().allMatch(watched -> keeps(formula, watched));
    }

    private static boolean keeps(Expression formula, Watched watched) {
        double[] y = values(formula, watched);
        Expression slope = formula.derivative(watched.input);
        Trend trend = watched.trend;
        // Differences see the jumps and kinks that derivatives do not, derivatives what is between two points.
        return keeps(y, trend, trend.spread().orElse(0))
                && (trend.direction() == 0 || signed(values(slope, watched), trend.direction(), 0))
                && (trend.curvature() == 0
                        || signed(values(slope.derivative(watched.input), watched), trend.curvature(), 0));
    }

    /** Whether values at the points, of some rows one after the other, go so. */
    private static boolean keeps(double[] values, Trend trend, double spread) {
        boolean kept = true;
        for (int from = 0; from < values.length && kept; from += POINTS) {
            double[] y = Arrays.copyOfRange(values, from, from + POINTS);
            double[] rises = differences(y);
            double size = Arrays.stream(y).map(Math::abs).max().orElse(0);
            double least = Arrays.stream(y).min().orElse(0);
            double largest = Arrays.stream(y).max().orElse(0);
            kept = Double.isFinite(size)
                    && (trend.direction() == 0 || signed(rises, trend.direction(), size))
                    && (trend.curvature() == 0 || signed(differences(rises), trend.curvature(), size))
                    && (trend.spread().isEmpty() || largest - least <= spread * (1 + ROUNDING));
        }
        return kept;
    }

    private static double[] values(Expression expression, Watched watched) {
        double[] y = new double[watched.x.length / watched.width];
        CompiledExpression compiled = CompiledExpression.of(expression);
        compiled.values(compiled.parameters(), watched.x, y.length, watched.width, y);
        return y;
    }

    private static boolean signed(double[] numbers, int sign, double size) {
        double largest = Arrays.stream(numbers).map(Math::abs).max().orElse(0);
        double rounding = Math.max(ROUNDING * largest, LAST_DIGITS * size);
        return Arrays.stream(numbers).allMatch(d -> d * sign >= -rounding);
    }

    /**
     * {@return whether a function of an input goes as what it stands for must}
     *
     * @param input of the network
     * @param function in the network's units
     * @param unit what one of its values is in the data's units
     */
    boolean keeps(int input, DoubleUnaryOperator function, double unit) {
        return inputs.stream()
                .filter(watched -> watched.input == input)
                .allMatch(watched -> keeps(
                        Arrays.stream(watched.at).map(function).toArray(),
                        watched.trend,
                        watched.trend.spread().orElse(0) / unit));
    }

    private static double[] differences(double[] y) {
        double[] differences = new double[y.length - 1];
        Arrays.setAll(differences, k -> y[k + 1] - y[k]);
        return differences;
    }
}
