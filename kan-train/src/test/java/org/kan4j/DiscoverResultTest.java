package org.kan4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

class DiscoverResultTest {
    @Test
    void aConstantWithinItsErrorIsShownAsInTheFormula() {
        Formula formula = Formula.of(Expression.variable(0), List.of("x"), "y");
        assertThat(DiscoverResult.constant(new Evidence.Parameter("c1", 16.03, false, 16.03, 9700, 9), formula))
                .isEqualTo("16.03, not determined by the data (± 9700)");
        assertThat(DiscoverResult.constant(new Evidence.Parameter("c1", 16.03, false, 16.03, 0.12, 9), formula))
                .isEqualTo("16.03 ± 0.12");
        assertThat(DiscoverResult.constant(new Evidence.Parameter("c1", 16.03, false, 16.03, Double.NaN, 9), formula))
                .isEqualTo("16.03, not determined by the data");
    }
}
