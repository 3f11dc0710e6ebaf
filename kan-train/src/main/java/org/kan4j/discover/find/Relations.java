package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.TableRounding;
import org.kan4j.formula.Expression;
import org.kan4j.numeric.LeastSquares;

/** Finds linear relations between a target and the columns of a {@link LinearForm}, and writes them as laws. */
final class Relations {
    /** Relations that are looked at for one target. */
    private static final int RELATIONS = 20;

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

    /** Rows that laws are verified on. */
    private static final int FORMULA_ROWS = 300;

    private final Batch rows;
    private final Batch check;
    private final double spread;
    private final double exact;
    private final BooleanSupplier stop;

    /**
     * Relations of a table.
     *
     * @param data all rows, which laws are verified on
     * @param rows those that columns have
     * @param stop asked between targets
     */
    Relations(Batch data, Batch rows, BooleanSupplier stop) {
        this.rows = rows;
        this.check = data.thinned(FORMULA_ROWS);
        this.spread = Fit.spread(check.y());
        this.exact = ROUNDED * Math.sqrt(TableRounding.tolerance(EXACT * EXACT / (ROUNDED * ROUNDED), check.y()));
        this.stop = stop;
    }

    /** Standard deviation of the target in the rows that laws are verified on. */
    double spread() {
        return spread;
    }

    /** Laws t = a·f + b, or t = a·Π x_i^p_i·f^q, where t is a function of the target with one of some expressions taken off. */
    List<Expression> single(LinearForm form, PeeledTarget target, List<Dictionary.Entry> peels) {
        List<Expression> found = new ArrayList<>();
        double[] start = new double[form.given().size() + Collinear.LEFT];
        int relations = 0;
        for (Peel peel : Peel.values()) {
            List<PowerLaw.Outer> functions = peel.functions(form.logarithmic(), false);
            for (Dictionary.Entry g : peels) {
                for (PowerLaw.Outer outer : functions) {
                    for (int r = 0; r < start.length; r++) {
                        double t = outer.target(peel.value(target.values()[r], g.values()[r]));
                        start[r] = form.logarithmic() ? Math.log(Math.abs(t)) : t;
                    }
                    int column = form.known().find(start);
                    if (column >= 0 && relations++ < RELATIONS) {
                        solved(
                                        form,
                                        peel.of(target, g).then(outer),
                                        form.columns().get(column),
                                        form.given())
                                .ifPresent(found::add);
                    }
                }
            }
        }
        return found;
    }

    /** Laws of a form for a target. */
    List<Expression> related(LinearForm form, PeeledTarget target, List<LinearForm.Column> thirds, int most) {
        double[] t = form.of(target);
        if (stop.getAsBoolean() || !Arrays.stream(t).allMatch(Double::isFinite)) {
            return List.of();
        }
        List<LinearForm.Column> given = new ArrayList<>(form.given());
        given.addAll(thirds);
        double[][] all = Arrays.copyOf(LinearForm.values(given), given.size() + 1);
        all[given.size()] = t;
        Collinear known = new Collinear(all, LinearForm.error(target, form.logarithmic()));
        Collinear without = new Collinear(LinearForm.values(given), 0);
        List<Expression> found = new ArrayList<>();
        int used = Math.min(most, form.columns().size());
        int candidates = form.logarithmic() ? used : 2 * used;
        double[] scratch = new double[all.length + Collinear.LEFT];
        int relations = 0;
        for (int i = 0; i < candidates && relations < RELATIONS; i++) {
            int other = known.add(start(form, t, i, used, scratch), i);
            if (other == Collinear.NONE) {
                continue;
            }
            if (i >= used || !trivial(form, without, i, other)) {
                relations++;
                List<LinearForm.Column> others = new ArrayList<>(given);
                if (other != Collinear.WITHIN) {
                    others.add(column(form, t, other, used));
                }
                solved(form, target, column(form, t, i, used), others).ifPresent(found::add);
            }
        }
        return found;
    }

    /** The first values of {@link #column}, in place of copies of all. */
    private static double[] start(LinearForm form, double[] t, int number, int used, double[] scratch) {
        double[] values = form.columns().get(number % used).values();
        if (number < used) {
            return values;
        }
        for (int r = 0; r < scratch.length; r++) {
            scratch[r] = t[r] * values[r];
        }
        return scratch;
    }

    /** One of the expressions used by itself, or after all of these times the target. */
    private static LinearForm.Column column(LinearForm form, double[] t, int number, int used) {
        LinearForm.Column c = form.columns().get(number % used);
        if (number < used) {
            return c;
        }
        double[] values = new double[t.length];
        Arrays.setAll(values, r -> t[r] * c.values()[r]);
        return new LinearForm.Column(c.expression(), LinearForm.Role.TIMES_TARGET, values);
    }

