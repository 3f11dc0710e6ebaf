package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.train.Tables;

class ShortcutsTest {

    @Test
    void aMonomialIsFoundExactly() {
        Batch data = Tables.uniform(30, 3, 1, 5, 1, x -> -2.5 * x[0] * Math.pow(x[1], -1.5) * x[2] * x[2]);
        Expression found = Shortcuts.monomial(data).orElseThrow();
        assertThat(Fit.rmse(found, data)).isLessThan(1e-11);
    }

    @Test
    void aMonomialIsNotSoughtWhereSignsDiffer() {
        assertThat(Shortcuts.monomial(Tables.uniform(30, 2, -1, 1, 1, x -> x[0] * x[1])))
                .isEmpty();
    }

    @Test
    void aPolynomialIsFoundWithItsTermsAlone() {
        Batch data = Tables.uniform(200, 2, -3, 3, 1, x -> Math.pow(x[0], 4) - x[0] * x[1] + 0.5);
        Expression found = Shortcuts.polynomial(data).orElseThrow();
        assertThat(Fit.rmse(found, data)).isLessThan(1e-11);
        assertThat(found.children()).hasSize(3);
    }

    @Test
    void noPolynomialIsMadeOfASine() {
        assertThat(Shortcuts.polynomial(Tables.uniform(200, 1, -3, 3, 1, x -> Math.sin(3 * x[0]))))
                .isEmpty();
    }
}
