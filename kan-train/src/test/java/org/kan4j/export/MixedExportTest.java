package org.kan4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Categories;
import org.kan4j.data.DataException;
import org.kan4j.function.Functions;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** A network with categories and gaps of every kind, run in other languages. */
class MixedExportTest {
    /** Names that end literals, begin escapes and are not in ASCII; the last is of no row. */
    private static final List<String> NAMES = List.of("a\"b", "\\n", "größe?? 🙂", "ta\tb", "never");

    private static final KanModel MODEL = model();

    @TempDir
    private Path folder;

    private static KanModel model() {
        Edge sine = new Edge.Symbolic(Functions.byName("sin").orElseThrow());
        List<Edge> edges = new ArrayList<>();
        for (int e = 0; e < 15; e++) {
            edges.add(e == 4 ? Edge.MASKED : e == 6 ? sine : Edge.NUMERIC);
        }
        BaseActivation zero = BaseActivation.ZERO;
        BaseActivation silu = BaseActivation.SILU;
        Layer first = new Layer(
                        List.of(
                                new Categories(3),
                                BSpline.STANDARD,
                                BSpline.STANDARD,
                                BSpline.STANDARD,
                                new Categories(3)),
                        List.of(zero, silu, silu, silu, zero),
                        1,
                        new int[] {2},
                        edges)
                .withGaps(true, true, true, false, false);
        KanNetwork network =
                new KanNetwork(List.of(first, Layer.dense(List.of(BSpline.STANDARD, BSpline.STANDARD), silu, 1)));
        int[] numbers = {2, 0, 1, 1, -1};
        List<InputKind.Level> levels = new ArrayList<>();
        for (int l = 0; l < numbers.length; l++) {
            levels.add(new InputKind.Level(NAMES.get(l), numbers[l]));
        }
        return new KanModel(
                new Kan(
                        network,
                        new SplittableRandom(3)
                                .doubles(network.parameterCount(), -1, 1)
                                .toArray()),
                new Normalization(new double[] {0, 1, 0, -1, 0}, new double[] {1, 2, 1, 3, 1}),
                new Normalization(new double[] {5}, new double[] {2}),
                List.of("kind", "x", "y", "z", "other"),
                List.of("target"),
                List.of(
                        new InputKind(levels, OptionalDouble.empty()),
                        InputKind.QUANTITY,
                        InputKind.QUANTITY,
                        new InputKind(List.of(), OptionalDouble.of(0.25)),
                        new InputKind(levels, OptionalDouble.of(1))),
                List.of(),
                "",
                Optional.empty());
    }

    /** [rows][inputs] of numbers and places of levels; −1 is a text that no row had. */
    private static List<double[]> rows() {
        SplittableRandom random = new SplittableRandom(4);
        List<double[]> rows = new ArrayList<>();
        for (int r = 0; r < 60; r++) {
            double[] row = new double[5];
            for (int i = 0; i < 5; i++) {
                double value = i == 0 || i == 4 ? random.nextInt(NAMES.size() + 1) - 1 : 6 * random.nextDouble() - 3;
                row[i] = random.nextInt(5) == 0 ? Double.NaN : value;
            }
            rows.add(row);
        }
        return rows;
    }

    private static double[] wanted() {
        double[] x = rows().stream().flatMapToDouble(Arrays::stream).toArray();
        try (CpuEngine engine = new CpuEngine(1)) {
            return MODEL.predict(engine, x, rows().size());
        }
    }

    private static String name(double place) {
        return Double.isNaN(place) ? "" : place < 0 ? "unknown" : NAMES.get((int) place);
    }

    private void compare() throws Exception {
        double[] got = Programs.numbers(folder.resolve("out.txt")).get(0);
        assertThat(wanted()).doesNotContain(Double.NaN);
        assertThat(got).containsExactly(wanted(), within(1e-9));
    }

    @Test
    void python() throws Exception {
        Programs.assume(folder, "python3", "-c", "import numpy");
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int input = i;
            columns.add(rows().stream()
                    .map(row -> input == 0 || input == 4
                            ? (Double.isNaN(row[input]) ? "None" : Quotes.python(name(row[input])))
                            : String.valueOf(row[input]).replace("NaN", "float('nan')"))
                    .collect(Collectors.joining(", ", "[", "]")));
        }
        Files.writeString(
                folder.resolve("all.py"),
                NetworkExport.write(MODEL, ExportOptions.to(Language.PYTHON))
                        + "\nprint(*[repr(float(v)) for v in predict(" + String.join(", ", columns)
                        + ")], file=open('out.txt', 'w'))\n");
        Programs.run(folder, "python3", "all.py");
        compare();
    }

    @Test
    void c() throws Exception {
        Programs.assume(folder, "cc", "--version");
        String calls = rows().stream()
                .map(row -> "printf(\"%.17g \", f(" + Quotes.c(name(row[0])) + ", "
                        + (row[1] + ", " + row[2] + ", " + row[3]).replace("NaN", "NAN") + ", "
                        + (Double.isNaN(row[4]) ? "0" : Quotes.c(name(row[4]))) + "));\n")
                .collect(Collectors.joining());
        Files.writeString(
                folder.resolve("all.c"),
                "#include <stdio.h>\n"
                        + NetworkExport.write(MODEL, new ExportOptions(Language.C, Optional.of("f"), Optional.empty()))
                        + "int main(void) {\n" + calls + "puts(\"\");\nreturn 0; }\n");
        Programs.runC(folder);
        compare();
    }

    @Test
    void java() throws Exception {
        String source =
                NetworkExport.write(MODEL, new ExportOptions(Language.JAVA, Optional.of("F0"), Optional.empty()));
        StringBuilder line = new StringBuilder();
        try (URLClassLoader loader = Programs.compile(folder, List.of(source))) {
            Method evaluate = Arrays.stream(loader.loadClass("F0").getMethods())
                    .filter(method -> method.getName().equals("evaluate"))
                    .findFirst()
                    .orElseThrow();
            for (double[] row : rows()) {
                line.append(evaluate.invoke(null, name(row[0]), row[1], row[2], row[3], name(row[4])))
                        .append(' ');
            }
        }
        Files.writeString(folder.resolve("out.txt"), line);
        compare();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void sql(SqlDialect dialect) throws Exception {
        Databases.assume(folder, dialect);
        List<String> values = new ArrayList<>();
        for (double[] row : rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                cells.add(
                        Double.isNaN(row[i])
                                ? "null"
                                : i == 0 || i == 4 ? dialect.literal(name(row[i])) : SqlPrinter.literal(row[i]));
            }
            values.add(String.join(", ", cells));
        }
        Databases database = new Databases(dialect);
        database.table(
                "t",
                List.of("kind text", "x double precision", "y double precision", "z double precision", "other text"),
                values);
        database.select(
                NetworkExport.write(MODEL, new ExportOptions(Language.SQL, Optional.empty(), Optional.of(dialect))),
                "t");
        database.run(folder);
        compare();
    }

    @Test
    void languagesOfFormulasAreRefusedWithARemedy() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NetworkExport.write(MODEL, ExportOptions.to(Language.EXCEL)))
                .withMessageEndingWith("got one without; --to sql, python, c and java take networks");
    }
}
