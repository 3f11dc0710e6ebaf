package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An expression as a list of instructions over blocks of rows, with some of its constants as parameters: values, and the exact
 * Jacobian by the parameters (reverse mode). Equal subtrees without parameters are computed once.
 *
 * <p>Values agree bit for bit with {@link Expression#evaluate} where no exponent is a parameter. Not thread-safe: an instance owns
 * its scratch; compile one for each thread, it takes microseconds.
 */
public final class CompiledExpression {
    private final Expression expression;
    private final boolean[] free;
    private final double[] initial;
    private final int variables;
    private final Tape tape;

    private CompiledExpression(Expression expression, boolean[] free) {
        List<Constant> all = constants(expression);
        if (free.length != all.size()) {
            throw new IllegalArgumentException(
                    "free: one entry for each of the " + all.size() + " constants required, got " + free.length);
        }
        this.expression = expression;
        this.free = free.clone();
        initial = IntStream.range(0, free.length)
                .filter(k -> free[k])
                .mapToDouble(k -> all.get(k).value())
                .toArray();
        tape = TapeCompiler.compile(expression, this.free);
        variables =
                expression.variables().isEmpty() ? 0 : expression.variables().last() + 1;
    }

    /**
     * Compiles with the free constants as parameters.
     *
     * @param expression the expression
     * @return the compiled expression
     */
    public static CompiledExpression of(Expression expression) {
        return new CompiledExpression(expression, freeConstants(expression));
    }

    /**
     * Compiles with chosen parameters.
     *
     * @param expression the expression
     * @param free which of {@link #constants} are parameters
     * @return the compiled expression
     * @throws IllegalArgumentException if the length differs from the number of constants
     */
    public static CompiledExpression of(Expression expression, boolean[] free) {
        return new CompiledExpression(expression, free);
    }

    /**
     * {@return the constants of an expression in the order of the tree (base before exponent)}
     *
     * @param expression the expression
     */
    public static List<Constant> constants(Expression expression) {
        List<Constant> list = new ArrayList<>();
        collect(expression, false, list, new ArrayList<>());
        return list;
    }

    /** Which {@link #constants} are free. */
    static boolean[] freeConstants(Expression expression) {
        List<Constant> list = constants(expression);
        boolean[] free = new boolean[list.size()];
        for (int i = 0; i < free.length; i++) {
            free[i] = list.get(i).isFree();
        }
        return free;
    }

    /**
     * {@return which {@link #constants}, free or not, may vary without another form of the formula: all but integer exponents}
     *
     * @param expression the expression
     */
    public static boolean[] allButIntegerExponents(Expression expression) {
        List<Constant> list = new ArrayList<>();
        List<Boolean> exponents = new ArrayList<>();
        collect(expression, false, list, exponents);
        boolean[] some = new boolean[list.size()];
        for (int i = 0; i < some.length; i++) {
            some[i] = !(exponents.get(i) && list.get(i).isInteger());
        }
        return some;
    }

    /**
     * {@return which of the {@link #constants} are exponents}
     *
     * @param expression the expression
     */
    public static boolean[] exponents(Expression expression) {
        List<Boolean> exponents = new ArrayList<>();
        collect(expression, false, new ArrayList<>(), exponents);
        boolean[] some = new boolean[exponents.size()];
        for (int i = 0; i < some.length; i++) {
            some[i] = exponents.get(i);
        }
        return some;
    }

    private static void collect(Expression e, boolean exponent, List<Constant> list, List<Boolean> exponents) {
        if (e instanceof Constant c) {
            list.add(c);
            exponents.add(exponent);
        } else if (e instanceof Power p) {
            collect(p.base(), false, list, exponents);
            collect(p.exponent(), true, list, exponents);
        } else {
            e.children().forEach(c -> collect(c, false, list, exponents));
        }
    }

    /** {@return the parameters' values in the expression, [parameters], a copy} */
    public double[] parameters() {
        return initial.clone();
    }

    /** {@return the number of parameters} */
    public int parameterCount() {
        return initial.length;
    }

    /** {@return the smallest number of columns that the rows must have} */
    public int columns() {
        return variables;
    }

    /**
     * {@return the expression with other values of its parameters} Free constants stay free wherever their values end; of constants that are not
     * free, those that change are what their new values say.
     *
     * @param parameters [parameters], not modified
     */
    public Expression withParameters(double[] parameters) {
        return withParameters(parameters, -1);
    }

    /**
     * {@return the expression with other values of its parameters, one of which is known from now on}
     *
     * @param parameters [parameters], not modified
     * @param snapped number of the parameter that becomes fixed
     */
    public Expression withSnapped(double[] parameters, int snapped) {
        if (!(0 <= snapped && snapped < initial.length)) {
            throw new IllegalArgumentException(
                    "snapped: a parameter of " + initial.length + " required, got " + snapped);
        }
        return withParameters(parameters, snapped);
    }

    private Expression withParameters(double[] parameters, int snapped) {
        check("parameters", parameters.length, initial.length);
        int[] next = new int[2];
        return expression.replaceConstants(c -> {
            if (!free[next[0]++]) {
                return c;
            }
            int p = next[1]++;
            double value = parameters[p];
            return p == snapped
                    ? Constant.fixed(value)
                    : c.isFree() ? Constant.free(value) : value == c.value() ? c : new Constant(value);
        });
    }

    // Evaluation

    /**
     * Values at rows.
     *
     * @param parameters [parameters], not modified
     * @param x rows, [n, in], not modified
     * @param n number of rows
     * @param in number of columns
     * @param out [n], overwritten; NaN outside the domain
     */
    public void values(double[] parameters, double[] x, int n, int in, double[] out) {
        checkRows(x, n, in);
        run(
                parameters,
                (column, start, count, into) -> gather(x, in, column, start, count, into),
                n,
                out,
                new double[0]);
    }

    /**
     * Values at rows given by columns.
     *
     * @param parameters [parameters], not modified
     * @param columns [columns][n], not modified
     * @param n number of rows
     * @param out [n] values, overwritten
     * @see #values(double[], double[], int, int, double[])
     */
    public void values(double[] parameters, double[][] columns, int n, double[] out) {
        checkColumns(columns, n);
        run(
                parameters,
                (c, start, count, into) -> System.arraycopy(columns[c], start, into, 0, count),
                n,
                out,
                new double[0]);
    }

    /**
     * Values and their derivatives by the parameters.
     *
     * @param parameters [parameters], not modified
     * @param x [n, in] row-major, not modified
     * @param n number of rows
     * @param in number of columns
     * @param out [n] values, overwritten
     * @param jacobian [n, parameters], overwritten
     * @see #values(double[], double[], int, int, double[])
     */
    public void jacobian(double[] parameters, double[] x, int n, int in, double[] out, double[] jacobian) {
        checkRows(x, n, in);
        checkJacobian(jacobian, n);
        run(parameters, (column, start, count, into) -> gather(x, in, column, start, count, into), n, out, jacobian);
    }

    /**
     * Values and their derivatives by the parameters, at rows given by columns.
     *
     * @param parameters [parameters], not modified
     * @param columns [columns][n], not modified
     * @param n number of rows
     * @param out [n] values, overwritten
     * @param jacobian [n, parameters], overwritten
     */
    public void jacobian(double[] parameters, double[][] columns, int n, double[] out, double[] jacobian) {
        checkColumns(columns, n);
        checkJacobian(jacobian, n);
        run(
                parameters,
                (c, start, count, into) -> System.arraycopy(columns[c], start, into, 0, count),
                n,
                out,
                jacobian);
    }

    private static void gather(double[] x, int in, int column, int start, int count, double[] into) {
        for (int i = 0, at = start * in + column; i < count; i++, at += in) {
            into[i] = x[at];
        }
    }

    private void checkRows(double[] x, int n, int in) {
        if (!(in >= variables)) {
            throw new IllegalArgumentException("rows: at least " + variables + " columns required, got " + in);
        }
        if (!(n >= 0 && (long) n * in <= x.length)) {
            throw new IllegalArgumentException("rows: [" + n + ", " + in + "] required, got " + x.length + " values");
        }
    }

    private void checkColumns(double[][] columns, int n) {
        if (columns.length < variables) {
            throw new IllegalArgumentException(
                    "rows: at least " + variables + " columns required, got " + columns.length);
        }
        for (int c : expression.variables()) {
            if (columns[c].length < n) {
                throw new IllegalArgumentException(
                        "rows: " + n + " required, got " + columns[c].length + " in column " + c);
            }
        }
    }

    private void checkJacobian(double[] jacobian, int n) {
        if (jacobian.length < (long) n * initial.length) {
            throw new IllegalArgumentException(
                    "jacobian: [" + n + ", " + initial.length + "] required, got " + jacobian.length + " values");
        }
    }

    private static void check(String what, int got, int wanted) {
        if (got != wanted) {
            throw new IllegalArgumentException(what + ": " + wanted + " required, got " + got);
        }
    }

    private void run(double[] parameters, Tape.Columns columns, int n, double[] out, double[] jacobian) {
        check("parameters", parameters.length, initial.length);
        if (out.length < n) {
            throw new IllegalArgumentException("out: [" + n + "] required, got " + out.length);
        }
        tape.run(parameters, columns, n, out, jacobian);
    }
}
