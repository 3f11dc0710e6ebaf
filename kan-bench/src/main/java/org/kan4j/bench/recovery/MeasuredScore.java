package org.kan4j.bench.recovery;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.kan4j.bench.recovery.Sym.Num;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

/**
 * How a formula of measured data compares with the law.
 *
 * @param fits the root mean square of what it leaves on all rows is at most 1.1 times the law's and 1e-6 of the target's deviation; or
 *     that of relative residuals at most 1.1 times the law's
 * @param small at most 1.5 times the law's size and 4 nodes, and at most one constant more, not counting 0, ±1, 2, ±1/2 and π
 * @param near within a tenth of the law's spread of the law, between the rows and beyond the highest as far as the law is trusted; with
 *     several inputs on the rows
 * @param robust between neighbouring inputs finite, and within a spread of the target's range; with several inputs finite on the rows
 * @param ratio of the root mean squares
 * @param size in SymPy's nodes
 */
record MeasuredScore(boolean fits, boolean small, boolean near, boolean robust, double ratio, int size) {
    /** The score of no answer. */
    static final MeasuredScore NONE = new MeasuredScore(false, false, false, false, Double.NaN, 0);

    private static final double AS_GOOD = 1.1;
    private static final double NEAR = 0.1;
    private static final int POINTS_BETWEEN = 16;
    private static final int POINTS_BEYOND = 50;
    private static final Set<Num> PLAIN =
            Set.of(Num.ZERO, Num.ONE, Num.MINUS_ONE, Num.whole(2), Num.HALF, Num.HALF.negated());

    /** Whether the formula is as good as the law, about as short, and the same curve where rows end. */
    boolean law() {
        return fits && small && near;
    }

    static MeasuredScore of(MeasuredLaw law, Formula answer, Dataset data) {
        Expression found = answer.expression();
        Expression known = law.law(data.inputNames());
        Sym sym = SymReader.read(answer.sympy(), answer.symbols());
        double[] y = data.y();
        double[] p = values(found, data.x(), data.inputs());
        double rms = Spread.rms(minus(p, y));
        boolean fits = rms <= AS_GOOD * law.rms() + 1e-6 * Spread.deviation(y) || fitsRelatively(law, p, y);
        long free = sym.numbers().stream().filter(n -> !PLAIN.contains(n)).count();
        boolean small =
                sym.size() <= 1.5 * law.size() + 4 && free <= law.constants().size() + 1;
        boolean robust;
        double[] at;
        if (data.inputs() == 1) {
            double[] inputs = Arrays.stream(data.x()).sorted().distinct().toArray();
            double[] between = between(inputs);
            robust = isWithin(values(found, between, 1), y);
            at = DoubleStream.concat(Arrays.stream(between), Arrays.stream(beyond(inputs, law.beyond())))
                    .toArray();
        } else {
            robust = Spread.isFinite(p);
            at = data.x();
        }
        double[] truth = values(known, at, data.inputs());
        double[] apart = minus(values(found, at, data.inputs()), truth);
        // A comparison with NaN is false.
        boolean near = Arrays.stream(apart).allMatch(d -> Math.abs(d) <= NEAR * Spread.range(truth));
        return new MeasuredScore(fits, small, near, robust, rms / law.rms(), sym.size());
    }

    private static boolean fitsRelatively(MeasuredLaw law, double[] p, double[] y) {
        if (law.relativeRms().isEmpty()) {
            return false;
        }
        double most = AS_GOOD * law.relativeRms().getAsDouble();
        double[] left = minus(p, y);
        return Spread.rms(by(left, p)) <= most || Spread.rms(by(left, y)) <= most;
    }

    private static boolean isWithin(double[] values, double[] y) {
        double spread = Spread.range(y);
        double least = Arrays.stream(y).min().orElseThrow() - spread;
        double most = Arrays.stream(y).max().orElseThrow() + spread;
        return Arrays.stream(values).allMatch(v -> v >= least && v <= most);
    }

    /** Points in every gap. */
    private static double[] between(double[] inputs) {
        return IntStream.range(0, inputs.length - 1)
                .boxed()
                .flatMapToDouble(i -> IntStream.rangeClosed(1, POINTS_BETWEEN)
                        .mapToDouble(k -> inputs[i] + (inputs[i + 1] - inputs[i]) * k / (POINTS_BETWEEN + 1)))
                .toArray();
    }

    private static double[] beyond(double[] inputs, double ranges) {
        double last = inputs[inputs.length - 1];
        return IntStream.range(0, POINTS_BEYOND)
                .mapToDouble(k -> last + ranges * Spread.range(inputs) * k / (POINTS_BEYOND - 1))
                .toArray();
    }

    private static double[] values(Expression expression, double[] x, int inputs) {
        return Spread.values(expression::evaluate, x, inputs);
    }

    private static double[] minus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(r -> a[r] - b[r]).toArray();
    }

    private static double[] by(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(r -> a[r] / b[r]).toArray();
    }

    Map<String, Boolean> marks() {
        Map<String, Boolean> marks = new LinkedHashMap<>();
        marks.put("law", law());
        marks.put("fits", fits);
        marks.put("short", small);
        marks.put("near", near);
        marks.put("robust", robust);
        return marks;
    }

    Map<String, Double> numbers(MeasuredLaw law) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("rms_ratio", ratio);
        numbers.put("size", (double) size);
        numbers.put("true_size", (double) law.size());
        return numbers;
    }
}
