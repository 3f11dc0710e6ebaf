package org.kan4j.discover.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.kan4j.basis.BSpline;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.SearchContext;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

/**
 * The unknown functions of a form as splines, of several arguments as products of splines. Their values are columns times
 * coefficients, so that coefficients and constants are fitted together, whatever the form. Constants within arguments stay at the
 * values that they start with.
 */
final class Splines {
    private static final int ORDER = 3;

    /** Intervals of a grid by the number of arguments. */
    private static final int[] INTERVALS = {8, 3, 2};

    private static final int ITERATIONS = 40;

    /** A row says something of a function where the form's slope by it is more than this share of the largest. */
    private static final double LEAST_SLOPE = 0.1;

    private static final long SEED = 7;

    private final Form form;
    private final Batch rows;
    private final List<Bound> bounds;
    private final SearchContext context;

    /**
     * Splines on rows.
     *
     * @param form with unknown functions
     * @param rows of the inputs and the target
     * @param bounds of its constants
     * @param context of the search
     */
    Splines(Form form, Batch rows, List<Bound> bounds, SearchContext context) {
        this.form = form;
        this.rows = rows;
        this.bounds = bounds;
        this.context = context;
    }

    /**
     * Functions as splines.
     *
     * @param constants of the form, [constants]
     * @param tables of each function: its arguments, and its values as the target
     * @param cost sum of squared residuals
     */
    record Fitted(double[] constants, List<Batch> tables, double cost) {}

    /** The best fit of some starts of the form's constants. */
    Fitted best(List<double[]> starts) {
        List<Callable<Fitted>> fits = new ArrayList<>();
        for (double[] start : starts) {
            for (double level : new double[] {1, 0.1, Double.NaN}) {
                fits.add(() -> fitted(start, level));
            }
        }
        Fitted best = new Fitted(starts.get(0), List.of(), Double.POSITIVE_INFINITY);
        for (Fitted fitted : context.parallel().all(fits)) {
            best = fitted.cost < best.cost ? fitted : best;
        }
        return best;
    }

