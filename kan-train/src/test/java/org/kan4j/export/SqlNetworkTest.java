package org.kan4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Legendre;
import org.kan4j.data.DataException;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/** A network as a query computes what kan4j does: every basis, order and extrapolation, every function, products, masks, classes. */
class SqlNetworkTest {
    /** Of the larger of the value and the interquartile range. */
    private static final double TOLERANCE = 1e-12;

    @TempDir
    private Path folder;

    private static String written(KanModel model, SqlDialect dialect) {
        return NetworkExport.write(model, new ExportOptions(Language.SQL, Optional.empty(), Optional.of(dialect)));
    }

    private static List<KanModel> models() {
        List<KanModel> models = new ArrayList<>(NetworkExportTest.models());
        models.add(model(Kan.random(Shape.parse("2,1"), new Chebyshev(Grid.of(-2, 2), 10, Extrapolation.LINEAR), 1)));
        models.add(model(Kan.random(Shape.parse("2,1"), new Legendre(Grid.of(-2, 2), 10, Extrapolation.LINEAR), 1)));
        models.add(model(Kan.random(Shape.parse("10,5,1"), BSpline.STANDARD, 1)));
        models.add(model(Kan.random(Shape.parse("2,3,3,2,1"), BSpline.STANDARD, 1)));
        BSpline fine = new BSpline(Grid.uniform(-3, 3, 60), 3, Extrapolation.LINEAR);
        models.add(model(Kan.random(Shape.parse("2,1"), fine, 1)));
        return models;
    }

    private static KanModel model(Kan kan) {
        int in = kan.network().in();
        return new KanModel(
                kan,
                Normalization.identity(in),
                Normalization.identity(1),
                IntStream.range(0, in).mapToObj(i -> "h" + i).toList(),
                List.of("y"),
                "");
    }

    @ParameterizedTest
    @EnumSource
    void computesWhatTheNetworkDoes(SqlDialect dialect) throws Exception {
        Databases.assume(folder, dialect);
        List<KanModel> models = models();
        Databases database = new Databases(dialect);
        for (int m = 0; m < models.size(); m++) {
            List<String> names = models.get(m).inputNames();
            double[] x = NetworkExportTest.rows(names.size());
            List<String> rows = new ArrayList<>();
            for (int r = 0; r < NetworkExportTest.ROWS; r++) {
                int row = r * names.size();
                rows.add(IntStream.range(0, names.size())
                        .mapToObj(i -> Double.isNaN(x[row + i]) ? "null" : SqlPrinter.literal(x[row + i]))
                        .reduce((a, b) -> a + ", " + b)
                        .orElseThrow());
            }
            List<String> columns = names.stream()
                    .map(name -> dialect.quoted(name) + " double precision")
                    .toList();
            database.table("l" + m, columns, rows);
            database.select(written(models.get(m), dialect), "l" + m);
        }
        database.run(folder);
        List<double[]> got = Programs.numbers(folder.resolve("out.txt"));
        assertThat(got).hasSameSizeAs(models);
        double largest = 0;
        try (CpuEngine engine = new CpuEngine(1)) {
            for (int m = 0; m < got.size(); m++) {
                KanModel model = models.get(m);
                double[] x = NetworkExportTest.rows(model.inputNames().size());
                largest = Math.max(
                        largest, NetworkExportTest.compare(model, wanted(engine, model, x), got.get(m), TOLERANCE));
            }
        }
        System.out.println(dialect + ": largest difference of " + models.size() + " networks " + largest);
    }

    /** Of two classes the probability of the second alone. */
    private static double[] wanted(CpuEngine engine, KanModel model, double[] x) {
        double[] all = NetworkExportTest.predicted(engine, model, x);
        return model.classes().size() != 2
                ? all
                : IntStream.range(0, all.length / 2)
                        .mapToDouble(r -> all[2 * r + 1])
                        .toArray();
    }

    @Test
    void theHeadSaysWhatItGivesAndSeveralOutputsHaveNames() {
        List<KanModel> models = NetworkExportTest.models();
        String classes = models.stream()
                .filter(model -> model.classes().size() == 3)
                .map(model -> written(model, SqlDialect.SPARK))
                .findFirst()
                .orElseThrow();
        assertThat(classes.lines())
                .startsWith(
                        "-- Made by kan4j, kan export --to sql.",
                        "-- The network 2,3 for \"y0\", \"y1\", \"y2\"",
                        "-- gives the probabilities of the classes \"a\", \"b\", \"c\"",
                        "-- column \"input 0\"");
        assertThat(classes).contains(" AS `a`,\n", " AS `b`,\n").endsWith(" AS `c`\n");
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsWritten() {
        KanModel wide = model(Kan.random(Shape.parse("500,500,1"), BSpline.STANDARD, 1));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> written(wide, SqlDialect.SQLITE))
                .withMessage("export: SQL: at most 250000 characters required, got more for the network 500,500,1; kan"
                        + " prune makes networks smaller, --to python, c, java and onnx take larger ones");
        KanModel high =
                model(Kan.random(Shape.parse("1,1"), new Chebyshev(Grid.of(-2, 2), 11, Extrapolation.LINEAR), 1));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> written(high, SqlDialect.SQLITE))
                .withMessageContaining("a degree of at most 10 required, got 11");
    }
}
