package org.kan4j.export;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.kan4j.data.DataException;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.formula.SourcePrinter;

/**
 * Excel and LibreOffice Calc: the columns are those of the sheet from A on, the row is the second. Powers are calls, since {@code -x^2} is
 * (−x)² in a sheet. Excel reads 15 digits of a number; one with more is written as a sum.
 */
final class ExcelPrinter extends SourcePrinter {
    private static final int LONGEST = 8192;
    private static final int MOST_COLUMNS = 16_384;
    private static final int LETTERS = 26;
    private static final MathContext READ = new MathContext(15, RoundingMode.DOWN);

    private ExcelPrinter() {}

    /**
     * A formula that begins with an equals sign.
     *
     * @throws DataException if it is longer than a sheet takes, or there are more columns
     */
    static String print(Formula formula) {
        if (formula.columns().size() > MOST_COLUMNS) {
            throw new DataException("export: Excel: at most " + MOST_COLUMNS + " columns required, got "
                    + formula.columns().size());
        }
        String text = "=" + new ExcelPrinter().print(formula.expression());
        if (text.length() > LONGEST) {
            throw new DataException("export: Excel: a formula of at most " + LONGEST + " characters required, got "
                    + text.length() + "; a shorter formula, or --to sql or python");
        }
        return text;
    }

    /** The letters of a column: A … Z, AA …. */
    static String letters(int column) {
        String last = String.valueOf((char) ('A' + column % LETTERS));
        return column < LETTERS ? last : letters(column / LETTERS - 1) + last;
    }

    @Override
    protected String number(double value) {
        String shortest = Numbers.decimal(value);
        BigDecimal exact = new BigDecimal(shortest);
        if (exact.stripTrailingZeros().precision() <= READ.getPrecision()) {
            return shortest;
        }
        // The two differ by a few units of the last place, so their difference is exact and its first digits suffice.
        double read = exact.round(READ).doubleValue();
        double rest = new BigDecimal(value - read).round(READ).doubleValue();
        return "(" + exact.round(READ) + (rest < 0 ? "" : "+") + rest + ")";
    }

    @Override
    protected String variable(int index) {
        return letters(index) + "2";
    }

    @Override
    protected String call(Fn function, Expression argument) {
        String name = function == Fn.LOG ? "LN" : function.symbol().toUpperCase(Locale.ROOT);
        return name + "(" + print(argument) + ")";
    }

    @Override
    protected String extremum(Extremum extremum) {
        return extremum.symbol().toUpperCase(Locale.ROOT) + "(" + print(extremum.left()) + ", "
                + print(extremum.right()) + ")";
    }

    @Override
    protected String power(Expression base, Expression exponent) {
        return exponent instanceof Constant c && c.value() == 0.5
                ? "SQRT(" + print(base) + ")"
                : "POWER(" + print(base) + ", " + print(exponent) + ")";
    }
}
