package org.kan4j.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Instructions over blocks of rows: values forward, and backward their derivatives by the parameters (reverse mode). Owns its scratch, and
 * so serves one thread.
 */
final class Tape {
    /** Rows that go through the instructions together: a few dozen registers of them stay in the first-level cache. */
    private static final int BLOCK = 128;

    enum Op {
        ADD,
        MULTIPLY,
        DIVIDE,
        INTEGER_POWER,
        SQRT,
        POWER,
        LARGER,
        SMALLER,
        APPLY
    }

    /**
     * One operation on registers, each of which holds a number for every row of a block.
     *
     * @param result register that is overwritten
     * @param a register of the first argument
     * @param b register of the second argument, or the exponent of an integer power
     * @param function what {@link Op#APPLY} applies
     * @param active whether the result depends on a parameter
     */
    record Instruction(Op op, int result, int a, int b, Fn function, boolean active) {}

    /** Where rows come from. */
    interface Columns {
        /**
         * Copies a part of a column.
         *
         * @param start first row
         * @param count number of rows
         * @param into [count] or longer, overwritten
         */
        void read(int column, int start, int count, double[] into);
    }

    private final Instruction[] code;
    private final boolean[] isActive;
    private final int root;
    private final Map<Integer, Integer> variableRegisters;
    private final int[] parameterRegisters;
    private final double[][] value;
    private double[][] adjoint = new double[0][];

    /**
     * A tape of instructions in their order.
     *
     * @param active which registers depend on a parameter, [registers]
     * @param root register of the result
     * @param constants values of the registers that never change
     * @param variableRegisters registers by column
     * @param parameterRegisters registers of the parameters, [parameters]
     */
    Tape(
            List<Instruction> code,
            List<Boolean> active,
            int root,
            Map<Integer, Double> constants,
            Map<Integer, Integer> variableRegisters,
            int[] parameterRegisters) {
        this.code = code.toArray(Instruction[]::new);
        this.root = root;
        this.variableRegisters = variableRegisters;
        this.parameterRegisters = parameterRegisters;
        isActive = new boolean[active.size()];
        for (int r = 0; r < isActive.length; r++) {
            isActive[r] = active.get(r);
        }
        value = new double[isActive.length][BLOCK];
        constants.forEach((r, c) -> Arrays.fill(value[r], c));
    }

    /**
     * Values, and their derivatives by the parameters if asked for.
     *
     * @param parameters [parameters], not modified
     * @param n number of rows
     * @param out values, [n], overwritten
     * @param jacobian [n, parameters], overwritten, or [0] for none
     */
    void run(double[] parameters, Columns columns, int n, double[] out, double[] jacobian) {
        for (int p = 0; p < parameters.length; p++) {
            Arrays.fill(value[parameterRegisters[p]], parameters[p]);
        }
        boolean backward = jacobian.length > 0 && parameters.length > 0;
        for (int start = 0; start < n; start += BLOCK) {
            int count = Math.min(BLOCK, n - start);
            for (Map.Entry<Integer, Integer> v : variableRegisters.entrySet()) {
                columns.read(v.getKey(), start, count, value[v.getValue()]);
            }
            for (Instruction i : code) {
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
            case LARGER -> {
                double[] b = value[instruction.b];
                for (int i = 0; i < n; i++) {
                    r[i] = Math.max(a[i], b[i]);
                }
            }
            case SMALLER -> {
                double[] b = value[instruction.b];
                for (int i = 0; i < n; i++) {
                    r[i] = Math.min(a[i], b[i]);
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
        for (int t = code.length - 1; t >= 0; t--) {
            if (code[t].active) {
                backward(code[t], n);
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
            case LARGER, SMALLER -> {
                double[] b = value[instruction.b];
                if (left) {
                    addWhereTaken(ga, g, r, a, b, n);
                }
                if (isActive[instruction.b]) {
                    addWhereTaken(adjoint[instruction.b], g, r, b, a, n);
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

    /** Adds to the side of an extremum that it is, and half to each where both are equal. */
    private static void addWhereTaken(double[] to, double[] g, double[] r, double[] side, double[] other, int n) {
        for (int i = 0; i < n; i++) {
            if (r[i] == side[i]) {
                to[i] += side[i] == other[i] ? g[i] / 2 : g[i];
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
}
