package org.kan4j.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.data.Batch;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;

final class DrawnScoreTest {
    private static final KnownFormula TRUTH =
            KnownFormula.of("t", "test", "exp(-x**2/2)*y/sqrt(2*pi)", "x:0..2; y:1..3");
    private static final Batch FRESH = fresh(TRUTH);

    private static Batch fresh(KnownFormula truth) {
        return DrawnTable.draw(truth, 500, new SplittableRandom(3));
    }

    private static DrawnScore score(String answer, boolean noisy) {
        return score(TRUTH, FRESH, answer, noisy);
    }

    private static DrawnScore score(KnownFormula truth, Batch fresh, String answer, boolean noisy) {
        Formula formula = Formula.of(FormulaParser.parse(answer, truth.names()), truth.names(), "target");
        return DrawnScore.of(truth, formula, fresh, noisy);
    }

    @Test
    void theTruthInAnotherFormIsExact() {
        DrawnScore score = score("0.3989422804014327*y/sqrt(exp(x*x))", false);
        assertThat(score.exact()).isTrue();
        assertThat(score.symbolic()).isTrue();
        assertThat(score.accurate()).isTrue();
        assertThat(score.worst()).isLessThan(1e-14);
        assertThat(score.trueSize()).isEqualTo(15);
    }

    @Test
    void aConstantThatIsOffByOnePartInAThousandIsAccurateAlone() {
        DrawnScore score = score("0.4003*exp(-x**2/2)*y", false);
        assertThat(score.accurate()).isTrue();
        assertThat(score.exact()).isFalse();
        // 0.4 by 0.399 is a constant ratio all the same, so the rule of SRBench is content.
        assertThat(score.symbolic()).isTrue();
        assertThat(score("0.4003*exp(-0.501*x**2)*y", false).symbolic()).isFalse();
    }

    @Test
    void aConstantThatRoundsToTheTruthIsSymbolicAndNotExact() {
        DrawnScore score = score("0.39894*exp(-0.50001*x**2)*y", false);
        assertThat(score.exact()).isFalse();
        assertThat(score.symbolic()).isTrue();
    }

    @Test
    void theTruthThatIsTooLongIsNotExact() {
        String zeros = " + 0.3*sin(x) - 0.3*sin(x + 0.0000000001) + 0.2*cos(x) - 0.2*cos(x + 0.0000000001)";
        DrawnScore score = score("exp(-x**2/2)*y/sqrt(2*pi)" + zeros, false);
        assertThat(score.worst()).isLessThan(1e-6);
        assertThat(score.size()).isGreaterThan(2 * 15 + 4);
        assertThat(score.exact()).isFalse();
    }

    @Test
    void aConstantDifferenceIsSymbolicWhereThereWasNoise() {
        KnownFormula truth = KnownFormula.of("t", "test", "x*y", "x:0..4; y:0..4");
        assertThat(score(truth, fresh(truth), "x*y + 1.2", true).symbolic()).isTrue();
        assertThat(score(truth, fresh(truth), "x*y + 1.2", false).symbolic())
                .as("R² below 0.999")
                .isFalse();
        assertThat(score(truth, fresh(truth), "x*y + 0.1*x", true).symbolic()).isFalse();
    }

    @Test
    void aConstantIsNoAnswer() {
        DrawnScore score = score("0.3", true);
        assertThat(score.exact() || score.symbolic() || score.accurate()).isFalse();
    }

    @Test
    void anAnswerThatIsNotFiniteSomewhereIsNone() {
        DrawnScore score = score("exp(-x**2/2)*y/sqrt(2*pi) + 1e-9*log(x - 0.1)", false);
        assertThat(score.r2()).isNaN();
        assertThat(score.exact() || score.symbolic() || score.accurate()).isFalse();
    }

    /** What SymPy 1.14 gives at x = 1 for formulas rounded as SRBench does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4*pi*x | 12.6",
                "x/(4*pi) | 0.08",
                "x/3 | 0.333",
                "0.00005*x | 0",
                "123456*x | 123456",
                "1234.56*x | 1230",
                "x*sqrt(2*pi) | 2.51",
                "x/sqrt(2*pi) | 0.399",
                "x**2.00001 | 1",
                "exp(0.12345*x) | 1.1308844209474893",
                "x*sqrt(3)/2 | 0.866",
                "3*x**2/(8*pi) | 0.119",
                "x*log(2) | 0.6931471805599453",
                "log(2.5)*x | 0.916",
                "2*sqrt(2)*x | 2.83",
                "0.56418958*x*sqrt(2) | 0.798",
                "x*5.5555*sqrt(2) | 7.86",
                "9.99951*x | 10"
            })
    void constantsAreRoundedAsSrBenchDoes(String text, double value) {
        Sym formula = SymReader.read(text, List.of("x"));
        assertThat(Rounding.rounded(formula).value(new double[] {1})).isCloseTo(value, within(1e-15));
    }
}
