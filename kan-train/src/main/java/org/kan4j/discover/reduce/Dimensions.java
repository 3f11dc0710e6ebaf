package org.kan4j.discover.reduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kan4j.formula.Apply;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Power;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;
import org.kan4j.formula.Variable;

/**
 * Dimensional analysis. Constants of a formula have no units, so a formula is consistent where its sums add like units, its
 * functions take arguments without units, and its value has the target's; by Buckingham's theorem such a law is a law between
 * products of powers that have none.
 *
 * @param inputs exponents of the base units, [inputs][base units]
 * @param target exponents of the base units
 */
public record Dimensions(double[][] inputs, double[] target) {
    /** Two exponents nearer than this are the same; they come from small integers and fractions. */
    private static final double TOLERANCE = 1e-9;

    /** What an exponent that is no integer costs when choices of inputs are compared, in units of exponent. */
    private static final double FRACTION = 2;

    /** Choices of inputs that are compared at the most. */
    private static final int MOST_CHOICES = 5000;

    /** The largest denominator of an exponent. */
    private static final int LARGEST_DENOMINATOR = 12;

    /** Whether the target's units are a product of powers of the inputs'; where not, a constant with units is missing. */
    public boolean reachable() {
        return isZero(target) || !groups().isEmpty();
    }

    /** Whether a formula has consistent units, and the target's. */
    public boolean consistent(Expression expression) {
        return units(expression).filter(u -> same(u, target)).isPresent();
    }

    /** Units of an expression; nothing where they are inconsistent. */
    private Optional<double[]> units(Expression e) {
        double[] none = new double[target.length];
        if (e instanceof Constant) {
            return Optional.of(none);
        } else if (e instanceof Variable v) {
            return Optional.of(inputs[v.index()]);
        } else if (e instanceof Sum sum) {
            Optional<double[]> first = units(sum.terms().get(0));
            boolean alike = first.isPresent()
                    && sum.terms().stream()
                            .allMatch(t ->
                                    units(t).filter(u -> same(u, first.get())).isPresent());
            return alike ? first : Optional.empty();
        } else if (e instanceof Product product) {
            double[] all = none;
            for (Expression factor : product.factors()) {
                Optional<double[]> one = units(factor);
                if (one.isEmpty()) {
                    return one;
                }
                all = combined(all, 1, one.get());
            }
            return Optional.of(all);
        } else if (e instanceof Power power) {
            Optional<double[]> base = units(power.base());
            if (power.exponent() instanceof Constant c) {
                return base.map(u -> combined(none, c.value(), u));
            }
            return base.filter(this::isZero)
                    .flatMap(u -> units(power.exponent()).filter(this::isZero));
        } else if (e instanceof Apply apply) {
            Optional<double[]> argument = units(apply.argument());
            return switch (apply.function()) {
                case ABS -> argument;
                case SIGN -> argument.map(u -> none);
                default -> argument.filter(this::isZero);
            };
        } else if (e instanceof Extremum extremum) {
            return units(extremum.left())
                    .filter(u -> units(extremum.right()).filter(v -> same(u, v)).isPresent());
        }
        return Optional.empty();
    }

    private boolean isZero(double[] units) {
        return same(units, new double[units.length]);
    }

