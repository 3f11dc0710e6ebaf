package org.kan4j.discover.find;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.discover.score.Fit;
import org.kan4j.formula.Expression;
import org.kan4j.train.Tables;

class MonomialFinderTest {

    @Test
    void aMonomialIsFoundExactly() {
        Batch data = Tables.uniform(30, 3, 1, 5, 1, x -> -2.5 * x[0] * Math.pow(x[1], -1.5) * x[2] * x[2]);
        Expression found = MonomialFinder.monomial(data).orElseThrow();
        assertThat(Fit.rmse(found, data)).isLessThan(1e-11);
    }

    @Test
    void aMonomialIsNotSoughtWhereSignsDiffer() {
        assertThat(MonomialFinder.monomial(Tables.uniform(30, 2, -1, 1, 1, x -> x[0] * x[1])))
                .isEmpty();
    }
}
