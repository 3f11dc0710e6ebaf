package org.kan4j.formula;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Expressions in JSON: a constant is a number, a variable its symbol, and everything else an array of an operator ({@code "+"},
 * {@code "*"}, {@code "^"}, {@code "min"}, {@code "max"}, or a function's name) and its arguments. A constant that is not finite is {@code ["constant", "NaN"]}; one
 * that is free or fixed against its value ({@link Constant}) is {@code ["free", 2.0]} or {@code ["fixed", 0.1234567]}, so that only such
 * formulas differ from what earlier versions wrote.
 */
final class ExpressionJson {
    private static final int DEEPEST = 200;

    private static final String CONSTANT = "constant";
    private static final String FREE = "free";
    private static final String FIXED = "fixed";
    private static final Set<String> NUMBERS = Set.of(CONSTANT, FREE, FIXED);

    private ExpressionJson() {}

    /**
     * Writes one value.
     *
     * @param symbols names of the variables, by index
     */
    static void write(Expression e, List<String> symbols, JsonGenerator out) throws IOException {
        if (e instanceof Constant c && Double.isFinite(c.value()) && !c.told()) {
            out.writeNumber(c.value());
        } else if (e instanceof Variable v) {
            out.writeString(symbols.get(v.index()));
        } else {
            out.writeStartArray();
            out.writeString(operator(e));
            if (e instanceof Constant c && Double.isFinite(c.value())) {
                out.writeNumber(c.value());
            } else if (e instanceof Constant c) {
                out.writeString(Double.toString(c.value()));
            }
            for (Expression child : e.children()) {
                write(child, symbols, out);
            }
            out.writeEndArray();
        }
    }

    private static String operator(Expression e) {
        if (e instanceof Apply a) {
            return a.function().symbol();
        } else if (e instanceof Extremum m) {
            return m.symbol();
        } else if (e instanceof Constant c) {
            return c.told() ? c.isFree() ? FREE : FIXED : CONSTANT;
        }
        return e instanceof Sum ? "+" : e instanceof Product ? "*" : "^";
    }

    /**
     * Reads one value; the parser stands on its first token, and afterwards on its last.
     *
     * @param symbols names of the variables, by index
     * @throws IllegalArgumentException if the value is no expression
     */
    static Expression read(JsonParser in, List<String> symbols) throws IOException {
        return read(in, symbols, 0);
    }

    private static Expression read(JsonParser in, List<String> symbols, int depth) throws IOException {
        JsonToken token = in.currentToken();
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("expression: fewer than " + DEEPEST + " nested arrays required");
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            return Expression.constant(in.getDoubleValue());
        } else if (token == JsonToken.VALUE_STRING) {
            int index = symbols.indexOf(in.getText());
            if (index < 0) {
                throw new IllegalArgumentException(
                        "expression: one of " + symbols + " required, got \"" + in.getText() + "\"");
            }
            return Expression.variable(index);
        } else if (token != JsonToken.START_ARRAY || in.nextToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(
                    "expression: a number, a symbol or an array with an operator required, got " + token);
        }
        String operator = in.getText();
        List<Expression> arguments = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (NUMBERS.contains(operator) && in.currentToken() == JsonToken.VALUE_STRING) {
                arguments.add(Expression.constant(Double.parseDouble(in.getText())));
            } else {
                arguments.add(read(in, symbols, depth + 1));
            }
        }
        return combine(operator, arguments);
    }

    private static Expression combine(String operator, List<Expression> arguments) {
        if (operator.equals("+")) {
            return Expression.sum(arguments);
        } else if (operator.equals("*")) {
            return Expression.product(arguments);
        } else if (operator.equals("^") && arguments.size() == 2) {
            return Expression.power(arguments.get(0), arguments.get(1));
        } else if ((operator.equals("min") || operator.equals("max")) && arguments.size() == 2) {
            return Expression.extremum(operator.equals("max"), arguments.get(0), arguments.get(1));
        } else if (NUMBERS.contains(operator) && arguments.size() == 1 && arguments.get(0) instanceof Constant c) {
            return operator.equals(FREE)
                    ? Constant.free(c.value())
                    : operator.equals(FIXED) ? Constant.fixed(c.value()) : c;
        }
        Optional<Fn> function = Fn.ofSymbol(operator);
        if (function.isPresent() && arguments.size() == 1) {
            return Expression.apply(function.get(), arguments.get(0));
        }
        throw new IllegalArgumentException("expression: an operator of its number of arguments required, got \""
                + operator + "\" of " + arguments.size());
    }
}
