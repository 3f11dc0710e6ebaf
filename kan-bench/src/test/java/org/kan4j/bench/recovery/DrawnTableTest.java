package org.kan4j.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.bench.recovery.KnownFormula.Input;
import org.kan4j.data.Batch;

final class DrawnTableTest {
    @ParameterizedTest
    @ValueSource(strings = {"feynman", "classic"})
    void everyFormulaOfASetHasRowsInItsRangesWhereItIsFinite(String set) {
        assertThat(KnownFormula.all(set)).hasSizeGreaterThan(60);
        for (KnownFormula formula : KnownFormula.all(set)) {
            Batch rows = DrawnTable.of(formula, 0, 5).fresh();
            for (int i = 0; i < formula.inputs().size(); i++) {
                Input input = formula.inputs().get(i);
                int column = i;
                double[] x = IntStream.range(0, rows.rows())
                        .mapToDouble(r -> rows.x()[r * formula.inputs().size() + column])
                        .toArray();
                assertThat(Arrays.stream(x).min().orElseThrow()).isGreaterThanOrEqualTo(input.low());
                assertThat(Arrays.stream(x).max().orElseThrow()).isLessThan(input.high());
            }
            assertThat(rows.rows()).isEqualTo(1000);
            assertThat(Spread.isFinite(rows.y())).as(formula.id()).isTrue();
        }
    }

    @Test
    void rowsOutsideTheDomainAreDrawnAgain() {
        KnownFormula root = KnownFormula.of("r", "test", "sqrt(x)", "x:-1..1");
        DrawnTable table = DrawnTable.of(root, 0, 1);
        assertThat(Arrays.stream(table.train().x())).allMatch(x -> x >= 0).hasSize(1000);
    }

    @Test
    void aSeedGivesTheSameRowsAndAnotherOneOthers() {
        KnownFormula formula = KnownFormula.all("feynman").get(3);
        DrawnTable table = DrawnTable.of(formula, 0.1, 4);
        DrawnTable again = DrawnTable.of(formula, 0.1, 4);
        assertThat(again.train().x()).isEqualTo(table.train().x());
        assertThat(again.train().y()).isEqualTo(table.train().y());
        assertThat(again.fresh().x()).isEqualTo(table.fresh().x());
        assertThat(DrawnTable.of(formula, 0.1, 5).train().x())
                .isNotEqualTo(table.train().x());
    }

    @Test
    void noiseIsAShareOfTheRootMeanSquareAndOnTheTrainingTargetAlone() {
        KnownFormula formula = KnownFormula.of("f", "test", "3*x", "x:1..2");
        DrawnTable clean = DrawnTable.of(formula, 0, 9);
        DrawnTable noisy = DrawnTable.of(formula, 0.1, 9);
        double[] noise = new double[1000];
        Arrays.setAll(noise, r -> noisy.train().y()[r] - clean.train().y()[r]);
        assertThat(noisy.train().x()).isEqualTo(clean.train().x());
        assertThat(noisy.fresh().y()).isEqualTo(clean.fresh().y());
        // The deviation of 1,000 normal numbers is known to 1/√2000, of which 4.
        assertThat(Spread.deviation(noise) / (0.1 * Spread.rms(clean.train().y())))
                .isCloseTo(1, within(0.09));
    }

    @Test
    void freshRowsAreOthersThanThoseSearched() {
        DrawnTable table = DrawnTable.of(KnownFormula.of("f", "test", "x", "x:0..1"), 0, 2);
        assertThat(table.fresh().x()).doesNotContain(table.train().x());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x:1", "x:2..1", "x:1..1", "x:1..2..3"})
    void aRangeThatIsNoneIsRefused(String range) {
        assertThatThrownBy(() -> KnownFormula.of("f", "test", "x", range))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("range");
    }
}
