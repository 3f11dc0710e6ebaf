package org.kan4j.discover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.LeastSquares;
import org.kan4j.numeric.Parallel;

/**
 * Laws made of two or three expressions of a {@link Dictionary}, for data without noise. From the target, functions and small
 * expressions are taken off; what is left, t, is looked for in two forms with free constants a, b, …, p_i:
 *
 * <ul>
 *   <li>t = (a·f + b) / (c·g + d), t = a·f + b·g + c and t = 1 / (a·f + b·g + c), and with a third, short expression added,
 *   <li>|t| = a·Π x_i^p_i·|f|^q·|g|^r, and with exp(b·g) in the place of either, and with a third, short factor.
 * </ul>
 *
 * <p>Both are linear relations, the second between logarithms. In a relation, two columns are multiples of one another modulo the
 * other ones and t, so no pairs have to be tried ({@link Collinear}).
 */
final class DictionarySearch {
    /** Rows that relations are verified on, and formulas. */
    private static final int ROWS = 48;

    private static final int FORMULA_ROWS = 300;

    /** Rows beside those that a relation takes, so that chance finds none. */
    private static final int SPARE_ROWS = 8;

    /** The share of the expressions that are used where there is a third one, and where another was taken off; at the most so many. */
    private static final int WITH_THIRD = 3;

    private static final int MOST_WITH_THIRD = 2500;
    private static final int PEELED = 10;
    private static final int MOST_PEELED = 1000;

    /** Expressions that may be third, and that may be taken off the target. */
    private static final int THIRDS = 120;

    private static final int PEELS = 100;

    /** Expressions of one task. */
    private static final int GROUP = 500;

    /** Functions of the target that expressions are taken off. */
    private static final int SIMPLE = 3;

    /** Relations looked at for one target, formulas handed over, targets looked at before the found ones are judged. */
    private static final int RELATIONS = 20;

    private static final int FORMULAS = 3;
    private static final int WAVE = 64;

    /** Errors below this share of the target's spread are rounding errors. */
    private static final double EXACT = 1e-8;

    /** Times the rounding errors of the table that constants from few rows may leave. */
    private static final double ROUNDED = 2;

    /** The share of the rows that a relation has to hold on: a logarithm of what cancels may be off. */
    private static final double ENOUGH = 0.75;

    /** A coefficient below this share is 0. */
    private static final double SMALLEST = 1e-9;

    /** Exponents are multiples of the inverse, if they are as near as this. */
    private static final double FRACTION = 12;

    private static final double NEAR = 1e-6;

    /** Functions of sums, and of products: their powers are products. */
    private static final List<PowerLaw.Outer> OF_SUMS = List.of(
            PowerLaw.Outer.SAME,
            PowerLaw.Outer.EXPONENTIAL,
            PowerLaw.Outer.SQUARE_ROOT,
            PowerLaw.Outer.SQUARE,
            PowerLaw.Outer.LOGARITHM,
            PowerLaw.Outer.ARC_SINE,
            PowerLaw.Outer.ARC_COSINE);

    private static final List<PowerLaw.Outer> OF_PRODUCTS =
            List.of(PowerLaw.Outer.SAME, PowerLaw.Outer.EXPONENTIAL, PowerLaw.Outer.LOGARITHM);

    private static final Expression ONE = Expression.constant(1);

    private final Batch data;
    private final Batch rows;
    private final Batch check;
    private final double spread;
    private final double[] errors;
    private final double exact;
    private final BooleanSupplier stop;

    /**
     * What is left of the target.
     *
     * @param values [rows]
     * @param errors the largest that the table's rounding causes, [rows]
     * @param undo from a formula for it to one for the target
     */
    private record Target(double[] values, double[] errors, UnaryOperator<Expression> undo) {
        boolean usable() {
            double least = Arrays.stream(values).min().orElse(0);
            double largest = Arrays.stream(values).max().orElse(0);
            return largest - least > 1e-9 * Math.max(Math.abs(least), Math.abs(largest))
                    && Arrays.stream(values).allMatch(Double::isFinite);
        }

        Target then(PowerLaw.Outer outer) {
            double[] changed = new double[errors.length];
            Arrays.setAll(changed, r -> errors[r] * outer.slope(values[r]));
            return new Target(
                    Arrays.stream(values).map(outer::target).toArray(), changed, e -> undo.apply(outer.of(e)));
        }

