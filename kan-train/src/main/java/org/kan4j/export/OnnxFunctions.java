package org.kan4j.export;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kan4j.formula.Apply;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Power;
import org.kan4j.formula.Product;
import org.kan4j.formula.Sum;
import org.kan4j.formula.Variable;

/**
 * Expressions as nodes. Some functions have no kernel for float64 in onnxruntime. The hyperbolic ones and their inverses are made of
 * exponentials, logarithms and roots; an inverse of sine, cosine and tangent is that of float32, corrected by the angle that is missing,
 * which is so small that it is its own sine.
 */
final class OnnxFunctions {
    private static final int FLOAT = 1;

    /** Functions of symbolic edges whose formula overflows or has a hole where the function has none. */
    private final Map<String, UnaryOperator<String>> own = Map.of(
            "softplus",
                    u -> add(
                            node("Max", u, number(0)),
                            node("Log", add(number(1), node("Exp", node("Neg", node("Abs", u)))))),
            "log_cosh",
                    u -> {
                        String a = node("Abs", u);
                        String log = node("Log", add(number(1), node("Exp", multiply(number(-2), a))));
                        return add(add(a, log), number(-Math.log(2)));
                    },
            "bose", u -> divide(number(1), subtract(node("Exp", u), number(1))),
            "sinc",
                    u -> {
                        String zero = node("Equal", u, number(0));
                        return node(
                                "Where", zero, number(1), divide(node("Sin", u), node("Where", zero, number(1), u)));
                    });

    private final OnnxGraph graph;

    OnnxFunctions(OnnxGraph graph) {
        this.graph = graph;
    }

    /** What to write in place of the formula of a function, if anything. */
    UnaryOperator<String> orElse(String function, UnaryOperator<String> other) {
        return own.getOrDefault(function, other);
    }

    private String node(String operator, String... inputs) {
        return graph.node(operator, inputs);
    }

    private String number(double value) {
        return graph.number(value);
    }

    private String add(String a, String b) {
        return node("Add", a, b);
    }

    private String subtract(String a, String b) {
        return node("Sub", a, b);
    }

    private String multiply(String a, String b) {
        return node("Mul", a, b);
    }

    private String divide(String a, String b) {
        return node("Div", a, b);
    }

    /**
     * An expression.
     *
     * @param variables the value of each
     */
    String of(Expression e, List<String> variables) {
        if (e instanceof Constant c) {
            return number(c.value());
        } else if (e instanceof Variable v) {
            return variables.get(v.index());
        } else if (e instanceof Sum sum) {
            return chain("Add", sum.terms(), variables);
        } else if (e instanceof Product product) {
            return product(product, variables);
        } else if (e instanceof Power power) {
            return power(of(power.base(), variables), power, variables);
        } else if (e instanceof Extremum m) {
            return node(m.larger() ? "Max" : "Min", of(m.left(), variables), of(m.right(), variables));
        }
        Apply apply = (Apply) e;
        return call(apply.function(), of(apply.argument(), variables));
    }

    private String chain(String operator, List<Expression> parts, List<String> variables) {
        String value = of(parts.get(0), variables);
        for (Expression part : parts.subList(1, parts.size())) {
            value = node(operator, value, of(part, variables));
        }
        return value;
    }

    private String product(Product product, List<String> variables) {
        List<Expression> above = product.factors().stream()
                .filter(f -> !(f instanceof Power p && isInverse(p)))
                .toList();
        String value = above.isEmpty() ? number(1) : chain("Mul", above, variables);
        for (Expression factor : product.factors()) {
            if (factor instanceof Power p && isInverse(p)) {
                value = divide(value, of(p.base(), variables));
            }
        }
        return value;
    }

    private static boolean isInverse(Power power) {
        return power.exponent() instanceof Constant c && c.value() == -1;
    }

    private String power(String base, Power power, List<String> variables) {
        if (power.exponent() instanceof Constant c) {
            if (c.value() == -1) {
                return divide(number(1), base);
            } else if (c.value() == 2) {
                return multiply(base, base);
            } else if (c.value() == 0.5) {
                return node("Sqrt", base);
            }
        }
        return node("Pow", base, of(power.exponent(), variables));
    }

    private String call(Fn function, String u) {
        return switch (function) {
            case EXP -> node("Exp", u);
            case LOG -> node("Log", u);
            case SIN -> node("Sin", u);
            case COS -> node("Cos", u);
            case TANH -> node("Tanh", u);
            case ABS -> node("Abs", u);
            case SIGN -> node("Sign", u);
            case TAN -> divide(node("Sin", u), node("Cos", u));
            case SINH -> multiply(number(0.5), subtract(node("Exp", u), node("Exp", node("Neg", u))));
            case COSH -> multiply(number(0.5), add(node("Exp", u), node("Exp", node("Neg", u))));
            case ASINH -> asinh(u);
            case ACOSH ->
                node("Log", add(u, multiply(node("Sqrt", subtract(u, number(1))), node("Sqrt", add(u, number(1))))));
            case ATANH ->
                multiply(number(0.5), subtract(node("Log", add(number(1), u)), node("Log", subtract(number(1), u))));
            case ATAN -> graph.single() ? node("Atan", u) : atan(u);
            case ASIN -> graph.single() ? node("Asin", u) : asin(u);
            case ACOS -> graph.single() ? node("Acos", u) : subtract(number(Math.PI / 2), asin(u));
        };
    }

    /** Of the absolute value, where nothing cancels. */
    private String asinh(String u) {
        String a = node("Abs", u);
        String root = node("Sqrt", add(multiply(a, a), number(1)));
        return multiply(node("Sign", u), node("Log", add(a, root)));
    }

    private String rough(String operator, String u) {
        return graph.cast(node(operator, graph.cast(u, FLOAT)), graph.type());
    }

    /** θ = θ₀ + tan(θ − θ₀), where tan(θ − θ₀) = (u·cos θ₀ − sin θ₀)/(cos θ₀ + u·sin θ₀). */
    private String atan(String u) {
        String rough = rough("Atan", u);
        String sin = node("Sin", rough);
        String cos = node("Cos", rough);
        return add(rough, divide(subtract(multiply(u, cos), sin), add(cos, multiply(u, sin))));
    }

    /** θ = θ₀ + sin(θ − θ₀), where sin(θ − θ₀) = u·cos θ₀ − √(1 − u²)·sin θ₀. */
    private String asin(String u) {
        String rough = rough("Asin", u);
        String root = node("Sqrt", multiply(subtract(number(1), u), add(number(1), u)));
        return add(rough, subtract(multiply(u, node("Cos", rough)), multiply(root, node("Sin", rough))));
    }
}
