package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

class NoiseModelTest {
    private static final Expression LINE = FormulaParser.parse("3.17*x + 5.13", List.of("x"));

    /** A line from 8 to 325 with normal errors of a size that depends on the value. */
    private static Batch line(int rows, DoubleUnaryOperator error) {
        SplittableRandom random = new SplittableRandom(6);
        double[] x = random.doubles(rows, 1, 100).toArray();
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            double value = 3.17 * x[r] + 5.13;
            y[r] = value + error.applyAsDouble(value) * random.nextGaussian();
        }
        return new Batch(x, y, rows);
    }

    private static Optional<NoiseModel.Fitted> model(Batch rows) {
        return NoiseModel.of(List.of(LINE), rows, () -> false);
    }

    @Test
    void errorsInProportionAreTold() {
        NoiseModel.Fitted found = model(line(60, value -> 0.15 * value)).orElseThrow();
        assertThat(found.model()).isEqualTo(NoiseModel.RELATIVE);
        assertThat(found.size()).isCloseTo(0.15, within(0.03));
    }

    @Test
    void errorsOfCountsAreTold() {
        NoiseModel.Fitted found = model(line(200, Math::sqrt)).orElseThrow();
        assertThat(found.model()).isEqualTo(NoiseModel.COUNTS);
        assertThat(found.size()).isCloseTo(1, within(0.1));
    }

    @Test
    void errorsOfOneSizeNeedNoModel() {
        assertThat(model(line(200, value -> 4))).isEmpty();
        assertThat(model(line(7, value -> 0.15 * value))).isEmpty();
    }

    @Test
    void targetsOfBothSignsHaveNone() {
        Batch rows = line(60, value -> 0.15 * value);
        rows.y()[0] = -1;
        assertThat(model(rows)).isEmpty();
    }

    @Test
    void weightsAreInverseVariancesOfMeanOne() {
        double[] weights = NoiseModel.RELATIVE.weights(new double[] {1, 2});
        assertThat(weights[0] / weights[1]).isCloseTo(4, within(1e-12));
        assertThat(weights[0] + weights[1]).isCloseTo(2, within(1e-12));
        assertThat(NoiseModel.COUNTS.weights(new double[] {1, 2})[0]).isCloseTo(4.0 / 3, within(1e-12));
    }

    /** Eight rows of the law x at 1 and k in turn, each half its value off, with this sign of the targets. */
    private static Optional<NoiseModel.Fitted> halfOff(double k, double sign) {
        double[] x = new double[8];
        Arrays.setAll(x, r -> r % 2 == 0 ? 1 : k);
        double[] y = new double[8];
        Arrays.setAll(y, r -> sign * (r % 4 < 2 ? 1.5 : 0.5) * x[r]);
        Expression law = FormulaParser.parse(sign > 0 ? "x" : "-x", List.of("x"));
        return NoiseModel.of(List.of(law), new Batch(x, y, 8), () -> false);
    }

    @Test
    void anotherModelHasToExplainThreeNatsMore() {
        // By likelihood, errors in proportion are better by 4·log((1 + k²)/2k) nats: 2.84 and 3.19.
        for (double sign : new double[] {1, -1}) {
            assertThat(halfOff(3.8, sign)).isEmpty();
            NoiseModel.Fitted found = halfOff(4.2, sign).orElseThrow();
            assertThat(found.model()).isEqualTo(NoiseModel.RELATIVE);
            assertThat(found.size()).isCloseTo(0.5, within(1e-12));
        }
    }

    @Test
    void aTargetOfZeroHasNeitherSign() {
        double[] y = {1, 2, 3, 4, 5, 6, 7, 8};
        assertThat(NoiseModel.applies(new Batch(y, y, 8))).isTrue();
        y[3] = 0;
        assertThat(NoiseModel.applies(new Batch(y, y, 8))).isFalse();
        double[] negative = Arrays.stream(y).map(v -> -v).toArray();
        assertThat(NoiseModel.applies(new Batch(y, negative, 8))).isFalse();
        negative[3] = -1;
        assertThat(NoiseModel.applies(new Batch(y, negative, 8))).isTrue();
    }

    @Test
    void aValueOfZeroWeighsAsAMillionthOfTheLargest() {
        double[] weights = NoiseModel.COUNTS.weights(new double[] {0, 1000, 1e-3, -1});
        assertThat(weights[0] / weights[1]).isCloseTo(1e6, within(1e-6));
        assertThat(weights[0]).isEqualTo(weights[2]);
        assertThat(weights[3] / weights[1]).isCloseTo(1000, within(1e-9));
    }

    @Test
    void formulasThatCannotBeJudgedByChangeNothing() {
        Batch rows = line(60, value -> 0.15 * value);
        NoiseModel.Fitted alone = model(rows).orElseThrow();
        Expression undefined = FormulaParser.parse("log(x - 50)", List.of("x"));
        List<Expression> some = List.of(undefined, Constant.fixed(0), LINE);
        NoiseModel.Fitted found = NoiseModel.of(some, rows, () -> false).orElseThrow();
        assertThat(found).isEqualTo(alone);
        assertThat(NoiseModel.of(List.of(undefined), rows, () -> false)).isEmpty();
    }

    @Test
    void theWeightsAreThoseOfTheFormulaThatIsFittedByThem() {
        Batch rows = line(60, value -> 0.15 * value);
        Expression far = FormulaParser.parse("0.1712345*x + 77.1312345", List.of("x"));
        Expression found =
                NoiseModel.of(List.of(far), rows, () -> false).orElseThrow().formula();
        double[] weights = NoiseModel.RELATIVE.weights(Fit.values(found, rows));
        Batch weighted = new Batch(rows.x(), rows.y(), weights, 60);
        Expression again = new Refinement(weighted, () -> false).fit(found, 20).expression();
        for (double x : new double[] {1, 100}) {
            double value = found.evaluate(new double[] {x});
            // From so far away the weights of one round give other percents.
            assertThat(again.evaluate(new double[] {x})).isCloseTo(value, within(1e-3 * value));
        }
    }

    @Test
    void constantsThatExplainNothingAreNotJudgedBy() {
        Batch rows = line(60, value -> 0.15 * value);
        Expression free = FormulaParser.parse("3.1712345*x + 5.1312345", List.of("x"));
        Expression more = FormulaParser.parse("3.1712345*x + 5.1312345 + 0.1234567*sin(x)", List.of("x"));
        NoiseModel.Fitted found =
                NoiseModel.of(List.of(more, free), rows, () -> false).orElseThrow();
        assertThat(CompiledExpression.of(found.formula()).parameterCount()).isEqualTo(2);
    }

    @Test
    void constantsCostWhatAkaikesCriterionForFewRowsSays() {
        // k + k·(k + 1)/(n - k - 1) with the size of the errors as one of the k.
        assertThat(NoiseModel.cost(1, 10)).isCloseTo(2 + 6 / 7.0, within(1e-15));
        assertThat(NoiseModel.cost(0, 1000)).isCloseTo(1 + 2 / 998.0, within(1e-15));
        // Where there are too few rows it stays finite.
        assertThat(NoiseModel.cost(3, 4)).isEqualTo(4 + 20 / 0.5);
    }

    @Test
    void modelsHaveNames() {
        assertThat(Arrays.stream(NoiseModel.values()).map(NoiseModel::text))
                .containsExactly("equal", "counts", "relative");
    }
}
