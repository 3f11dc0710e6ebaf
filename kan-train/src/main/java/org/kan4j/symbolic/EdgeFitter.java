package org.kan4j.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.symbolic.SymbolicFunction.Form;

/**
 * Fits c&middot;f(a&middot;x + b) + d to samples of a function of one variable, for every f of a library.
 *
 * <p>Per function: c and d are solved in closed form (variable projection), about a hundred starts for the constants
 * inside f are screened on a subset of the samples, in units of the samples' own range; the best are polished by
 * Levenberg-Marquardt on all samples. Sines start from a periodogram, functions with a bounded domain from images of
 * the range inside the domain. Where b = 0 describes the samples as well, it is preferred.
 *
 * <p>Unlike pykan's {@code fix_symbolic}, which takes (a, b) from a fixed grid in [-10, 10], constants of any size are
 * reached, and exact samples are fitted to rounding.
 *
 * <p>All methods are pure functions: deterministic, and safe for use by several threads.
 */
public final class EdgeFitter {
    private static final int FEWEST_ABSCISSAE = 5;

    /** Samples on which starts are screened. */
    private static final int SCREENED = 36;

    /** Samples next to each end that screening always sees: poles and kinks of edges lie there. */
    private static final int SCREENED_ENDS = 4;

    /** Starts polished on the screening samples, and of those, on all. */
    private static final int SHORTLIST = 6;

    private static final int FINALISTS = 2;
    private static final int SHORT_POLISH = 6;

    /** Relative difference of parameters below which two points are on the way to the same minimum. */
    private static final double TOGETHER = 0.02;

    private static final int FULL_POLISH = 45;

    /** A sample's rounding error: its last digits, times what an offset far beyond the range costs. */
    private static final double ROUNDING = 8 * Math.ulp(1.0);

    /** Where 1 - R^2 is this small, only rounding is left. */
    private static final double EXACT = 1e-28;

    /** The share of the noise's variance below which a fit need not be improved. */
    private static final double ENOUGH = 1e-6;

    /** exp(a*x) is written without b while it stays in range. */
    private static final double LARGEST_EXPONENT = 300;

