package org.kan4j.equations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.data.DataException;

final class ProblemFileTest {
    private static final String BURGERS = """
            # a front
            domain x in [-1, 1], t in [0, 2*pi]
            unknown u
            parameter nu = 0.01/pi
            equation u_t + u*u_x = nu*u_xx  # in one dimension
            at t=0: u = -sin(pi*x)
            at x=-1: u = 0
            at x=1: u_x + 2*u = 0
            """;

    @Test
    void statementsBecomeAProblem() {
        Problem problem = ProblemFile.parse(BURGERS);
        assertThat(problem.domain())
                .containsExactly(new Problem.Range("x", -1, 1), new Problem.Range("t", 0, 2 * Math.PI));
        assertThat(problem.unknowns()).containsExactly("u");
        assertThat(problem.parameters())
                .containsExactly(new Problem.Parameter("nu", 0.01 / Math.PI, 0.01 / Math.PI, false));
        // x, t; u, u_x, u_t, u_xx, u_xt, u_tt; nu.
        double[] row = {0.5, 1, 2, 3, 5, 7, 11, 13, 0.01};
        assertThat(problem.equations().get(0).residual().evaluate(row)).isEqualTo(5 + 2 * 3 - 0.01 * 7);
        assertThat(problem.conditions().get(2).residual().evaluate(row)).isEqualTo(3 + 2 * 2);
        assertThat(problem.conditions().get(0).fixes(1)).isTrue();
        assertThat(problem.conditions().get(0).fixes(0)).isFalse();
        assertThat(problem.evolution()).isEqualTo(1);
        assertThat(problem.linear()).isFalse();
    }

    @Test
    void bothOrdersOfAMixedDerivativeAreOne() {
        Problem problem = ProblemFile.parse("""
                domain x in [0, 1], y in [0, 1]
                unknown u
                equation u_xy - 2*u_yx + u_xx + u_yy = 0
                at x=0: u = 0
                at x=1: u = 0
                at y=0: u = 0
                at y=1: u = 0
                """);
        double[] row = new double[problem.variables()];
        row[problem.variable(0, problem.jet().second(0, 1))] = 3;
        assertThat(problem.equations().get(0).residual().evaluate(row)).isEqualTo(-3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            equation u_t + u*u_x = nu*u_xx | equation u_t + v*u_x = nu*u_xx | line 5, column 16: one of x, t, u, nu required, got "v"; declare it by unknown or parameter before this line
            equation u_t + u*u_x = nu*u_xx | equation u_t + u*u_xxx = nu*u_xx | line 5, column 18: one of x, t, u, nu required, got "u_xxx"; derivatives of an unknown by inputs, up to the second
            equation u_t + u*u_x = nu*u_xx | equation u_t + u(x) = 0 | line 5, column 16: a function such as sin, exp or sqrt required, got "u"; for a product write *
            equation u_t + u*u_x = nu*u_xx | equation x + t = 1 | line 5, column 10: an equation with an unknown in it required (u)
            equation u_t + u*u_x = nu*u_xx | equation u_t + u*u_x | line 5, column 10: two sides with one = between them required
            equation u_t + u*u_x = nu*u_xx | equation u_t + = nu*u_xx | line 5, column 16: a number, a name
            at x=1: u_x + 2*u = 0 | | line 5, column 1: 2 conditions on u along x required, got 1; add such as at x=-1: u = 0
            at t=0: u = -sin(pi*x) | | line 5, column 1: 1 condition on u along t required, got 0
            at x=1: u_x + 2*u = 0 | at x=-1: 2*u = 1 | line 8, column 1: a condition that agrees with that of line 7 required
            at x=1: u_x + 2*u = 0 | at x=3: u = 0 | line 8, column 6: x in [-1.0, 1.0] required, got 3
            at x=1: u_x + 2*u = 0 | at z=1: u = 0 | line 8, column 4: an input of the domain required, got "z"
            x in [-1, 1] | x in [1, -1] | line 2, column 13: x: lower end < upper end required, got [1, -1]; exchange them
            unknown u | unknown sin | line 3, column 9: a name that means nothing else required, got "sin"
            unknown u | unknown u, v | line 8, column 1: an equation for each unknown required, got 1 for u, v
            parameter nu = 0.01/pi | estimate nu in [0.1, 1] | data required to estimate nu
            parameter nu = 0.01/pi | parameters nu = 0.01 | line 4, column 1: a statement that begins with domain
            parameter nu = 0.01/pi | parameter nu = 1/0 | line 4, column 16: a finite number required
            """)
    void mistakesAreSaidWithTheirPlace(String good, String bad, String message) {
        String text = BURGERS.replace(good, bad == null ? "" : bad);
        assertThat(text).isNotEqualTo(BURGERS);
        assertThatThrownBy(() -> ProblemFile.parse(text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("problem, line ")
                .hasMessageContaining(message);
    }

    @Test
    void pressureNeedsNoConditions() {
        Problem problem = ProblemFile.parse("""
                domain x in [0, 1], y in [0, 1]
                unknown u, v, p
                equation u*u_x + v*u_y = -p_x + u_xx + u_yy
                equation u*v_x + v*v_y = -p_y + v_xx + v_yy
                equation u_x + v_y = 0
                at x=0: u = 0
                at x=1: u = 0
                at y=0: u = 0
                at y=1: u = 1
                at x=0: v = 0
                at x=1: v = 0
                at y=0: v = 0
                at y=1: v = 0
                at x=0, y=0: p = 0
                """);
        assertThat(problem.evolution()).isEqualTo(-1);
    }
}
