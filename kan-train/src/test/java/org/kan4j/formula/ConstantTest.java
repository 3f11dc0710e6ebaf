package org.kan4j.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.kan4j.formula.Expression.apply;
import static org.kan4j.formula.Expression.constant;
import static org.kan4j.formula.Expression.power;
import static org.kan4j.formula.Expression.product;
import static org.kan4j.formula.Expression.sum;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConstantTest {
    private static final Expression X = Expression.variable(0);
    private static final double ODD = 0.123456789;

    @Test
    void aNumberIsFreeUnlessItIsSimple() {
        for (double simple : new double[] {0, 1, -3, 0.5, 1.0 / 3, Math.PI / 6, 0.1234}) {
            assertThat(new Constant(simple).isFree()).as("%s", simple).isFalse();
            assertThat(Constant.fixed(simple)).isEqualTo(constant(simple));
            assertThat(Constant.free(simple).isFree()).isTrue();
            assertThat(Constant.free(simple)).isNotEqualTo(constant(simple));
        }
        for (double odd : new double[] {ODD, -1234.56789, Math.PI + 1e-9}) {
            assertThat(new Constant(odd).isFree()).as("%s", odd).isTrue();
            assertThat(Constant.free(odd)).isEqualTo(constant(odd));
            assertThat(Constant.fixed(odd).isFree()).isFalse();
        }
    }

    @Test
    void aFreeNumberDoesNotVanishWhereItsValueWould() {
        assertThat(sum(X, constant(0))).isEqualTo(X);
        assertThat(sum(X, Constant.free(0)).children()).containsExactly(X, Constant.free(0));
        assertThat(product(constant(1), X)).isEqualTo(X);
        assertThat(product(Constant.free(1), X).children()).containsExactly(Constant.free(1), X);
        assertThat(product(Constant.free(0), X).children()).containsExactly(Constant.free(0), X);
        assertThat(power(X, Constant.free(1)).children()).containsExactly(X, Constant.free(1));
    }

    @Test
    void arithmeticIsFreeWhereAToldOperandIsAndFixedWhereAllAre() {
        assertThat(sum(Constant.free(1), constant(2))).isEqualTo(Constant.free(3));
        assertThat(product(Constant.free(2), constant(ODD))).isEqualTo(constant(2 * ODD));
        assertThat(product(Constant.fixed(ODD), constant(2))).isEqualTo(Constant.fixed(2 * ODD));
        assertThat(product(Constant.fixed(ODD), constant(1 / ODD))).isEqualTo(Constant.free(1));
        assertThat(power(Constant.free(3), constant(2))).isEqualTo(Constant.free(9));
        assertThat(apply(Fn.COS, Constant.free(0))).isEqualTo(Constant.free(1));
        // Without one that was told, the value says.
        assertThat(product(constant(ODD), constant(1 / ODD))).isEqualTo(constant(1));
        assertThat(apply(Fn.SIN, constant(1))).isEqualTo(constant(Math.sin(1)));
    }

    @Test
    void simplifyingKeepsWhatWasTold() {
        Expression e = sum(
                product(Constant.free(2), X),
                product(constant(3), X),
                apply(Fn.SIN, sum(X, Constant.free(0))),
                power(Expression.variable(1), Constant.free(1)));
        assertThat(CompiledExpression.constants(e.simplify()))
                .containsExactlyInAnyOrder(Constant.free(5), Constant.free(0), Constant.free(1));
        Expression known = product(Constant.fixed(ODD), sum(X, product(Constant.fixed(ODD), X)));
        assertThat(CompiledExpression.freeConstants(known.simplify())).containsOnly(false);
    }

    @Test
    void simplifyingWithToldConstantsKeepsTheValue() {
        RandomExpressions random = new RandomExpressions(new SplittableRandom(61));
        SplittableRandom marks = new SplittableRandom(62);
        int compared = 0;
        for (int i = 0; i < 1500; i++) {
            Expression e = random.expression(4).replaceConstants(c -> switch (marks.nextInt(3)) {
                case 0 -> Constant.free(c.value());
                case 1 -> Constant.fixed(c.value());
                default -> c;
            });
            Expression simple = e.simplify();
            for (int k = 0; k < 10; k++) {
                double[] x = random.point();
                double value = e.evaluate(x);
                double error = Math.ulp(1.0)
                        * 64
                        * (RandomExpressions.roundingError(e, x) + RandomExpressions.roundingError(simple, x));
                if (Double.isFinite(value) && Double.isFinite(error)) {
                    compared++;
                    assertThat(Math.abs(simple.evaluate(x) - value))
                            .as("%s, simplified %s", e, simple)
                            .isLessThanOrEqualTo(error);
                }
            }
        }
        assertThat(compared).isGreaterThan(3000);
    }

    @Test
    void onlyJsonWritesWhatWasTold() {
        Expression e = sum(product(Constant.fixed(ODD), X), Constant.free(2));
        Formula formula = Formula.of(e, List.of("x"), "y");
        assertThat(formula.text()).isEqualTo("0.123456789*x + 2");
        assertThat(FormulaParser.parse(formula.text(), List.of("x")))
                .isEqualTo(sum(product(constant(ODD), X), constant(2)));
        assertThat(formula.json()).contains("[\"+\",[\"*\",[\"fixed\",0.123456789],\"x\"],[\"free\",2.0]]");
        assertThat(Formula.fromJson(formula.json())).isEqualTo(formula);
        Formula plain = formula.withExpression(sum(product(constant(ODD), X), constant(2)));
        assertThat(plain.json()).contains("[\"+\",[\"*\",0.123456789,\"x\"],2.0]");
        Formula infinite = formula.withExpression(sum(X, Constant.fixed(Double.POSITIVE_INFINITY)));
        assertThat(Formula.fromJson(infinite.json())).isEqualTo(infinite);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Formula.fromJson(formula.json().replace("2.0]", "\"x\"]")));
    }

    @Test
    void everyNotationWritesAFreeZeroAndOne() {
        List<String> x = List.of("x");
        for (Expression e : List.of(
                sum(X, Constant.free(0)),
                product(Constant.free(0), X),
                product(Constant.free(1), X),
                Constant.free(0))) {
            Formula formula = Formula.of(e, x, "y");
            for (Expression read : List.of(
                    FormulaParser.parse(formula.text(), x),
                    FormulaParser.parse(formula.sympy(), x),
                    FormulaParser.parseLatex(formula.latex(), x))) {
                assertThat(read.evaluate(new double[] {1.7})).isEqualTo(e.evaluate(new double[] {1.7}));
            }
            assertThat(formula.mathml()).startsWith("<math");
            assertThat(formula.java("F")).contains("return");
        }
    }

    private static boolean holdsExtremum(Expression e) {
        return e instanceof Extremum || e.children().stream().anyMatch(ConstantTest::holdsExtremum);
    }

    @Test
    void sumsWithToldNumbersAreNotMergedToExtrema() {
        Expression x = Expression.variable(0);
        Expression y = Expression.variable(1);
        Expression half = product(constant(0.5), x);
        // 0.5·x + 0.5·|x| is max(x, 0), and 0.5·(x + y + |x − y|) is max(x, y).
        Expression magnitude = product(constant(0.5), apply(Fn.ABS, x));
        assertThat(holdsExtremum(sum(half, magnitude).simplify())).isTrue();
        assertThat(holdsExtremum(sum(product(Constant.free(0.5), x), magnitude).simplify()))
                .isFalse();
        Expression both = sum(half, product(constant(0.5), y));
        for (boolean told : new boolean[] {false, true}) {
            Constant minus = told ? Constant.free(-1) : new Constant(-1);
            Expression apart = product(constant(0.5), apply(Fn.ABS, sum(x, product(minus, y))));
            assertThat(holdsExtremum(sum(both, apart).simplify())).isEqualTo(!told);
        }
    }
}