    private static final double[] DISTANCES = {
        1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 2.5e-3, 6e-3, 0.015, 0.03, 0.06, 0.1, 0.2, 0.35, 0.6, 1, 1.7, 3, 6,
        12, 30, 100, 300, 1000
    };
    private static final double[] COARSE_DISTANCES = {1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
    private static final double[] POWER_DISTANCES = {1e-5, 1e-3, 0.01, 0.05, 0.15, 0.4, 1, 3, 10};
    private static final double[] EXPONENTS = {
        -6, -4, -3, -2, -1.5, -1, -0.7, -0.4, -0.2, 0.2, 0.4, 0.7, 1.3, 1.7, 2.3, 3, 4, 6
    };
    private static final double[] RATES = {0.05, 0.15, 0.3, 0.6, 1, 1.7, 3, 6, 12, 25, 60, 150, 400, 1500, 6000};
    private static final double[] WIDTHS = {0.1, 0.3, 0.7, 1.5, 3, 6, 12, 30, 80, 250};
    private static final double[] COARSE_WIDTHS = {0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16};

    /** The largest factor 1/width at which a grid of centres still meets the feature; beyond, only centres in the data. */
    private static final double SHARP = 20;

    private static final double[] CENTRES = {-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1};
    private static final double[] OUTER_CENTRES = {-30, -10, -5, -3, -2, -1.5, -1.2, 1.2, 1.5, 2, 3, 5, 10, 30};

    /** Images of the range's nearer end, for features outside the range. */
    private static final double[] TAILS = {0.5, 1, 2, 4, 8};

    private static final double[] FRACTIONS = {
        0.0005, 0.005, 0.03, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.97, 0.995, 0.9995
    };
    private static final int[] ONLY_SCALE = {VariableProjection.SCALE};
    private static final int[] ONLY_PLACE = {VariableProjection.PLACE};
    private static final int[] ONLY_EXPONENT = {VariableProjection.EXPONENT};
    private static final int[] SCALE_AND_PLACE = {VariableProjection.SCALE, VariableProjection.PLACE};
    private static final int[] PLACE_AND_EXPONENT = {VariableProjection.PLACE, VariableProjection.EXPONENT};

    private EdgeFitter() {}

    /**
     * Fits the standard library to exact samples.
     *
     * @param x abscissae, [n], in any order, not modified
     * @param y ordinates, [n], not modified
     * @return as {@link #fit(double[], double[], SymbolicLibrary, double)}
     */
    public static List<EdgeFit> fit(double[] x, double[] y) {
        return fit(x, y, SymbolicLibrary.standard(), 0);
    }

    /**
     * Fits every function of a library.
     *
     * @param x abscissae, [n], in any order, at least 5 different ones, not modified; 100 to 300 are a good number
     * @param y ordinates, [n], finite, not constant, not modified
     * @param library the functions to try
     * @param noise standard deviation of the errors of y, in the unit of y; 0 for exact or unknown. Fits below it count
     *     as equally good, and the simpler wins
     * @return the best fit of each function, poor ones included, by ascending {@link EdgeFit#score}; a function that
     *     cannot keep all samples in its domain is left out, so the list may be shorter than the library, and is empty
     *     where the squares of y overflow or underflow
     * @throws IllegalArgumentException if the lengths differ, a value is not finite, x has fewer than 5 different
     *     values, y is constant, or the noise is negative
     */
    public static List<EdgeFit> fit(double[] x, double[] y, SymbolicLibrary library, double noise) {
        check(x, y, noise);
        Search search = new Search(x, y, noise);
        List<EdgeFit> fits = new ArrayList<>();
        for (SymbolicFunction function : library.functions()) {
            search.best(function).ifPresent(fits::add);
        }
        fits.sort(Comparator.comparingDouble(EdgeFit::score));
        return List.copyOf(fits);
    }

    private static void check(double[] x, double[] y, double noise) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "edge fit: x and y of one length required, got " + x.length + " and " + y.length);
        }
        for (int i = 0; i < x.length; i++) {
            if (!(Double.isFinite(x[i]) && Double.isFinite(y[i]))) {
                throw new IllegalArgumentException(
                        "edge fit: finite samples required, got (" + x[i] + ", " + y[i] + ") at " + i);
            }
        }
        long different = Arrays.stream(x).distinct().limit(FEWEST_ABSCISSAE).count();
        if (different < FEWEST_ABSCISSAE) {
            throw new IllegalArgumentException(
                    "edge fit: at least " + FEWEST_ABSCISSAE + " different x required, got " + different);
        }
        double first = y[0];
        if (Arrays.stream(y).allMatch(v -> v == first)) {
            throw new IllegalArgumentException("edge fit: y that varies required, got the constant " + first);
        }
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("edge fit: finite noise >= 0 required, got " + noise);
        }
    }

    /** A point in the space of parameters. */
    private record Point(VariableProjection.Map map, double[] theta, double cost) {}

    /** The samples in standard units, and the search over one function's constants. */
    private static final class Search {
        private final double[] x;
        private final double[] y;
        private final int n;
        private final double middle;
        private final double half;
        private final double[] t;
        private final double variance;
        private final double relativeNoise;
        private final VariableProjection all;
        private final VariableProjection some;
        private final VariableProjection fromOrigin;
        private final double[] centres;
        private final List<double[]> waves;

        /** The best screened start of each group; groups keep the shortlist diverse. */
        private final List<Point> starts = new ArrayList<>();

        Search(double[] rawX, double[] rawY, double noise) {
            n = rawX.length;
            int[] order = IntStream.range(0, n)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> rawX[i]).thenComparingDouble(i -> rawY[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            x = Arrays.stream(order).mapToDouble(i -> rawX[i]).toArray();
            y = Arrays.stream(order).mapToDouble(i -> rawY[i]).toArray();
            middle = x[0] / 2 + x[n - 1] / 2;
            half = x[n - 1] / 2 - x[0] / 2;
            t = Arrays.stream(x).map(v -> (v - middle) / half).toArray();
            double mean = Arrays.stream(y).sum() / n;
            variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / n;
            double digitsOfX = Math.max(Math.abs(x[0]), Math.abs(x[n - 1])) / half;
            double digitsOfY = Arrays.stream(y).map(Math::abs).max().orElseThrow() / Math.sqrt(variance);
            relativeNoise = Math.max(noise / Math.sqrt(variance), ROUNDING * (digitsOfX + digitsOfY));
            double enough = Math.max(EXACT, ENOUGH * relativeNoise * relativeNoise);
            all = new VariableProjection(t, y, enough);
            int[] subset = subset();
            double[] subsetY = Arrays.stream(subset).mapToDouble(i -> y[i]).toArray();
            some = subset.length == n || Arrays.stream(subsetY).allMatch(v -> v == subsetY[0])
                    ? all
                    : new VariableProjection(
                            Arrays.stream(subset).mapToDouble(i -> t[i]).toArray(), subsetY, enough);
            fromOrigin =
                    new VariableProjection(Arrays.stream(x).map(v -> v / half).toArray(), y, enough);
            centres = centres();
            waves = waves(mean);
        }

        private int[] subset() {
            if (n <= SCREENED * 4 / 3) {
                return IntStream.range(0, n).toArray();
            }
            int inner = SCREENED - 2 * SCREENED_ENDS;
            return IntStream.concat(
                            IntStream.concat(IntStream.range(0, SCREENED_ENDS), IntStream.range(n - SCREENED_ENDS, n)),
                            IntStream.range(0, inner).map(i -> (int) ((i + 0.5) / inner * n)))
                    .sorted()
                    .distinct()
                    .toArray();
        }

        /** Abscissae at which the samples have a peak, a half height, a steepest step or a sharpest bend. */
        private double[] centres() {
            int top = 0;
            int bottom = 0;
            int step = 0;
            int bend = 1;
            double steepest = -1;
            double sharpest = -1;
            for (int i = 0; i < n; i++) {
                top = y[i] > y[top] ? i : top;
                bottom = y[i] < y[bottom] ? i : bottom;
                if (i + 1 < n && Math.abs(y[i + 1] - y[i]) > steepest) {
                    steepest = Math.abs(y[i + 1] - y[i]);
                    step = i;
                }
                if (i > 0 && i + 1 < n && t[i] > t[i - 1] && t[i + 1] > t[i]) {
                    double change =
                            Math.abs((y[i + 1] - y[i]) / (t[i + 1] - t[i]) - (y[i] - y[i - 1]) / (t[i] - t[i - 1]));
                    if (change > sharpest) {
                        sharpest = change;
                        bend = i;
                    }
                }
            }
            double level = y[top] / 2 + y[bottom] / 2;
            double firstCrossing = t[step];
            double lastCrossing = t[step];
            boolean found = false;
            for (int i = 0; i + 1 < n; i++) {
                if ((y[i] < level) != (y[i + 1] < level)) {
                    lastCrossing = (t[i] + t[i + 1]) / 2;
                    firstCrossing = found ? firstCrossing : lastCrossing;
                    found = true;
                }
            }
            return Arrays.stream(new double[] {
                        (t[step] + t[step + 1]) / 2, t[top], t[bottom], t[bend], firstCrossing, lastCrossing
                    })
                    .distinct()
                    .toArray();
        }

        /** The most pronounced sinusoids, as (frequency, t0); one least-squares fit per frequency, all samples. */
        private List<double[]> waves(double mean) {
            double highest = Math.PI * Math.min(n, 600) / 3.0;
            double spacing = 0.5;
            int low = 4;
            int count = low + (int) Math.max(8, highest / spacing);
            double[] omega = IntStream.range(0, count)
                    .mapToDouble(i -> i < low ? 0.06 * Math.pow(2, i) : spacing * (i - low + 1))
                    .toArray();
            double[] power = new double[count];
            double[] start = new double[count];
            double[] sin = Arrays.stream(t).map(v -> Math.sin(spacing * v)).toArray();
            double[] cos = Arrays.stream(t).map(v -> Math.cos(spacing * v)).toArray();
            double[] s = sin.clone();
            double[] c = cos.clone();
            for (int k = 0; k < count; k++) {
                double s1 = 0;
                double c1 = 0;
                double ss = 0;
                double cc = 0;
                double sc = 0;
                double sy = 0;
                double cy = 0;
                for (int i = 0; i < n; i++) {
                    double si = k < low ? Math.sin(omega[k] * t[i]) : s[i];
                    double ci = k < low ? Math.cos(omega[k] * t[i]) : c[i];
                    double yi = y[i] - mean;
                    s1 += si;
                    c1 += ci;
                    ss += si * si;
                    cc += ci * ci;
                    sc += si * ci;
                    sy += si * yi;
                    cy += ci * yi;
                    if (k >= low) { // rotate to the next frequency
                        s[i] = si * cos[i] + ci * sin[i];
                        c[i] = ci * cos[i] - si * sin[i];
                    }
                }
                ss -= s1 * s1 / n;
                cc -= c1 * c1 / n;
                sc -= s1 * c1 / n;
                double determinant = ss * cc - sc * sc;
                double p = (sy * cc - cy * sc) / determinant;
                double q = (cy * ss - sy * sc) / determinant;
                power[k] = determinant > 1e-12 * ss * cc ? p * sy + q * cy : 0;
                start[k] = -Math.atan2(q, p) / omega[k];
            }
            return IntStream.range(0, count)
                    .filter(k -> power[k] > 0
                            && (k == 0 || power[k] >= power[k - 1])
                            && (k == count - 1 || power[k] >= power[k + 1]))
                    .boxed()
                    .sorted(Comparator.comparingDouble(k -> -power[k]))
                    .limit(SHORTLIST)
                    .map(k -> new double[] {omega[k], start[k]})
                    .toList();
        }

        Optional<EdgeFit> best(SymbolicFunction function) {
            if (function.form() == Form.PLAIN) {
                return describe(function, function.function(), 1, 0, 0);
            }
            starts.clear();
            screen(function);
            Optional<Point> point = polish(free(function.form()));
            Optional<EdgeFit> general = point.flatMap(p -> describe(function, p));
            Optional<EdgeFit> plain = throughOrigin(function, point);
            if (general.isEmpty() || plain.isEmpty()) {
                return general.or(() -> plain);
            }
            return plain.get().score() <= general.get().score() ? plain : general;
        }

        private static int[] free(Form form) {
            return switch (form) {
                case PLAIN -> new int[0];
                case SHIFT -> ONLY_PLACE;
                case SCALE -> ONLY_SCALE;
                case AFFINE, PERIODIC -> SCALE_AND_PLACE;
                case POWER -> PLACE_AND_EXPONENT;
            };
        }

        private void screen(SymbolicFunction function) {
            boolean line = function.lower() == Double.NEGATIVE_INFINITY;
            boolean interval = function.upper() < Double.POSITIVE_INFINITY;
            switch (function.form()) {
                case PLAIN -> {}
                case SCALE -> screenRates(function);
                case POWER -> screenPowers(function);
                case SHIFT -> {
                    if (line) {
                        screenShifts(function);
                    } else {
                        screenEdgeShifts(function);
                    }
                }
                case PERIODIC -> screenWaves(function);
                case AFFINE -> {
                    if (interval) {
                        screenImages(function);
                    } else if (line) {
                        screenFeatures(function);
                    } else {
                        screenEdges(function);
                    }
                }
            }
        }

        private void screenRates(SymbolicFunction function) {
            for (int sign = -1; sign <= 1; sign += 2) {
                for (double rate : RATES) {
                    // u ends at 0, so that a growing exponential cannot overflow
                    tryStart(map(function, false, sign), Math.log(rate), sign, 0, starts.size());
                }
            }
        }

        private void screenPowers(SymbolicFunction function) {
            for (int sign = -1; sign <= 1; sign += 2) {
                VariableProjection.Map map = map(function, true, sign);
                for (double exponent : EXPONENTS) {
                    int group = starts.size();
                    for (double distance : POWER_DISTANCES) {
                        tryStart(map, 0, Math.log(distance), exponent, group);
                    }
                }
            }
        }

        private void screenShifts(SymbolicFunction function) {
            VariableProjection.Map map = map(function, false, 1);
            for (double[] list : List.of(centres, CENTRES, OUTER_CENTRES)) { // on ties the data's own centres win
                for (double centre : list) {
                    tryStart(map, 0, centre, 0, starts.size());
                }
            }
        }

        private void screenEdgeShifts(SymbolicFunction function) {
            for (int sign = -1; sign <= 1; sign += 2) {
                VariableProjection.Map map = map(function, true, sign);
                for (double distance : DISTANCES) {
                    tryStart(map, 0, Math.log(distance), 0, starts.size());
                }
            }
        }

        private void screenWaves(SymbolicFunction function) {
            for (double[] wave : waves) {
                int group = starts.size();
                for (int quarter = 0; quarter < 4; quarter++) { // a user's function need not start like a sine
                    double shift = quarter * Math.PI / 2 / wave[0];
                    tryStart(map(function, false, 1), Math.log(wave[0]), wave[1] + shift, 0, group);
                }
            }
        }

        private void screenImages(SymbolicFunction function) {
            double lower = function.lower();
            double width = function.upper() - lower;
            for (int sign = function.symmetric() ? 1 : -1; sign <= 1; sign += 2) {
                VariableProjection.Map map = map(function, false, sign);
                for (int i = 0; i < FRACTIONS.length; i++) {
                    int group = starts.size();
                    for (int j = i + 1; j < FRACTIONS.length; j++) {
                        double u0 = lower + width * FRACTIONS[i];
                        double u1 = lower + width * FRACTIONS[j];
                        tryStart(map, Math.log((u1 - u0) / 2), -sign * (u0 + u1) / (u1 - u0), 0, group);
                    }
                }
            }
        }

        private void screenEdges(SymbolicFunction function) {
            for (int sign = -1; sign <= 1; sign += 2) {
                VariableProjection.Map map = map(function, true, sign);
                for (double factor : COARSE_WIDTHS) {
                    int group = starts.size();
                    for (double distance : COARSE_DISTANCES) {
                        tryStart(map, Math.log(factor), Math.log(distance), 0, group);
                    }
                }
            }
        }

        private void screenFeatures(SymbolicFunction function) {
            for (int sign = function.symmetric() ? 1 : -1; sign <= 1; sign += 2) {
                VariableProjection.Map map = map(function, false, sign);
                for (double factor : WIDTHS) {
                    int group = starts.size();
                    double scale = Math.log(factor);
                    for (double centre : centres) {
                        tryStart(map, scale, centre, 0, group);
                    }
                    if (factor > SHARP) {
                        continue;
                    }
                    for (double centre : CENTRES) {
                        tryStart(map, scale, centre, 0, group);
                    }
                    for (double tail : TAILS) {
                        tryStart(map, scale, 1 + tail / factor, 0, group);
                        tryStart(map, scale, -1 - tail / factor, 0, group);
                    }
                }
            }
        }

        private static VariableProjection.Map map(SymbolicFunction function, boolean edge, int sign) {
            return new VariableProjection.Map(
                    function.function(), function.form() == Form.POWER, edge, sign, function.lower(), function.upper());
        }

        /** Screens a start; of those of one group, the best is kept. A group is the index of its first member. */
        private void tryStart(VariableProjection.Map map, double scale, double place, double exponent, int group) {
            double[] theta = {scale, place, exponent};
            Point point = new Point(map, theta, some.cost(map, theta));
            if (group == starts.size()) {
                starts.add(point);
            } else if (point.cost < starts.get(group).cost) {
                starts.set(group, point);
            }
        }

        private Optional<Point> polish(int[] free) {
            List<Point> list = shortlist(starts, SHORTLIST);
            if (some != all) {
                list = different(shortlist(improve(some, list, free, SHORT_POLISH), SHORTLIST));
            }
            return shortlist(improve(all, list, free, FULL_POLISH), 1).stream().findFirst();
        }

        /** The finalists: the best, leaving out those that have come together with a better one. */
        private static List<Point> different(List<Point> sorted) {
            List<Point> kept = new ArrayList<>();
            for (Point point : sorted) {
                if (kept.size() < FINALISTS && kept.stream().noneMatch(p -> near(p, point))) {
                    kept.add(point);
                }
            }
            return kept;
        }

        private static boolean near(Point p, Point q) {
            for (int j = 0; j < p.theta.length; j++) {
                if (!(Math.abs(p.theta[j] - q.theta[j]) <= TOGETHER * (1 + Math.abs(p.theta[j])))) {
                    return false;
                }
            }
            return p.map.sigma() == q.map.sigma();
        }

        private static List<Point> improve(
                VariableProjection projection, List<Point> points, int[] free, int iterations) {
            List<Point> improved = new ArrayList<>();
            for (Point point : points) {
                double[] theta = point.theta.clone();
                double cost = projection.polish(point.map, theta, free, iterations);
                improved.add(new Point(point.map, theta, cost));
            }
            return improved;
        }

        private static List<Point> shortlist(List<Point> points, int count) {
            return points.stream()
                    .filter(p -> p.cost < Double.POSITIVE_INFINITY)
                    .sorted(Comparator.comparingDouble(Point::cost))
                    .limit(count)
                    .toList();
        }

        /** The best fit with b = 0. */
        private Optional<EdgeFit> throughOrigin(SymbolicFunction function, Optional<Point> general) {
            int sign = function.symmetric() || x[0] >= 0 ? 1 : -1;
            VariableProjection.Map map = map(function, false, sign);
            UnivariateFunction f = function.function();
            switch (function.form()) {
                case SHIFT -> {
                    return describe(function, f, sign, 0, 0);
                }
                case POWER -> {
                    List<Point> list = new ArrayList<>();
                    for (double exponent : EXPONENTS) {
                        double[] theta = {0, 0, exponent};
                        list.add(new Point(map, theta, fromOrigin.cost(map, theta)));
                    }
                    list = improve(fromOrigin, shortlist(list, FINALISTS), ONLY_EXPONENT, FULL_POLISH);
                    return shortlist(list, 1).stream()
                            .findFirst()
                            .flatMap(p -> describe(
                                    function, Functions.power(p.theta[VariableProjection.EXPONENT]), sign, 0, 1));
                }
                case AFFINE, PERIODIC -> {
                    if (general.isEmpty()) {
                        return Optional.empty();
                    }
                    double[] theta = {general.get().theta[VariableProjection.SCALE], 0, 0};
                    VariableProjection.Map same =
                            map(function, false, (int) general.get().map.sigma());
                    double cost = fromOrigin.polish(same, theta, ONLY_SCALE, FULL_POLISH / 3);
                    double a = same.sigma() * Math.exp(theta[VariableProjection.SCALE]) / half;
                    return cost < Double.POSITIVE_INFINITY ? describe(function, f, a, 0, 1) : Optional.empty();
                }
                default -> {
                    return Optional.empty();
                }
            }
        }

        /** Translates a point to the constants of the samples' own units. */
        private Optional<EdgeFit> describe(SymbolicFunction function, Point point) {
            double sigma = point.map.sigma();
            double scale = Math.exp(point.theta[VariableProjection.SCALE]);
            double place = point.theta[VariableProjection.PLACE];
            boolean edge = point.map.edge();
            // u = origin + sigma*scale*(t - t0)
            double t0 = edge ? -sigma * (1 + Math.exp(place)) : place;
            UnivariateFunction f = function.function();
            switch (function.form()) {
                case SHIFT, POWER -> {
                    double b = -sigma * (middle + half * t0);
                    if (function.form() == Form.POWER) {
                        double exponent = point.theta[VariableProjection.EXPONENT];
                        return describe(function, Functions.power(exponent), sigma, b, 2);
                    }
                    return function.symmetric()
                            ? describe(function, f, 1, sigma * b, 1)
                            : describe(function, f, sigma, b, 1);
                }
                case SCALE -> {
                    double a = sigma * scale / half;
                    boolean moderate = Math.abs(a) * Math.max(Math.abs(x[0]), Math.abs(x[n - 1])) < LARGEST_EXPONENT;
                    return describe(function, f, a, moderate ? 0 : -a * (middle + half * t0), 1);
                }
                default -> {
                    double a = sigma * scale / half;
                    double b = -a * middle - sigma * scale * t0 + (edge ? function.lower() : 0);
                    if (function.form() == Form.PERIODIC && f.name().equals("sin")) {
                        b = Math.IEEEremainder(b, Math.PI); // a half turn is a sign of c
                    }
                    return describe(function, f, a, b, 2);
                }
            }
        }

        /** Solves c and d for final a and b; empty where a sample is outside the domain or f is constant. */
        private Optional<EdgeFit> describe(
                SymbolicFunction source, UnivariateFunction f, double a, double b, int innerConstants) {
            double[] g = new double[n];
            double gMean = 0;
            double yMean = 0;
            for (int i = 0; i < n; i++) {
                double u = a * x[i] + b;
                boolean inside = source.lower() <= u && u <= source.upper();
                g[i] = inside || source.symmetric() ? f.value(u) : Double.NaN;
                gMean += g[i] / n;
                yMean += y[i] / n;
            }
            double gg = 0;
            double gy = 0;
            for (int i = 0; i < n; i++) {
                double v = g[i] - gMean;
                gg += v * v;
                gy += v * (y[i] - yMean);
            }
            double c = gy / gg;
            double d = yMean - c * gMean;
            if (!(Double.isFinite(gg) && Double.isFinite(c) && Double.isFinite(d) && c != 0)) {
                return Optional.empty();
            }
            double rss = 0;
            for (int i = 0; i < n; i++) {
                double r = y[i] - (c * g[i] + d);
                rss += r * r;
            }
            double unexplained = rss / n / variance;
            if (!(unexplained <= 1 + 1e-9)) { // cancellation between c*f and d has eaten all digits
                return Optional.empty();
            }
            int constants = 2 + innerConstants;
            int complexity = source.complexity() + innerConstants;
            return Optional.of(new EdgeFit(
                    source,
                    f,
                    a,
                    b,
                    c,
                    d,
                    unexplained,
                    Math.sqrt(rss / n),
                    constants,
                    complexity,
                    EdgeFit.descriptionLength(unexplained, constants, complexity, n, relativeNoise)));
        }
    }
}
