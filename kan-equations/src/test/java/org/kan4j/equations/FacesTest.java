package org.kan4j.equations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Chebyshev;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;

final class FacesTest {
    /** Values, a slope and a mixture at the ends, whose data are polynomials that agree in the corners: u = x²·y + x + 1 obeys all. */
    private static final String BOX = """
            domain x in [0, 1], y in [-1, 2]
            unknown u, v
            equation u_xx + u_yy = v^2
            equation v_xx + v_yy = u
            at x=0: u = 1
            at x=1: 2*u_x + u = 5*y + 4
            at y=-1: u = -x^2 + x + 1
            at y=2: u_y = x^2
            at x=0: v = 0
            at x=1: v = 0
            at y=-1: v = 0
            at y=2: v = 0
            """;

    private static final String WAVES = """
            domain x in [0, 1], t in [0, 2]
            unknown u
            periodic x
            equation u_tt = u_xx - u^3
            at t=0: u = 3
            at t=0: u_t = 0
            """;

    /** Rounding: random coefficients have slopes of hundreds, and curvatures of ten thousands, on these grids. */
    private static final double ROUNDING = 1e-10;

    private static Basis splines(double lo, double hi) {
        double[] cuts = new double[10];
        Arrays.setAll(cuts, i -> lo + (hi - lo) * i / 9 * (0.7 + 0.3 * i / 9));
        return new BSpline(Grid.of(cuts), BSpline.MAX_ORDER, Extrapolation.LINEAR);
    }

    private static Basis polynomials(double lo, double hi) {
        return new Chebyshev(Grid.of(lo, hi), 9, Extrapolation.LINEAR);
    }

    private static Stream<Tensor> boxes() {
        return Stream.of(
                new Tensor(2, splines(0, 1), splines(-1, 2)),
                new Tensor(2, polynomials(0, 1), splines(-1, 2)),
                new Tensor(2, splines(0, 1), polynomials(-1, 2)),
                new Tensor(2, polynomials(0, 1), polynomials(-1, 2)));
    }

    private static Stream<Tensor> waves() {
        return Stream.of(
                new Tensor(1, splines(0, 1), polynomials(0, 2)), new Tensor(1, polynomials(0, 1), splines(0, 2)));
    }

    private static double[] random(int size, long seed) {
        return new SplittableRandom(seed).doubles(size, -1, 1).toArray();
    }

    /** The largest mismatch of the conditions between the points where their data are taken. */
    private static double mismatch(Problem problem, Tensor tensor, double[] c) {
        double most = 0;
        for (Problem.Condition condition : problem.conditions()) {
            double[] x = Expansion.fresh(problem, 50, 7);
            for (int at = 0; at < x.length; at++) {
                double fixed = condition.place().get(at % 2);
                x[at] = Double.isNaN(fixed) ? x[at] : fixed;
            }
            Residual residual = new Residual(problem, condition.residual());
            for (double r : new Rows(problem, tensor, x, x, residual, new double[0]).residuals(c)) {
                most = Math.max(most, Math.abs(r));
            }
        }
        return most;
    }

    @ParameterizedTest
    @MethodSource("boxes")
    void whateverTheOtherCoefficientsAreConditionsHoldBetweenThePoints(Tensor tensor) {
        Problem problem = ProblemFile.parse(BOX);
        Faces faces = new Faces(new Collocation(problem), tensor, -1);
        for (int k = 0; k < problem.conditions().size(); k++) {
            assertThat(faces.holds(k)).as("condition " + k).isTrue();
        }
        double[] c = random(tensor.size(), 3);
        faces.held().complete(c);
        assertThat(mismatch(problem, tensor, c)).isLessThan(ROUNDING);
    }

    @ParameterizedTest
    @MethodSource("waves")
    void whatIsPeriodicHoldsTogetherWithAnInitialRate(Tensor tensor) {
        Problem problem = ProblemFile.parse(WAVES);
        Faces faces = new Faces(new Collocation(problem), tensor, -1);
        double[] c = random(tensor.size(), 4);
        faces.held().complete(c);
        assertThat(mismatch(problem, tensor, c)).isLessThan(ROUNDING);
        double[] low = new double[tensor.jet.size()];
        double[] high = new double[tensor.jet.size()];
        Tensor.Points ends = tensor.new Points(new double[] {0, 0.77, 1, 0.77});
        ends.jets(c, 0, low);
        ends.jets(c, 1, high);
        assertThat(high[0]).isCloseTo(low[0], within(ROUNDING));
        assertThat(high[tensor.jet.first(0)]).isCloseTo(low[tensor.jet.first(0)], within(ROUNDING));
    }

