package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Vocabulary;
import org.kan4j.train.Tables;

class DictionaryTest {
    private static final Batch DATA = Tables.uniform(48, 3, 0.2, 3, 1, x -> x[0]);

    @Test
    void theShortExpressionsComeFirstWithTheirValues() {
        List<Dictionary.Entry> entries = new Dictionary(DATA, Vocabulary.all(), 5000).entries();
        assertThat(entries).hasSize(5000).isSortedAccordingTo(Comparator.comparingInt(Dictionary.Entry::cost));
        for (Dictionary.Entry e : entries) {
            Batch batch = new Batch(DATA.x(), e.values(), DATA.rows());
            double size = Arrays.stream(e.values()).map(Math::abs).max().orElseThrow();
            // Another order of the same operations, such as a·(1/b) for a/b; what cancels makes that larger.
            assertThat(Fit.rmse(e.expression(), batch)).as("%s", e.expression()).isLessThan(1e-10 * (1 + size));
        }
    }

    @Test
    void noTwoExpressionsHaveTheSameValues() {
        List<Dictionary.Entry> entries = new Dictionary(DATA, Vocabulary.all(), 2000).entries();
        assertThat(entries.stream().map(e -> (float) Math.abs(e.values()[7])).distinct())
                .hasSizeGreaterThan(1990);
    }

    @Test
    void binomialsHoldAllSumsOfTwoProducts() {
        List<Dictionary.Entry> binomials = new Dictionary(DATA, Vocabulary.all(), 10).binomials(2000);
        for (Dictionary.Entry e : binomials) {
            double value = Fit.values(e.expression(), DATA)[0];
            // Powers are products, or logarithms and exponential functions.
            assertThat(value).as("%s", e.expression()).isCloseTo(e.values()[0], within(1e-12 * (1 + Math.abs(value))));
        }
        double[] x = DATA.x();
        double wanted = 1 - x[0] * x[0] * x[1] / x[2] / 2;
        assertThat(binomials).anyMatch(e -> Math.abs(e.values()[0] - wanted) < 1e-12);
    }
}
