package org.kan4j.formula;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kan4j.formula.Tape.Instruction;
import org.kan4j.formula.Tape.Op;

/**
 * Makes the tape of one expression. Equal subtrees without parameters share their registers; denominators are multiplied out and divided by
 * once, as {@link Product#evaluate} does.
 */
final class TapeCompiler {
    private final boolean[] free;
    private final List<Instruction> code = new ArrayList<>();

    /** Whether each register depends on a parameter. */
    private final List<Boolean> active = new ArrayList<>();

    /** Registers of the subtrees without parameters. */
    private final Map<Expression, Integer> shared = new HashMap<>();

    private final Map<Integer, Double> constants = new HashMap<>();
    private final Map<Integer, Integer> variableRegisters = new HashMap<>();
    private final List<Integer> parameterRegisters = new ArrayList<>();

    /** Number of the constant that comes next in the order of the tree. */
    private int nextConstant;

    private TapeCompiler(boolean[] free) {
        this.free = free;
    }

    /**
     * The tape of an expression.
     *
     * @param free which of {@link CompiledExpression#constants} are parameters, not modified
     */
    static Tape compile(Expression expression, boolean[] free) {
        TapeCompiler compiler = new TapeCompiler(free);
        int root = compiler.compile(expression);
        return new Tape(
                compiler.code,
                compiler.active,
                root,
                compiler.constants,
                compiler.variableRegisters,
                compiler.parameterRegisters.stream().mapToInt(r -> r).toArray());
    }

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
        int from = parameterRegisters.size();
        Integer known = shared.get(e);
        if (known != null && !hasParameter(e)) {
            nextConstant += CompiledExpression.constants(e).size();
            return known;
        }
        int r = compileNode(e);
        if (parameterRegisters.size() == from) {
            shared.put(e, r);
        }
        return r;
    }

    private boolean hasParameter(Expression e) {
        int count = CompiledExpression.constants(e).size();
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
        parameterRegisters.add(r);
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
        } else if (e instanceof Extremum m) {
            int left = compile(m.left());
            return emit(m.larger() ? Op.LARGER : Op.SMALLER, left, compile(m.right()));
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
                && free[nextConstant + CompiledExpression.constants(p.base()).size()];
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
