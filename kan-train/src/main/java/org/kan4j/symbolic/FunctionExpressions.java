package org.kan4j.symbolic;

import java.util.List;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.function.UnivariateFunction;

/** The functions of symbolic edges as expressions: {@link UnivariateFunction#formula} with an argument in the place of u. */
final class FunctionExpressions {
    private static final List<String> ARGUMENT = List.of("u");

    private FunctionExpressions() {}

    /**
     * f(u) as an expression.
     *
     * @param f any function whose formula {@link FormulaParser} reads
     * @param u the argument
     * @throws IllegalArgumentException if the function's formula is no expression in u
     */
    static Expression apply(UnivariateFunction f, Expression u) {
        try {
            return FormulaParser.parse(f.formula(), ARGUMENT).substitute(index -> u);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "function " + f.name() + ": an expression in u required, got \"" + f.formula() + "\"", e);
        }
    }
}
