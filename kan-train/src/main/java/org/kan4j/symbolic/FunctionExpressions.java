package org.kan4j.symbolic;

import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;

import java.util.Optional;
import org.kan4j.formula.Apply;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;

/** The functions of symbolic edges, written as expressions. */
public final class FunctionExpressions {
    private FunctionExpressions() {}

    /**
     * f(u) as an expression.
     *
     * @param f a standard function, or a power
     * @param u the argument
     * @throws IllegalArgumentException if the function has no expression
     */
    public static Expression apply(UnivariateFunction f, Expression u) {
        Optional<Double> exponent = Functions.exponent(f);
        if (exponent.isPresent()) {
            return power(u, constant(exponent.get()));
        }
        return switch (f.name()) {
            case "identity" -> u;
            case "square" -> power(u, constant(2));
            case "cube" -> power(u, constant(3));
            case "fourth_power" -> power(u, constant(4));
            case "fifth_power" -> power(u, constant(5));
            case "reciprocal" -> power(u, constant(-1));
            case "reciprocal_square" -> power(u, constant(-2));
            case "reciprocal_cube" -> power(u, constant(-3));
            case "sqrt" -> power(u, constant(0.5));
            case "rsqrt" -> power(u, constant(-0.5));
            case "cbrt" -> power(u, constant(1.0 / 3));
            case "gaussian" -> exp(negative(power(u, constant(2))));
            case "logistic" -> power(sum(constant(1), exp(negative(u))), constant(-1));
            case "lorentzian" -> power(sum(constant(1), power(u, constant(2))), constant(-1));
            case "hyperbola" -> power(sum(constant(1), power(u, constant(2))), constant(0.5));
            case "semicircle" -> power(sum(constant(1), negative(power(u, constant(2)))), constant(0.5));
            case "lorentz_factor" -> power(sum(constant(1), negative(power(u, constant(2)))), constant(-0.5));
            case "bose" -> power(sum(constant(-1), exp(u)), constant(-1));
            case "sech" -> power(new Apply(Fn.COSH, u), constant(-1));
            case "log_cosh" -> new Apply(Fn.LOG, new Apply(Fn.COSH, u));
            case "softplus" -> new Apply(Fn.LOG, sum(constant(1), exp(u)));
            case "x_exp" -> product(u, exp(u));
            case "x_log" -> product(u, new Apply(Fn.LOG, u));
            case "sinc" -> product(new Apply(Fn.SIN, u), power(u, constant(-1)));
            default -> new Apply(named(f), u);
        };
    }

    private static Fn named(UnivariateFunction f) {
        for (Fn fn : Fn.values()) {
            if (fn.name().equalsIgnoreCase(f.name())) {
                return fn;
            }
        }
        throw new IllegalArgumentException("function: no expression is known for \"" + f.name() + "\"");
    }

    private static Expression exp(Expression u) {
        return new Apply(Fn.EXP, u);
    }

    private static Expression negative(Expression u) {
        return product(constant(-1), u);
    }
}
