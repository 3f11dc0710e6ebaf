package org.kan4j.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What all notations share: signs, fractions, closed forms of constants. Plain text, SymPy syntax and LaTeX are read back by
 * {@link FormulaParser} to an expression of bit-equal values.
 */
abstract class Printer {
    private final List<String> symbols;

    Printer(List<String> symbols) {
        this.symbols = List.copyOf(symbols);
    }

    abstract String symbol(String name);

    abstract String group(String inner);

    abstract String times(List<String> factors);

    abstract String power(String base, String exponent, boolean atomicExponent);

    abstract String sqrt(String inner);

    abstract String call(Fn function, String argument);

    abstract String extremum(Extremum extremum, String left, String right);

    abstract String irrational(NumberForm.Irrational part);

    abstract String floating(double positive);

    /** Whether this exact fraction is written as a decimal number. */
    abstract boolean asDecimal(NumberForm form);

    /** A number without sign and exponent. */
    String number(String digits) {
        return digits;
    }

    /** Whether a printed constant is a number without sign, exponent and closed form. */
    boolean isPlainNumber(String text) {
        return text.chars().allMatch(ch -> Character.isDigit(ch) || ch == '.');
    }

    String plus() {
        return " + ";
    }

    /** The sign before a first term, or between two terms. */
    String minus(boolean first) {
        return first ? "-" : " - ";
    }

    /**
     * A quotient.
     *
     * @param numbers the constant part of the denominator
     * @param others the rest of the denominator
     * @param loneSum whether the rest is a single sum
     */
    abstract String quotient(List<String> above, List<String> numbers, List<String> others, boolean loneSum);

    final String print(Expression e) {
        if (e instanceof Variable v) {
            if (v.index() >= symbols.size()) {
                throw new IllegalArgumentException(
                        "symbols: a name for variable " + v.index() + " required, got " + symbols.size() + " names");
            }
            return symbol(symbols.get(v.index()));
        } else if (e instanceof Sum s) {
            return sum(s);
        } else if (e instanceof Apply a) {
            return call(a.function(), print(a.argument()));
        } else if (e instanceof Extremum m) {
            return extremum(m, print(m.left()), print(m.right()));
        } else if (e instanceof Power p && !Product.isDenominator(p)) {
            return power(p);
        }
        if (e instanceof Constant c && c.value() == 0) {
            return number("0");
        }
        return isNegative(e) ? minus(true) + product(Expression.negative(e)) : product(e);
    }

    private static boolean isNegative(Expression e) {
        Expression first = e instanceof Product p ? p.factors().get(0) : e;
        return first instanceof Constant c && c.value() < 0;
    }

    private String sum(Sum s) {
        List<Expression> terms = new ArrayList<>(s.terms());
        Expression last = terms.get(terms.size() - 1);
        if (isNegative(terms.get(0)) && last instanceof Constant && !isNegative(last)) {
            terms.remove(terms.size() - 1);
            terms.add(0, last);
        }
        StringBuilder text = new StringBuilder(print(terms.get(0)));
        for (Expression t : terms.subList(1, terms.size())) {
            boolean minus = isNegative(t);
            text.append(minus ? minus(false) : plus()).append(minus ? product(Expression.negative(t)) : print(t));
        }
        return text.toString();
    }

    /** A product without sign, or a constant, or a power below the fraction bar. */
    private String product(Expression e) {
        List<String> above = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> others = new ArrayList<>();
        boolean loneSum = false;
        for (Expression f : e instanceof Product p ? p.factors() : List.of(e)) {
            if (f instanceof Constant c) {
                constant(c.value(), above, numbers);
            } else if (Product.isDenominator(f)) {
                Power p = (Power) f;
                double exponent = -((Constant) p.exponent()).value();
                if (Product.isWrittenAbove(p)) {
                    above.add(power(p));
                } else {
                    loneSum = exponent == 1 && p.base() instanceof Sum;
                    others.add(exponent == 1 ? factor(p.base()) : power(new Power(p.base(), new Constant(exponent))));
                }
            } else {
                above.add(factor(f));
            }
        }
        if (numbers.isEmpty() && others.isEmpty()) {
            return above.isEmpty() ? number("1") : times(above);
        }
        return quotient(above.isEmpty() ? List.of(number("1")) : above, numbers, others, loneSum && others.size() == 1);
    }

    private String factor(Expression f) {
        return f instanceof Sum || f instanceof Product || f instanceof Constant ? group(print(f)) : print(f);
    }

    private String power(Power p) {
        if (p.exponent() instanceof Constant c && c.value() == 0.5) {
            return sqrt(print(p.base()));
        }
        String base = print(p.base());
        String exponent = print(p.exponent());
        return power(isAtom(p.base(), base) ? base : group(base), exponent, isAtom(p.exponent(), exponent));
    }

    private boolean isAtom(Expression e, String text) {
        return e instanceof Variable
                || e instanceof Apply
                || e instanceof Extremum
                || (e instanceof Constant && isPlainNumber(text));
    }

    private void constant(double positive, List<String> above, List<String> below) {
        Optional<NumberForm> closed = NumberForm.of(positive);
        if (closed.isEmpty()) {
            above.add(floating(positive));
            return;
        }
        NumberForm form = closed.get();
        if (form.isRational() && form.denominator() > 1 && asDecimal(form)) {
            above.add(number(shortest(positive)));
            return;
        }
        if (form.numerator() != 1) {
            above.add(number(Long.toString(form.numerator())));
        }
        if (form.denominator() != 1) {
            below.add(number(Long.toString(form.denominator())));
        }
        if (!form.isRational()) {
            (form.below() ? below : above).add(irrational(form.irrational()));
        }
    }

    static String shortest(double value) {
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }
}
