package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;

/** LaTeX, for math mode. */
final class LatexPrinter extends Printer {
    LatexPrinter(List<String> symbols) {
        super(symbols);
    }

    @Override
    String symbol(String name) {
        return name.length() == 1 && !name.equals("_") ? name : "\\mathrm{" + name.replace("_", "\\_") + "}";
    }

    @Override
    String group(String inner) {
        return "\\left(" + inner + "\\right)";
    }

    @Override
    String times(List<String> factors) {
        return String.join(" ", factors);
    }

    @Override
    String quotient(List<String> above, List<String> numbers, List<String> others, boolean loneSum) {
        List<String> all = new ArrayList<>(numbers);
        all.addAll(others);
        return "\\frac{" + times(above) + "}{" + times(all) + "}";
    }

    @Override
    String power(String base, String exponent, boolean atomicExponent) {
        return base + "^{" + exponent + "}";
    }

    @Override
    String sqrt(String inner) {
        return "\\sqrt{" + inner + "}";
    }

    @Override
    String call(Fn function, String argument) {
        String name = function.notation().latex();
        return name.equals(Notation.BARS) ? "\\left|" + argument + "\\right|" : name + group(argument);
    }

    @Override
    String extremum(Extremum extremum, String left, String right) {
        return "\\" + extremum.symbol() + group(left + ", " + right);
    }

    @Override
    String irrational(NumberForm.Irrational part) {
        return part.latex;
    }

    @Override
    String floating(double positive) {
        if (Double.isNaN(positive)) {
            return "\\mathrm{nan}";
        }
        if (Double.isInfinite(positive)) {
            return "\\infty";
        }
        String text = shortest(positive);
        int e = text.indexOf('e');
        return e < 0 ? text : text.substring(0, e) + " \\cdot 10^{" + text.substring(e + 1) + "}";
    }

    @Override
    boolean asDecimal(NumberForm form) {
        return form.denominator() == 10;
    }
}
