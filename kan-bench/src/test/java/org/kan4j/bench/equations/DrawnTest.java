package org.kan4j.bench.equations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.equations.Jet;
import org.kan4j.equations.Problem;
import org.kan4j.formula.Expression;
import org.kan4j.formula.FormulaParser;

class DrawnTest {
    /** Residuals of equations and conditions vanish where values and derivatives are those of the formula. */
    @ParameterizedTest
    @ValueSource(strings = {"logistic", "layer", "peak", "ridge", "front", "nagumo", "klein-gordon"})
    void theFormulasSolveTheProblems(String name) {
        Drawn drawn = Drawn.all().stream()
                .filter(each -> each.name().equals(name))
                .map(Drawn.class::cast)
                .findFirst()
                .orElseThrow();
        for (int seed = 0; seed < 3; seed++) {
            Problem problem = drawn.problem(seed);
            Expression u = FormulaParser.parse(drawn.text(seed).solution(), drawn.inputs());
            SplittableRandom random = new SplittableRandom(seed);
            for (int point = 0; point < 20; point++) {
                double[] x = new double[problem.inputs()];
                for (int i = 0; i < x.length; i++) {
                    Problem.Range range = problem.domain().get(i);
                    x[i] = range.lo() + random.nextDouble() * (range.hi() - range.lo());
                }
                assertThat(problem.equations().get(0).residual().evaluate(row(problem, u, x)))
                        .as("equation of seed %d", seed)
                        .isCloseTo(0, within(1e-7));
                for (Problem.Condition condition : problem.conditions()) {
                    double[] there = x.clone();
                    for (int i = 0; i < x.length; i++) {
                        double fixed = condition.place().get(i);
                        there[i] = Double.isNaN(fixed) ? x[i] : fixed;
                    }
                    assertThat(condition.residual().evaluate(row(problem, u, there)))
                            .as("line %d of seed %d", condition.line(), seed)
                            .isCloseTo(0, within(1e-10));
                }
            }
        }
    }

    private static double[] row(Problem problem, Expression u, double[] x) {
        Jet jet = problem.jet();
        int inputs = x.length;
        double[] row = new double[inputs + jet.size()];
        System.arraycopy(x, 0, row, 0, inputs);
        row[inputs] = u.evaluate(x);
        for (int a = 0; a < inputs; a++) {
            Expression first = u.derivative(a);
            row[inputs + jet.first(a)] = first.evaluate(x);
            for (int b = a; b < inputs; b++) {
                row[inputs + jet.second(a, b)] = first.derivative(b).evaluate(x);
            }
        }
        return row;
    }

    @Test
    void estimatesWithinAFactorOfTenAreNear() {
        assertThat(new Case.Solved(1e-3, 9e-3, 1).honest()).isTrue();
        assertThat(new Case.Solved(1e-3, 1.1e-2, 1).honest()).isFalse();
        assertThat(new Case.Solved(1e-3, 9e-5, 1).honest()).isFalse();
        assertThat(new Case.Solved(1e-15, 9e-13, 1).honest()).isTrue();
        assertThat(new Case.Solved(1e-3, Double.POSITIVE_INFINITY, 1).honest()).isFalse();
    }
}
