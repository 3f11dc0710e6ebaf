package org.kan4j.discover.find;

import static org.kan4j.formula.Expression.apply;
import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;
import static org.kan4j.formula.Expression.variable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Vocabulary;
import org.kan4j.numeric.LeastSquares;

/**
 * Formulas of one input: chains f(a·g(x) + b), and sums and products of two or three of them. A
 * network of one input cannot tell them apart, since one edge fits any function; so chains with constants on a coarse grid are
 * columns, the pairs and triples that come nearest to the target by linear least squares are starts, and the constants are left
 * to {@link Refinement}.
 */
final class Chains {
    /** Rows that columns are compared on. */
    private static final int ROWS = 100;

    /** Kinds of combinations of each form that are given as starts, and how many of a kind. */
    private static final int KINDS = 80;

    private static final int ALIKE = 2;

    /** Pairs and products that another column is tried with. */
    private static final int PAIRS = 200;

    private final Batch data;
    private final Vocabulary vocabulary;
    private final double[] target;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();

    /**
     * A chain.
     *
     * @param expression of variable 0
     * @param kind number of its functions, without constants
     * @param within 0 for a function of x, 1 or 2 for one of another function
     * @param raw [rows] values
     * @param unit [rows] the same with mean 0 and norm 1
     */
    private record Column(Expression expression, int kind, int within, double[] raw, double[] unit) {}

    /**
     * Columns that explain the target together.
     *
     * @param terms to be added with factors, each a product of columns, by their numbers
     * @param explained share of the target's variance
     * @param score smaller is better: nats that the target's rest takes a row, and one for each function within
     */
    private record Combination(int[][] terms, double explained, double score) {}

    /** The best combinations, few of each kind. */
    private static final class Ranking {
        private final Map<Long, List<Combination>> byKind = new HashMap<>();

        void offer(long kind, double explained, int within, int[]... terms) {
            List<Combination> alike = byKind.computeIfAbsent(kind, k -> new ArrayList<>(ALIKE));
            double score = Math.log(Math.max(1e-12, 1 - explained)) + within;
            if (alike.size() == ALIKE && !(score < alike.get(ALIKE - 1).score)) {
                return;
            }
            if (alike.size() == ALIKE) {
                alike.remove(ALIKE - 1);
            }
            alike.add(new Combination(terms, explained, score));
            alike.sort(BEST_FIRST);
        }

