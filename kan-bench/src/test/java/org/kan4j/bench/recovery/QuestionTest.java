package org.kan4j.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

final class QuestionTest {
    private static final KnownFormula TRUTH = KnownFormula.of("f", "test", "x", "x:0..1");

    private static Question answeringAfter(double seconds, double limit) {
        AtomicLong clock = new AtomicLong(17);
        return new Question(
                data -> {
                    clock.addAndGet(Math.round(seconds * 1e9));
                    return new Question.Found(right(), "oracle");
                },
                limit,
                clock::get);
    }

    private static Formula right() {
        return Formula.of(Expression.variable(0), List.of("x"), "target");
    }

    private static Dataset table() {
        return DrawnTable.of(TRUTH, 0, 0).train();
    }

    @Test
    void anAnswerWithinTheLimitAndASecondOrATenthCounts() {
        assertThat(answeringAfter(2.9, 2).ask(table()).formula()).contains(right());
        assertThat(answeringAfter(65.9, 60).ask(table()).formula()).contains(right());
        assertThat(answeringAfter(65.9, 60).ask(table()).seconds()).isEqualTo(65.9);
    }

    @Test
    void aLateAnswerCountsAsNone() {
        assertThat(answeringAfter(3.1, 2).ask(table()).formula()).isEmpty();
        assertThat(answeringAfter(66.1, 60).ask(table()).formula()).isEmpty();
        Outcome outcome = new DrawnCase(TRUTH, 0, 0).run(answeringAfter(66.1, 60));
        assertThat(outcome.marks().values()).containsOnly(false);
        assertThat(outcome.line()).contains("answer after 66.1 s");
        Outcome intime = new DrawnCase(TRUTH, 0, 0).run(answeringAfter(65.9, 60));
        assertThat(intime.marks().values()).containsOnly(true);
    }

    @Test
    void aSearchThatFailsIsNoAnswerAndSaysWhy() {
        Question failing = new Question(
                data -> {
                    throw new IllegalStateException("broken");
                },
                1,
                System::nanoTime);
        Answer answer = failing.ask(table());
        assertThat(answer.formula()).isEmpty();
        assertThat(answer.method()).isEqualTo("none");
        assertThat(answer.text()).contains("broken");
    }
}
