package org.kan4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.data.DataException;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;

/** Exports compute what kan4j does: the formulas of the recovery tables, and others that hold every function and what is special. */
class FormulaExportTest {
    private static final int ROWS = 60;

    /** Of the larger of the value and the interquartile range; the functions of the languages differ by a unit of the last place or two. */
    private static final double TOLERANCE = 1e-12;

    private static final Path TABLES = Path.of("../kan-bench/src/main/resources/org/kan4j/bench/recovery");

    private static final List<Case> CASES = cases();

    @TempDir
    Path folder;

    /** A formula, the columns that it uses, rows of these, and what kan4j makes of them. */
    private record Case(Formula formula, List<String> columns, double[][] rows, double[] values) {
        static Case of(Formula formula, List<double[]> ranges, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] rows = new double[ROWS][];
            for (int r = 0; r < ROWS; r++) {
                rows[r] = ranges.stream()
                        .mapToDouble(range -> random.nextDouble(range[0], range[1]))
                        .toArray();
            }
            double[] values = Arrays.stream(rows)
                    .mapToDouble(row -> formula.expression().evaluate(row))
                    .toArray();
            List<String> columns = FormulaExport.ofColumnsUsed(formula).columns();
            int[] used = columns.stream().mapToInt(formula.columns()::indexOf).toArray();
            double[][] picked = Arrays.stream(rows)
                    .map(row -> IntStream.of(used).mapToDouble(i -> row[i]).toArray())
                    .toArray(double[][]::new);
            return new Case(formula, columns, picked, values);
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        List<double[]> wide = List.of(new double[] {-3, 3}, new double[] {-3, 3});
        List<String> two = List.of("x", "y");
        List<String> texts = new ArrayList<>(List.of(
                "-x^2",
                "(-x)^3",
                "x^y",
                "x^1.5",
                "x^(-2)",
                "1/x",
                "2^x",
                "x - (y - 1)",
                "x/(y/3)",
                "-(x + y)^2/7",
                "0.1234567890123456*x + 1.2345678901234567e-7",
                "max(x, y)*min(x, min(y, 1))",
                "max(log(x), y)",
                "1/3",
                "exp(-900*x^2)",
                "exp(exp(x)) - 5.1234567890123456e307*x",
                "x/y - 9007199254740993*y",
                "(x^2)^y"));
        for (Fn f : Fn.values()) {
            texts.add(f.symbol() + "(x)");
            texts.add("1.5 - 0.3*" + f.symbol() + "(1.2*x - 0.1*y)^2");
        }
        for (String text : texts) {
            cases.add(Case.of(Formula.of(FormulaParser.parse(text, two), two, "z"), wide, 1));
        }
        List<String> odd = List.of("a \"b\"", "[c]]", "`d`", "it's; -- e", "int", "_f", "np", "predict_max");
        Expression all = Expression.sum(
                IntStream.range(0, odd.size()).mapToObj(Expression::variable).toList());
        cases.add(Case.of(
                Formula.of(Expression.extremum(true, all, Expression.constant(-1)), odd, "two\nlines */ \\u000a"),
                odd.stream().map(column -> new double[] {-1, 1}).toList(),
                2));
        for (String table : List.of("classic.csv", "feynman.csv")) {
            try {
                Files.readAllLines(TABLES.resolve(table)).stream().skip(1).forEach(line -> cases.add(known(line)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return cases;
    }

    /** A line {@code id,class,formula,name:low..high; …}; the formula may be in quotes. */
    private static Case known(String line) {
        String ranges = line.substring(line.lastIndexOf(',') + 1);
        String text = line.split(",", 3)[2].replaceAll(",[^,]*$", "").replace("\"", "");
        List<String> names = new ArrayList<>();
        List<double[]> bounds = new ArrayList<>();
        for (String range : ranges.split(";")) {
            String[] parts = range.strip().split(":|\\.\\.");
            names.add(parts[0]);
            bounds.add(new double[] {Double.parseDouble(parts[1]), Double.parseDouble(parts[2])});
        }
        return Case.of(Formula.of(FormulaParser.parse(text, names), names, "y"), bounds, 3);
    }

    private static String written(Case c, Language language, String name) {
        Optional<String> named = language.isNamed() ? Optional.of(name) : Optional.empty();
        return FormulaExport.write(c.formula, new ExportOptions(language, named, Optional.empty()));
    }

    /** What stands after the lines of comment. */
    private static String expression(String export, String comment) {
        return export.lines()
                .filter(line -> !line.startsWith(comment))
                .reduce((a, b) -> a + "\n" + b)
                .orElseThrow();
    }

    private void compare(String language, boolean nullOutside) throws IOException {
        compare(language, nullOutside, 0);
    }

    private void compare(String language, boolean nullOutside, double written) throws IOException {
        List<double[]> got = Programs.numbers(folder.resolve("out.txt"));
        assertThat(got).hasSameSizeAs(CASES);
        double largest = 0;
        for (int i = 0; i < got.size(); i++) {
            Case c = CASES.get(i);
            double[] sorted =
                    Arrays.stream(c.values).filter(Double::isFinite).sorted().toArray();
            double spread = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
            for (int r = 0; r < ROWS; r++) {
                double want = c.values[r];
                double is = got.get(i)[r];
                String what = language + ": " + c.formula + " at " + Arrays.toString(c.rows[r]);
                if (!Double.isFinite(want)) {
                    assertThat(Double.isNaN(is) || !nullOutside && is == want)
                            .as("%s: %s for %s", what, is, want)
                            .isTrue();
                    continue;
                }
                double difference =
                        Math.max(0, Math.abs(is - want) - written) / Math.max(Math.max(Math.abs(want), spread), 1e-300);
                assertThat(difference).as("%s: %s for %s", what, is, want).isLessThanOrEqualTo(TOLERANCE);
                largest = Math.max(largest, difference);
            }
        }
        System.out.println(language + ": largest difference of " + got.size() + " formulas " + largest);
    }

    private static String rows(Case c, String open, String close) {
        return Arrays.stream(c.rows)
                .map(row -> open + Programs.list(row) + close)
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
    }

    @Test
    void java() throws Exception {
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < CASES.size(); i++) {
            sources.add(written(CASES.get(i), Language.JAVA, "F" + i));
        }
        List<String> results = new ArrayList<>();
        try (URLClassLoader loader = Programs.compile(folder, sources)) {
            for (int i = 0; i < CASES.size(); i++) {
                StringBuilder line = new StringBuilder();
                for (double[] row : CASES.get(i).rows) {
                    line.append(Programs.evaluate(loader.loadClass("F" + i), row))
                            .append(' ');
                }
                results.add(line.toString());
            }
        }
        Files.write(folder.resolve("out.txt"), results);
        compare("Java", false);
    }

    @Test
    void python() throws Exception {
        Programs.assume(folder, "python3", "-c", "import numpy");
        StringBuilder text = new StringBuilder("out = open('out.txt', 'w')\n");
        for (int i = 0; i < CASES.size(); i++) {
            Case c = CASES.get(i);
            text.append(written(c, Language.PYTHON, "predict_max") + "\nrows = np.array([" + rows(c, "[", "]") + "])\n"
                    + "values = np.broadcast_to(predict_max(*rows.T), len(rows))\n"
                    + "print(*[repr(float(v)) for v in values], file=out)\n");
        }
        Files.writeString(folder.resolve("all.py"), text);
        Programs.run(folder, "python3", "all.py");
        compare("Python", false);
    }

    @Test
    void onnx() throws Exception {
        List<String> results = new ArrayList<>();
        for (Case c : CASES) {
            double[] x = Arrays.stream(c.rows).flatMapToDouble(Arrays::stream).toArray();
            double[] y = OnnxRuns.run(OnnxExport.write(c.formula, Precision.FLOAT64), x, ROWS, false);
            results.add(Arrays.stream(y).mapToObj(Double::toString).collect(Collectors.joining(" ")));
        }
        Files.write(folder.resolve("out.txt"), results);
        compare("ONNX", false);
    }

    @Test
    void c() throws Exception {
        Programs.assume(folder, "cc", "--version");
        StringBuilder text = new StringBuilder("#include <stdio.h>\n");
        StringBuilder main = new StringBuilder("int main(void) {\n");
        for (int i = 0; i < CASES.size(); i++) {
            Case c = CASES.get(i);
            String name = i == CASES.size() / 2 ? "predict" : "f" + i;
            Files.writeString(folder.resolve(name + ".h"), written(c, Language.C, name));
            text.append("#include \"" + name + ".h\"\n");
            for (double[] row : c.rows) {
                main.append("printf(\"%.17g \", " + name + "(" + Programs.list(row) + "));\n");
            }
            main.append("puts(\"\");\n");
        }
        Files.writeString(
                folder.resolve("all.c"), text + main.append("return 0; }\n").toString());
        Programs.runC(folder);
        compare("C", false);
    }

    @Test
    void r() throws Exception {
        Programs.assume(folder, "Rscript", "--version");
        StringBuilder text = new StringBuilder("sink('out.txt')\n");
        for (Case c : CASES) {
            text.append(written(c, Language.R, "predict") + "m <- matrix(c(" + rows(c, "", "") + "), ncol = "
                    + c.columns.size() + ", byrow = TRUE)\nv <- suppressWarnings(do.call(predict, unname(as.list("
                    + "as.data.frame(m)))))\ncat(formatC(rep_len(v, nrow(m)), digits = 17), '\\n')\n");
        }
        Files.writeString(folder.resolve("all.R"), text);
        Programs.run(folder, "Rscript", "all.R");
        compare("R", false);
    }

    /** Functions of a sheet in Python; numbers as a sheet reads them, with 15 digits. */
    @Test
    void sheets() throws Exception {
        Programs.assume(folder, "python3", "-c", "import numpy");
        StringBuilder text = new StringBuilder("""
                import re
                import numpy as np
                out = open('out.txt', 'w')
                np.seterr(all='ignore')
                sheet = {f.upper().replace('ARC', 'A'): getattr(np, f) for f in
                         'exp sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh abs sign sqrt'.split()}
                sheet |= {'LN': np.log, 'POWER': np.power, 'MAX': np.maximum, 'MIN': np.minimum}
                number = re.compile(r'(?<![A-Z0-9.])[0-9]+(?:\\.[0-9]+)?(?:E[+-]?[0-9]+)?')
                def calculate(formula, rows):
                    text = number.sub(lambda m: 'np.float64(' + format(float(m.group()), '.15g') + ')', formula[1:])
                    for row in rows:
                        cells = {chr(65 + i) + '2': np.float64(v) for i, v in enumerate(row)}
                        print(repr(float(eval(text, {'np': np}, sheet | cells))), end=' ', file=out)
                    print(file=out)
                """);
        for (Case c : CASES) {
            String formula = expression(written(c, Language.EXCEL, ""), "'");
            text.append("calculate('" + formula + "', [" + rows(c, "[", "]") + "])\n");
        }
        Files.writeString(folder.resolve("all.py"), text);
        Programs.run(folder, "python3", "all.py");
        compare("Excel", false);
    }

    /** A sheet for each formula: a row for each of its rows, with the formula for it at the end. */
    @Tag("slow")
    @Test
    void libreOffice() throws Exception {
        Programs.assume(folder, "soffice", "--version");
        List<String> command = new ArrayList<>(List.of(
                "soffice",
                "-env:UserInstallation=file://" + folder.resolve("profile"),
                "--headless",
                "--infilter=CSV:44,34,76,1,,1033,false,true,false,false,false,-1,true",
                "--convert-to",
                "fods",
                "--outdir",
                folder.resolve("out").toString()));
        for (int i = 0; i < CASES.size(); i++) {
            Case c = CASES.get(i);
            String formula = expression(written(c, Language.EXCEL, ""), "'");
            List<String> lines = new ArrayList<>(List.of("names"));
            for (int r = 0; r < ROWS; r++) {
                String here = formula.replaceAll("(?<![A-Z0-9.])([A-Z]+)2(?![0-9.])", "$1" + (r + 2));
                lines.add(Programs.list(c.rows[r]) + ",\"" + here + "\"");
            }
            Path sheet = folder.resolve("sheet" + i + ".csv");
            Files.write(sheet, lines);
            command.add(sheet.toString());
        }
        Programs.run(folder, command.toArray(String[]::new));
        List<String> results = new ArrayList<>();
        for (int i = 0; i < CASES.size(); i++) {
            results.add(Pattern.compile("<table:table-cell[^>]* table:formula=[^>]*>")
                    .matcher(Files.readString(folder.resolve("out/sheet" + i + ".fods")))
                    .results()
                    .map(cell -> cell.group().contains("\"error\"")
                            ? "NaN"
                            : cell.group().replaceAll(".* office:value=\"([^\"]*)\".*", "$1"))
                    .collect(Collectors.joining(" ")));
        }
        Files.write(folder.resolve("out.txt"), results);
        // It saves 20 decimal places.
        compare("LibreOffice", false, 1e-20);
    }

    @ParameterizedTest
    @EnumSource
    void sql(SqlDialect dialect) throws Exception {
        Databases.assume(folder, dialect);
        Databases database = new Databases(dialect);
        ExportOptions options = new ExportOptions(Language.SQL, Optional.empty(), Optional.of(dialect));
        for (int i = 0; i < CASES.size(); i++) {
            Case c = CASES.get(i);
            List<String> columns = c.columns.stream()
                    .map(column -> dialect.quoted(column) + " double precision")
                    .toList();
            database.table("t" + i, columns, values(c));
            database.select(FormulaExport.write(c.formula, options), "t" + i);
        }
        database.run(folder);
        compare(dialect.toString(), false);
    }

    /** The rows as values of SQL. */
    private static List<String> values(Case c) {
        return Arrays.stream(c.rows)
                .map(row -> Arrays.stream(row).mapToObj(SqlPrinter::literal).collect(Collectors.joining(", ")))
                .toList();
    }

    @Test
    void aNullGivesNull() throws Exception {
        Databases.assume(folder, SqlDialect.SQLITE);
        Databases database = new Databases(SqlDialect.SQLITE);
        ExportOptions options = new ExportOptions(Language.SQL, Optional.empty(), Optional.of(SqlDialect.SQLITE));
        List<Case> cases = CASES.stream()
                .filter(c -> !c.formula.expression().variables().isEmpty())
                .toList();
        for (int i = 0; i < cases.size(); i++) {
            List<String> columns =
                    cases.get(i).columns.stream().map(SqlDialect.SQLITE::quoted).toList();
            database.table("t" + i, columns, List.of(String.join(", ", Collections.nCopies(columns.size(), "null"))));
            database.select(FormulaExport.write(cases.get(i).formula, options), "t" + i);
        }
        database.run(folder);
        assertThat(Programs.numbers(folder.resolve("out.txt")))
                .hasSameSizeAs(cases)
                .allSatisfy(values -> assertThat(values).containsExactly(Double.NaN));
    }

    @Test
    void wholeNumbersAreNotDividedAsSuch() {
        Formula ratio = Formula.of(FormulaParser.parse("x/y", List.of("x", "y")), List.of("x", "y"), "z");
        assertThat(expression(FormulaExport.write(ratio, ExportOptions.to(Language.SQL)), "--"))
                .isEqualTo("CAST(\"x\" AS double precision) / NULLIF(CAST(\"y\" AS double precision), 0)");
    }

    @Test
    void theHeadSaysWhatItIsAndWhichColumnsItWants() {
        Formula formula =
                Formula.of(FormulaParser.parse("a*b^2", List.of("a", "b")), List.of("length m", "b"), "two\nlines");
        assertThat(FormulaExport.write(formula, ExportOptions.to(Language.C)).lines())
                .startsWith(
                        "// Made by kan4j, kan export --to c.",
                        "// \"two lines\" = v1*b^2",
                        "// argument v1: column \"length m\"",
                        "// argument b: column \"b\"");
        assertThat(FormulaExport.write(formula, ExportOptions.to(Language.EXCEL))
                        .lines())
                .containsExactly(
                        "' Made by kan4j, kan export --to excel.",
                        "' \"two lines\" = v1*b^2",
                        "' cell A2: column \"length m\"",
                        "' cell B2: column \"b\"",
                        "=A2 * POWER(B2, 2.0)");
    }

    @Test
    void onlyColumnsThatOccurAreWanted() {
        List<String> columns = List.of("a", "b", "c");
        Formula formula = Formula.of(FormulaParser.parse("2*c - a", columns), columns, "y");
        assertThat(expression(FormulaExport.write(formula, ExportOptions.to(Language.EXCEL)), "'"))
                .isEqualTo("=2.0 * B2 - 1.0 * A2");
        assertThat(FormulaExport.write(formula, ExportOptions.to(Language.R))).contains("function(a, c)");
    }

    @Test
    void columnsOfASheetGoOnBehindZ() {
        assertThat(IntStream.of(0, 25, 26, 51, 52, 701, 702, 16_383).mapToObj(ExcelPrinter::letters))
                .containsExactly("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD");
    }

    @Test
    void whatIsTooLongIsRefused() {
        Expression x = Expression.variable(0);
        List<Expression> terms = IntStream.range(0, 900)
                .mapToObj(k -> Expression.sin(Expression.product(Expression.constant(k + 0.5), x)))
                .toList();
        Formula longer = Formula.of(Expression.sum(terms), List.of("x"), "y");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> FormulaExport.write(longer, ExportOptions.to(Language.EXCEL)))
                .withMessageStartingWith("export: Excel: a formula of at most 8192 characters required, got ");
        Expression nested = x;
        for (int i = 0; i < 12; i++) {
            nested = Expression.exp(nested);
        }
        Formula deep = Formula.of(nested, List.of("x"), "y");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> FormulaExport.write(deep, ExportOptions.to(Language.SQL)))
                .withMessageStartingWith("export: SQL: an expression of at most 100000 characters required, got ");
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        Formula formula = Formula.of(
                Expression.sum(Expression.variable(0), Expression.constant(Double.POSITIVE_INFINITY)),
                List.of("x"),
                "y");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> FormulaExport.write(formula, ExportOptions.to(Language.PYTHON)))
                .withMessage("export: a formula of finite numbers required, got Infinity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1f", "a b", "for", "np", "_f", "f;g", "é"})
    void aNameIsAnIdentifier(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExportOptions(Language.PYTHON, Optional.of(name), Optional.empty()))
                .withMessageEndingWith("got \"" + name + "\"");
    }

    @Test
    void optionsGoWithTheirLanguage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExportOptions(Language.SQL, Optional.of("f"), Optional.empty()))
                .withMessageStartingWith("name: only with Python, C, Java and R");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExportOptions(Language.C, Optional.empty(), Optional.of(SqlDialect.SQLITE)))
                .withMessage("dialect: only with SQL, got C");
    }
}
