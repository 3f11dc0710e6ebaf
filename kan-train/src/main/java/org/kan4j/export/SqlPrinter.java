package org.kan4j.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kan4j.data.DataException;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Extremum;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.formula.SourcePrinter;

/**
 * SQL. A NULL among the columns used gives NULL, and so does a division by zero, and in dialects where a function outside its domain is an
 * error, that too. Numbers have an exponent: without one they are decimals, whose powers and quotients some dialects round.
 */
final class SqlPrinter extends SourcePrinter {
    private static final int LONGEST = 100_000;

    /** Arguments beyond these make the exponential overflow, or underflow, which is an error too. */
    private static final String EXP_HIGH = "709E0";

    private static final String EXP_LOW = "-708E0";

    private static final Map<Fn, String> COMPOSED = Map.of(
            Fn.SINH, "(exp(u) - exp(-u))/2",
            Fn.COSH, "(exp(u) + exp(-u))/2",
            Fn.TANH, "sign(u)*(2/(1 + exp(-2*abs(u))) - 1)",
            Fn.ASINH, "sign(u)*log(abs(u) + sqrt(u^2 + 1))",
            Fn.ACOSH, "log(u + sqrt(u - 1)*sqrt(u + 1))",
            Fn.ATANH, "0.5*log((1 + u)/(1 - u))");

    private final SqlDialect dialect;
    private final List<String> variables;

    private SqlPrinter(SqlDialect dialect, List<String> variables) {
        this.dialect = dialect;
        this.variables = variables;
    }

    /**
     * One expression over the columns.
     *
     * @throws DataException if it is longer than databases take
     */
    static String print(Formula formula, SqlDialect dialect) {
        List<String> columns = formula.columns().stream().map(dialect::number).toList();
        String text = print(formula.expression(), dialect, columns);
        if (text.length() > LONGEST) {
            throw new DataException("export: SQL: an expression of at most " + LONGEST + " characters required, got "
                    + text.length() + "; a shorter formula, or --to python");
        }
        return text;
    }

    /** An expression of variables that are written already. */
    static String print(Expression expression, SqlDialect dialect, List<String> variables) {
        return new SqlPrinter(dialect, variables).print(expression);
    }

    @Override
    protected String number(double value) {
        return literal(value);
    }

    /** A number with an exponent. */
    static String literal(double value) {
        String shortest = Numbers.decimal(value);
        return shortest.contains("E") ? shortest : shortest.replaceAll("\\.0$", "") + "E0";
    }

    @Override
    protected String variable(int index) {
        return variables.get(index);
    }

    @Override
    protected String quotient(String above, String below) {
        return above + " / NULLIF(" + below + ", 0)";
    }

    @Override
    protected String call(Fn function, Expression argument) {
        String composed = COMPOSED.get(function);
        if (dialect == SqlDialect.SQLSERVER && composed != null) {
            return "(" + print(FormulaParser.parse(composed, List.of("u")).substitute(index -> argument)) + ")";
        }
        String u = print(argument);
        return switch (function) {
            case EXP -> exponential(u);
            case LOG -> dialect.logarithm() + "(" + where(u + " > 0", u) + ")";
            case ASIN, ACOS -> plain(function, where("ABS(" + u + ") <= 1", u));
            case ACOSH -> plain(function, where(u + " >= 1", u));
            case ATANH -> plain(function, where("ABS(" + u + ") < 1", u));
            case SINH, COSH -> plain(function, where("ABS(" + u + ") < " + EXP_HIGH, u));
            default -> plain(function, u);
        };
    }

    private static String plain(Fn function, String argument) {
        return function.symbol().toUpperCase(Locale.ROOT) + "(" + argument + ")";
    }

    /** A value where a condition holds, NULL elsewhere. */
    private String where(String condition, String value) {
        return dialect.raises() ? "CASE WHEN " + condition + " THEN " + value + " END" : value;
    }

    private String exponential(String u) {
        return plain(
                Fn.EXP,
                dialect.raises()
                        ? "CASE WHEN " + u + " < " + EXP_LOW + " THEN " + EXP_LOW + " WHEN " + u + " < " + EXP_HIGH
                                + " THEN " + u + " END"
                        : u);
    }

    /** Two conditions, since the functions of some dialects pass over NULL. */
    @Override
    protected String extremum(Extremum extremum) {
        String left = print(extremum.left());
        String right = print(extremum.right());
        String than = extremum.larger() ? " > " : " < ";
        return "CASE WHEN " + left + than + right + " THEN " + left + " WHEN " + right + " IS NOT NULL AND " + left
                + " IS NOT NULL THEN " + right + " END";
    }

    @Override
    protected String power(Expression base, Expression exponent) {
        String b = print(base);
        if (exponent instanceof Constant c && c.value() == 0.5) {
            return "SQRT(" + where(b + " >= 0", b) + ")";
        }
        String p = print(exponent);
        String power = "POWER(" + b + ", " + p + ")";
        boolean whole = exponent instanceof Constant c && c.value() == Math.rint(c.value());
        boolean positive = base instanceof Constant c && c.value() > 0;
        if (!dialect.raises() || whole || positive) {
            return power;
        }
        String defined = exponent instanceof Constant
                ? b + " >= 0"
                : b + " > 0 OR " + b + " = 0 AND " + p + " >= 0 OR " + b + " <> 0 AND " + p + " = FLOOR(" + p + ")";
        return "CASE WHEN " + defined + " THEN " + power + " END";
    }
}