        /** Errors of the values, or of their logarithms, [rows]. */
        double[] errors(boolean logarithmic) {
            double[] changed = errors.clone();
            for (int r = 0; r < changed.length && logarithmic; r++) {
                changed[r] /= Math.abs(values[r]);
            }
            return changed;
        }
    }

    /** A column with what it stands for: a term, a factor of the target's, or the exponent of a power or exponential function. */
    private record Column(Expression expression, Kind kind, double[] values) {}

    private enum Kind {
        TERM,
        TIMES_TARGET,
        LOGARITHM,
        EXPONENT
    }

    /**
     * A search of a table.
     *
     * @param data one target
     * @param stop asked between targets
     */
    DictionarySearch(Batch data, BooleanSupplier stop) {
        this.data = data;
        this.stop = stop;
        SplittableRandom random = new SplittableRandom(data.rows());
        int[] order = IntStream.range(0, data.rows()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        rows = data.subset(Arrays.copyOf(order, Math.min(ROWS, order.length)));
        check = data.thinned(FORMULA_ROWS);
        spread = Fit.spread(check.y());
        errors = Rounding.errors(rows.y());
        exact = ROUNDED * Math.sqrt(Rounding.tolerance(EXACT * EXACT / (ROUNDED * ROUNDED), check.y()));
    }

    /**
     * The shortest laws, for the first group of targets that has any; none where there is none or the data are noisy.
     *
     * @param most expressions in the dictionary
     */
    List<Expression> laws(int most, Parallel parallel) {
        if (rows.rows() < data.in() + 4 + Collinear.LEFT + SPARE_ROWS || !(spread > 0)) {
            return List.of();
        }
        int withThird = Math.min(MOST_WITH_THIRD, most / WITH_THIRD);
        int afterPeel = Math.min(MOST_PEELED, most / PEELED);
        Dictionary dictionary = new Dictionary(rows, most);
        List<Target> whole = targets();
        Form sums = Form.sums(rows, dictionary.entries(), whole.get(0));
        Form products = Form.products(rows, withBinomials(dictionary, withThird, most), whole.get(0));
        List<Callable<List<Expression>>> tasks = new ArrayList<>();
        for (Target t : whole) {
            tasks.add(() -> related(products, t, List.of(), most));
            tasks.add(() -> related(sums, t, List.of(), most));
        }
        List<Target> simple = whole.subList(0, Math.min(SIMPLE, whole.size()));
        List<Dictionary.Entry> peels = new ArrayList<>(dictionary.entries());
        peels.addAll(dictionary.monomials(most / WITH_THIRD));
        for (int from = 0; from < peels.size(); from += GROUP) {
            List<Dictionary.Entry> group = peels.subList(from, Math.min(from + GROUP, peels.size()));
            for (Target t : simple) {
                tasks.add(() -> single(products, t, group));
                tasks.add(() -> single(sums, t, group));
            }
        }
        for (Target t : simple) {
            for (int third = 0; third < THIRDS; third++) {
                int number = third;
                tasks.add(() -> related(products, t, products.third(number), withThird));
                tasks.add(() -> related(sums, t, sums.third(number), withThird));
            }
        }
        for (Dictionary.Entry g : first(dictionary.entries(), PEELS)) {
            for (Target t : simple) {
                for (Peel peel : Peel.values()) {
                    Target peeled = peel.of(t, g);
                    for (Form form : List.of(products, sums)) {
                        functions(peeled, peel.functions(form.logarithmic, true))
                                .forEach(one -> tasks.add(() -> related(form, one, List.of(), afterPeel)));
                    }
                }
            }
        }
        return first(tasks, parallel);
    }

    /** The expressions of a dictionary, with binomials after the shortest. */
    private static List<Dictionary.Entry> withBinomials(Dictionary dictionary, int shortest, int most) {
        List<Dictionary.Entry> all = new ArrayList<>(dictionary.entries());
        all.addAll(Math.min(shortest, all.size()), dictionary.binomials(most / 2));
        return all;
    }

    private static <T> List<T> first(List<T> list, int most) {
        return list.subList(0, Math.min(most, list.size()));
    }

    /** Laws t = a·f + b, or t = a·Π x_i^p_i·f^q, where t is a function of the target with one of some expressions taken off. */
    private List<Expression> single(Form form, Target target, List<Dictionary.Entry> peels) {
        List<Expression> found = new ArrayList<>();
        double[] start = new double[form.given.size() + Collinear.LEFT];
        int relations = 0;
        for (Peel peel : Peel.values()) {
            List<PowerLaw.Outer> functions = peel.functions(form.logarithmic, false);
            for (Dictionary.Entry g : peels) {
                for (PowerLaw.Outer outer : functions) {
                    for (int r = 0; r < start.length; r++) {
                        double t = outer.target(peel.value(target.values[r], g.values()[r]));
                        start[r] = form.logarithmic ? Math.log(Math.abs(t)) : t;
                    }
                    int column = form.known.find(start);
                    if (column >= 0 && relations++ < RELATIONS) {
                        solved(form, peel.of(target, g).then(outer), form.columns.get(column), form.given)
                                .ifPresent(found::add);
                    }
                }
            }
        }
        return found;
    }

    private List<Expression> first(List<Callable<List<Expression>>> tasks, Parallel parallel) {
        for (int from = 0; from < tasks.size() && !stop.getAsBoolean(); from += WAVE) {
            List<Expression> found = parallel.all(tasks.subList(from, Math.min(from + WAVE, tasks.size()))).stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparingInt(Expression::size))
                    .limit(FORMULAS)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** The target, and functions of it. */
    private List<Target> targets() {
        boolean negative = Arrays.stream(data.y()).allMatch(v -> v < 0);
        double sign = negative ? -1 : 1;
        Target target = new Target(
                Arrays.stream(rows.y()).map(v -> sign * v).toArray(),
                Arrays.copyOf(errors, rows.rows()),
                e -> Expression.product(Expression.constant(sign), e));
        return functions(target, OF_SUMS);
    }

    private static List<Target> functions(Target t, List<PowerLaw.Outer> some) {
        return some.stream().map(t::then).filter(Target::usable).toList();
    }

    /** Ways to take an expression off the target. */
    private enum Peel {
        DIVIDE,
        MULTIPLY,
        SUBTRACT,
        ADD;

        double value(double t, double g) {
            return switch (this) {
                case DIVIDE -> t / g;
                case MULTIPLY -> t * g;
                case SUBTRACT -> t - g;
                case ADD -> t + g;
            };
        }

        Expression undo(Expression t, Expression g) {
            return switch (this) {
                case DIVIDE -> Expression.product(t, g);
                case MULTIPLY -> Expression.quotient(t, g);
                case SUBTRACT -> Expression.sum(t, g);
                case ADD -> Expression.difference(t, g);
            };
        }

        /** Functions of the rest that a form does not cover by itself. */
        List<PowerLaw.Outer> functions(boolean logarithmic, boolean pairs) {
            List<PowerLaw.Outer> some = new ArrayList<>(logarithmic ? OF_PRODUCTS : OF_SUMS);
            boolean product = this == DIVIDE || this == MULTIPLY;
            if (logarithmic ? product : !(product && pairs)) {
                some.remove(PowerLaw.Outer.SAME);
            }
            return some;
        }

        Target of(Target t, Dictionary.Entry g) {
            double[] values = new double[t.values.length];
            double[] errors = new double[t.values.length];
            Arrays.setAll(values, r -> value(t.values[r], g.values()[r]));
            boolean product = this == DIVIDE || this == MULTIPLY;
            Arrays.setAll(errors, r -> product ? Math.abs(value(t.errors[r], g.values()[r])) : t.errors[r]);
            return new Target(values, errors, inner -> t.undo.apply(undo(inner, g.expression())));
        }
    }

    /**
     * A form of law as a linear relation: columns that are in all, and those of which there may be two.
     *
     * @param logarithmic whether it is between logarithms
     * @param given columns that are in all
     * @param columns the others, no two the same modulo the given ones
     * @param known the numbers of these
     */
    private record Form(boolean logarithmic, List<Column> given, List<Column> columns, Collinear known) {
        static Form sums(Batch rows, List<Dictionary.Entry> entries, Target target) {
            double[] one = new double[rows.rows()];
            Arrays.fill(one, 1);
            List<Column> given = List.of(new Column(ONE, Kind.TERM, one));
            List<Column> columns = new ArrayList<>();
            for (Dictionary.Entry e : entries) {
                columns.add(new Column(e.expression(), Kind.TERM, e.values()));
            }
            return of(false, given, columns, target);
        }

        static Form products(Batch rows, List<Dictionary.Entry> entries, Target target) {
            double[] one = new double[rows.rows()];
            Arrays.fill(one, 1);
            List<Column> given = new ArrayList<>();
            given.add(new Column(ONE, Kind.EXPONENT, one));
            List<Column> columns = new ArrayList<>();
            for (Dictionary.Entry e : entries) {
                double[] logarithms = Arrays.stream(e.values())
                        .map(v -> Math.log(Math.abs(v)))
                        .toArray();
                boolean negative = Arrays.stream(e.values()).allMatch(v -> v < 0);
                Expression base = negative ? Expression.negative(e.expression()) : e.expression();
                Column column = new Column(base, Kind.LOGARITHM, logarithms);
                boolean finite = Arrays.stream(logarithms).allMatch(Double::isFinite);
                if (finite && given.size() <= rows.in() && e.cost() == 1) {
                    given.add(column);
                } else if (finite) {
                    columns.add(column);
                }
                columns.add(new Column(e.expression(), Kind.EXPONENT, e.values()));
            }
            return of(true, given, columns, target);
        }

        private static Form of(boolean logarithmic, List<Column> given, List<Column> columns, Target target) {
            Collinear exact = new Collinear(values(given), 0);
            Collinear known = new Collinear(values(given), error(target, logarithmic));
            List<Column> rest = new ArrayList<>();
            for (Column c : columns) {
                if (exact.add(c.values, rest.size()) == Collinear.NONE) {
                    known.add(c.values, rest.size());
                    rest.add(c);
                }
            }
            return new Form(logarithmic, given, rest, known);
        }

        /** The rounding errors of a target, or of its logarithm, as a share of its spread. */
        static double error(Target target, boolean logarithmic) {
            double share = Math.sqrt(Rounding.share(of(target, logarithmic), target.errors(logarithmic)));
            return Double.isFinite(share) ? share : 0;
        }

        static double[][] values(List<Column> columns) {
            return columns.stream().map(Column::values).toArray(double[][]::new);
        }

        double[] of(Target target) {
            return of(target, logarithmic);
        }

        private static double[] of(Target target, boolean logarithmic) {
            return logarithmic
                    ? Arrays.stream(target.values)
                            .map(v -> Math.log(Math.abs(v)))
                            .toArray()
                    : target.values;
        }

        List<Column> third(int number) {
            return number < columns.size() ? List.of(columns.get(number)) : List.of();
        }
    }

    /** Laws of a form for a target. */
    private List<Expression> related(Form form, Target target, List<Column> thirds, int most) {
        double[] t = form.of(target);
        if (stop.getAsBoolean() || !Arrays.stream(t).allMatch(Double::isFinite)) {
            return List.of();
        }
        List<Column> given = new ArrayList<>(form.given);
        given.addAll(thirds);
        double[][] all = Arrays.copyOf(Form.values(given), given.size() + 1);
        all[given.size()] = t;
        Collinear known = new Collinear(all, Form.error(target, form.logarithmic));
        Collinear without = new Collinear(Form.values(given), 0);
        List<Expression> found = new ArrayList<>();
        int used = Math.min(most, form.columns.size());
        int candidates = form.logarithmic ? used : 2 * used;
        double[] scratch = new double[all.length + Collinear.LEFT];
        int relations = 0;
        for (int i = 0; i < candidates && relations < RELATIONS; i++) {
            int other = known.add(start(form, t, i, used, scratch), i);
            if (other == Collinear.NONE) {
                continue;
            }
            if (i >= used || !trivial(form, without, i, other)) {
                relations++;
                List<Column> others = new ArrayList<>(given);
                if (other != Collinear.WITHIN) {
                    others.add(column(form, t, other, used));
                }
                solved(form, target, column(form, t, i, used), others).ifPresent(found::add);
            }
        }
        return found;
    }

    /** The first values of {@link #column}, in place of copies of all. */
    private static double[] start(Form form, double[] t, int number, int used, double[] scratch) {
        double[] values = form.columns.get(number % used).values;
        if (number < used) {
            return values;
        }
        for (int r = 0; r < scratch.length; r++) {
            scratch[r] = t[r] * values[r];
        }
        return scratch;
    }

    /** One of the expressions used by itself, or after all of these times the target. */
    private static Column column(Form form, double[] t, int number, int used) {
        Column c = form.columns.get(number % used);
        if (number < used) {
            return c;
        }
        double[] values = new double[t.length];
        Arrays.setAll(values, r -> t[r] * c.values[r]);
        return new Column(c.expression, Kind.TIMES_TARGET, values);
    }

    /** Whether columns are related without the target. */
    private static boolean trivial(Form form, Collinear without, int number, int other) {
        double[] values = form.columns.get(number).values;
        return other == Collinear.WITHIN
                ? without.find(values) == Collinear.WITHIN
                : without.alike(values, form.columns.get(other).values);
    }

    /** The law that follows from a column being a sum of others and the target; nothing where it is not. */
    private Optional<Expression> solved(Form form, Target target, Column column, List<Column> without) {
        List<Column> others = new ArrayList<>(without);
        others.add(new Column(ONE, form.logarithmic ? Kind.EXPONENT : Kind.TIMES_TARGET, form.of(target)));
        int n = rows.rows();
        int width = others.size();
        double[] design = new double[n * width];
        double norm = norm(column.values);
        for (int c = 0; c < width; c++) {
            double scale = norm(others.get(c).values);
            for (int r = 0; r < n; r++) {
                design[r * width + c] = others.get(c).values[r] / scale;
            }
        }
        double[] y = Arrays.stream(column.values).map(v -> v / norm).toArray();
        double[] w = LeastSquares.solve(design.clone(), y.clone(), n, width);
        double[] factors = new double[width];
        for (int c = 0; c < width; c++) {
            factors[c] = Math.abs(w[c]) < SMALLEST ? 0 : -w[c] * norm / norm(others.get(c).values);
        }
        double[] t0 = form.of(target);
        double size =
                form.logarithmic ? 1 : Arrays.stream(t0).map(Math::abs).max().orElse(0);
        double[] rounding = target.errors(form.logarithmic);
        int good = 0;
        for (int r = 0; r < n; r++) {
            double sum = column.values[r];
            double slope = column.kind == Kind.TIMES_TARGET ? sum / t0[r] : 0;
            for (int c = 0; c < width; c++) {
                double term = factors[c] * others.get(c).values[r];
                sum += term;
                slope += others.get(c).kind == Kind.TIMES_TARGET ? term / t0[r] : 0;
            }
            double error = sum / (form.logarithmic ? factors[width - 1] : slope);
            good += Math.abs(error) < EXACT * size + ROUNDED * rounding[r] ? 1 : 0;
        }
        if (good < ENOUGH * n) {
            return Optional.empty();
        }
        Expression t = form.logarithmic ? product(column, others, factors) : ratio(column, others, factors);
        return signed(target, t);
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** t from column + Σ factor·other = 0, where the terms with t are a denominator. */
    private static Expression ratio(Column column, List<Column> others, double[] factors) {
        List<Expression> above = new ArrayList<>();
        List<Expression> below = new ArrayList<>();
        (column.kind == Kind.TERM ? above : below).add(column.expression);
        for (int c = 0; c < factors.length; c++) {
            Expression term = Expression.product(Expression.constant(factors[c]), others.get(c).expression);
            (others.get(c).kind == Kind.TERM ? above : below).add(term);
        }
        return Expression.negative(Expression.quotient(Expression.sum(above), Expression.sum(below)));
    }

    /** |t| from column + Σ factor·other = 0, of which the last is log|t|. */
    private static Expression product(Column column, List<Column> others, double[] factors) {
        int last = factors.length - 1;
        List<Expression> product = new ArrayList<>();
        List<Expression> exponent = new ArrayList<>();
        for (int c = -1; c < last; c++) {
            Column one = c < 0 ? column : others.get(c);
            double p = -(c < 0 ? 1 : factors[c]) / factors[last];
            if (one.kind == Kind.LOGARITHM) {
                product.add(Expression.power(one.expression, fraction(p)));
            } else if (one.expression.equals(ONE)) {
                product.add(Expression.constant(Math.exp(p)));
            } else {
                exponent.add(Expression.product(Expression.constant(p), one.expression));
            }
        }
        if (!exponent.isEmpty()) {
            product.add(Expression.exp(Expression.sum(exponent)));
        }
        return Expression.product(product);
    }

    private static double fraction(double p) {
        double near = Math.rint(FRACTION * p) / FRACTION;
        return Math.abs(p - near) < NEAR ? near : p;
    }

    /** The formula for the target with the sign that fits; nothing where none does. */
    private Optional<Expression> signed(Target target, Expression t) {
        for (double sign : new double[] {1, -1}) {
            Expression law = target.undo.apply(Expression.product(Expression.constant(sign), t));
            if (Fit.rmse(law, check) < exact * spread) {
                return Optional.of(law);
            }
        }
        return Optional.empty();
    }
}
