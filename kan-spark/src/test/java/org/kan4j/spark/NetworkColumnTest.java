package org.kan4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;

/** A network is an expression of Spark SQL, which gives what kan4j does. */
class NetworkColumnTest extends LocalSpark {
    private static final int ROWS = 100;

    private static KanModel model(String shape, Basis basis, List<String> outputs, List<String> classes) {
        return new KanModel(
                Kan.random(Shape.parse(shape), basis, 1),
                new Normalization(new double[] {0.3, 0.3}, new double[] {0.7, 0.7}),
                new Normalization(
                        new double[outputs.size()],
                        outputs.stream().mapToDouble(o -> 2).toArray()),
                List.of("x", "l0"),
                outputs,
                classes,
                "");
    }

    @Test
    void givesWhatTheNetworkGives() {
        List<KanModel> models = new ArrayList<>();
        for (Basis basis : BasisRegistry.standards()) {
            models.add(model("2,2+1p3,1", basis, List.of("y"), List.of()));
        }
        models.add(model("2,1", BSpline.STANDARD, List.of("y"), List.of("no", "yes")));
        List<double[]> rows = Tables.waves(ROWS);
        rows.forEach(row -> row[0] *= 4);
        Dataset<Row> table = Tables.frame(spark, rows, 2, "x", "l0", "z");
        try (CpuEngine engine = new CpuEngine(1)) {
            for (KanModel model : models) {
                List<Row> got =
                        table.select(functions.expr(KanSpark.sql(model))).collectAsList();
                for (int r = 0; r < ROWS; r++) {
                    double[] x = {rows.get(r)[0], rows.get(r)[1]};
                    double want = model.classes().isEmpty()
                            ? model.predict(engine, x, 1)[0]
                            : model.probabilities(engine, x, 1)[1];
                    assertThat(Math.abs(got.get(r).getDouble(0) - want) / Math.max(1, Math.abs(want)))
                            .as("%s, row %d", model.kan().network().layer(0).basis(0), r)
                            .isLessThan(1e-12);
                }
            }
        }
    }

    @Test
    void oneOutputIsOneColumn() {
        KanModel two = model("2,2", BSpline.STANDARD, List.of("y", "z"), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KanSpark.sql(two))
                .withMessage("sql: a model of one output required, got y, z");
    }
}
