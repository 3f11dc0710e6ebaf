package org.kan4j.formula;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What languages share that programs, queries and sheets are written in: an expression becomes source that computes in the order of
 * {@link Expression#evaluate}. Every number is written so that the language reads the same double.
 */
public abstract class SourcePrinter {
    /** For subclasses. */
    protected SourcePrinter() {}

    /**
     * {@return a number as the language writes it}
     *
     * @param value any double
     */
    protected abstract String number(double value);

    /**
     * {@return a variable}
     *
     * @param index number of the column, from 0
     */
    protected abstract String variable(int index);

    /**
     * {@return a function of an argument: a call, which needs no brackets}
     *
     * @param function which
     * @param argument any expression
     */
    protected abstract String call(Fn function, Expression argument);

    /**
     * {@return the larger or the smaller of two expressions: a call, which needs no brackets}
     *
     * @param extremum which, and of what
     */
    protected abstract String extremum(Extremum extremum);

    /**
     * {@return a power, which needs no brackets as a factor}
     *
     * @param base any expression
     * @param exponent any expression but a negative constant
     */
    protected abstract String power(Expression base, Expression exponent);

    /**
     * {@return a quotient}
     *
     * @param above factors and signs between them, or one
     * @param below one factor, or a product in brackets
     */
    protected String quotient(String above, String below) {
        return above + " / " + below;
    }

    /**
     * {@return an expression as source}
     *
     * @param e the expression
     */
    public final String print(Expression e) {
        if (e instanceof Constant c) {
            return number(c.value());
        } else if (e instanceof Variable v) {
            return variable(v.index());
        } else if (e instanceof Sum sum) {
            return sum(sum);
        } else if (e instanceof Product product) {
            return product(product.factors());
        } else if (e instanceof Power power) {
            return Product.isDenominator(power) ? product(List.of(power)) : power(power.base(), power.exponent());
        } else if (e instanceof Extremum m) {
            return extremum(m);
        }
        Apply apply = (Apply) e;
        return call(apply.function(), apply.argument());
    }

    private String sum(Sum sum) {
        StringBuilder text = new StringBuilder(print(sum.terms().get(0)));
        for (Expression term : sum.terms().subList(1, sum.terms().size())) {
            String one = print(term);
            boolean minus = one.startsWith("-");
            text.append(minus ? " - " : " + ").append(minus ? one.substring(1) : one);
        }
        return text.toString();
    }

    private String product(List<Expression> factors) {
        List<String> above = new ArrayList<>();
        List<String> below = new ArrayList<>();
        for (Expression factor : factors) {
            if (Product.isDenominator(factor)) {
                Power p = (Power) factor;
                double exponent = -((Constant) p.exponent()).value();
                below.add(exponent == 1 ? factor(p.base()) : power(p.base(), new Constant(exponent)));
            } else {
                above.add(factor(factor));
            }
        }
        String numerator = above.isEmpty() ? number(1) : String.join(" * ", above);
        if (below.isEmpty()) {
            return numerator;
        }
        String denominator = String.join(" * ", below);
        boolean atom = below.size() == 1 && !denominator.startsWith("-");
        return quotient(numerator, atom ? denominator : "(" + denominator + ")");
    }

    private String factor(Expression e) {
        boolean apart = e instanceof Sum || e instanceof Product || Product.isDenominator(e);
        return apart ? "(" + print(e) + ")" : print(e);
    }

    /**
     * {@return an expression as an operand of an operator that binds tighter than products}
     *
     * @param e any expression
     */
    protected final String operand(Expression e) {
        boolean atom = e instanceof Variable
                || e instanceof Apply
                || e instanceof Extremum
                || e instanceof Constant c && c.value() >= 0;
        return atom ? print(e) : "(" + print(e) + ")";
    }

    /**
     * {@return names of variables: the symbols, with underscores after those that mean something else}
     *
     * @param symbols of a formula, all different
     * @param reserved what may be no name
     */
    public static List<String> names(List<String> symbols, Set<String> reserved) {
        Set<String> taken = new HashSet<>(symbols);
        List<String> names = new ArrayList<>();
        for (String symbol : symbols) {
            String name = symbol;
            while (reserved.contains(name) || (!name.equals(symbol) && taken.contains(name))) {
                name += "_";
            }
            taken.add(name);
            names.add(name);
        }
        return names;
    }
}
