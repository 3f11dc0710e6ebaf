package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.Dataset;
import org.kan4j.export.ExportOptions;
import org.kan4j.export.Language;
import org.kan4j.export.NetworkExport;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.model.RowScorer;
import org.kan4j.network.Shape;
import org.kan4j.train.Loss;

/** Fits to counts, to positive numbers and of quantiles. */
class LossesOfTablesTest {
    private static final int ROWS = 6000;

    private final Random random = new Random(5);

    /** Targets that are drawn around a curve of x between −1 and 1. */
    private Dataset drawn(DoubleUnaryOperator draw) {
        double[] x = IntStream.range(0, ROWS)
                .mapToDouble(r -> 2 * random.nextDouble() - 1)
                .toArray();
        double[] y = IntStream.range(0, ROWS)
                .mapToDouble(r -> draw.applyAsDouble(x[r]))
                .toArray();
        return Dataset.of(x, y, List.of("x"), "y");
    }

    private double poisson(double mean) {
        double p = Math.exp(-mean);
        double left = random.nextDouble();
        int count = 0;
        while (left > p) {
            left -= p;
            p *= mean / ++count;
        }
        return count;
    }

    private static double curve(double x) {
        return Math.exp(0.5 + 1.2 * x);
    }

    private static double predicted(KanModel model, double x) {
        try (CpuEngine engine = new CpuEngine()) {
            return model.predict(engine, new double[] {x}, 1)[0];
        }
    }

    @Test
    void countsHaveTheirMeansAndADevianceOfAboutOne(@TempDir Path folder) throws IOException {
        Dataset data = drawn(x -> poisson(curve(x)));
        FitResult fit = Kan4j.fit(data, ShapeOptions.DEFAULTS.withLoss(Loss.poisson()));
        for (double x : new double[] {-0.9, 0, 0.9}) {
            assertThat(predicted(fit.model(), x)).isCloseTo(curve(x), within(0.08 * curve(x)));
        }
        // That of Poisson's distribution of means from 0.5 to 5.5 is 1.1.
        assertThat(fit.fitted().test().deviance()).isBetween(0.9, 1.35);
        assertThat(fit.text())
                .contains("deviance of poisson  train ", "baselines  test deviance mean ", ", log-linear ");
        assertThat(fit.json()).contains("\"response\":\"poisson\"", "\"test_deviance\":");
        Path file = folder.resolve("m.kan");
        Kan4j.save(fit.model(), file);
        KanModel read = Kan4j.load(file);
        assertThat(read.response()).isEqualTo(new Response(Response.Kind.POISSON, 0));
        assertThat(predicted(read, 0.3)).isEqualTo(predicted(fit.model(), 0.3));
        double[] out = new double[1];
        try (RowScorer scorer = new RowScorer(read)) {
            scorer.predict(new double[] {0.3}, out);
        }
        assertThat(out[0]).isCloseTo(predicted(read, 0.3), within(1e-12));
        assertThat(NetworkExport.write(read, ExportOptions.to(Language.C))).contains("return exp(");
        assertThat(NetworkExport.write(read, ExportOptions.to(Language.JAVA))).contains("return Math.exp(");
    }

    @Test
    void aShapeIsFittedToCountsToo() {
        Dataset data = drawn(x -> poisson(curve(x)));
        FitResult fit = Kan4j.fit(data, FitOptions.of(Shape.of(1, 1)).withLoss(Loss.poisson()));
        for (double x : new double[] {-0.9, 0, 0.9}) {
            assertThat(predicted(fit.model(), x)).isCloseTo(curve(x), within(0.12 * curve(x)));
        }
        assertThat(fit.optimizer()).isEqualTo("lbfgs");
    }

    @Test
    void errorsThatGrowWithTheMeanAreThoseOfGamma() {
        Dataset data = drawn(x -> curve(x) * -Math.log(1 - random.nextDouble()));
        FitResult fit = Kan4j.fit(data, ShapeOptions.DEFAULTS.withLoss(Loss.gamma()));
        for (double x : new double[] {-0.9, 0, 0.9}) {
            assertThat(predicted(fit.model(), x)).isCloseTo(curve(x), within(0.12 * curve(x)));
        }
    }

    @Test
    void aShareOfTheRowsIsBelowAQuantileWhereverTheyAre() {
        Dataset data = drawn(x -> 3 * x + (1.5 + x) * random.nextGaussian());
        FitResult fit = Kan4j.fit(data, ShapeOptions.DEFAULTS.withLoss(Loss.quantile(0.9)));
        for (double x : new double[] {-0.7, 0, 0.7}) {
            // 1.2816 is the quantile of the normal distribution.
            assertThat(predicted(fit.model(), x)).isCloseTo(3 * x + (1.5 + x) * 1.2816, within(0.35));
        }
        long below = IntStream.range(0, ROWS)
                .filter(r -> data.y()[r] <= predicted(fit.model(), data.x()[r]))
                .count();
        assertThat((double) below / ROWS).isBetween(0.88, 0.92);
        assertThat(fit.text())
                .contains("pinball loss of quantile:0.9", "constant ")
                .doesNotContain("RMSE");
        assertThat(fit.model().uncertainty()).isEmpty();
    }

    @Test
    void targetsThatALossHasNoMeaningForAreRefused() {
        Dataset negative = drawn(x -> x);
        assertThatThrownBy(() -> Kan4j.fit(negative, ShapeOptions.DEFAULTS.withLoss(Loss.poisson())))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("loss: poisson requires targets of 0 or more, got -0.");
        Dataset zeros = drawn(x -> Math.max(0, x));
        assertThatThrownBy(() -> Kan4j.fit(zeros, FitOptions.of(Shape.of(1, 1)).withLoss(Loss.gamma())))
                .hasMessageStartingWith("loss: gamma requires targets above 0, got 0.0");
    }
}
