package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Vocabulary;

/**
 * Short expressions of a table's inputs without free constants, by the length of their description, each with its values. No
 * two have the same values, whatever the sign. Functions such as exp are not nested.
 */
final class Dictionary {
    /** Expressions with larger or smaller values than this and its inverse are left out. */
    private static final double LARGEST = 1e12;

    /** An expression whose values spread less than this share of their size is a constant. */
    private static final double SMALLEST_SPREAD = 1e-7;

    private static final int LARGEST_POWER = 2;
    private static final int LARGEST_COST = 20;

    /** Rows that tell expressions apart. */
    private static final int KEY_ROWS = 4;

    private static final double[] FACTORS = {1, 2, 0.5};

    private static final List<Unary> UNARY = unary();

    private final Batch data;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Long> keys = new HashSet<>();
    private final int most;
    private final List<Unary> unary;
    private final List<Binary> binary;

    /** An operation of one argument: its cost, and what it makes of a monomial. */
    private record Unary(int cost, Composition kind, DoubleUnaryOperator value, UnaryOperator<Expression> expression) {}

    /** An operation of two arguments. */
    private enum Binary {
        POWER,
        REVERSE_POWER,
        SUM,
        DIFFERENCE,
        PRODUCT,
        QUOTIENT,
        REVERSE_QUOTIENT;

        double value(double a, double b) {
            return switch (this) {
                case POWER -> a > 0 ? Math.pow(a, b) : Double.NaN;
                case REVERSE_POWER -> POWER.value(b, a);
                case SUM -> a + b;
                case DIFFERENCE -> a - b;
                case PRODUCT -> a * b;
                case QUOTIENT -> a / b;
                case REVERSE_QUOTIENT -> b / a;
            };
        }

        /** What it makes of monomials. */
        Composition kind() {
            return switch (this) {
                case POWER, REVERSE_POWER -> Composition.FUNCTION;
                case SUM, DIFFERENCE -> Composition.ALGEBRAIC;
                case PRODUCT, QUOTIENT, REVERSE_QUOTIENT -> Composition.MONOMIAL;
            };
        }

        Expression of(Expression a, Expression b) {
            return switch (this) {
                case POWER -> Expression.power(a, b);
                case REVERSE_POWER -> Expression.power(b, a);
                case SUM -> Expression.sum(a, b);
                case DIFFERENCE -> Expression.difference(a, b);
                case PRODUCT -> Expression.product(a, b);
                case QUOTIENT -> Expression.quotient(a, b);
                case REVERSE_QUOTIENT -> Expression.quotient(b, a);
            };
        }
    }

    /** What an expression is made of: powers of inputs; sums of these too; functions such as exp. */
    enum Composition {
        MONOMIAL,
        ALGEBRAIC,
        FUNCTION;

        Composition with(Composition other) {
            return compareTo(other) > 0 ? this : other;
        }
    }

    /**
     * An expression.
     *
     * @param expression of the inputs
     * @param cost length of its description
     * @param kind what it is made of
     * @param values [rows]
     */
    record Entry(Expression expression, int cost, Composition kind, double[] values) {}

    /**
     * Expressions of a table.
     *
     * @param data rows to evaluate them on
     * @param vocabulary functions that expressions may hold
     * @param most expressions
     */
    Dictionary(Batch data, Vocabulary vocabulary, int most) {
        this.data = data;
        this.most = most;
        Expression u = Expression.variable(0);
        Expression v = Expression.variable(1);
        this.unary = UNARY.stream()
                .filter(f -> vocabulary.leadsTo(f.expression.apply(u)))
                .toList();
        this.binary = Arrays.stream(Binary.values())
                .filter(f -> vocabulary.leadsTo(f.of(u, v)))
                .toList();
        for (int i = 0; i < data.in(); i++) {
            Expression x = Expression.variable(i);
            offer(x, 1, Composition.MONOMIAL, Fit.values(x, data));
        }
        for (int cost = 2; cost <= LARGEST_COST && entries.size() < most; cost++) {
            extend(cost);
        }
    }

    private static List<Unary> unary() {
        List<Unary> all = new ArrayList<>();
        all.add(new Unary(1, Composition.MONOMIAL, u -> u * u, e -> Expression.power(e, 2)));
        all.add(new Unary(1, Composition.MONOMIAL, Math::sqrt, Expression::sqrt));
        all.add(new Unary(1, Composition.MONOMIAL, u -> 1 / u, e -> Expression.power(e, -1)));
        all.add(new Unary(1, Composition.ALGEBRAIC, u -> 1 + u, e -> Expression.sum(e, Expression.constant(1))));
        all.add(new Unary(1, Composition.ALGEBRAIC, u -> 1 - u, e -> Expression.difference(Expression.constant(1), e)));
        for (double a : new double[] {1, -1, 0.5, -0.5, 2, -2}) {
            all.add(function(Math.abs(a) == 1 ? 1 : 2, Fn.EXP, a));
        }
        all.add(function(1, Fn.LOG, 1));
        for (double a : new double[] {1, 0.5, 2, Math.PI, 2 * Math.PI}) {
            all.add(function(a == 1 ? 1 : 2, Fn.SIN, a));
            all.add(function(a == 1 ? 1 : 2, Fn.COS, a));
        }
        for (Fn f : List.of(Fn.TAN, Fn.TANH, Fn.SINH, Fn.COSH, Fn.ASIN, Fn.ATAN)) {
            all.add(function(2, f, 1));
        }
        return all;
    }

