package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.train.Tables;

class ReductionsTest {
    private static final List<String> XY = List.of("x", "y");

    private static Expression parse(String text) {
        return FormulaParser.parse(text, XY);
    }

    private static String text(Expression expression) {
        return Formula.of(expression, XY, "t").text();
    }

    private static List<String> smaller(String text) {
        return Reductions.smaller(parse(text)).stream()
                .map(ReductionsTest::text)
                .toList();
    }

    @Test
    void everyPartIsLeftOutOnce() {
        assertThat(smaller("x + sin(y)")).containsExactlyInAnyOrder("sin(y)", "x", "x + y");
        assertThat(smaller("x*exp(y)")).containsExactlyInAnyOrder("exp(y)", "x", "x*y");
        assertThat(smaller("sin(exp(x))")).containsExactlyInAnyOrder("exp(x)", "sin(x)");
        assertThat(smaller("sin(x)^3")).containsExactlyInAnyOrder("sin(x)", "x^3");
        assertThat(smaller("max(x, sin(y))")).containsExactlyInAnyOrder("x", "sin(y)", "max(x, y)");
        assertThat(smaller("x")).isEmpty();
    }

    @Test
    void termsAndFactorsThatBecomeEqualAreOne() {
        assertThat(smaller("x + sin(x)")).contains("2*x");
        assertThat(smaller("x*sin(x)")).contains("x^2");
    }

    @Test
    void coefficientsThatAreNearlyEqualBecomeOne() {
        assertThat(shared("31.812345*exp(-x) - 32.312345*sin(y)")).containsExactly("31.812345*(exp(-x) - sin(y))");
        assertThat(shared("1.0123456 + 2.0123456*x + 2.1123456*y")).containsExactly("2.0123456*(x + y) + 1.0123456");
        assertThat(shared("2.0123456*x + 3.1123456*y")).isEmpty();
        assertThat(shared("2.0123456*x + 2")).isEmpty();
    }

    private static List<String> shared(String text) {
        return Reductions.withEqualCoefficients(parse(text)).stream()
                .map(ReductionsTest::text)
                .toList();
    }

    @Test
    void thePathLeavesOutWhatCostsLeastFirstAndEndsAtOnePart() {
        Batch data = Tables.uniform(60, 2, -1, 1, 1, x -> 6 * Math.sin(2 * x[0]) + 0.5 * x[1]);
        Refinement refinement = new Refinement(data, () -> false);
        Expression from = parse("6.0123456*sin(1.9912345*x) + 0.5123456*y + 1.2345678e-7*exp(y)");
        List<Expression> path = Reductions.path(from, refinement, () -> false);
        assertThat(refinement.score(path.get(0)).unexplained()).isLessThan(1e-12);
        int size = from.size();
        for (Expression smaller : path) {
            assertThat(smaller.size()).isLessThan(size);
            size = smaller.size();
        }
        assertThat(size).isEqualTo(1);
    }

    @Test
    void thePathTakesTwelveSteps() {
        Batch data = Tables.uniform(20, 2, 1, 2, 1, x -> x[0]);
        StringBuilder text = new StringBuilder("x");
        for (int term = 0; term < 14; term++) {
            text.append(" + ").append(term + 2).append("*x^").append(term + 2);
        }
        assertThat(Reductions.path(parse(text.toString()), new Refinement(data, () -> false), () -> false))
                .hasSize(12);
    }

    @Test
    void aFormulaOfOnePartHasNoPath() {
        Batch data = Tables.uniform(20, 2, 1, 2, 1, x -> x[0]);
        AtomicInteger asked = new AtomicInteger();
        assertThat(Reductions.path(parse("x"), new Refinement(data, () -> false), () -> asked.incrementAndGet() > 0))
                .isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void whereNoSmallerFormulaHasValuesThePathEnds() {
        Batch data = Tables.uniform(20, 2, -2, -1, 1, x -> 1);
        // Without the square, the root of a negative number.
        assertThat(Reductions.path(parse("log(-x)"), new Refinement(data, () -> false), () -> false))
                .allMatch(e -> Double.isFinite(e.evaluate(new double[] {-1.5, -1.5})));
    }

    @Test
    void whatWasFoundUntilThePathIsStoppedIsKept() {
        Batch data = Tables.uniform(20, 2, 1, 2, 1, x -> x[0] + x[1]);
        Expression from = parse("x + y + 0.1234567*exp(x)");
        Refinement refinement = new Refinement(data, () -> false);
        List<Expression> whole = Reductions.path(from, refinement, () -> false);
        int parts = Reductions.smaller(from).size();
        AtomicInteger asked = new AtomicInteger();
        assertThat(Reductions.path(from, refinement, () -> asked.incrementAndGet() > parts))
                .containsExactly(whole.get(0));
        assertThat(Reductions.path(from, refinement, () -> true)).isEmpty();
    }

    @Test
    void whereNoFormulaSaysAnythingThereIsNoPath() {
        // Two rows are told by any form with its error.
        Batch two = new Batch(new double[] {1, 1, 2, 3}, new double[] {1, 2}, 2);
        Refinement form = new Refinement(two, () -> false).ofForm(1);
        assertThat(Reductions.path(parse("x + sin(y)"), form, () -> false)).isEmpty();
    }
}
