package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.find.Wishes;
import org.kan4j.discover.reduce.Dimensions;
import org.kan4j.discover.reduce.Task;
import org.kan4j.discover.score.Refinement;
import org.kan4j.formula.FormulaParser;
import org.kan4j.formula.Vocabulary;
import org.kan4j.train.Tables;

class CandidatesTest {
    private static final Batch ROWS = Tables.uniform(50, 2, 1, 2, 1, x -> x[0] * x[1]);

    private static final Task WHOLE = Task.of(ROWS, Tables.uniform(20, 2, 1, 2, 2, x -> x[0] * x[1]));

    private static Candidates none(Task task, Optional<Dimensions> dimensions) {
        return new Candidates(
                task, dimensions, new Wishes(Vocabulary.all(), List.of(), Optional.empty()), 0, () -> false);
    }

    private static Refinement.Scored scored(String formula) {
        return new Refinement(ROWS, () -> false).score(FormulaParser.parse(formula, List.of("x", "y")));
    }

    @Test
    void theShortestDescriptionIsTheBest() {
        Candidates candidates = none(WHOLE, Optional.empty());
        candidates.add(scored("2*x"), "a", Optional.empty());
        candidates.add(scored("x*y"), "b", Optional.empty());
        candidates.add(scored("x*y + 0*x^3"), "c", Optional.empty());
        assertThat(candidates.best().orElseThrow().method()).isEqualTo("b");
        assertThat(candidates.leastError()).isLessThan(1e-15);
    }

    @Test
    void aPoleBetweenTheRowsIsNotAdded() {
        Candidates candidates = none(WHOLE, Optional.empty());
        candidates.add(scored("x*y + 0.1/(x - 1.51234)"), "pole", Optional.empty());
        assertThat(candidates.isEmpty()).isTrue();
    }

    @Test
    void inconsistentUnitsAreNotAdded() {
        double[] metre = {1};
        Candidates candidates =
                none(WHOLE, Optional.of(new Dimensions(new double[][] {metre, metre}, new double[] {2})));
        candidates.add(scored("x + y"), "sum", Optional.empty());
        assertThat(candidates.isEmpty()).isTrue();
        candidates.add(scored("x*y"), "product", Optional.empty());
        assertThat(candidates.isEmpty()).isFalse();
    }

    @Test
    void nothingIsAddedOnceTheyAreClosed() {
        Candidates candidates = none(WHOLE, Optional.empty());
        candidates.add(scored("x*y"), "first", Optional.empty());
        assertThat(candidates.close()).hasSize(1);
        candidates.add(scored("2*x"), "late", Optional.empty());
        assertThat(candidates.close()).hasSize(1);
    }

    @Test
    void aSmallTableIsJudgedByPartsLeftOut() {
        Task small = Task.of(Tables.uniform(10, 1, 1, 2, 1, x -> Math.exp(x[0])), Batch.empty());
        // Free constants, one for a row nearly, fit all rows and no other.
        double straight = none(small, Optional.empty())
                .validationRmse(FormulaParser.parse("-2.123456789 + 4.567891234*x", List.of("x")));
        double law = none(small, Optional.empty()).validationRmse(FormulaParser.parse("exp(x)", List.of("x")));
        assertThat(straight).isGreaterThan(0.05);
        assertThat(law).isCloseTo(0, within(1e-14));
    }
}
