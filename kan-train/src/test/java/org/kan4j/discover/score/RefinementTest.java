package org.kan4j.discover.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.formula.CompiledExpression;
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
        // The error is an unknown, and so is a free constant: few rows make both too small.
        length += 2.0 / (200 - 1 - 1);
        assertThat(scored.descriptionLength()).isCloseTo(length, within(1e-9));
        Expression free = FormulaParser.parse("2.0123456*x", XY);
        unexplained = Math.pow(Fit.rmse(free, data) / spread, 2);
        // A free constant costs one nat and the digits down to its standard error.
        length = 100 * Math.log(unexplained) + Math.log(200) / 2 + 1 - Math.log(unexplained) / 2 + 3 * free.size();
        length += 2 * 3.0 / (200 - 2 - 1);
        assertThat(refinement.score(free).descriptionLength()).isCloseTo(length, within(1e-9));
        // Rounding errors count alike, however small they are.
        Expression exact = FormulaParser.parse("2*x + 0.1*y", XY);
        length = 100 * Math.log(1e-22)
                + Math.log(2) * (Constants.complexity(2) + Constants.complexity(0.1))
                + 3 * exact.size();
        // A tenth was chosen for the rows, as a free constant is; two is everywhere.
        length += 2 * 3.0 / (200 - 2 - 1);
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

    /** Rows of a law of x with normal errors, and y that says nothing. */
    private static Batch noisy(int rows, double error, ToDoubleFunction<double[]> law) {
        SplittableRandom random = new SplittableRandom(7);
        return Tables.uniform(rows, 2, 1, 5, 3, x -> law.applyAsDouble(x) + error * random.nextGaussian());
    }

    @Test
    void aKnownFormCostsItsNatsWhateverItsSize() {
        Batch data = noisy(40, 0.1, x -> x[0]);
        Expression formula = FormulaParser.parse("1.0123456*x/(1 + 0.0123456*x)", XY);
        Refinement plain = new Refinement(data, () -> false);
        double two = plain.ofForm(2).score(formula).descriptionLength();
        assertThat(plain.ofForm(5).score(formula).descriptionLength()).isCloseTo(two + 3, within(1e-9));
        assertThat(plain.score(formula).descriptionLength()).isGreaterThan(two + 20);
        // Two constants and the error: Schwarz's criterion, and the correction for few rows; a bit for each of two
        // ones.
        double unexplained = plain.score(formula).unexplained();
        double length = 20 * Math.log(unexplained) + Math.log(40) + 3 * 4.0 / (40 - 3 - 1) + 2 + 2 * Math.log(2);
        assertThat(two).isCloseTo(length, within(1e-9));
    }

    @Test
    void aKnownFormWithAsManyConstantsAsPlacesSaysNothing() {
        Batch five = noisy(5, 0.1, x -> x[0]);
        Refinement form = new Refinement(five, () -> false).ofForm(2);
        assertThat(form.score(FormulaParser.parse("1.0123456*x + 0.0123456", XY))
                        .descriptionLength())
                .isFinite();
        assertThat(form.score(FormulaParser.parse("1.0123456*x + 0.0123456 + 0.0112345*x^2", XY))
                        .descriptionLength())
                .isInfinite();
    }

    @Test
    void rowsAtOnePlaceCountAsOneForTheConstantsThatTheyAllow() {
        double[] x = new double[60];
        Arrays.setAll(x, i -> i % 2 == 0 ? 1 + i / 2 % 5 : 0);
        double[] y = new double[30];
        Arrays.setAll(y, r -> x[2 * r] + 0.1 * Math.sin(r));
        Refinement form = new Refinement(new Batch(x, y, 30), () -> false).ofForm(2);
        assertThat(form.score(FormulaParser.parse("1.0123456*x + 0.0123456 + 0.0112345*x^2", XY))
                        .descriptionLength())
                .isInfinite();
    }

    @Test
    void onesAndExponentsAreTakenAsExactWithinTwoErrorsAndOthersWithinOne() {
        Batch data = noisy(100, 0.5, x -> 3 * x[0] * x[0]);
        Refinement form = new Refinement(data, () -> false).ofForm(2);
        Expression polished =
                form.polish(FormulaParser.parse("3.0123456*x^2.0123456", XY)).expression();
        assertThat(polished).isEqualTo(FormulaParser.parse("3*x^2", XY).simplify());
        Batch other = noisy(100, 0.5, x -> 3.3 * x[0] * x[0]);
        Expression kept = new Refinement(other, () -> false)
                .ofForm(2)
                .polish(FormulaParser.parse("3.0123456*x^2.0123456", XY))
                .expression();
        assertThat(CompiledExpression.of(kept).parameterCount()).isEqualTo(1);
        assertThat(CompiledExpression.of(kept).parameters()[0]).isCloseTo(3.3, within(0.05));
    }

    @Test
    void termsShareACoefficientWhereTheRowsAllow() {
        String start = "3.3123456*exp(-1.3123456*x) + 3.4123456*sin(2.0123456*y)";
        Batch equal = noisy(100, 0.1, x -> 3.35 * (Math.exp(-1.3 * x[0]) + Math.sin(2.03 * x[1])));
        Batch apart = noisy(100, 0.1, x -> 3.35 * Math.exp(-1.3 * x[0]) + 3.95 * Math.sin(2.03 * x[1]));
        assertThat(coefficients(equal, start)).isEqualTo(3);
        assertThat(coefficients(apart, start)).isEqualTo(4);
    }

    private static int coefficients(Batch data, String start) {
        Expression polished = new Refinement(data, () -> false)
                .ofForm(2)
                .polish(FormulaParser.parse(start, XY))
                .expression();
        return CompiledExpression.constants(polished).size()
                - (int) CompiledExpression.constants(polished).stream()
                        .filter(c -> Math.abs(c.value()) == 1)
                        .count();
    }

    @Test
    void simpleNumbersThatRowsSpeakAgainstAreFreed() {
        Batch data = noisy(100, 0.5, x -> 3.3 * x[0] * x[0] + 7);
        Refinement refinement = new Refinement(data, () -> false);
        Expression freed =
                refinement.likely(FormulaParser.parse("3*x^2 + 7", XY)).expression();
        assertThat(CompiledExpression.of(freed).parameterCount()).isEqualTo(1);
        assertThat(CompiledExpression.of(freed).parameters()[0]).isCloseTo(3.3, within(0.05));
        Expression right = FormulaParser.parse("3.3*x^2 + 7", XY);
        assertThat(refinement.likely(right).expression()).isEqualTo(right);
    }

    @Test
    void residualsBelowTheStatedErrorsSayNothing() {
        Batch rows = noisy(40, 0.1, x -> x[0]);
        double[] weights = new double[40];
        Arrays.fill(weights, 1 / (0.2 * 0.2));
        Refinement stated = new Refinement(new Batch(rows.x(), rows.y(), weights, 40), () -> false).ofErrors(true);
        Refinement.Scored line = stated.score(FormulaParser.parse("x", XY));
        Refinement.Scored better = stated.fit(FormulaParser.parse("1.0012345*x", XY), 20);
        assertThat(better.unexplained()).isLessThan(line.unexplained());
        double least = 0.2 * 0.2 / Math.pow(Fit.spread(rows), 2);
        assertThat(line.unexplained()).isLessThan(least);
        double length = 20 * Math.log(least) + 3 + 2.0 / 38;
        assertThat(line.descriptionLength()).isCloseTo(length, within(1e-9));
    }

    @Test
    void anInputThatWasChosenAmongManyCostsTheChoice() {
        Batch data = noisy(40, 0.1, x -> x[0]);
        Refinement refinement = new Refinement(data, () -> false);
        Expression both = FormulaParser.parse("x + y", XY);
        assertThat(refinement.ofChoice(1.5).score(both).descriptionLength())
                .isCloseTo(refinement.score(both).descriptionLength() + 3, within(1e-9));
    }

    @Test
    void constantsOfManySizesConverge() {
        Batch data = Tables.uniform(80, 2, 10, 900, 4, x -> {
            double v = x[0];
            return (1.1 - 0.12 * v + 4.1e-3 * v * v - 1.4e-6 * v * v * v)
                    / (1 - 5.8e-3 * v + 2.4e-4 * v * v - 1.2e-7 * v * v * v);
        });
        Expression start = FormulaParser.parse(
                "(1.21234 - 0.121234*x + 4.01234e-3*x^2 - 1.31234e-6*x^3)/(1 - 5.61234e-3*x + 2.31234e-4*x^2 - 1.11234e-7*x^3)",
                XY);
        assertThat(new Refinement(data, () -> false).fit(start, 60).unexplained())
                .isLessThan(1e-18);
    }

    /** Rows of a formula of x with a pattern of errors that the constants do not take up, so that it is the best fit as it is. */
    private static Batch bestFittedBy(String formula, int rows, double low, double high, double error) {
        Expression expression = FormulaParser.parse(formula, XY);
        double[] x = new double[2 * rows];
        for (int r = 0; r < rows; r++) {
            x[2 * r] = low + (high - low) * r / (rows - 1);
        }
        CompiledExpression compiled = CompiledExpression.of(expression);
        int n = compiled.parameterCount();
        double[] values = new double[rows];
        double[] jacobian = new double[rows * n];
        compiled.jacobian(compiled.parameters(), x, rows, 2, values, jacobian);
        double[] errors = new double[rows];
        Arrays.setAll(errors, r -> r % 4 < 2 ? 1 : -1);
        double[][] taken = new double[n][rows];
        for (int k = 0; k < n; k++) {
            for (int r = 0; r < rows; r++) {
                taken[k][r] = jacobian[r * n + k];
            }
            for (int other = 0; other < k; other++) {
                takeOut(taken[k], taken[other]);
            }
            takeOut(errors, taken[k]);
        }
        double length = Math.sqrt(dot(errors, errors) / (rows - n));
        double[] y = new double[rows];
        Arrays.setAll(y, r -> values[r] + error * errors[r] / length);
        return new Batch(x, y, rows);
    }

    private static void takeOut(double[] a, double[] direction) {
        double share = dot(a, direction) / dot(direction, direction);
        Arrays.setAll(a, r -> a[r] - share * direction[r]);
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(r -> a[r] * b[r]).sum();
    }

    /** A slope times x, so many standard errors above a simple number, polished as a known form. */
    private static Expression slope(double simple, double above, int rows, double error) {
        double squares = 0;
        for (int r = 0; r < rows; r++) {
            squares += Math.pow(1 + 4.0 * r / (rows - 1), 2);
        }
        String formula = (simple + above * error / Math.sqrt(squares)) + "*x";
        return new Refinement(bestFittedBy(formula, rows, 1, 5, error), () -> false)
                .ofForm(2)
                .polish(FormulaParser.parse(formula, XY))
                .expression();
    }

    private static int free(Expression expression) {
        return CompiledExpression.of(expression).parameterCount();
    }

    @Test
    void aKnownFormTakesAOneWithinTwoErrorsAndAnotherNumberWithinOne() {
        Expression x = FormulaParser.parse("x", XY);
        assertThat(slope(1, 1.9, 100, 0.1)).isEqualTo(x);
        assertThat(free(slope(1, 2.1, 100, 0.1))).isOne();
        Expression five = FormulaParser.parse("5*x", XY);
        assertThat(slope(5, 0.9, 100, 0.1)).isEqualTo(five);
        assertThat(free(slope(5, 1.1, 100, 0.1))).isOne();
        // 30 rows have 29 degrees of freedom.
        assertThat(slope(1, 1.98, 30, 0.1)).isEqualTo(x);
    }

    @Test
    void ofFewRowsAKnownFormTakesWhatRaisesItsSquaresByAFewTenths() {
        // Of seven rows the squares rise by a sixth of the square of the standard errors: ones by three tenths at the
        // most, others by one.
        Expression x = FormulaParser.parse("x", XY);
        assertThat(slope(1, Math.sqrt(6 * 0.29), 7, 0.1)).isEqualTo(x);
        assertThat(free(slope(1, Math.sqrt(6 * 0.31), 7, 0.1))).isOne();
        assertThat(slope(5, Math.sqrt(6 * 0.09), 7, 0.1)).isEqualTo(FormulaParser.parse("5*x", XY));
        assertThat(free(slope(5, Math.sqrt(6 * 0.11), 7, 0.1))).isOne();
    }

    @Test
    void aKnownFormTakesAnExponentWithinTwoErrors() {
        double[] gradient = new double[100];
        Arrays.setAll(gradient, r -> {
            double x = 1 + 4.0 * r / 99;
            return x * x * Math.log(x);
        });
        double error = 0.1 / Math.sqrt(dot(gradient, gradient));
        for (double above : new double[] {1.8, 2.2}) {
            String formula = "x^" + (2 + above * error);
            Expression polished = new Refinement(bestFittedBy(formula, 100, 1, 5, 0.1), () -> false)
                    .ofForm(2)
                    .polish(FormulaParser.parse(formula, XY))
                    .expression();
            assertThat(free(polished)).isEqualTo(above < 2 ? 0 : 1);
        }
    }

    @Test
    void anExponentBecomesSimpleBeforeAFactorThoughThatFitsBetter() {
        String formula = "5.0051234*x^1.9961234";
        Batch data = bestFittedBy(formula, 100, 2, 5, 0.4);
        Refinement plain = new Refinement(data, () -> false);
        double factor = plain.fit(FormulaParser.parse("5*x^1.9961234", XY), 20).unexplained();
        double exponent =
                plain.fit(FormulaParser.parse("5.0051234*x^2", XY), 20).unexplained();
        assertThat(factor).isLessThan(exponent);
        Expression polished =
                plain.ofForm(2).polish(FormulaParser.parse(formula, XY)).expression();
        assertThat(free(polished)).isOne();
        double[] first = {1};
        double[] second = {2};
        assertThat(polished.evaluate(second) / polished.evaluate(first)).isEqualTo(4);
    }

    @Test
    void aKnownFormTakesAHalfThatIsFarButWithinTheError() {
        // 3.67 is no near simple number; 3.5 is 0.85 errors away, and 4 is 1.65.
        Expression half = slope(3.5, 0.85, 100, 0.2 * Math.sqrt(100 * 31 / 3.0));
        assertThat(half).isEqualTo(FormulaParser.parse("3.5*x", XY));
    }

    @Test
    void aNumberThatIsNoShorterThanTheDigitsItReplacesIsNotTaken() {
        // Where a formula leaves most of the variance, ten rows give a constant no digits worth 5 bits.
        assertThat(free(slope(17, 0.05, 10, 30))).isOne();
        assertThat(free(slope(17, 0.05, 100, 1))).isZero();
    }

    @Test
    void aSimpleNumberThatTheRowsSpeakAgainstIsNotTakenThoughItIsShorter() {
        double error = 0.01;
        double standard = 0.01 / Math.sqrt(100 * 31 / 3.0);
        for (double above : new double[] {1.8, 2.5}) {
            String formula = (5 + above * standard) + "*x";
            Refinement refinement = new Refinement(bestFittedBy(formula, 100, 1, 5, error), () -> false);
            Expression five = FormulaParser.parse("5*x", XY);
            Refinement.Scored start = refinement.score(FormulaParser.parse(formula, XY));
            assertThat(refinement.score(five).descriptionLength()).isLessThan(start.descriptionLength());
            Expression polished = refinement.polish(start.expression()).expression();
            if (above < 2) {
                assertThat(polished).isEqualTo(five);
            } else {
                assertThat(polished).isNotEqualTo(five);
            }
        }
    }

    @Test
    void smallExponentsAreNoUnknownsOfAKnownFormAndOtherNumbersAre() {
        Refinement form = new Refinement(noisy(40, 0.1, x -> x[0]), () -> false).ofForm(2);
        // Beside the likelihood and the form: bits up to those of a free constant, and the correction for few rows.
        assertThat(beside(form, "x^3")).isCloseTo(Math.log(2) * 2 + 2.0 / 38, within(1e-9));
        assertThat(beside(form, "x^4")).isCloseTo(Math.log(40) / 2 + 6.0 / 37, within(1e-9));
        assertThat(beside(form, "2*x")).isCloseTo(Math.log(2) * 2 + 6.0 / 37, within(1e-9));
        assertThat(beside(form, "0.0123*x")).isCloseTo(Math.log(40) / 2 + 6.0 / 37, within(1e-9));
    }

    private static double beside(Refinement form, String formula) {
        Refinement.Scored scored = form.score(FormulaParser.parse(formula, XY));
        return scored.descriptionLength() - 20 * Math.log(scored.unexplained()) - 2;
    }

    @Test
    void aNumberThatIsFreedIsWhatTheRowsGiveInItsPlace() {
        Batch data = bestFittedBy("2.5123456*x", 40, 1, 5, 0.1);
        int[] asked = new int[1];
        // Time is up before the fit that follows.
        Refinement stopped = new Refinement(data, () -> asked[0]++ > 0);
        Expression freed = stopped.likely(FormulaParser.parse("2*x", XY)).expression();
        assertThat(CompiledExpression.of(freed).parameters()[0]).isCloseTo(2.5123456, within(1e-12));
    }

    @Test
    void ofNumbersThatTheRowsSpeakAgainstTheFarthestIsFreedFirst() {
        // With the wrong number free the other one is right; the other way round both would be freed.
        Expression line = FormulaParser.parse("2*x + 7", XY);
        for (String right : new String[] {"2.5123456*x + 7", "2*x + 8.5123456"}) {
            Batch data = bestFittedBy(right, 40, 1, 5, 0.1);
            Expression likely = new Refinement(data, () -> false).likely(line).expression();
            assertThat(free(likely)).isOne();
            double expected =
                    CompiledExpression.of(FormulaParser.parse(right, XY)).parameters()[0];
            assertThat(CompiledExpression.of(likely).parameters()[0]).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void aDecimalIsFoundAmongTheSimplerNumbersNearIt() {
        // Within three hundredths lie more integers, fractions and multiples of pi than are tried.
        Batch data = bestFittedBy("70.7000123*x", 40, 1, 5, 1e-3);
        Expression start = FormulaParser.parse("70.7123456*x", XY);
        assertThat(new Refinement(data, () -> false).polish(start).expression())
                .isEqualTo(FormulaParser.parse("70.7*x", XY));
    }

    @Test
    void aUnitOfSizeCostsItsPrice() {
        Refinement refinement = new Refinement(noisy(40, 0.1, x -> x[0]), () -> false);
        Expression formula = FormulaParser.parse("x + sin(y)", XY);
        double three = refinement.score(formula).descriptionLength();
        assertThat(refinement.ofPrice(1).score(formula).descriptionLength())
                .isCloseTo(three - 2 * formula.size(), within(1e-9));
    }

    @Test
    void aFormulaThatMustHoldAnInputKeepsIt() {
        Batch data = Tables.uniform(200, 2, 1, 2, 1, x -> 2 * x[0]);
        Refinement any = new Refinement(data, () -> false);
        Refinement both = any.ofRequired(List.of(0, 1));
        Expression start = FormulaParser.parse("2.0123456*x + 0.0123456*y", XY);
        assertThat(any.polish(start).expression()).isEqualTo(FormulaParser.parse("2*x", XY));
        Refinement.Scored kept = both.polish(start);
        assertThat(kept.expression().variables()).contains(0, 1);
        assertThat(kept.descriptionLength())
                .isEqualTo(any.score(kept.expression()).descriptionLength());
        assertThat(both.score(FormulaParser.parse("2*x", XY)).descriptionLength())
                .isInfinite();
    }

    @Test
    void aFormulaThatLacksARequiredInputFromTheStartIsPolishedAllTheSame() {
        Batch data = Tables.uniform(200, 2, 1, 2, 1, x -> 2 * x[0]);
        Refinement both = new Refinement(data, () -> false).ofRequired(List.of(0, 1));
        Refinement.Scored polished = both.polish(FormulaParser.parse("2.0123456*x + 0.0123456*x^2", XY));
        assertThat(polished.expression()).isEqualTo(FormulaParser.parse("2*x", XY));
        assertThat(polished.descriptionLength()).isFinite();
    }

    @Test
    void aFitThatLeavesWhatIsKeptIsNotTaken() {
        Batch data = Tables.uniform(60, 2, 1, 2, 1, x -> 2 * x[0]);
        double[] one = {1, 1};
        Refinement small = new Refinement(data, () -> false).ofKept(e -> e.evaluate(one) < 1.5);
        Expression inside = FormulaParser.parse("1.0123456*x", XY);
        Expression outside = FormulaParser.parse("1.7123456*x", XY);
        assertThat(small.score(inside).descriptionLength()).isFinite();
        assertThat(small.score(outside).descriptionLength()).isInfinite();
        assertThat(small.fit(inside, 20).expression()).isEqualTo(inside);
        // There is nothing to lose.
        assertThat(small.fit(outside, 20).unexplained()).isLessThan(1e-20);
    }
}
