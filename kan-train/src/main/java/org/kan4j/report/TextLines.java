package org.kan4j.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.kan4j.formula.Formula;

/** Collects lines for a person, and says how numbers look in them. */
public final class TextLines {
    /** Exponents of ten beyond which a number is shown with its exponent. */
    private static final int SMALLEST_PLAIN = -3;

    private static final int LARGEST_PLAIN = 7;

    private final StringBuilder lines = new StringBuilder();

    /** No lines yet. */
    public TextLines() {}

    /**
     * Adds a line.
     *
     * @param text without a line end
     * @return this
     */
    public TextLines line(String text) {
        lines.append(text).append('\n');
        return this;
    }

    /**
     * Adds a line as {@link String#format} gives it, the same in every language.
     *
     * @param format without a line end
     * @param values of its placeholders
     * @return this
     */
    public TextLines format(String format, Object... values) {
        return line(String.format(Locale.ROOT, format, values));
    }

    /**
     * Adds what a formula's symbols stand for, where they are not the names of their columns: {@code where v1 = "b b"}.
     *
     * @param formula the formula
     * @return this
     */
    public TextLines legend(Formula formula) {
        return legend(List.of(formula));
    }

    /**
     * Adds what the symbols of formulas stand for, where they are not the names of their columns.
     *
     * @param formulas of the same columns
     * @return this
     */
    public TextLines legend(List<Formula> formulas) {
        Set<Integer> used = new TreeSet<>();
        formulas.forEach(formula -> used.addAll(formula.expression().variables()));
        List<String> symbols = formulas.get(0).symbols();
        List<String> columns = formulas.get(0).columns();
        for (int column : used) {
            if (!symbols.get(column).equals(columns.get(column))) {
                line("where " + symbols.get(column) + " = \"" + columns.get(column) + '"');
            }
        }
        return this;
    }

    /** The lines, each ended by a line feed. */
    @Override
    public String toString() {
        return lines.toString();
    }

    /**
     * {@return six significant digits; – for what there is not}
     *
     * @param value the number
     */
    public static String shortNumber(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.6g", value);
    }

    /**
     * {@return four significant digits without zeros at the end}
     *
     * @param value the number
     */
    public static String brief(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        return plain(new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros());
    }

    /**
     * {@return a number and its standard error, which has two digits: {@code 9.8066 ± 0.0021}}
     *
     * @param value the number
     * @param error its standard error
     */
    public static String withError(double value, double error) {
        if (!Double.isFinite(value) || !Double.isFinite(error)) {
            return value + " ± " + error;
        }
        BigDecimal rounded = new BigDecimal(error).round(new MathContext(2));
        BigDecimal number = new BigDecimal(value).setScale(rounded.scale(), RoundingMode.HALF_EVEN);
        return plain(number) + " ± " + plain(rounded);
    }

    private static String plain(BigDecimal number) {
        int exponent = number.precision() - number.scale();
        return exponent < SMALLEST_PLAIN || exponent > LARGEST_PLAIN ? number.toString() : number.toPlainString();
    }
}
