package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Constants;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.train.Tables;

class RefinementTest {
    private static final List<String> XY = List.of("x", "y");

    @Test
    void constantsAreRefinedToRounding() {
        Batch data = Tables.uniform(200, 2, -1, 1, 1, x -> Math.exp(Math.sin(2.3 * x[0] + 0.4) + 0.7 * x[1] * x[1]));
        Expression start =
                FormulaParser.parse("1.0123456*exp(0.9812345*sin(2.3123456*x + 0.4123456) + 0.6912345*y^2)", XY);
        Refinement refinement = new Refinement(data, () -> false);
        assertThat(refinement.fit(start, 40).unexplained()).isLessThan(1e-24);
    }

    @Test
    void aFreeConstantIsFittedThoughItStartsAtASimpleNumber() {
        Batch data = Tables.uniform(200, 2, -1, 1, 1, x -> Math.sin(2 * x[0] + 0.3));
        Expression start = Expression.sin(Expression.sum(FormulaParser.parse("2*x", XY), Constant.free(0)));
        Refinement refinement = new Refinement(data, () -> false);
        Refinement.Scored fitted = refinement.fit(start, 40);
        assertThat(fitted.unexplained()).isLessThan(1e-24);
        assertThat(refinement.polish(start).expression()).isEqualTo(FormulaParser.parse("sin(2*x + 0.3)", XY));
        // A fixed one stays.
        assertThat(refinement.fit(FormulaParser.parse("sin(2*x + 0.1)", XY), 40).unexplained())
                .isGreaterThan(1e-3);
    }

    @Test
    void simpleNumbersTakeThePlacesOfConstants() {
        Batch data = Tables.uniform(200, 2, -1, 1, 1, Tables::helloWorld);
        Expression start =
                FormulaParser.parse("1.0123456*exp(0.9812345*sin(3.1512345*x + 0.0123456) + 1.0212345*y^2)", XY);
        Expression polished = new Refinement(data, () -> false).polish(start).expression();
        assertThat(polished).isEqualTo(FormulaParser.parse("exp(y^2 + sin(pi*x))", XY));
    }

    @Test
    void anExactConstantIsFoundAmongTheManyNumbersNearIt() {
        Expression truth = FormulaParser.parse("x*y/(1 + x) - 0.075*y^2", XY);
        Batch data = Tables.uniform(200, 2, 0, 3, 1, truth::evaluate);
        Expression start = FormulaParser.parse("x*y/(1 + x) - 0.0750000123*y^2", XY);
        assertThat(new Refinement(data, () -> false).polish(start).expression()).isEqualTo(truth.simplify());
    }

    @Test
    void aCoefficientIsSharedWhereTheOthersAreSimpleMultiplesOfIt() {
        Batch data = Tables.uniform(200, 2, 20, 90, 1, x -> (140 - x[0]) * x[1] / 72);
        Expression start = FormulaParser.parse("y*(1.9444444444444433 - 0.01388888888888888*x)", XY);
        Expression polished = new Refinement(data, () -> false).polish(start).expression();
        assertThat(polished)
                .isEqualTo(FormulaParser.parse("-y*(x - 140)/72", XY).simplify());
    }

    @Test
    void partsThatDoNotMatterAreLeftOut() {
        Batch data = Tables.uniform(200, 2, -1, 1, 1, x -> 6 * Math.sin(2 * x[0]));
        Expression start = FormulaParser.parse("6.0123456*sin(1.9912345*x + 0.0001234*y) + 1.2345678e-7*exp(y)", XY);
        Expression polished = new Refinement(data, () -> false).polish(start).expression();
        assertThat(polished).isEqualTo(FormulaParser.parse("6*sin(2*x)", XY));
    }

    @Test
    void aSimpleNumberIsGivenUpWhereAllRowsSpeakAgainstIt() {
        SplittableRandom random = new SplittableRandom(4);
        Batch data = Tables.uniform(1500, 1, 0, 1, 1, x -> 2.025 * x[0] + 0.1 * random.nextGaussian());
        Refinement refinement = new Refinement(data, () -> false);
        Expression start = FormulaParser.parse("2.0123456*x", List.of("x"));
        Expression few = refinement.thinned(300).polish(start).expression();
        assertThat(few).isEqualTo(FormulaParser.parse("2*x", List.of("x")));
        double slope = refinement.polish(start).expression().evaluate(new double[] {1});
        // The standard error is 0.1/sqrt(1500/3).
        assertThat(slope).isCloseTo(2.025, within(4 * 0.0045)).isNotEqualTo(2);
    }

    @Test
    void aFormulaThatIsNotANumberSomewhereScoresInfinitelyBad() {
        Batch data = Tables.uniform(20, 2, -1, 1, 1, x -> x[0]);
        Refinement.Scored scored = new Refinement(data, () -> false).fit(FormulaParser.parse("log(1.5*x)", XY), 5);
        assertThat(scored.descriptionLength()).isInfinite();
    }