        /** Of so many kinds, those with the best first. */
        List<Combination> best(int most) {
            return byKind.values().stream()
                    .sorted(Comparator.comparing((List<Combination> c) -> c.get(0), BEST_FIRST))
                    .limit(most)
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private static final Comparator<Combination> BEST_FIRST =
            Comparator.comparingDouble((Combination c) -> c.score).thenComparing(c -> Arrays.deepToString(c.terms));

    /**
     * Columns for a table.
     *
     * @param data one input and one target
     * @param vocabulary functions that chains may hold
     */
    Chains(Batch data, Vocabulary vocabulary) {
        this.data = data.thinned(ROWS);
        this.vocabulary = vocabulary;
        this.target = unit(this.data.y());
        build();
    }

    /** Formulas of one chain to begin with. */
    List<Expression> single() {
        Ranking singles = new Ranking();
        for (int i = 0; i < columns.size() && target.length > 0; i++) {
            double with = dot(columns.get(i).unit, target);
            singles.offer(kind(i), with * with, within(i), single(i));
        }
        return expressions(singles);
    }

    private List<Expression> expressions(Ranking... forms) {
        return Arrays.stream(forms)
                .flatMap(form -> form.best(KINDS).stream())
                .map(this::expression)
                .toList();
    }

    private void build() {
        Expression x = variable(0);
        double lo = Arrays.stream(data.x()).min().orElse(0);
        double hi = Arrays.stream(data.x()).max().orElse(0);
        double largest = Math.max(Math.abs(lo), Math.abs(hi));
        Map<String, Expression> inner = new LinkedHashMap<>();
        inner.put("x", x);
        inner.put("x^2", power(x, constant(2)));
        inner.put("x^3", power(x, constant(3)));
        inner.put("x^4", power(x, constant(4)));
        inner.put("x^2+x", sum(power(x, constant(2)), x));
        inner.put("x^2+rx", sum(power(x, constant(2)), product(constant(largest), x)));
        inner.put("x^2-rx", sum(power(x, constant(2)), product(constant(-largest), x)));
        if (lo > 0 || hi < 0) {
            inner.put("1/x", power(x, constant(-1)));
            inner.put("1/x^2", power(x, constant(-2)));
        }
        if (lo > 0) {
            inner.put("sqrt", power(x, constant(0.5)));
            inner.put("log", apply(Fn.LOG, x));
        }
        if (largest < 20) {
            inner.put("exp", apply(Fn.EXP, x));
        }
        inner.forEach(this::chainsOf);
    }

    /** All outer functions of one inner one. */
    private void chainsOf(String kind, Expression g) {
        double[] values = Fit.values(g, data);
        double lo = Arrays.stream(values).min().orElse(0);
        double hi = Arrays.stream(values).max().orElse(0);
        double spread = hi - lo;
        if (!(spread > 0) || !Double.isFinite(spread)) {
            return;
        }
        add(g, kind);
        for (int j = 1; j <= 10; j++) {
            Expression phase = scaled(j * Math.PI / 2 / spread, g);
            for (int quarter = 0; quarter < 4; quarter++) {
                add(apply(Fn.SIN, sum(phase, Constant.free(quarter * Math.PI / 4))), "sin" + kind);
            }
        }
        add(apply(Fn.SIN, g), "sin" + kind);
        add(apply(Fn.COS, g), "sin" + kind);
        for (double a : new double[] {0.7, 1.7, 4, 9}) {
            add(apply(Fn.EXP, scaled(a / spread, g)), "exp" + kind);
            add(apply(Fn.EXP, scaled(-a / spread, g)), "exp" + kind);
            add(apply(Fn.TANH, scaled(a / spread, g)), "tanh" + kind);
            add(apply(Fn.TANH, scaled(2 * a / spread, sum(g, constant(-(lo + hi) / 2)))), "tanh" + kind);
            add(apply(Fn.ATAN, scaled(2 * a / spread, g)), "atan" + kind);
        }
        add(apply(Fn.EXP, g), "exp" + kind);
        add(apply(Fn.EXP, scaled(-1, g)), "exp" + kind);
        for (double a : new double[] {1, 1.7 / spread, 4 / spread}) {
            add(power(apply(Fn.COSH, scaled(a, g)), constant(-1)), "sech" + kind);
            add(power(sum(apply(Fn.EXP, scaled(a, g)), constant(-1)), constant(-1)), "bose" + kind);
        }
        rootsAndLogarithms(kind, g, lo, spread);
        rootsAndLogarithms("-" + kind, Expression.negative(g), -hi, spread);
    }

    /** Functions of g + b, for b that makes it positive. */
    private void rootsAndLogarithms(String kind, Expression g, double lo, double spread) {
        for (double b : new double[] {0, 1, 0.02, 0.1, 0.3, 0.8, 2}) {
            // 0 and 1 as they are, the others by the distance from the least value.
            double shift = b == 0 || b == 1 ? b : b * spread - lo;
            if (lo + shift > 0) {
                Expression shifted = sum(g, constant(shift));
                add(apply(Fn.LOG, shifted), "log" + kind);
                add(power(shifted, constant(0.5)), "sqrt" + kind);
                add(power(shifted, constant(-1)), "inverse" + kind);
            }
        }
    }

    private static Expression scaled(double a, Expression g) {
        return product(constant(a), g);
    }

    private void add(Expression expression, String kind) {
        if (!vocabulary.leadsTo(expression)) {
            return;
        }
        double[] raw = Fit.values(expression, data);
        double[] unit = unit(raw);
        if (unit.length > 0) {
            if (!kinds.contains(kind)) {
                kinds.add(kind);
            }
            int within = kind.endsWith("x^2+x") || kind.endsWith("rx") ? 2 : kind.endsWith("x") ? 0 : 1;
            columns.add(new Column(expression, kinds.indexOf(kind), within, raw, unit));
        }
    }

    /** With mean 0 and norm 1; of length 0 where the values are not finite or have no spread. */
    private static double[] unit(double[] raw) {
        double mean = Arrays.stream(raw).sum() / raw.length;
        double[] unit = new double[raw.length];
        double squares = 0;
        double size = 0;
        for (int r = 0; r < raw.length; r++) {
            unit[r] = raw[r] - mean;
            squares += unit[r] * unit[r];
            size += raw[r] * raw[r];
        }
        if (!(squares > 1e-18 * size) || !Double.isFinite(squares)) {
            return new double[0];
        }
        double norm = Math.sqrt(squares);
        for (int r = 0; r < unit.length; r++) {
            unit[r] /= norm;
        }
        return unit;
    }

    /** Formulas of several chains to begin with: sums of two and of three, products, products and another; the best first. */
    List<Expression> several() {
        double[] y = target;
        if (y.length == 0) {
            return List.of();
        }
        int count = columns.size();
        double[] withTarget = new double[count];
        double[][] together = new double[count][count];
        for (int i = 0; i < count; i++) {
            withTarget[i] = dot(columns.get(i).unit, y);
            for (int j = 0; j < i; j++) {
                together[i][j] = dot(columns.get(i).unit, columns.get(j).unit);
                together[j][i] = together[i][j];
            }
        }
        Ranking sums = new Ranking();
        Ranking products = new Ranking();
        double[] raw = new double[y.length];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                if (j < i) {
                    sums.offer(
                            kind(i, j),
                            explained(withTarget[i], withTarget[j], together[i][j]),
                            within(i, j),
                            single(i),
                            single(j));
                }
                for (int r = 0; r < raw.length; r++) {
                    raw[r] = columns.get(i).raw[r] * columns.get(j).raw[r];
                }
                double[] unit = unit(raw);
                if (unit.length > 0) {
                    double with = dot(unit, y);
                    products.offer(kind(i, j), with * with, within(i, j), new int[] {i, j});
                }
            }
        }
        Ranking triples = new Ranking();
        for (Combination pair : sums.best(PAIRS)) {
            addThird(pair, withTarget, together, triples);
        }
        Ranking mixed = new Ranking();
        for (Combination product : products.best(PAIRS)) {
            addAnother(product, y, withTarget, mixed);
        }
        return expressions(sums, products, triples, mixed);
    }

