package org.kan4j.export;

import java.util.List;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.formula.SourcePrinter;

/** R. */
final class RPrinter extends SourcePrinter {
    private final List<String> names;

    private RPrinter(List<String> names) {
        this.names = names;
    }

    /** One function. */
    static String print(Formula formula, String name) {
        List<String> names = names(formula.symbols(), Words.of(Language.R)).stream()
                .map(symbol -> symbol.startsWith("_") ? "`" + symbol + "`" : symbol)
                .toList();
        return name + " <- function(" + String.join(", ", names) + ") {\n  "
                + new RPrinter(names).print(formula.expression()) + "\n}\n";
    }

    @Override
    protected String number(double value) {
        return Numbers.decimal(value);
    }

    @Override
    protected String variable(int index) {
        return names.get(index);
    }

    @Override
    protected String call(Fn function, Expression argument) {
        return function.symbol() + "(" + print(argument) + ")";
    }

    @Override
    protected String extremum(Extremum extremum) {
        return "p" + extremum.symbol() + "(" + print(extremum.left()) + ", " + print(extremum.right()) + ")";
    }

    @Override
    protected String power(Expression base, Expression exponent) {
        return exponent instanceof Constant c && c.value() == 0.5
                ? "sqrt(" + print(base) + ")"
                : operand(base) + "^" + operand(exponent);
    }
}