    /** A row times coefficients that obey the conditions changes by the reduced row times what the free ones change. */
    @ParameterizedTest
    @MethodSource("boxes")
    void reducedRowsAreDerivativesByTheFreeCoefficients(Tensor tensor) {
        Problem problem = ProblemFile.parse(BOX);
        Held held = new Faces(new Collocation(problem), tensor, -1).held();
        Tensor.Points points = tensor.new Points(new double[] {0.01, 1.9, 0.5, 0.3, 0.98, -0.95});
        double[] seeds = random(2 * tensor.jet.size(), 5);
        double[] a = random(tensor.size(), 6);
        double[] b = random(tensor.size(), 7);
        held.complete(a);
        held.complete(b);
        Tensor.Row row = new Tensor.Row();
        for (int p = 0; p < points.count; p++) {
            row.clear();
            points.row(p, seeds, row);
            double whole = 0;
            double size = 0;
            for (int m = 0; m < row.count; m++) {
                double change = row.values[m] * (b[row.columns[m]] - a[row.columns[m]]);
                whole += change;
                size += Math.abs(change);
            }
            held.reduce(row);
            double reduced = 0;
            for (int m = 0; m < row.count; m++) {
                reduced += row.values[m] * (b[row.columns[m]] - a[row.columns[m]]);
            }
            assertThat(reduced).isCloseTo(whole, within(1e-12 * size));
        }
    }

    /** A lid that moves between walls that stand: neither holds exactly, but the floor does. */
    @Test
    void conditionsThatContradictEachOtherInACornerAreLeftToRows() {
        Problem problem = ProblemFile.parse("""
                domain x in [0, 1], y in [0, 1]
                unknown u
                equation u_xx + u_yy = 0
                at x=0: u = 0
                at x=1: u = 0
                at y=0: u = 0
                at y=1: u = 1
                """);
        Faces faces = new Faces(new Collocation(problem), new Tensor(1, splines(0, 1), splines(0, 1)), -1);
        assertThat(List.of(faces.holds(0), faces.holds(1), faces.holds(2), faces.holds(3)))
                .containsExactly(false, false, true, false);
    }

    /** Factors that vary along the end, and conditions inside, stay rows. */
    @Test
    void conditionsOfOtherKindsAreLeftToRows() {
        Problem problem = ProblemFile.parse("""
                domain x in [0, 1], y in [0, 1]
                unknown u
                equation u_xx + u_yy = 0
                at x=0: u_x + y*u = 0
                at x=1: u^2 = 1
                at y=0: u_x = 0
                at y=0.5: u = 1
                at x=0, y=0: u = 1
                """);
        Faces faces = new Faces(new Collocation(problem), new Tensor(1, splines(0, 1), splines(0, 1)), -1);
        for (int k = 0; k < problem.conditions().size(); k++) {
            assertThat(faces.holds(k)).as("condition " + k).isFalse();
        }
    }

    private static SolveResult solve(String text, double seconds) {
        return Equations.solve(ProblemFile.parse(text), new SolveOptions(seconds, 0, Optional.empty()), () -> false);
    }

    /** The solution has logarithms in the corners, so that the equation is far from rounding; its conditions are not. */
    @Test
    void valuesAtTheSidesHoldToRoundingWhereTheEquationDoesNot() {
        SolveResult result = solve("""
                domain x in [0, 1], y in [0, 1]
                unknown u
                equation u_xx + u_yy = exp(u)
                at x=0: u = y
                at x=1: u = y^2 + 1
                at y=0: u = x
                at y=1: u = 1 + x
                """, 5);
        assertThat(result.boundary()).isLessThan(1e-13);
        assertThat(result.residual()).isGreaterThan(1e-8);
    }

    @Test
    void aStringAtRestHoldsItsShapeAndItsRateAtTheBeginning() {
        SolveResult result = solve("""
                domain x in [0, 1], t in [0, 1]
                unknown u
                equation u_tt = u_xx - u^3
                at t=0: u = x - 2*x^3 + x^4
                at t=0: u_t = 0
                at x=0: u = 0
                at x=1: u = 0
                """, 60);
        assertThat(result.boundary()).isLessThan(1e-12);
    }
}
