package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;

class DiscoveryReportTest {

    private static Discovery.Point point(String formula, double rmse) {
        return new Discovery.Point(Formula.of(FormulaParser.parse(formula, List.of("x")), List.of("x"), "y"), rmse);
    }

    @Test
    void theFrontKeepsTheBestOfEachSizeWhereLongerOnesAreBetter() {
        Discovery.Point line = point("x", 3);
        Discovery.Point worse = point("exp(x)", 3.5);
        Discovery.Point square = point("x^2", 1);
        Discovery.Point alike = point("x^2 + x + 1", 0.9995);
        Discovery.Point best = point("exp(x) + sin(x)", 0.1);
        assertThat(DiscoveryReport.front(List.of(best, alike, worse, square, line)))
                .containsExactly(line, square, best);
    }
}
