package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.TableRounding;
import org.kan4j.formula.Expression;

/**
 * A form of law as a linear relation: columns that are in all, and those of which there may be two.
 *
 * @param logarithmic whether it is between logarithms
 * @param given columns that are in all
 * @param columns the others, no two alike modulo the given ones
 * @param known the numbers of these
 */
record LinearForm(boolean logarithmic, List<Column> given, List<Column> columns, Collinear known) {
    /** Functions of the target that sums are looked for in, and products: powers of products are products. */
    static final List<PowerLaw.Outer> OF_SUMS = List.of(
            PowerLaw.Outer.SAME,
            PowerLaw.Outer.EXPONENTIAL,
            PowerLaw.Outer.SQUARE_ROOT,
            PowerLaw.Outer.SQUARE,
            PowerLaw.Outer.LOGARITHM,
            PowerLaw.Outer.ARC_SINE,
            PowerLaw.Outer.ARC_COSINE);

    static final List<PowerLaw.Outer> OF_PRODUCTS =
            List.of(PowerLaw.Outer.SAME, PowerLaw.Outer.EXPONENTIAL, PowerLaw.Outer.LOGARITHM);

    static final Expression ONE = Expression.constant(1);

    /** A column and its part in the relation: a term, a factor of the target's, or the exponent of a power or exponential function. */
    record Column(Expression expression, Role role, double[] values) {}

    enum Role {
        TERM,
        TIMES_TARGET,
        LOGARITHM,
        EXPONENT
    }

    static LinearForm sums(Batch rows, List<Dictionary.Entry> entries, PeeledTarget target) {
        double[] one = new double[rows.rows()];
        Arrays.fill(one, 1);
        List<Column> given = List.of(new Column(ONE, Role.TERM, one));
        List<Column> columns = new ArrayList<>();
        for (Dictionary.Entry e : entries) {
            columns.add(new Column(e.expression(), Role.TERM, e.values()));
        }
        return of(false, given, columns, target);
    }

    static LinearForm products(Batch rows, List<Dictionary.Entry> entries, PeeledTarget target) {
        double[] one = new double[rows.rows()];
        Arrays.fill(one, 1);
        List<Column> given = new ArrayList<>();
        given.add(new Column(ONE, Role.EXPONENT, one));
        List<Column> columns = new ArrayList<>();
        for (Dictionary.Entry e : entries) {
            double[] logarithms =
                    Arrays.stream(e.values()).map(v -> Math.log(Math.abs(v))).toArray();
            boolean negative = Arrays.stream(e.values()).allMatch(v -> v < 0);
            Expression base = negative ? Expression.negative(e.expression()) : e.expression();
            Column column = new Column(base, Role.LOGARITHM, logarithms);
            boolean finite = Arrays.stream(logarithms).allMatch(Double::isFinite);
            if (finite && given.size() <= rows.in() && e.cost() == 1) {
                given.add(column);
            } else if (finite) {
                columns.add(column);
            }
            columns.add(new Column(e.expression(), Role.EXPONENT, e.values()));
        }
        return of(true, given, columns, target);
    }

    private static LinearForm of(boolean logarithmic, List<Column> given, List<Column> columns, PeeledTarget target) {
        Collinear exact = new Collinear(values(given), 0);
        Collinear known = new Collinear(values(given), error(target, logarithmic));
        List<Column> rest = new ArrayList<>();
        for (Column c : columns) {
            if (exact.add(c.values, rest.size()) == Collinear.NONE) {
                known.add(c.values, rest.size());
                rest.add(c);
            }
        }
        return new LinearForm(logarithmic, given, rest, known);
    }

    /** The rounding errors of a target, or of its logarithm, as a share of its spread. */
    static double error(PeeledTarget target, boolean logarithmic) {
        double share = Math.sqrt(TableRounding.share(of(target, logarithmic), target.errors(logarithmic)));
        return Double.isFinite(share) ? share : 0;
    }

    static double[][] values(List<Column> columns) {
        return columns.stream().map(Column::values).toArray(double[][]::new);
    }

    double[] of(PeeledTarget target) {
        return of(target, logarithmic);
    }

    private static double[] of(PeeledTarget target, boolean logarithmic) {
        return logarithmic
                ? Arrays.stream(target.values()).map(v -> Math.log(Math.abs(v))).toArray()
                : target.values();
    }

    List<Column> third(int number) {
        return number < columns.size() ? List.of(columns.get(number)) : List.of();
    }
}
