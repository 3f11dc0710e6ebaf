package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;

/** Plain text ({@code x^2}), and SymPy syntax ({@code x**2}). */
final class TextPrinter extends Printer {
    private final boolean sympy;

    TextPrinter(List<String> symbols, boolean sympy) {
        super(symbols);
        this.sympy = sympy;
    }

    @Override
    String symbol(String name) {
        return name;
    }

    @Override
    String group(String inner) {
        return "(" + inner + ")";
    }

    @Override
    String times(List<String> factors) {
        return String.join("*", factors);
    }

    @Override
    String quotient(List<String> above, List<String> numbers, List<String> others, boolean loneSum) {
        if (loneSum && !numbers.isEmpty()) {
            // SymPy would multiply the number into the sum.
            return times(above) + "/" + below(numbers) + "/" + below(others);
        }
        List<String> all = new ArrayList<>(numbers);
        all.addAll(others);
        return times(above) + "/" + below(all);
    }

    private String below(List<String> factors) {
        return factors.size() == 1 ? factors.get(0) : group(times(factors));
    }

    @Override
    String power(String base, String exponent, boolean atomicExponent) {
        return base + (sympy ? "**" : "^") + (atomicExponent ? exponent : group(exponent));
    }

    @Override
    String sqrt(String inner) {
        return "sqrt(" + inner + ")";
    }

    @Override
    String call(Fn function, String argument) {
        return (sympy ? function.notation().sympy() : function.symbol()) + "(" + argument + ")";
    }

    @Override
    String extremum(Extremum extremum, String left, String right) {
        return (sympy ? extremum.sympy() : extremum.symbol()) + group(left + ", " + right);
    }

    @Override
    String irrational(NumberForm.Irrational part) {
        return sympy ? part.text.replace("^", "**") : part.text;
    }

    @Override
    String floating(double positive) {
        if (Double.isNaN(positive)) {
            return "nan";
        }
        return Double.isInfinite(positive) ? (sympy ? "oo" : "inf") : shortest(positive);
    }

    @Override
    boolean asDecimal(NumberForm form) {
        long q = form.denominator();
        return q == 10 || (!sympy && (q == 2 || q == 4 || q == 5 || q == 8));
    }
}
