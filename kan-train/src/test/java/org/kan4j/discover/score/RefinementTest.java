package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.Constant;
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
}