    private static Unary function(int cost, Fn f, double a) {
        return new Unary(
                cost,
                Composition.FUNCTION,
                u -> f.value(a * u),
                e -> Expression.apply(f, Expression.product(Expression.constant(a), e)));
    }

    /** All expressions of one cost from cheaper ones. */
    private void extend(int cost) {
        int known = entries.size();
        for (Composition kind : Composition.values()) {
            for (int i = 0; i < known; i++) {
                Entry a = entries.get(i);
                for (Unary f : unary) {
                    if (a.kind == kind
                            && a.cost + f.cost == cost
                            && !(kind == Composition.FUNCTION && f.kind == kind)) {
                        offer(a, f, cost);
                    }
                }
            }
        }
        for (int i = 0; i < known && entries.size() < most; i++) {
            Entry a = entries.get(i);
            for (int j = 0; j < i; j++) {
                Entry b = entries.get(j);
                int rest = cost - a.cost - b.cost;
                if (rest < 0) {
                    break;
                }
                Composition both = a.kind.with(b.kind);
                for (Binary f : binary) {
                    boolean nested = both == Composition.FUNCTION && f.kind() == both;
                    if (!nested && rest == (both.with(f.kind()) == Composition.MONOMIAL ? 0 : 1)) {
                        offer(a, b, f, cost);
                    }
                }
            }
        }
    }

    private void offer(Entry a, Unary f, int cost) {
        double[] values = new double[a.values.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = f.value.applyAsDouble(a.values[r]);
        }
        if (isNew(values)) {
            entries.add(new Entry(f.expression.apply(a.expression), cost, f.kind.with(a.kind), values));
        }
    }

    private void offer(Entry a, Entry b, Binary f, int cost) {
        double[] values = new double[a.values.length];
        for (int r = 0; r < values.length; r++) {
            values[r] = f.value(a.values[r], b.values[r]);
        }
        if (isNew(values)) {
            Composition kind = a.kind.with(b.kind).with(f.kind());
            entries.add(new Entry(f.of(a.expression, b.expression), cost, kind, values));
        }
    }

    private void offer(Expression e, int cost, Composition kind, double[] values) {
        if (isNew(values)) {
            entries.add(new Entry(e, cost, kind, values));
        }
    }

    /** Whether values are finite, no constant, and unlike all others. */
    private boolean isNew(double[] values) {
        if (entries.size() >= most) {
            return false;
        }
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (double v : values) {
            if (!(Math.abs(v) < LARGEST)) {
                return false;
            }
            least = Math.min(least, v);
            largest = Math.max(largest, v);
        }
        double size = Math.max(Math.abs(least), Math.abs(largest));
        if (!(largest - least > SMALLEST_SPREAD * size) || size < 1 / LARGEST) {
            return false;
        }
        long key = 0;
        int sign = values[0] < 0 ? -1 : 1;
        for (int r = 0; r < KEY_ROWS; r++) {
            key = (key ^ Float.floatToIntBits((float) (sign * values[r]) + 0.0f)) * 0x9e3779b97f4a7c15L;
            key ^= key >>> 29;
        }
        return keys.add(key);
    }

    /**
     * Products of powers of the inputs, by degree.
     *
     * @param count the list ends soon after so many
     */
    List<Entry> monomials(int count) {
        return products(count, true);
    }

    /**
     * 1 ± c·m for monomials m and c = 1, 2, 1/2: up to monomials, sums and differences of two monomials.
     *
     * @param count the list ends soon after so many
     */
    List<Entry> binomials(int count) {
        List<Entry> all = new ArrayList<>();
        // The inverse of a monomial leads to the same sums.
        for (Entry product : products(count / (2 * FACTORS.length), false)) {
            for (double c : FACTORS) {
                all.add(binomial(product, c));
                all.add(binomial(product, -c));
            }
        }
        return all;
    }

    private List<Entry> products(int count, boolean inverses) {
        List<Entry> all = new ArrayList<>();
        double[] ones = new double[data.rows()];
        Arrays.fill(ones, 1);
        for (int degree = 1; degree <= LARGEST_POWER * data.in() && all.size() < count; degree++) {
            products(0, degree, new Entry(Expression.constant(1), 0, Composition.MONOMIAL, ones), inverses, all);
        }
        return all;
    }

    private void products(int input, int left, Entry product, boolean inverses, List<Entry> all) {
        if (left == 0) {
            all.add(product);
        } else if (input < data.in()) {
            int most = Math.min(left, LARGEST_POWER);
            for (int p = inverses || product.cost > 0 ? -most : 0; p <= most; p++) {
                Entry longer = p == 0 ? product : times(product, input, p);
                if (Arrays.stream(longer.values).allMatch(Double::isFinite)) {
                    products(input + 1, left - Math.abs(p), longer, inverses, all);
                }
            }
        }
    }

    private Entry times(Entry product, int input, int p) {
        double[] values = product.values.clone();
        for (int r = 0; r < values.length; r++) {
            values[r] *= Math.pow(data.x()[r * data.in() + input], p);
        }
        Expression power = Expression.power(Expression.variable(input), p);
        return new Entry(
                Expression.product(product.expression, power),
                product.cost + Math.abs(p),
                Composition.MONOMIAL,
                values);
    }

    private static Entry binomial(Entry product, double c) {
        double[] values = Arrays.stream(product.values).map(v -> 1 + c * v).toArray();
        Expression e =
                Expression.sum(Expression.constant(1), Expression.product(Expression.constant(c), product.expression));
        return new Entry(e, product.cost + 1, Composition.ALGEBRAIC, values);
    }

    /** The expressions, those of the shortest description first. */
    List<Entry> entries() {
        return entries;
    }
}
