package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;

/** Formulas of networks that tell classes apart. */
class ClassFormulaTest {
    private static final ShapeOptions ADDITIVE =
            new ShapeOptions(0, Optional.empty(), Optional.empty(), 60, Map.of(), false, false, 0);

    /** Labels that are drawn with the probabilities of scores, [classes] of a row. */
    private static Dataset drawn(int rows, List<String> classes, Scores scores) {
        Random random = new Random(4);
        double[] x = new double[2 * rows];
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            x[2 * r] = 4 * random.nextDouble() - 2;
            x[2 * r + 1] = 3 * random.nextDouble();
            double[] p = scores.of(x[2 * r], x[2 * r + 1]);
            double left = random.nextDouble() * Arrays.stream(p).map(Math::exp).sum();
            int label = 0;
            while (left > Math.exp(p[label])) {
                left -= Math.exp(p[label++]);
            }
            y[r] = label;
        }
        return new Dataset(
                x,
                y,
                new double[0],
                false,
                rows,
                List.of("a", "b"),
                List.of("kind"),
                classes,
                IntStream.range(0, rows).toArray(),
                List.of());
    }

    private interface Scores {
        double[] of(double a, double b);
    }

    private static double logLoss(Predictions predicted, Dataset data) {
        int classes = data.classes().size();
        return IntStream.range(0, data.rows())
                .mapToDouble(r -> -Math.log(predicted.values()[r * classes + (int) data.y()[r]]))
                .average()
                .orElseThrow();
    }

    @Test
    void ofTwoClassesTheLogOddsAreFoundWithTheLikeliestConstants() {
        Dataset data = drawn(1500, List.of("no", "yes"), (a, b) -> new double[] {0, 2 * a - b * b + 2});
        KanModel model = Kan4j.fit(data, ADDITIVE).model();
        FormulaResult found = Kan4j.formula(model, data);
        Formula formula = found.formula();
        assertThat(found.text())
                .startsWith("log-odds of yes = ")
                .contains("b^2", "probability of yes = 1/(1 + exp(-log-odds)), that of no is the rest");
        Predictions byFormula = Predictions.byFormula(found, data.x(), data.rows());
        double[] z = new double[data.rows()];
        CompiledExpression compiled = CompiledExpression.of(formula.expression());
        compiled.values(compiled.parameters(), data.x(), data.rows(), 2, z);
        double mean = 0;
        for (int r = 0; r < data.rows(); r++) {
            assertThat(byFormula.values()[2 * r + 1]).isCloseTo(1 / (1 + Math.exp(-z[r])), within(1e-12));
            mean += byFormula.values()[2 * r + 1] / data.rows();
        }
        // At the maximum of the likelihood the mean probability is the rate, where the constant term is free.
        assertThat(mean).isCloseTo(Arrays.stream(data.y()).average().orElseThrow(), within(1e-3));
        try (CpuEngine engine = new CpuEngine()) {
            assertThat(logLoss(byFormula, data))
                    .isLessThan(logLoss(Predictions.byNetwork(engine, model, data.x(), data.rows()), data) + 0.005);
        }
        assertThat(found.predicted().orElseThrow().expression().evaluate(new double[] {1, 0.5}))
                .isCloseTo(1 / (1 + Math.exp(-formula.expression().evaluate(new double[] {1, 0.5}))), within(1e-12));
    }

    @Test
    void ofThreeClassesEachHasAScore() {
        Dataset data = drawn(1500, List.of("x", "y", "z"), (a, b) -> new double[] {0, 2 * a, b});
        KanModel model = Kan4j.fit(data, ADDITIVE).model();
        FormulaResult found = Kan4j.formula(model, data);
        assertThat(found.formulas().stream().map(Formula::target))
                .containsExactly("score of x", "score of y", "score of z");
        assertThat(FormulaResult.held(found.model(), "model").orElseThrow().formulas())
                .isEqualTo(found.formulas());
        assertThat(found.predicted()).isEmpty();
        try (CpuEngine engine = new CpuEngine()) {
            assertThat(logLoss(Predictions.byFormula(found, data.x(), data.rows()), data))
                    .isLessThan(logLoss(Predictions.byNetwork(engine, model, data.x(), data.rows()), data) + 0.01);
        }
    }

    @Test
    void aRowWhereTheFormulaHasNoValueIsOfNoClass() {
        Dataset data = drawn(200, List.of("no", "yes"), (a, b) -> new double[] {0, a});
        KanModel model = Kan4j.fit(data, ADDITIVE).model();
        Formula formula = Formula.of(
                org.kan4j.formula.FormulaParser.parse("log(a)", List.of("a")), List.of("a"), "log-odds of yes");
        FormulaResult held =
                FormulaResult.held(model.withFormula(formula.json()), "model").orElseThrow();
        Predictions predicted = Predictions.byFormula(held, new double[] {-1, 0, Math.E}, 3);
        assertThat(predicted.labels()).containsExactly("", "no", "yes");
        assertThat(predicted.undefined()).isOne();
    }
}
