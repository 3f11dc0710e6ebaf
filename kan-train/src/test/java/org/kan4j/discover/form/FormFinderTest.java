package org.kan4j.discover.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.Steering;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Constant;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;
import org.kan4j.train.Tables;

class FormFinderTest {
    private static final List<String> XYZ = List.of("x", "y", "z");

    private static Discovery found(String law, double noise, Steering steering) {
        Expression truth = FormulaParser.parse(law, XYZ);
        SplittableRandom random = new SplittableRandom(9);
        Batch rows = Tables.uniform(150, 3, 0.5, 3, 5, x -> truth.evaluate(x) + noise * random.nextGaussian());
        Dataset data = Dataset.of(rows.x(), rows.y(), XYZ, "t");
        return new Discoverer(Discoverer.Options.defaults().withWork(5).withSteering(steering)).discover(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "f(x)*y + z; sin(2*x)*y + z",
                "f(x, y)*z; min(x, y)*z",
                "f(x) + 2*f(y); sqrt(x) + 2*sqrt(y)",
                "a*exp(-b*x) + c*z; 2.5*exp(-1.5*x) + 0.25*z",
                "exp(f(x) + y); exp(sin(3*x) + y)",
            })
    void unknownsOfAFormAreFound(String form, String law) {
        Discovery found = found(law, 0, Steering.none().withForm(form));
        assertThat(found.method()).isEqualTo("form");
        assertThat(found.formula().expression())
                .as(found.formula().text())
                .isEqualTo(FormulaParser.parse(law, found.formula().symbols()).simplify());
    }

    @Test
    void whatRowsLeaveOfAFormIsNotMadeAFunction() {
        Discovery found =
                found("sin(2*x)*y + 2*exp(-1.3*z)", 0.02, Steering.none().withForm("f(x)*y + g(z)"));
        assertThat(found.testRmse()).isLessThan(0.025);
        assertThat(found.formula().size()).isLessThan(25);
    }

    @Test
    void aConstantInSeveralPlacesIsOne() {
        Discovery found = found("1.37*x + sin(1.37*y)", 0.05, Steering.none().withForm("a*x + sin(a*y)"));
        List<Double> values = CompiledExpression.constants(found.formula().expression()).stream()
                .map(Constant::value)
                .toList();
        assertThat(values).hasSize(2);
        assertThat(values.get(0)).isEqualTo(values.get(1)).isBetween(1.35, 1.39);
    }

    @Test
    void constantsStayWithinTheirBoundsAndItIsSaidWhereTheyAreAtThem() {
        Steering form = Steering.none().withForm("a*exp(-b*x) + c*z");
        Discovery at = found("2.5*exp(-1.5*x) + 0.25*z", 0.02, form.withBounds("b<=1", "0<c<5"));
        assertThat(at.notes()).contains("b is at its bound 1");
        assertThat(at.formula().text()).contains("exp(-x)");
        Discovery sign = found("2.5*exp(-1.5*x) - 0.25*z", 0.02, form.withBounds("c>=0"));
        assertThat(sign.notes()).contains("c is at its bound 0");
        Discovery inside = found("2.5*exp(-1.5*x) + 0.25*z", 0, form.withBounds("a>0", "1<=b<=2"));
        assertThat(inside.testRmse()).isLessThan(1e-9);
        assertThat(inside.notes()).isEmpty();
    }

    @Test
    void aBoundIsOfAConstantOfTheForm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found("x", 0, Steering.none().withForm("a*x").withBounds("x>0")))
                .withMessage("bound: a constant of the form required, one of [a], got \"x\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found("x", 0, Steering.none().withBounds("a>0")))
                .withMessage("bound: a constant of the form required, one of [], got \"a\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steering.none().withForm("a*x").withBounds("a=0"))
                .withMessageStartingWith("bound: as in a>0,");
    }

    @Test
    void aFormWithoutValueIsSaidToBeNone() {
        Discovery found = found("x + y", 0, Steering.none().withForm("a + sqrt(x - 100)"));
        assertThat(found.notes()).contains("no formula of the form has a value on all rows: this is none");
    }

    @Test
    void theMessageNamesThePlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> found("x", 0, Steering.none().withForm("f(x) + * y")))
                .withMessage("form: formula, character 8: a number, a name or \"(\" expected, got \"*\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Steering.none().withForm("a*x").withStart("x"))
                .withMessageStartingWith("start: not with a form");
    }
}
