package org.kan4j.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;

final class MeasuredScoreTest {
    private static MeasuredLaw law(String id) {
        return MeasuredLaw.all().stream()
                .filter(l -> l.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static MeasuredScore score(MeasuredLaw law, String answer) {
        Dataset data = law.data();
        Expression expression = FormulaParser.parse(answer, data.inputNames());
        return MeasuredScore.of(law, Formula.of(expression, data.inputNames(), law.target()), data);
    }

    @ParameterizedTest
    @MethodSource("org.kan4j.bench.recovery.SymTest#laws")
    void everyLawIsItsOwnLaw(MeasuredLaw law) {
        Dataset data = law.data();
        Formula formula = Formula.of(law.law(data.inputNames()), data.inputNames(), law.target());
        MeasuredScore score = MeasuredScore.of(law, formula, data);
        assertThat(score.law()).isTrue();
        assertThat(score.ratio()).isBetween(0.999, 1.001);
    }

    @Test
    void aLineThroughACurveIsNotTheLaw() {
        MeasuredScore score = score(law("Misra1a"), "0.1034*x + 4.5");
        assertThat(score.fits()).isFalse();
        assertThat(score.law()).isFalse();
        assertThat(score.robust()).isTrue();
    }

    @Test
    void aFormulaThatFitsButLeavesTheCurveBeyondTheRowsIsNotTheLaw() {
        // At the highest row, 760, the last term is 0.09, which is the law's own error.
        MeasuredScore score = score(law("Misra1a"), "238.94*(1 - exp(-0.00055016*x)) + exp((x - 820)/25)");
        assertThat(score.fits()).isTrue();
        assertThat(score.robust()).isTrue();
        assertThat(score.near()).isFalse();
        assertThat(score.law()).isFalse();
    }

    @Test
    void aFormulaWithManyConstantsIsNotShort() {
        assertThat(score(law("DanWood"), "0.3*x + 0.7*x**2.3 + 0.21").small()).isFalse();
        assertThat(score(law("DanWood"), "0.7688622618*x**3.860405587").small()).isTrue();
    }

    @Test
    void aPoleBetweenRowsIsNotRobust() {
        assertThat(score(law("DanWood"), "0.7688622618*x**3.860405587 + 1e-9/(x - 1.45)")
                        .robust())
                .isTrue();
        assertThat(score(law("DanWood"), "0.7688622618*x**3.860405587 + log(x - 1.4)")
                        .robust())
                .isFalse();
    }

    @Test
    void relativeErrorsCountWhereTheLawWasFittedToThem() {
        // 0.6% too low where numbers are large: the residuals are too large, the relative ones are not.
        MeasuredLaw law = law("DanWood");
        MeasuredScore score = score(law, "0.7725*x**3.8525");
        assertThat(score.ratio()).isGreaterThan(1);
        assertThat(score.fits()).isTrue();
    }
}
