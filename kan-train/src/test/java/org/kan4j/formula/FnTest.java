package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FnTest {
    @Test
    void noNameMeansTwoFunctions() {
        Map<String, Fn> names = new HashMap<>();
        for (Fn f : Fn.values()) {
            names.put(f.symbol(), f);
        }
        for (Fn f : Fn.values()) {
            for (String name : f.notation().names()) {
                Fn other = names.put(name, f);
                assertThat(other == null || other == f).as(name).isTrue();
                assertThat(Fn.named(name)).contains(f);
            }
        }
        assertThat(Fn.named("no_such_function")).isEmpty();
        assertThat(Fn.ofSymbol("ln")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Fn.class)
    void loopsGiveTheBitsOfSingleValues(Fn f) {
        double[] u = new SplittableRandom(3).doubles(100, -4, 4).toArray();
        double[] out = new double[u.length];
        f.values(u, out, u.length);
        for (int i = 0; i < u.length; i++) {
            assertThat(Double.compare(out[i], f.value(u[i]))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Fn.class)
    void valuesKeepToTheRange(Fn f) {
        for (double u : new SplittableRandom(4).doubles(500, -4, 4).toArray()) {
            double v = f.value(u);
            if (!Double.isNaN(v)) {
                assertThat(v > 0 || !f.isPositive()).as("%s(%s)", f, u).isTrue();
                assertThat(v >= 0 || !f.isNonNegative()).as("%s(%s)", f, u).isTrue();
            }
        }
    }

    @Test
    void whatUndoesAFunctionGivesItsArgument() {
        int pairs = 0;
        for (Fn f : Fn.values()) {
            for (Fn g : Fn.values()) {
                if (f.undoes(g)) {
                    pairs++;
                    for (double u : new double[] {-1.7, -0.4, 0.3, 0.8, 1.2, 2.1}) {
                        double v = g.value(u);
                        if (!Double.isNaN(v)) {
                            assertThat(Math.abs(f.value(v) - u))
                                    .as("%s(%s(%s))", f, g, u)
                                    .isLessThan(1e-12);
                        }
                    }
                    Expression x = Expression.variable(0);
                    assertThat(Expression.apply(f, Expression.apply(g, x)).simplify())
                            .isEqualTo(x);
                }
            }
        }
        assertThat(pairs).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(Fn.class)
    void everyNotationIsReadBack(Fn f) {
        List<String> x = List.of("x");
        Expression e = Expression.apply(f, Expression.variable(0));
        Formula formula = Formula.of(e, x, "y");
        assertThat(FormulaParser.parse(formula.text(), x)).isEqualTo(e);
        assertThat(FormulaParser.parse(formula.sympy(), x)).isEqualTo(e);
        assertThat(FormulaParser.parseLatex(formula.latex(), x)).isEqualTo(e);
        assertThat(Formula.fromJson(formula.json())).isEqualTo(formula);
    }
}
