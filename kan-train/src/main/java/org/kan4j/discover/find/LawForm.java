package org.kan4j.discover.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.formula.Vocabulary;

/**
 * A form of laws of one or two variables: a sum of terms, each times a constant, over one and another such sum where there is one.
 *
 * <p>As text, terms are separated by {@code ;} and the terms below by {@code |}: {@code x | x} stands for a·x/(1 + b·x). Constants within terms
 * are a letter, which says what they mean ({@link LawGrid}), and a number: 1 to 4 where they go with x, 5 to 8 where they go with z.
 *
 * @param inputs 1, or 2 where there is a z
 * @param above terms; the first variables are x and z, and those after them the constants within, in the order of {@code constants}
 * @param below terms beside 1 that the sum is divided by; none for no division
 * @param constants names of the constants within terms
 */
record LawForm(int inputs, List<Expression> above, List<Expression> below, List<String> constants) {
    private static final Pattern CONSTANT = Pattern.compile("\\b[a-w]\\d\\b");

    private static final double MARK = 1000.25;

    private static final Pattern Z = Pattern.compile("\\bz\\b");

    /** Reads a form. */
    static LawForm of(String text) {
        List<String> constants = CONSTANT.matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        List<String> inputs = Z.matcher(text).find() ? List.of("x", "z") : List.of("x");
        List<String> symbols =
                Stream.concat(inputs.stream(), constants.stream()).toList();
        String[] parts = text.split("\\|");
        return new LawForm(
                inputs.size(),
                terms(parts[0], symbols),
                parts.length == 1 ? List.of() : terms(parts[1], symbols),
                constants);
    }

    private static List<Expression> terms(String text, List<String> symbols) {
        return Arrays.stream(text.split(";"))
                .map(term -> FormulaParser.parse(term.strip(), symbols))
                .toList();
    }

    /** Whether all its functions are in a vocabulary, or may become functions that are. */
    boolean within(Vocabulary vocabulary) {
        return (below.isEmpty() || vocabulary.allows("/"))
                && Stream.concat(above.stream(), below.stream()).allMatch(vocabulary::leadsTo);
    }

    /** Number of terms. */
    int terms() {
        return above.size() + below.size();
    }

    /**
     * The formula.
     *
     * @param of [inputs] the variables that x and z are
     * @param within values of {@code constants}
     * @param factors of the terms above, then of those below
     */
    Expression formula(int[] of, double[] within, double[] factors) {
        Expression sum = sum(above, of, within, factors, 0);
        if (below.isEmpty()) {
            return sum;
        }
        Expression divisor = Expression.sum(Expression.constant(1), sum(below, of, within, factors, above.size()));
        return Expression.product(sum, Expression.power(divisor, -1));
    }

    private Expression sum(List<Expression> terms, int[] of, double[] within, double[] factors, int first) {
        List<Expression> parts = new ArrayList<>();
        for (int k = 0; k < terms.size(); k++) {
            Expression term = terms.get(k)
                    .substitute(i -> i < of.length ? Expression.variable(of[i]) : constant(i - of.length, within));
            parts.add(Expression.product(Constant.free(factors[first + k]), term));
        }
        return Expression.sum(parts);
    }

    /** Whether the rates that a form has as positive numbers are so in a formula of this form, fitted from a start. */
    boolean keepsRates(Expression fitted, int[] of) {
        if (constants.stream().noneMatch(LawForm::isRate)) {
            return true;
        }
        // Numbers that say which constant is which.
        double[] marks = new double[constants.size()];
        Arrays.setAll(marks, k -> MARK + k);
        double[] factors = new double[terms()];
        Arrays.fill(factors, MARK / 2);
        List<Constant> marked = CompiledExpression.constants(formula(of, marks, factors));
        List<Constant> values = CompiledExpression.constants(fitted);
        return marked.size() != values.size()
                || IntStream.range(0, marked.size())
                        .filter(c -> isMarkOfRate(marked.get(c).value()))
                        .allMatch(c -> values.get(c).value() * marked.get(c).value() > 0);
    }

    private boolean isMarkOfRate(double mark) {
        int k = (int) Math.floor(Math.abs(mark) - MARK);
        return Math.abs(mark) >= MARK && isRate(constants.get(k));
    }

    private static boolean isRate(String constant) {
        return constant.startsWith("r");
    }

    /** A threshold is no number that steps can fit; the others are. */
    private Expression constant(int k, double[] within) {
        return constants.get(k).startsWith("t") ? Constant.fixed(within[k]) : Constant.free(within[k]);
    }

    /**
     * Values of the terms, those above before those below.
     *
     * @param columns [inputs][rows] of x and z
     * @param within values of {@code constants}
     * @return [terms][rows]
     */
    double[][] values(double[][] columns, double[] within) {
        double[] row = new double[inputs + within.length];
        System.arraycopy(within, 0, row, inputs, within.length);
        double[][] values = new double[terms()][columns[0].length];
        List<Expression> all = Stream.concat(above.stream(), below.stream()).toList();
        for (int r = 0; r < columns[0].length; r++) {
            for (int i = 0; i < inputs; i++) {
                row[i] = columns[i][r];
            }
            for (int k = 0; k < values.length; k++) {
                values[k][r] = all.get(k).evaluate(row);
            }
        }
        return values;
    }
}