    private static int[] single(int column) {
        return new int[] {column};
    }

    /** A number for the kinds of some columns, in any order. */
    private long kind(int... some) {
        return Arrays.stream(some)
                .map(i -> columns.get(i).kind)
                .sorted()
                .asLongStream()
                .reduce(0, (key, kind) -> key * (kinds.size() + 1L) + kind + 1);
    }

    /** How many of some columns have a function of a function. */
    private int within(int... some) {
        return Arrays.stream(some).map(i -> columns.get(i).within).sum();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += a[r] * b[r];
        }
        return sum;
    }

    /** R² by two columns, from correlations. */
    private static double explained(double first, double second, double together) {
        double rest = 1 - together * together;
        return rest < 1e-9 ? 0 : (first * first + second * second - 2 * first * second * together) / rest;
    }

    /** A pair with any third column. */
    private void addThird(Combination pair, double[] withTarget, double[][] together, Ranking triples) {
        int i = pair.terms[0][0];
        int j = pair.terms[1][0];
        double rho = together[i][j];
        double rest = 1 - rho * rho;
        for (int k = 0; k < columns.size(); k++) {
            // What the pair leaves of column k and of the target.
            double a = (together[k][i] - rho * together[k][j]) / rest;
            double b = (together[k][j] - rho * together[k][i]) / rest;
            double left = 1 - a * together[k][i] - b * together[k][j];
            double gain = withTarget[k] - a * withTarget[i] - b * withTarget[j];
            if (k != i && k != j && left > 1e-9) {
                triples.offer(
                        kind(i, j, k),
                        pair.explained + gain * gain / left,
                        within(i, j, k),
                        single(i),
                        single(j),
                        single(k));
            }
        }
    }

    /** A product and another column. */
    private void addAnother(Combination product, double[] y, double[] withTarget, Ranking mixed) {
        int i = product.terms[0][0];
        int j = product.terms[0][1];
        double[] raw = new double[y.length];
        for (int r = 0; r < raw.length; r++) {
            raw[r] = columns.get(i).raw[r] * columns.get(j).raw[r];
        }
        double[] unit = unit(raw);
        double with = dot(unit, y);
        for (int k = 0; k < columns.size(); k++) {
            double explained = explained(with, withTarget[k], dot(unit, columns.get(k).unit));
            mixed.offer(kind(i, j, k), explained, within(i, j, k), product.terms[0], single(k));
        }
    }

    /** The combination with factors and a constant by least squares. */
    private Expression expression(Combination combination) {
        int n = data.rows();
        int width = combination.terms.length + 1;
        double[] design = new double[n * width];
        for (int r = 0; r < n; r++) {
            design[r * width] = 1;
            for (int t = 1; t < width; t++) {
                design[r * width + t] = 1;
                for (int column : combination.terms[t - 1]) {
                    design[r * width + t] *= columns.get(column).raw[r];
                }
            }
        }
        double[] w = LeastSquares.solve(design, data.y().clone(), n, width);
        List<Expression> terms = new ArrayList<>();
        terms.add(constant(w[0]));
        for (int t = 1; t < width; t++) {
            List<Expression> factors = new ArrayList<>();
            factors.add(constant(w[t]));
            for (int column : combination.terms[t - 1]) {
                factors.add(columns.get(column).expression);
            }
            terms.add(product(factors.toArray(Expression[]::new)));
        }
        return sum(terms.toArray(Expression[]::new));
    }
}
