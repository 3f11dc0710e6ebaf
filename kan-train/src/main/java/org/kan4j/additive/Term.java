package org.kan4j.additive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.basis.Basis;

/**
 * A function of one input, or of two by all products of their basis functions, as columns of a design.
 *
 * @param tables the functions of each input
 * @param penalties of the coefficients, [size of the first basis, size of the second]; together they leave no coefficients free
 * @param gaps whether it is of the gaps of an input, which {@link FunctionTable#gaps} tells
 * @param limits of the coefficients
 */
record Term(List<FunctionTable> tables, List<Quadratic> penalties, boolean gaps, Optional<TrendLimits> limits) {

    /** A function of one input. */
    static Term of(FunctionTable table, double[] weights, Optional<TrendLimits> limits) {
        List<Quadratic> penalties = new ArrayList<>();
        boolean bends = !Quadratic.bends(table.basis()).isEmpty();
        penalties.add(
                table.basis().support() > 1
                        ? Quadratic.meanSquare(table, weights)
                        : Quadratic.ridge(table.basis().size()));
        if (bends) {
            penalties.add(table.isCyclic() ? Quadratic.cyclic(table.columns()) : Quadratic.roughness(table.basis()));
        }
        return new Term(List.of(table), penalties, false, limits);
    }

    /** The effect of the gaps of an input. */
    static Term ofGaps(FunctionTable table) {
        return new Term(List.of(table), List.of(Quadratic.ridge(table.basis().size())), true, Optional.empty());
    }

    /** A function of two inputs. */
    static Term of(FunctionTable a, FunctionTable b) {
        Basis first = a.basis();
        Basis second = b.basis();
        List<Quadratic> penalties = new ArrayList<>();
        penalties.add(Quadratic.ridge(first.size() * second.size()));
        if (!Quadratic.bends(first).isEmpty()) {
            penalties.add(Quadratic.roughness(first, second, true));
        }
        if (!Quadratic.bends(second).isEmpty()) {
            penalties.add(Quadratic.roughness(second, first, false));
        }
        return new Term(List.of(a, b), penalties, false, Optional.empty());
    }

    /** The number of coefficients. */
    int size() {
        return tables.stream().mapToInt(FunctionTable::columns).reduce(1, (a, b) -> a * b);
    }

    /** The most columns that are other than zero in a row. */
    int support() {
        return tables.stream().mapToInt(table -> table.basis().support()).reduce(1, (a, b) -> a * b);
    }

    /** Whether it is of two inputs. */
    boolean pair() {
        return tables.size() == 2;
    }

    /** Whether it is of these two inputs. */
    boolean of(int a, int b) {
        return pair() && tables.get(0).input() == a && tables.get(1).input() == b;
    }

    /** Whether another is of the same inputs, or of the gaps of the same one. */
    boolean like(Term other) {
        return gaps == other.gaps
                && tables.stream()
                        .map(FunctionTable::input)
                        .toList()
                        .equals(other.tables.stream().map(FunctionTable::input).toList());
    }

    /** The number of the first or only input. */
    int input() {
        return tables.get(0).input();
    }

    /**
     * Writes the columns that may be other than zero in a row.
     *
     * @param row number of the row
     * @param offset of the first column of this term
     * @param places receives numbers of columns, from {@code at} on
     * @param values receives what is in them
     * @param at where to write
     * @return where the next term writes
     */
    int gather(int row, int offset, int[] places, double[] values, int at) {
        FunctionTable a = tables.get(0);
        if (!pair()) {
            return a.gather(row, offset, places, values, at);
        }
        int sa = a.basis().support();
        int next = at;
        FunctionTable b = tables.get(1);
        int sb = b.basis().support();
        int width = b.basis().size();
        for (int i = 0; i < sa; i++) {
            int place = offset + (a.first()[row] + i) * width + b.first()[row];
            double value = a.values()[row * sa + i];
            for (int j = 0; j < sb; j++, next++) {
                places[next] = place + j;
                values[next] = value * b.values()[row * sb + j];
            }
        }
        return next;
    }
}
