package org.kan4j.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression as a list of instructions over blocks of rows, with some of its constants as parameters: values, and the exact
 * Jacobian by the parameters (reverse mode). Equal subtrees without parameters are computed once.
 *
 * <p>Values agree bit for bit with {@link Expression#evaluate} where no exponent is a parameter. Not thread-safe: an instance owns
 * its scratch; compile one for each thread, it takes microseconds.
 */
public final class CompiledExpression {
    private static final int BLOCK = 128;

    private enum Op {
        ADD,
        MULTIPLY,
        DIVIDE,
        INTEGER_POWER,
        SQRT,
        POWER,
        APPLY
    }

    /**
     * @param a register of the first argument
     * @param b register of the second argument, or the exponent of an integer power
     * @param function what {@link Op#APPLY} applies
     * @param active whether the result depends on a parameter
     */
    private record Instruction(Op op, int result, int a, int b, Fn function, boolean active) {}

    private final Expression expression;
    private final boolean[] free;
    private final double[] initial;
    private final int variables;

    // While compiling, and then fixed.
    private final List<Instruction> code = new ArrayList<>();
    private final List<Boolean> active = new ArrayList<>();
    private final Map<Expression, Integer> shared = new HashMap<>();
    private final Map<Integer, Double> constants = new HashMap<>();
    private final Map<Integer, Integer> variableRegisters = new HashMap<>();
    private final int[] parameterRegisters;
    private int nextConstant;
    private int nextParameter;
    private final int root;

    private final Instruction[] tape;
    private final boolean[] isActive;
    private final double[][] value;
    private double[][] adjoint = new double[0][];

    private CompiledExpression(Expression expression, boolean[] free) {
        List<Constant> all = constants(expression);
        if (free.length != all.size()) {
            throw new IllegalArgumentException(
                    "free: one entry for each of the " + all.size() + " constants required, got " + free.length);
        }
        this.expression = expression;
        this.free = free.clone();
        int count = 0;
        for (boolean f : free) {
            count += f ? 1 : 0;
        }
        initial = new double[count];
        parameterRegisters = new int[count];
        root = compile(expression);
        tape = code.toArray(Instruction[]::new);
        isActive = new boolean[active.size()];
        for (int r = 0; r < isActive.length; r++) {
            isActive[r] = active.get(r);
        }
        value = new double[isActive.length][BLOCK];
        constants.forEach((r, c) -> Arrays.fill(value[r], c));
        variables =
                expression.variables().isEmpty() ? 0 : expression.variables().last() + 1;
    }

    /** Compiles with the free constants as parameters. */
    public static CompiledExpression of(Expression expression) {
        return new CompiledExpression(expression, freeConstants(expression));
    }

    /**
     * Compiles with chosen parameters.
     *
     * @param free which of {@link #constants} are parameters
     * @throws IllegalArgumentException if the length differs from the number of constants
     */
    public static CompiledExpression of(Expression expression, boolean[] free) {
        return new CompiledExpression(expression, free);
    }

    /** The constants of an expression in the order of the tree (base before exponent). */
    public static List<Constant> constants(Expression expression) {
        List<Constant> list = new ArrayList<>();
        collect(expression, false, list, new ArrayList<>());
        return list;
    }

    /** Which {@link #constants} are free. */
    public static boolean[] freeConstants(Expression expression) {
        List<Constant> list = constants(expression);
        boolean[] free = new boolean[list.size()];
        for (int i = 0; i < free.length; i++) {
            free[i] = list.get(i).isFree();
        }
        return free;
    }

    /** Which {@link #constants}, free or not, may vary without another form of the formula: all but integer exponents. */
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

    /** The parameters' values in the expression, [parameters], a copy. */
    public double[] parameters() {
        return initial.clone();
    }

    /** Number of parameters. */
    public int parameterCount() {
        return initial.length;
    }

    /** Smallest number of columns that the rows must have. */
    public int columns() {
        return variables;
    }

    /**
     * The expression with other values of its parameters. Free constants stay free wherever their values end; of constants that are not
     * free, those that change are what their new values say.
     *
     * @param parameters [parameters], not modified
     */
    public Expression withParameters(double[] parameters) {
        return withParameters(parameters, -1);
    }

    /**
     * The expression with other values of its parameters, one of which is known from now on.
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
     * @param columns [columns][n], not modified
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
     * @param columns [columns][n], not modified
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

    private interface Columns {
        void read(int column, int start, int count, double[] into);
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
        for (int c : variableRegisters.keySet()) {
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

    private void run(double[] parameters, Columns columns, int n, double[] out, double[] jacobian) {
        check("parameters", parameters.length, initial.length);
        if (out.length < n) {
            throw new IllegalArgumentException("out: [" + n + "] required, got " + out.length);
        }
        for (int p = 0; p < parameters.length; p++) {
            Arrays.fill(value[parameterRegisters[p]], parameters[p]);
        }
        boolean backward = jacobian.length > 0 && parameters.length > 0;
        for (int start = 0; start < n; start += BLOCK) {
            int count = Math.min(BLOCK, n - start);
            for (Map.Entry<Integer, Integer> v : variableRegisters.entrySet()) {
                columns.read(v.getKey(), start, count, value[v.getValue()]);
            }
            for (Instruction i : tape) {
                forward(i, count);
            }
            System.arraycopy(value[root], 0, out, start, count);
            if (backward) {
                backward(count);
                for (int p = 0; p < parameters.length; p++) {
                    double[] g = adjoint[parameterRegisters[p]];
                    for (int i = 0, at = start * parameters.length + p; i < count; i++, at += parameters.length) {
                        jacobian[at] = g[i];
                    }
                }
            }
        }
    }

    private void forward(Instruction instruction, int n) {
        double[] r = value[instruction.result];
        double[] a = value[instruction.a];
        switch (instruction.op) {
            case ADD -> {
                double[] b = value[instruction.b];
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] + b[i];
                }
            }
            case MULTIPLY -> {
                double[] b = value[instruction.b];
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] * b[i];
                }
            }
            case DIVIDE -> {
                double[] b = value[instruction.b];
                for (int i = 0; i < n; i++) {
                    r[i] = a[i] / b[i];
                }
            }
            case INTEGER_POWER -> {
                int k = instruction.b;
                for (int i = 0; i < n; i++) {
                    r[i] = Power.integerPower(a[i], k);
                }
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    r[i] = Math.sqrt(a[i]);
                }
            }
            case POWER -> {
                double[] b = value[instruction.b];
                for (int i = 0; i < n; i++) {
                    r[i] = Power.pow(a[i], b[i]);
                }
            }
            case APPLY -> instruction.function.values(a, r, n);
        }
    }

    private void backward(int n) {
        if (adjoint.length == 0) {
            adjoint = new double[value.length][];
            for (int r = 0; r < adjoint.length; r++) {
                adjoint[r] = isActive[r] ? new double[BLOCK] : new double[0];
            }
        }
        for (int r = 0; r < adjoint.length; r++) {
            if (isActive[r]) {
                Arrays.fill(adjoint[r], 0, n, 0.0);
            }
        }
        if (isActive[root]) {
            Arrays.fill(adjoint[root], 0, n, 1.0);
        }
        for (int t = tape.length - 1; t >= 0; t--) {
            if (tape[t].active) {
                backward(tape[t], n);
            }
        }
    }

    private void backward(Instruction instruction, int n) {
        double[] g = adjoint[instruction.result];
        double[] r = value[instruction.result];
        double[] a = value[instruction.a];
        double[] ga = adjoint[instruction.a];
        boolean left = isActive[instruction.a];
        switch (instruction.op) {
            case ADD -> {
                if (left) {
                    addTo(ga, g, n);
                }
                if (isActive[instruction.b]) {
                    addTo(adjoint[instruction.b], g, n);
                }
            }
            case MULTIPLY -> {
                if (left) {
                    addProduct(ga, g, value[instruction.b], n);
                }
                if (isActive[instruction.b]) {
                    addProduct(adjoint[instruction.b], g, a, n);
                }
            }
            case DIVIDE -> {
                double[] b = value[instruction.b];
                if (left) {
                    for (int i = 0; i < n; i++) {
                        ga[i] += g[i] / b[i];
                    }
                }
                if (isActive[instruction.b]) {
                    double[] gb = adjoint[instruction.b];
                    for (int i = 0; i < n; i++) {
                        gb[i] -= g[i] * r[i] / b[i];
                    }
                }
            }
            case INTEGER_POWER -> {
                int k = instruction.b;
                for (int i = 0; i < n; i++) {
                    ga[i] += g[i] * k * Power.integerPower(a[i], k - 1);
                }
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    ga[i] += 0.5 * g[i] / r[i];
                }
            }
            case POWER -> {
                double[] b = value[instruction.b];
                if (left) {
                    for (int i = 0; i < n; i++) {
                        ga[i] += g[i] * b[i] * Power.pow(a[i], b[i] - 1);
                    }
                }
                if (isActive[instruction.b]) {
                    double[] gb = adjoint[instruction.b];
                    for (int i = 0; i < n; i++) {
                        // 0^p does not change with p > 0.
                        gb[i] += r[i] == 0 ? 0 : g[i] * r[i] * Math.log(a[i]);
                    }
                }
            }
            case APPLY -> {
                Fn fn = instruction.function;
                for (int i = 0; i < n; i++) {
                    ga[i] += g[i] * fn.derivative(a[i], r[i]);
                }
            }
        }
    }

    private static void addTo(double[] ga, double[] g, int n) {
        for (int i = 0; i < n; i++) {
            ga[i] += g[i];
        }
    }

    private static void addProduct(double[] ga, double[] g, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            ga[i] += g[i] * b[i];
        }
    }

    // Compilation

    private int register(boolean dependsOnParameters) {
        active.add(dependsOnParameters);
        return active.size() - 1;
    }

    private int emit(Op op, int a, int b) {
        return emit(op, a, b, Fn.EXP, active.get(a) || active.get(b));
    }

    private int emit(Op op, int a, int b, Fn function, boolean dependent) {
        int result = register(dependent);
        code.add(new Instruction(op, result, a, b, function, dependent));
        return result;
    }

    private int fixed(double c) {
        return shared.computeIfAbsent(new Constant(c), key -> {
            int r = register(false);
            constants.put(r, c);
            return r;
        });
    }

    private int compile(Expression e) {
        if (e instanceof Constant c) {
            return compileConstant(c);
        }
        // A subtree with constants keeps its own registers if any of them is a parameter.
        int from = nextParameter;
        Integer known = shared.get(e);
        if (known != null && !hasParameter(e)) {
            nextConstant += constants(e).size();
            return known;
        }
        int r = compileNode(e);
        if (nextParameter == from) {
            shared.put(e, r);
        }
        return r;
    }

    private boolean hasParameter(Expression e) {
        int count = constants(e).size();
        for (int i = nextConstant; i < nextConstant + count; i++) {
            if (free[i]) {
                return true;
            }
        }
        return false;
    }

    private int compileConstant(Constant c) {
        if (!free[nextConstant++]) {
            return fixed(c.value());
        }
        int r = register(true);
        initial[nextParameter] = c.value();
        parameterRegisters[nextParameter++] = r;
        return r;
    }

    private int compileNode(Expression e) {
        if (e instanceof Variable v) {
            int r = register(false);
            variableRegisters.put(v.index(), r);
            return r;
        } else if (e instanceof Sum s) {
            int sum = compile(s.terms().get(0));
            for (Expression t : s.terms().subList(1, s.terms().size())) {
                sum = emit(Op.ADD, sum, compile(t));
            }
            return sum;
        } else if (e instanceof Product p) {
            return compileProduct(p);
        } else if (e instanceof Power p) {
            return compilePower(p, false);
        }
        Apply a = (Apply) e;
        int argument = compile(a.argument());
        return emit(Op.APPLY, argument, argument, a.function(), active.get(argument));
    }

    private int compileProduct(Product p) {
        int above = -1;
        int below = -1;
        for (Expression f : p.factors()) {
            if (Product.isDenominator(f) && !hasFreeExponent((Power) f)) {
                int r = compilePower((Power) f, true);
                below = below < 0 ? r : emit(Op.MULTIPLY, below, r);
            } else {
                int r = compile(f);
                above = above < 0 ? r : emit(Op.MULTIPLY, above, r);
            }
        }
        if (below < 0) {
            return above;
        }
        return emit(Op.DIVIDE, above < 0 ? fixed(1) : above, below);
    }

    private boolean hasFreeExponent(Power p) {
        return p.exponent() instanceof Constant
                && free[nextConstant + constants(p.base()).size()];
    }

    /** A power, or its reciprocal. */
    private int compilePower(Power p, boolean inverted) {
        if (!(p.exponent() instanceof Constant c) || hasFreeExponent(p)) {
            int base = compile(p.base());
            return emit(Op.POWER, base, compile(p.exponent()));
        }
        int base = compile(p.base());
        nextConstant++;
        double exponent = inverted ? -c.value() : c.value();
        int r = positivePower(base, Math.abs(exponent));
        return exponent < 0 ? emit(Op.DIVIDE, fixed(1), r) : r;
    }

    private int positivePower(int base, double exponent) {
        if (exponent == 1) {
            return base;
        } else if (exponent == 0.5) {
            return emit(Op.SQRT, base, base);
        } else if (exponent == Math.rint(exponent) && exponent <= 64) {
            return emit(Op.INTEGER_POWER, base, (int) exponent, Fn.EXP, active.get(base));
        }
        return emit(Op.POWER, base, fixed(exponent));
    }
}