    @Test
    void theDescriptionLengthIsThatOfResidualsSizeAndConstants() {
        Batch data = Tables.uniform(200, 2, -1, 1, 1, x -> 2 * x[0] + 0.1 * x[1]);
        Refinement refinement = new Refinement(data, () -> false);
        double spread = Fit.spread(data.y());
        Expression fixed = FormulaParser.parse("2*x", XY);
        Refinement.Scored scored = refinement.score(fixed);
        double unexplained = Math.pow(Fit.rmse(fixed, data) / spread, 2);
        assertThat(scored.unexplained()).isCloseTo(unexplained, within(1e-12 * unexplained));
        // Two is told from other simple numbers by its complexity.
        double length = 100 * Math.log(unexplained) + Math.log(2) * Constants.complexity(2) + 3 * fixed.size();
        assertThat(scored.descriptionLength()).isCloseTo(length, within(1e-9));
        Expression free = FormulaParser.parse("2.0123456*x", XY);
        unexplained = Math.pow(Fit.rmse(free, data) / spread, 2);
        // A free constant costs one nat and the digits down to its standard error.
        length = 100 * Math.log(unexplained) + Math.log(200) / 2 + 1 - Math.log(unexplained) / 2 + 3 * free.size();
        assertThat(refinement.score(free).descriptionLength()).isCloseTo(length, within(1e-9));
        // Rounding errors count alike, however small they are.
        Expression exact = FormulaParser.parse("2*x + 0.1*y", XY);
        length = 100 * Math.log(1e-22)
                + Math.log(2) * (Constants.complexity(2) + Constants.complexity(0.1))
                + 3 * exact.size();
        assertThat(refinement.score(exact).descriptionLength()).isCloseTo(length, within(1e-9));
    }

    @Test
    void errorsOfConstantTargetsAreInTheirUnits() {
        // The mean of 16 equal numbers has no rounding error.
        Batch data = Tables.uniform(16, 2, -1, 1, 1, x -> 2);
        assertThat(new Refinement(data, () -> false)
                        .score(FormulaParser.parse("5", XY))
                        .unexplained())
                .isCloseTo(9, within(1e-14));
    }

    @Test
    void asManyConstantsAsRowsAreFittedAndNotMore() {
        Batch two = new Batch(new double[] {1, 0, 3, 0}, new double[] {5, 9}, 2);
        Refinement refinement = new Refinement(two, () -> false);
        Expression line = FormulaParser.parse("1.0123456*x + 1.0123456", XY);
        assertThat(refinement.fit(line, 40).unexplained()).isLessThan(1e-20);
        Expression parabola = FormulaParser.parse("1.0123456*x^2 + 1.0123456*x + 1.0123456", XY);
        assertThat(refinement.fit(parabola, 40).expression()).isEqualTo(parabola);
    }

    @Test
    void aRootOfASquareIsTheNumberWhereAllRowsArePositive() {
        Expression root = FormulaParser.parse("sqrt(x^2*y)", XY);
        Batch positive = Tables.uniform(60, 2, 1, 3, 1, x -> x[0] * Math.sqrt(x[1]));
        Expression polished = new Refinement(positive, () -> false).polish(root).expression();
        assertThat(polished).isEqualTo(FormulaParser.parse("x*sqrt(y)", XY).simplify());
        double[] x = positive.x().clone();
        for (int r = 0; r < 30; r++) {
            x[2 * r] = -x[2 * r];
        }
        Refinement mixed = new Refinement(new Batch(x, positive.y(), 60), () -> false);
        assertThat(mixed.polish(root).unexplained()).isLessThan(1e-24);
    }

    @Test
    void aFormulaThatLosesAPartOnFewRowsIsFittedToAll() {
        SplittableRandom random = new SplittableRandom(4);
        Batch data = Tables.uniform(1500, 1, 0, 1, 1, x -> 2.025 * x[0] + 0.1 * random.nextGaussian());
        Refinement refinement = new Refinement(data, () -> false);
        Expression start = FormulaParser.parse("2.0123456*x + 1.2345678e-3*exp(sin(3.1234567*x))", List.of("x"));
        Expression polished = refinement.polish(start).expression();
        // On 300 rows the slope is 2 and nothing else; all rows speak against it.
        assertThat(polished.size())
                .isEqualTo(FormulaParser.parse("2*x", List.of("x")).size());
        assertThat(polished.evaluate(new double[] {1}))
                .isCloseTo(2.025, within(4 * 0.0045))
                .isNotEqualTo(2);
    }

    @Test
    void aSimpleNumberIsDoubtedWithTheFreeConstantsFittedBesideIt() {
        SplittableRandom random = new SplittableRandom(4);
        Batch data = Tables.uniform(3000, 1, 0, 10, 1, x -> 2.03 * x[0] + 17.3 + random.nextGaussian());
        Refinement refinement = new Refinement(data, () -> false);
        Expression start =
                FormulaParser.parse("2.0123456*x + 17.3123456 + 1.2345678e-3*exp(sin(3.1234567*x))", List.of("x"));
        Expression polished = refinement.polish(start).expression();
        assertThat(polished.size())
                .isEqualTo(FormulaParser.parse("2*x + 17.3", List.of("x")).size());
        double slope = polished.evaluate(new double[] {1}) - polished.evaluate(new double[] {0});
        // With the intercept held, 2 would be two standard errors away; with both fitted it is five.
        assertThat(slope).isCloseTo(2.03, within(4 * 0.0064));
        assertThat(slope).isGreaterThan(2.01);
    }

    @Test
    void simpleNumbersAreTriedUpToAFewHundredthsAwayInLargeConstantsToo() {
        SplittableRandom random = new SplittableRandom(4);
        Batch data = Tables.uniform(100, 1, 0, 1, 1, x -> 30 * (x[0] + 0.02 * random.nextGaussian()));
        Expression start = FormulaParser.parse("30.3456789*x", List.of("x"));
        assertThat(new Refinement(data, () -> false).polish(start).expression())
                .isEqualTo(FormulaParser.parse("30*x", List.of("x")));
    }

    @Test
    void onlyAFormulaWithValuesOnAllRowsIsFinite() {
        Batch data = Tables.uniform(20, 2, -1, 1, 1, x -> x[0]);
        Refinement refinement = new Refinement(data, () -> false);
        Refinement.Scored whole = refinement.score(FormulaParser.parse("x", XY));
        assertThat(Refinement.finite(whole)).contains(whole);
        assertThat(Refinement.finite(refinement.score(FormulaParser.parse("log(x)", XY))))
                .isEmpty();
    }
}
