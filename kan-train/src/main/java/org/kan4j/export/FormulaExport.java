package org.kan4j.export;

import java.util.List;
import org.kan4j.data.DataException;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

/** A formula in another language, behind comments that say what it gives and of which columns: those that it uses. */
public final class FormulaExport {
    private FormulaExport() {}

    /**
     * Writes a formula in a language.
     *
     * @param found in the data's units
     * @param options the language, its dialect, and the name of the function
     * @return lines of comment and the source, with a line's end at the end
     * @throws DataException if the language has no such formula, as where a sheet takes no longer one
     */
    public static String write(Formula found, ExportOptions options) {
        Formula formula = ofColumnsUsed(found);
        String name = options.nameOr("Formula");
        String source = switch (options.language()) {
            case PYTHON -> PythonPrinter.print(formula, name);
            case C -> CPrinter.print(formula, name);
            case JAVA -> formula.java(name);
            case SQL -> SqlPrinter.print(formula, options.dialectOrDefault()) + "\n";
            case EXCEL -> ExcelPrinter.print(formula) + "\n";
            case R -> RPrinter.print(formula, name);
            case ONNX, SAFETENSORS -> throw ExportOptions.binary(options.language());
        };
        List<String> gives = List.of(Head.quoted(formula.target()) + " = " + formula.text());
        return Head.of(options.language(), gives, formula.symbols(), formula.columns()) + source;
    }

    /** The formula of those columns alone that occur; one of no column keeps all, so that it gives a value for each row. */
    static Formula ofColumnsUsed(Formula formula) {
        List<Integer> used = List.copyOf(formula.expression().variables());
        if (used.isEmpty()) {
            return formula;
        }
        return new Formula(
                formula.expression().substitute(index -> Expression.variable(used.indexOf(index))),
                used.stream().map(formula.symbols()::get).toList(),
                used.stream().map(formula.columns()::get).toList(),
                formula.target());
    }
}
