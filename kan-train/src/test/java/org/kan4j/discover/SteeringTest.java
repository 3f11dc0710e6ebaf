package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.formula.Vocabulary;
import org.kan4j.symbolic.SymbolicFunction;
import org.kan4j.symbolic.SymbolicLibrary;
import org.kan4j.train.Tables;

class SteeringTest {
    private static final List<String> NAMES = List.of("x", "y", "z");

    private static Dataset data(ToDoubleFunction<double[]> law) {
        Batch rows = Tables.uniform(150, 3, 1, 3, 5, law);
        return Dataset.of(rows.x(), rows.y(), NAMES, "t");
    }

    private static Discovery found(Dataset data, long work, Steering steering) {
        return new Discoverer(Discoverer.Options.defaults().withWork(work).withSteering(steering)).discover(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exp(x)*sin(2*y); sin,sqrt",
                "min(x, y)*z; abs",
                "min(x, y)*z; min",
                "sqrt(x)/y + z^2; exp,log",
                "log(x + y) + 0.3*z; ",
            })
    void noFormulaHoldsAFunctionThatIsNotAllowed(String law, String allowed) {
        Expression truth = FormulaParser.parse(law, NAMES);
        Vocabulary vocabulary = Vocabulary.all().only(allowed == null ? List.of() : List.of(allowed.split(",")));
        Discovery found = found(data(truth::evaluate), 7, Steering.none().withVocabulary(vocabulary));
        assertThat(found.pareto())
                .allSatisfy(
                        point -> assertThat(vocabulary.allows(point.formula().expression()))
                                .as(point.formula().text())
                                .isTrue());
        assertThat(vocabulary.allows(found.formula().expression())).isTrue();
    }

    @Test
    void aLawIsFoundInTheFunctionsThatAreAllowed() {
        Dataset data = data(x -> Math.min(x[0], x[1]) * x[2]);
        Vocabulary of = Vocabulary.all();
        assertThat(text(data, of.only(List.of("min")))).isEqualTo("z*min(x, y)");
        assertThat(text(data, of.only(List.of("abs")))).isEqualTo("0.5*z*(x + y - abs(x - y))");
    }

    private static String text(Dataset data, Vocabulary vocabulary) {
        return found(data, 9, Steering.none().withVocabulary(vocabulary))
                .formula()
                .text();
    }

    @Test
    void aFormThatIsGivenStaysAsItIs() {
        Dataset data = data(x -> 5.3861 / (Math.exp(-0.9137 * x[0]) + 0.0740308));
        String text = found(data, 5, Steering.none().withForm("a/(exp(-k*x) + d)"))
                .formula()
                .text();
        assertThat(text).startsWith("5.386").contains("+ 0.0740");
    }

    @Test
    void edgesOfNetworksTakeAllowedFunctionsAlone() {
        SymbolicLibrary some =
                SymbolicLibrary.standard().within(Vocabulary.all().only(List.of("cos", "abs")));
        assertThat(some.functions()).extracting(SymbolicFunction::name).contains("square", "sin", "abs", "power");
        assertThat(some.functions()).extracting(SymbolicFunction::name).doesNotContain("exp", "sqrt", "gaussian");
        assertThat(SymbolicLibrary.standard().within(Vocabulary.all()).functions())
                .isEqualTo(SymbolicLibrary.standard().functions());
        SymbolicLibrary sums = SymbolicLibrary.of(
                        List.of(SymbolicLibrary.standard().functions().get(14)))
                .within(Vocabulary.all().only(List.of("sin")));
        assertThat(sums.functions()).extracting(SymbolicFunction::name).containsExactly("identity");
    }

    @Test
    void everyFormulaHoldsTheInputsToUse() {
        SplittableRandom random = new SplittableRandom(3);
        Dataset data = data(x -> 2 * x[0] / x[1] + 0.05 * random.nextGaussian());
        Discovery found = found(data, 3, Steering.none().withUse("x", "z"));
        assertThat(found.pareto())
                .isNotEmpty()
                .allSatisfy(point ->
                        assertThat(point.formula().expression().variables()).contains(0, 2));
        assertThat(found.formula().expression().variables()).containsExactly(0, 1, 2);
        assertThat(found.notes()).noneMatch(note -> note.contains("was found"));
    }