    /**
     * Fits.
     *
     * @param level where all coefficients begin; NaN for random ones
     */
    private Fitted fitted(double[] start, double level) {
        int in = form.inputs();
        int constants = start.length;
        List<Integer> within = form.within();
        int[] size = new int[form.functions().size()];
        double[][][] arguments = new double[form.applications().size()][][];
        BSpline[][] bases = new BSpline[size.length][];
        for (int a = 0; a < arguments.length; a++) {
            arguments[a] = arguments(form.applications().get(a), start);
        }
        for (int f = 0; f < size.length; f++) {
            bases[f] = bases(f, arguments);
            size[f] = Arrays.stream(bases[f]).mapToInt(BSpline::size).reduce(1, (a, b) -> a * b);
        }
        double[] values = new double[constants + IntStream.of(size).sum()];
        System.arraycopy(start, 0, values, 0, constants);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int k = constants; k < values.length; k++) {
            values[k] = Double.isNaN(level) ? random.nextDouble(-1, 1) : level;
        }
        List<double[]> further = new ArrayList<>();
        Expression[] functions = new Expression[arguments.length];
        for (int a = 0; a < functions.length; a++) {
            int f = form.applications().get(a).function();
            int first = in + constants + IntStream.of(size).limit(f).sum();
            List<Expression> terms = new ArrayList<>();
            for (double[] column : columns(bases[f], arguments[a])) {
                terms.add(Expression.product(
                        Expression.variable(first + terms.size()),
                        Expression.variable(in + values.length + further.size())));
                further.add(column);
            }
            functions[a] = Expression.sum(terms);
        }
        Expression body = form.body().substitute(i -> {
            boolean constant = i >= in && i < in + constants && within.contains(i - in);
            return i >= in + constants
                    ? functions[i - in - constants]
                    : constant ? Constant.fixed(start[i - in]) : Expression.variable(i);
        });
        Unknown fit = Unknown.of(body, in, values, bounds, further.toArray(double[][]::new))
                .fitted(rows, ITERATIONS, context.stop());
        double[][] applied = new double[arguments.length][];
        for (int a = 0; a < applied.length; a++) {
            int f = form.applications().get(a).function();
            int first = constants + IntStream.of(size).limit(f).sum();
            applied[a] = values(columns(bases[f], arguments[a]), fit.values(), first);
        }
        double[] found = Arrays.copyOf(fit.values(), constants);
        return new Fitted(found, tables(found, arguments, applied), fit.cost(rows));
    }

    /** Values of the arguments of an application, [arguments][rows]. */
    private double[][] arguments(Form.Application application, double[] constants) {
        return application.arguments().stream()
                .map(e -> e.substitute(
                        i -> i < form.inputs() ? Expression.variable(i) : Constant.fixed(constants[i - form.inputs()])))
                .map(e -> Fit.values(e, rows))
                .toArray(double[][]::new);
    }

    /** A spline for each argument of a function, over all that it is applied to. */
    private BSpline[] bases(int function, double[][][] arguments) {
        List<double[][]> applied = of(function, arguments);
        return IntStream.range(0, applied.get(0).length)
                .mapToObj(k -> applied.stream()
                        .flatMapToDouble(a -> Arrays.stream(a[k]))
                        .toArray())
                .map(all -> new BSpline(
                        Grid.fromData(all, INTERVALS[applied.get(0).length - 1], Grid.BLEND),
                        ORDER,
                        Extrapolation.LINEAR))
                .toArray(BSpline[]::new);
    }

    private List<double[][]> of(int function, double[][][] arguments) {
        return IntStream.range(0, arguments.length)
                .filter(a -> form.applications().get(a).function() == function)
                .mapToObj(a -> arguments[a])
                .toList();
    }

    /** Products of one basis function of each argument, [products][rows]. */
    private static List<double[]> columns(BSpline[] bases, double[][] arguments) {
        List<double[]> columns = new ArrayList<>();
        double[] ones = new double[arguments[0].length];
        Arrays.fill(ones, 1);
        columns.add(ones);
        for (int k = 0; k < bases.length; k++) {
            double[][] own = new double[bases[k].size()][ones.length];
            double[] support = new double[bases[k].support()];
            for (int r = 0; r < ones.length; r++) {
                int first = bases[k].evaluate(arguments[k][r], 0, support, 0);
                for (int m = 0; m < support.length; m++) {
                    own[first + m][r] = support[m];
                }
            }
            List<double[]> products = new ArrayList<>();
            for (double[] column : columns) {
                for (double[] other : own) {
                    products.add(IntStream.range(0, ones.length)
                            .mapToDouble(r -> column[r] * other[r])
                            .toArray());
                }
            }
            columns = products;
        }
        return columns;
    }

    private static double[] values(List<double[]> columns, double[] coefficients, int first) {
        double[] values = new double[columns.get(0).length];
        for (int m = 0; m < columns.size(); m++) {
            for (int r = 0; r < values.length; r++) {
                values[r] += coefficients[first + m] * columns.get(m)[r];
            }
        }
        return values;
    }

    /**
     * What each function is at the rows, what the splines leave included (partial residuals): so finders see the rows' errors, and not the smooth
     * ones of splines. A row counts by how much the form changes with the function there.
     *
     * @param arguments of each application, [applications][arguments][rows]
     * @param applied values of the splines, [applications][rows]
     */
    private List<Batch> tables(double[] constants, double[][][] arguments, double[][] applied) {
        int in = form.inputs();
        int width = in + constants.length + applied.length;
        double[] x = new double[rows.rows() * width];
        for (int r = 0; r < rows.rows(); r++) {
            System.arraycopy(rows.x(), r * in, x, r * width, in);
            System.arraycopy(constants, 0, x, r * width + in, constants.length);
            for (int a = 0; a < applied.length; a++) {
                x[r * width + in + constants.length + a] = applied[a][r];
            }
        }
        Batch all = new Batch(x, rows.y(), rows.rows());
        double[] residuals = Fit.residuals(form.body(), all);
        double[][] slopes = IntStream.range(in + constants.length, width)
                .mapToObj(i -> Fit.values(form.body().derivative(i), all))
                .toArray(double[][]::new);
        double[] squares = new double[rows.rows()];
        Arrays.setAll(
                squares,
                r -> Arrays.stream(slopes).mapToDouble(s -> s[r] * s[r]).sum());
        return IntStream.range(0, form.functions().size())
                .mapToObj(f ->
                        table(f, arguments, (a, r) -> applied[a][r] - residuals[r] * slopes[a][r] / squares[r], slopes))
                .toList();
    }

    /** A value at a row. */
    private interface Values {
        double at(int application, int row);
    }

    private Batch table(int function, double[][][] arguments, Values values, double[][] slopes) {
        int[] applications = IntStream.range(0, arguments.length)
                .filter(a -> form.applications().get(a).function() == function)
                .toArray();
        double largest = IntStream.of(applications)
                .mapToDouble(a -> Arrays.stream(slopes[a]).map(Math::abs).max().orElse(0))
                .max()
                .orElse(0);
        List<double[]> x = new ArrayList<>();
        List<double[]> y = new ArrayList<>();
        for (int r = 0; r < rows.rows(); r++) {
            for (int a : applications) {
                int row = r;
                double value = values.at(a, r);
                if (Math.abs(slopes[a][r]) > LEAST_SLOPE * largest && Double.isFinite(value)) {
                    x.add(Arrays.stream(arguments[a])
                            .mapToDouble(column -> column[row])
                            .toArray());
                    y.add(new double[] {value, rows.weight(r) * slopes[a][r] * slopes[a][r]});
                }
            }
        }
        return new Batch(
                x.stream().flatMapToDouble(Arrays::stream).toArray(),
                y.stream().mapToDouble(v -> v[0]).toArray(),
                y.stream().mapToDouble(v -> v[1]).toArray(),
                y.size());
    }
}
