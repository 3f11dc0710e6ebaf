package org.kan4j.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Fn;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;
import org.kan4j.function.Domain;
import org.kan4j.function.Functions;
import org.kan4j.function.Parity;
import org.kan4j.function.UnivariateFunction;

/** Walks the table of functions: what symbolic edges, formulas and the library say of each must agree. */
class FunctionTableTest {
    private static final long SEED = 11;
    private static final List<String> U = List.of("u");

    static Stream<UnivariateFunction> functions() {
        return Stream.concat(
                Functions.standard().stream(), Stream.of(0.37, -1.2e-5, 2.0).map(Functions::power));
    }

    /** Arguments in the domain, away from its ends and from 0, where values of sin(u)/u and the like cancel. */
    private static double[] arguments(UnivariateFunction f) {
        return new Random(SEED)
                .doubles(400, -4, 4)
                .filter(u -> Math.abs(u) > 0.05 && Math.abs(Math.abs(u) - 1) > 0.05 && Math.abs(Math.cos(u)) > 0.05)
                .filter(u -> !Double.isNaN(f.value(u)))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void theFormulaHasValueAndThreeDerivativesOfTheFunction(UnivariateFunction f) {
        Expression e = FunctionExpressions.apply(f, Expression.variable(0));
        Expression first = e.derivative(0);
        Expression second = first.derivative(0);
        Expression third = second.derivative(0);
        double[] arguments = arguments(f);
        assertThat(arguments).as(f.name()).hasSizeGreaterThan(30);
        for (double u : arguments) {
            double[] row = {u};
            String where = f.name() + " at " + u + ", seed " + SEED;
            // 1e-9: both are computed in closed form; the derivatives of products cancel a few digits
            double scale = 1e-9 * (1 + Math.abs(f.value(u)) + Math.abs(f.thirdDerivative(u)));
            assertThat(e.evaluate(row)).as(where).isCloseTo(f.value(u), within(scale));
            assertThat(first.evaluate(row)).as("first, " + where).isCloseTo(f.derivative(u), within(scale));
            assertThat(second.evaluate(row)).as("second, " + where).isCloseTo(f.secondDerivative(u), within(scale));
            assertThat(third.evaluate(row)).as("third, " + where).isCloseTo(f.thirdDerivative(u), within(scale));
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyNotationOfTheFormulaIsReadBack(UnivariateFunction f) {
        Expression e = FunctionExpressions.apply(f, Expression.sum(Expression.variable(0), Expression.constant(2)));
        Formula formula = Formula.of(e, U, "f");
        assertThat(FormulaParser.parse(formula.text(), U)).as(formula.text()).isEqualTo(e);
        assertThat(FormulaParser.parse(formula.sympy(), U)).as(formula.sympy()).isEqualTo(e);
        assertThat(FormulaParser.parseLatex(formula.latex(), U))
                .as(formula.latex())
                .isEqualTo(e);
        assertThat(Formula.fromJson(formula.json())).isEqualTo(formula);
    }

    @ParameterizedTest
    @EnumSource(Fn.class)
    void formulasComputeWhatSymbolicEdgesDo(Fn f) {
        for (double u : arguments(f.numbers())) {
            // Two arithmetics, each right to a few units in the last place, and less where 1 - u^2 has lost digits.
            assertThat(f.value(u)).isCloseTo(f.numbers().value(u), within(1e-14 * (1 + Math.abs(f.value(u)))));
            assertThat(f.derivative(u))
                    .isCloseTo(f.numbers().derivative(u), within(1e-13 * (1 + Math.abs(f.derivative(u)))));
        }
        assertThat(Functions.byName(f.symbol())).contains(f.numbers());
        assertThat(FormulaParser.parse(f.numbers().formula(), U))
                .isEqualTo(Expression.apply(f, Expression.variable(0)));
    }

    @Test
    void theLibraryHasEveryFunctionThatAnEdgeCannotWriteWithAnother() {
        Set<String> names = new TreeSet<>();
        Functions.standard().forEach(f -> names.add(f.name()));
        SymbolicLibrary.standard().functions().forEach(f -> names.remove(f.name()));
        // A cosine is a sine with a phase, an arc cosine an arc sine; the area cosine is not searched for.
        assertThat(names).containsExactly("acos", "acosh", "cos");
    }

    @Test
    void aFunctionWithoutAnExpressionIsNamed() {
        UnivariateFunction bessel = new Renamed("bessel", "bessel(u)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FunctionExpressions.apply(bessel, Expression.variable(0)))
                .withMessage("function bessel: an expression in u required, got \"bessel(u)\"");
        UnivariateFunction own = new Renamed("own", "u^3 + sin(2*u)");
        assertThat(FunctionExpressions.apply(own, Expression.variable(1)))
                .isEqualTo(FormulaParser.parse("x^3 + sin(2*x)", List.of("y", "x")));
    }

    /** The sine under another name and formula. */
    private record Renamed(String name, String formula) implements UnivariateFunction {
        private static final UnivariateFunction SINE = Functions.byName("sin").orElseThrow();

        @Override
        public double value(double u) {
            return SINE.value(u);
        }

        @Override
        public double derivative(double u) {
            return SINE.derivative(u);
        }

        @Override
        public double secondDerivative(double u) {
            return SINE.secondDerivative(u);
        }

        @Override
        public double thirdDerivative(double u) {
            return SINE.thirdDerivative(u);
        }

        @Override
        public Domain domain() {
            return SINE.domain();
        }

        @Override
        public Parity parity() {
            return SINE.parity();
        }
    }
}