    private static boolean same(double[] a, double[] b) {
        for (int k = 0; k < a.length; k++) {
            if (!(Math.abs(a[k] - b[k]) <= TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private static double[] combined(double[] a, double factor, double[] b) {
        double[] sum = a.clone();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += factor * b[k];
        }
        return sum;
    }

    /**
     * All ways to make every other input and the target free of units with as few inputs as possible, those with the smallest
     * exponents first; none where no input has units or the target's are out of reach.
     */
    public List<Groups> groups() {
        int rank = rank();
        List<Groups> all = new ArrayList<>();
        if (rank > 0) {
            choose(new int[rank], 0, 0, all, new int[1]);
        }
        all.sort(Comparator.comparingDouble(Dimensions::cost));
        return all;
    }

    private static double cost(Groups groups) {
        double cost = 0;
        for (double[] exponents : groups.inputExponents()) {
            cost += cost(exponents);
        }
        return cost + cost(groups.targetExponents());
    }

    private static double cost(double[] exponents) {
        double cost = 0;
        for (double p : exponents) {
            cost += Math.abs(p) + (p == Math.rint(p) ? 0 : FRACTION);
        }
        return cost;
    }

    private void choose(int[] basis, int count, int from, List<Groups> to, int[] tried) {
        if (tried[0] >= MOST_CHOICES) {
            return;
        }
        if (count == basis.length) {
            tried[0]++;
            groups(basis.clone()).ifPresent(to::add);
            return;
        }
        for (int i = from; i < inputs.length; i++) {
            basis[count] = i;
            choose(basis, count + 1, i + 1, to, tried);
        }
    }

    private Optional<Groups> groups(int[] basis) {
        List<Integer> rest = new ArrayList<>();
        List<double[]> exponents = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            int input = i;
            if (Arrays.stream(basis).noneMatch(b -> b == input)) {
                Optional<double[]> p = solve(basis, inputs[i]);
                if (p.isEmpty()) {
                    return Optional.empty();
                }
                rest.add(i);
                exponents.add(p.get());
            }
        }
        return solve(basis, target)
                .map(p -> new Groups(
                        basis,
                        rest.stream().mapToInt(Integer::intValue).toArray(),
                        exponents.toArray(double[][]::new),
                        p));
    }

    private int rank() {
        double[][] rows = new double[inputs.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = inputs[i].clone();
        }
        return eliminate(rows, target.length);
    }

    /** Exponents p with Σ p_b·units of b = wanted; nothing where there are none or more than one. */
    private Optional<double[]> solve(int[] basis, double[] wanted) {
        double[][] rows = new double[target.length][basis.length + 1];
        for (int k = 0; k < rows.length; k++) {
            for (int b = 0; b < basis.length; b++) {
                rows[k][b] = inputs[basis[b]][k];
            }
            rows[k][basis.length] = wanted[k];
        }
        if (eliminate(rows, basis.length) < basis.length) {
            return Optional.empty();
        }
        double[] p = new double[basis.length];
        for (int k = 0; k < rows.length; k++) {
            if (k < p.length) {
                p[k] = fraction(rows[k][p.length]);
            } else if (Math.abs(rows[k][p.length]) > TOLERANCE) {
                return Optional.empty();
            }
        }
        return Optional.of(p);
    }

    /** The fraction of small denominator that a number is but for rounding. */
    private static double fraction(double value) {
        for (int q = 1; q <= LARGEST_DENOMINATOR; q++) {
            if (Math.abs(value * q - Math.rint(value * q)) <= TOLERANCE * q) {
                return Math.rint(value * q) / q + 0.0;
            }
        }
        return value;
    }

    /** Reduced row echelon form of the first columns, in place; returns their rank. */
    private static int eliminate(double[][] rows, int columns) {
        int rank = 0;
        for (int c = 0; c < columns && rank < rows.length; c++) {
            int pivot = rank;
            for (int r = rank; r < rows.length; r++) {
                pivot = Math.abs(rows[r][c]) > Math.abs(rows[pivot][c]) ? r : pivot;
            }
            if (!(Math.abs(rows[pivot][c]) > TOLERANCE)) {
                continue;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[rank];
            rows[rank] = row;
            double head = row[c];
            for (int k = 0; k < row.length; k++) {
                row[k] /= head;
            }
            for (int r = 0; r < rows.length; r++) {
                double factor = rows[r][c];
                for (int k = 0; r != rank && k < row.length; k++) {
                    rows[r][k] -= factor * row[k];
                }
            }
            rank++;
        }
        return rank;
    }
}
