package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.Candidates.Candidate;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Fit;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.train.Tables;

class StopRuleTest {
    private static final double NOISE = 0.1;

    /** 3x plus noise, which a network leaves too. */
    private final Task noisy = task(NOISE);

    private static Task task(double noise) {
        SplittableRandom random = new SplittableRandom(4);
        return Task.of(
                Tables.uniform(400, 1, -1, 1, 1, x -> 3 * x[0] + noise * random.nextGaussian()),
                Tables.uniform(200, 1, -1, 1, 2, x -> 3 * x[0] + noise * random.nextGaussian()));
    }

    private static Optional<Candidate> candidate(Task task, String formula, String method) {
        Expression expression = FormulaParser.parse(formula, List.of("x"));
        Refinement.Scored scored = new Refinement(task.rawTrain(), () -> false).score(expression);
        return Optional.of(new Candidate(scored, Fit.rmse(expression, task.judge()), method, Optional.empty()));
    }

    private static boolean explained(Task task, String formula, double networkError, StopRule.Searched searched) {
        return new StopRule(task, 0).explained(candidate(task, formula, "kan"), networkError, searched);
    }

    @Test
    void nothingIsExplainedByNoFormula() {
        assertThat(new StopRule(noisy, 0).explained(Optional.empty(), 1, StopRule.Searched.STRUCTURE))
                .isFalse();
        assertThat(new StopRule(noisy, 0).exact(Optional.empty())).isFalse();
    }

    @Test
    void roundingErrorsAreExact() {
        Task exact = task(0);
        assertThat(new StopRule(exact, 0).exact(candidate(exact, "3*x", "kan"))).isTrue();
        assertThat(explained(exact, "3*x", 1e-3, StopRule.Searched.NOTHING)).isTrue();
        assertThat(new StopRule(exact, 0).exact(candidate(exact, "3*x + 0.00001", "kan")))
                .isFalse();
    }

    @Test
    void noiseExplainsWhereTheBestNetworkLeavesAsMuch() {
        double spread = noisy.outputs().scale(0);
        assertThat(explained(noisy, "3*x", NOISE / spread, StopRule.Searched.STRUCTURE))
                .isTrue();
        assertThat(explained(noisy, "3*x", 0.5 * NOISE / spread, StopRule.Searched.STRUCTURE))
                .isFalse();
        assertThat(explained(noisy, "3*x", 2 * NOISE / spread, StopRule.Searched.STRUCTURE))
                .isFalse();
    }

    @Test
    void aMisfitThatNeighboursShareIsNoNoise() {
        Task curved = Task.of(
                Tables.uniform(400, 1, -1, 1, 1, x -> 3 * x[0] + 0.2 * Math.cos(9 * x[0])),
                Tables.uniform(200, 1, -1, 1, 2, x -> 3 * x[0] + 0.2 * Math.cos(9 * x[0])));
        double error = candidate(curved, "3*x", "kan").orElseThrow().validationRmse()
                / curved.outputs().scale(0);
        assertThat(explained(curved, "3*x", error, StopRule.Searched.STRUCTURE)).isFalse();
    }

    @Test
    void aSeriesOfManyConstantsIsNotTheLaw() {
        Task sine = Task.of(
                Tables.uniform(400, 1, -0.1, 0.1, 1, x -> Math.sin(x[0])),
                Tables.uniform(200, 1, -0.1, 0.1, 2, x -> Math.sin(x[0])));
        String series = "0.99999999999*x - 0.166666666*x^3 + 0.00833333*x^5 - 0.00019841*x^7 + 0.0000027*x^9"
                + " + 0.000000001234567*x^11 + 0.0000000123457*x^13";
        StopRule rule = new StopRule(sine, 0);
        assertThat(rule.explained(candidate(sine, series, "kan"), 1, StopRule.Searched.STRUCTURE))
                .isTrue();
        assertThat(rule.explained(candidate(sine, series, "polynomial"), 1, StopRule.Searched.STRUCTURE))
                .isFalse();
    }

    @Test
    void aFewRowsAreExplainedByAPlainLawOnceTheQuickWaysWereTried() {
        double[] x = IntStream.range(1, 21).mapToDouble(i -> i).toArray();
        double[] y = Arrays.stream(x).map(v -> 3 * v + 1e-3 * Math.sin(9 * v)).toArray();
        Task small = Task.of(new Batch(x, y, x.length), Batch.empty());
        assertThat(explained(small, "3*x", 1, StopRule.Searched.NOTHING)).isFalse();
        assertThat(explained(small, "3*x", 1, StopRule.Searched.QUICK_WAYS)).isTrue();
        assertThat(explained(small, "2.9*x", 1, StopRule.Searched.QUICK_WAYS)).isFalse();
    }
}
