package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.train.Tables;

class PolynomialFinderTest {

    @Test
    void aPolynomialIsFoundWithItsTermsAlone() {
        Batch data = Tables.uniform(200, 2, -3, 3, 1, x -> Math.pow(x[0], 4) - x[0] * x[1] + 0.5);
        Expression found = PolynomialFinder.polynomial(data).orElseThrow();
        assertThat(Fit.rmse(found, data)).isLessThan(1e-11);
        assertThat(found.children()).hasSize(3);
    }

    @Test
    void noPolynomialIsMadeOfASine() {
        assertThat(PolynomialFinder.polynomial(Tables.uniform(200, 1, -3, 3, 1, x -> Math.sin(3 * x[0]))))
                .isEmpty();
    }
}