    /** Whether columns are related without the target. */
    private static boolean trivial(LinearForm form, Collinear without, int number, int other) {
        double[] values = form.columns().get(number).values();
        return other == Collinear.WITHIN
                ? without.find(values) == Collinear.WITHIN
                : without.alike(values, form.columns().get(other).values());
    }

    /** The law that follows from a column being a sum of others and the target; nothing where it is not. */
    private Optional<Expression> solved(
            LinearForm form, PeeledTarget target, LinearForm.Column column, List<LinearForm.Column> without) {
        List<LinearForm.Column> others = new ArrayList<>(without);
        others.add(new LinearForm.Column(
                LinearForm.ONE,
                form.logarithmic() ? LinearForm.Role.EXPONENT : LinearForm.Role.TIMES_TARGET,
                form.of(target)));
        int n = rows.rows();
        int width = others.size();
        double[] design = new double[n * width];
        double norm = norm(column.values());
        for (int c = 0; c < width; c++) {
            double scale = norm(others.get(c).values());
            for (int r = 0; r < n; r++) {
                design[r * width + c] = others.get(c).values()[r] / scale;
            }
        }
        double[] y = Arrays.stream(column.values()).map(v -> v / norm).toArray();
        double[] w = LeastSquares.solve(design.clone(), y.clone(), n, width);
        double[] factors = new double[width];
        for (int c = 0; c < width; c++) {
            factors[c] = Math.abs(w[c]) < SMALLEST
                    ? 0
                    : -w[c] * norm / norm(others.get(c).values());
        }
        double[] t0 = form.of(target);
        double size =
                form.logarithmic() ? 1 : Arrays.stream(t0).map(Math::abs).max().orElse(0);
        double[] rounding = target.errors(form.logarithmic());
        int good = 0;
        for (int r = 0; r < n; r++) {
            double sum = column.values()[r];
            double slope = column.role() == LinearForm.Role.TIMES_TARGET ? sum / t0[r] : 0;
            for (int c = 0; c < width; c++) {
                double term = factors[c] * others.get(c).values()[r];
                sum += term;
                slope += others.get(c).role() == LinearForm.Role.TIMES_TARGET ? term / t0[r] : 0;
            }
            double error = sum / (form.logarithmic() ? factors[width - 1] : slope);
            good += Math.abs(error) < EXACT * size + ROUNDED * rounding[r] ? 1 : 0;
        }
        if (good < ENOUGH * n) {
            return Optional.empty();
        }
        Expression t = form.logarithmic() ? product(column, others, factors) : ratio(column, others, factors);
        return signed(target, t);
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** t from column + Σ factor·other = 0, where the terms with t are a denominator. */
    private static Expression ratio(LinearForm.Column column, List<LinearForm.Column> others, double[] factors) {
        List<Expression> above = new ArrayList<>();
        List<Expression> below = new ArrayList<>();
        (column.role() == LinearForm.Role.TERM ? above : below).add(column.expression());
        for (int c = 0; c < factors.length; c++) {
            Expression term = Expression.product(
                    Expression.constant(factors[c]), others.get(c).expression());
            (others.get(c).role() == LinearForm.Role.TERM ? above : below).add(term);
        }
        return Expression.negative(Expression.quotient(Expression.sum(above), Expression.sum(below)));
    }

    /** |t| from column + Σ factor·other = 0, of which the last is log|t|. */
    private static Expression product(LinearForm.Column column, List<LinearForm.Column> others, double[] factors) {
        int last = factors.length - 1;
        List<Expression> product = new ArrayList<>();
        List<Expression> exponent = new ArrayList<>();
        for (int c = -1; c < last; c++) {
            LinearForm.Column one = c < 0 ? column : others.get(c);
            double p = -(c < 0 ? 1 : factors[c]) / factors[last];
            if (one.role() == LinearForm.Role.LOGARITHM) {
                product.add(Expression.power(one.expression(), fraction(p)));
            } else if (one.expression().equals(LinearForm.ONE)) {
                product.add(Expression.constant(Math.exp(p)));
            } else {
                exponent.add(Expression.product(Expression.constant(p), one.expression()));
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
    private Optional<Expression> signed(PeeledTarget target, Expression t) {
        for (double sign : new double[] {1, -1}) {
            Expression law = target.undo().apply(Expression.product(Expression.constant(sign), t));
            if (Fit.rmse(law, check) < exact * spread) {
                return Optional.of(law);
            }
        }
        return Optional.empty();
    }
}