    @Test
    void whatAFormulaLacksIsSaid() {
        // The second finder, of polynomials, has the law, and no work is left to put y into it.
        Discovery found = found(data(x -> x[0] - 2 * x[2]), 2, Steering.none().withUse("x", "y"));
        assertThat(found.formula().text()).isEqualTo("x - 2*z");
        assertThat(found.notes()).contains("no formula with all of x, y was found: this one is without y");
    }

    @Test
    void constantsOfTheFormulaToBeginWithAreRefitted() {
        Dataset data = data(x -> 2.5 * Math.exp(-1.3 * x[0]) * x[1] + 0.4 * Math.sin(2.2 * x[2]) + x[0]);
        Discovery found = found(data, 1, Steering.none().withStart("2*exp(-x)*y + sin(2*z) + x"));
        assertThat(found.method()).isEqualTo("start");
        assertThat(found.testRmse()).isLessThan(1e-9);
        assertThat(found.formula().text()).isEqualTo("x + 2.5*y*exp(-1.3*x) + 0.4*sin(2.2*z)");
    }

    @ParameterizedTest
    @CsvSource({"sin(3*x), (y + z^2)*sin(3*x)", "exp(-x)*sin(y), exp(-x)*sin(y) + x*z/(x + z)"})
    void theSearchImprovesOnTheFormulaToBeginWith(String start, String law) {
        Expression truth = FormulaParser.parse(law, NAMES);
        Steering steering = Steering.none().withStart(start);
        assertThat(found(data(truth::evaluate), 1, steering).testRmse()).isGreaterThan(1e-2);
        assertThat(found(data(truth::evaluate), 9, steering).testRmse()).isLessThan(1e-12);
    }

    @Test
    void theFormulaToBeginWithIsReadInTheTablesOwnInputs() {
        int inputs = 25;
        Batch rows = Tables.uniform(100, inputs, 1, 3, 5, x -> Math.exp(x[3] - x[20]) + 2);
        List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
        Dataset data = Dataset.of(rows.x(), rows.y(), names, "t");
        Steering steering = Steering.none().withAvoid("x1").withStart("2*exp(x3 - x20) + 1");
        assertThat(found(data, 1, steering).formula().text()).isEqualTo("exp(x3 - x20) + 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(data, 1, Steering.none().withAvoid("x3").withStart("2 + x3*x1")))
                .withMessageStartingWith("start: formula, character 5: a symbol of [x0, x1, x2, x4,")
                .withMessageEndingWith("expected, got \"x3\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(data, 1, Steering.none().withStart("exp(x3")))
                .withMessage("start: formula, character 7: \")\" expected, got \"end\"");
        Vocabulary noLog = Vocabulary.all().without(List.of("log"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        found(data, 1, Steering.none().withVocabulary(noLog).withStart("x2 + log(x3)")))
                .withMessage("start: allowed functions alone required, got x2 + log(x3)");
    }

    @Test
    void inputsToAvoidAreLeftOutOfTheTable() {
        Discovery found = found(data(x -> 3 * x[0] * x[2]), 3, Steering.none().withAvoid("y"));
        assertThat(found.model().inputNames()).containsExactly("x", "z");
        assertThat(found.formula().text()).isEqualTo("3*x*z");
    }

    @Test
    void anInputToUseIsSearchedInAWideTable() {
        int inputs = 25;
        Batch rows = Tables.uniform(100, inputs, 1, 3, 5, x -> x[0] * x[1]);
        List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
        Dataset data = Dataset.of(rows.x(), rows.y(), names, "t");
        for (int i = 2; i < 6; i++) {
            assertThat(found(data, 1, Steering.none().withUse("x" + i)).model().inputNames())
                    .contains("x" + i);
        }
    }

    @Test
    void whatNoTableHasIsRefused() {
        Dataset data = data(x -> x[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(data, 1, Steering.none().withUse("x", "w")))
                .withMessage("use: one of the inputs x, y, z required, got \"w\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(data, 1, Steering.none().withAvoid("t")))
                .withMessage("avoid: one of the inputs x, y, z required, got \"t\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found(data, 1, Steering.none().withAvoid("x", "y", "z")))
                .withMessage("avoid: at least 1 input that is left required, got [x, y, z]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steering.none().withUse("x").withAvoid("x"))
                .withMessage("use: inputs that are not to be avoided required, got \"x\"");
    }
}
