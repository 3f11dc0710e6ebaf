package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;

/**
 * Presentation MathML (MathML Core, W3C), the characters beyond ASCII as references. What the methods of {@link Printer} give
 * here is a sequence of elements; where an element takes a fixed number of arguments, {@link #row} makes one of it.
 */
final class MathMlPrinter extends Printer {
    private static final String INVISIBLE_TIMES = operator("&#x2062;");
    private static final String DOT = operator("&#x22C5;");
    private static final String APPLY = operator("&#x2061;");
    private static final String MINUS = operator("&#x2212;");
    private static final String BAR = operator(Notation.BARS);

    MathMlPrinter(List<String> symbols) {
        super(symbols);
    }

    /** The whole element {@code math}. */
    String document(Expression e) {
        return "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">" + print(e) + "</math>";
    }

    private static String operator(String character) {
        return "<mo>" + character + "</mo>";
    }

    private static String identifier(String name) {
        return "<mi>" + name + "</mi>";
    }

    private static boolean isToken(String elements) {
        return elements.matches("<(m[ino])>[^<]*</\\1>");
    }

    /** One element. */
    private static String row(String elements) {
        return isToken(elements) ? elements : "<mrow>" + elements + "</mrow>";
    }

    @Override
    String symbol(String name) {
        return identifier(name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    @Override
    String number(String digits) {
        return "<mn>" + digits + "</mn>";
    }

    @Override
    boolean isPlainNumber(String text) {
        return text.startsWith("<mn>") && isToken(text);
    }

    @Override
    String plus() {
        return operator("+");
    }

    @Override
    String minus(boolean first) {
        return MINUS;
    }

    @Override
    String group(String inner) {
        return "<mrow>" + operator("(") + inner + operator(")") + "</mrow>";
    }

    /** Juxtaposition, and a dot before a factor that begins with a digit. */
    @Override
    String times(List<String> factors) {
        StringBuilder text = new StringBuilder(factors.get(0));
        for (String factor : factors.subList(1, factors.size())) {
            text.append(factor.matches("(<msup>)?<mn>.*") ? DOT : INVISIBLE_TIMES)
                    .append(factor);
        }
        return text.toString();
    }

    @Override
    String quotient(List<String> above, List<String> numbers, List<String> others, boolean loneSum) {
        List<String> all = new ArrayList<>(numbers);
        all.addAll(others);
        return "<mfrac>" + row(times(above)) + row(times(all)) + "</mfrac>";
    }

    @Override
    String power(String base, String exponent, boolean atomicExponent) {
        return "<msup>" + row(base) + row(exponent) + "</msup>";
    }

    @Override
    String sqrt(String inner) {
        return "<msqrt>" + inner + "</msqrt>";
    }

    @Override
    String call(Fn function, String argument) {
        String name = function.notation().mathml();
        return name.equals(Notation.BARS)
                ? "<mrow>" + BAR + argument + BAR + "</mrow>"
                : identifier(name) + APPLY + group(argument);
    }

    @Override
    String extremum(Extremum extremum, String left, String right) {
        return identifier(extremum.symbol()) + APPLY + group(left + operator(",") + right);
    }

    @Override
    String irrational(NumberForm.Irrational part) {
        String pi = identifier("&#x3C0;");
        return switch (part) {
            case NONE -> "";
            case PI -> pi;
            case E -> identifier("&#x2147;");
            case SQRT_2 -> sqrt(number("2"));
            case SQRT_3 -> sqrt(number("3"));
            case PI_SQUARED -> power(pi, number("2"), true);
            case PI_CUBED -> power(pi, number("3"), true);
            case SQRT_PI -> sqrt(pi);
            case SQRT_2_PI -> sqrt(times(List.of(number("2"), pi)));
        };
    }

    @Override
    String floating(double positive) {
        if (Double.isNaN(positive)) {
            return identifier("nan");
        }
        if (Double.isInfinite(positive)) {
            return identifier("&#x221E;");
        }
        String text = shortest(positive);
        int e = text.indexOf('e');
        if (e < 0) {
            return number(text);
        }
        String digits = text.substring(e + 1);
        String exponent = digits.startsWith("-") ? MINUS + number(digits.substring(1)) : number(digits);
        return number(text.substring(0, e)) + DOT + power(number("10"), exponent, true);
    }

    @Override
    boolean asDecimal(NumberForm form) {
        return form.denominator() == 10;
    }
}
