package org.kan4j.export;

import java.util.List;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.formula.SourcePrinter;

/** Python with NumPy. The arguments become arrays first: a power of a negative number is then NaN, and not complex. */
final class PythonPrinter extends SourcePrinter {
    private final List<String> names;

    private PythonPrinter(List<String> names) {
        this.names = names;
    }

    /** A module with one function. */
    static String print(Formula formula, String name) {
        List<String> names = names(formula.symbols(), Words.of(Language.PYTHON));
        StringBuilder text =
                new StringBuilder("import numpy as np\n\n\ndef " + name + "(" + String.join(", ", names) + "):\n");
        for (String argument : names) {
            text.append("    " + argument + " = np.asarray(" + argument + ", dtype=float)\n");
        }
        return text + "    with np.errstate(all=\"ignore\"):\n        return "
                + new PythonPrinter(names).print(formula.expression()) + "\n";
    }

    /** An expression of variables that are arrays. */
    static String expression(Expression expression, List<String> names) {
        return new PythonPrinter(names).print(expression);
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
        String name = function.symbol();
        boolean inverse = name.startsWith("a") && function != Fn.ABS;
        return "np." + (inverse ? "arc" + name.substring(1) : name) + "(" + print(argument) + ")";
    }

    @Override
    protected String extremum(Extremum extremum) {
        return "np." + (extremum.larger() ? "maximum" : "minimum") + "(" + print(extremum.left()) + ", "
                + print(extremum.right()) + ")";
    }

    @Override
    protected String power(Expression base, Expression exponent) {
        return exponent instanceof Constant c && c.value() == 0.5
                ? "np.sqrt(" + print(base) + ")"
                : operand(base) + "**" + operand(exponent);
    }
}
