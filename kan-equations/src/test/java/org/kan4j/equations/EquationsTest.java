package org.kan4j.equations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;

final class EquationsTest {
    private static SolveResult solve(String text) {
        return Equations.solve(ProblemFile.parse(text), SolveOptions.STANDARD, () -> false);
    }

    /** Relative L2 error of a model's first unknown on fresh points. */
    private static double error(SolveResult result, DoubleBinaryOperator truth) {
        Problem problem = result.problem();
        double[] x = Expansion.fresh(problem, 300, 99);
        KanModel model = result.model();
        double[] y = model.predict(new CpuEngine(1), x, 300);
        int unknowns = problem.unknowns().size();
        double[] own = new double[300];
        double[] exact = new double[300];
        for (int r = 0; r < 300; r++) {
            own[r] = y[r * unknowns];
            exact[r] = truth.applyAsDouble(
                    x[r * problem.inputs()], problem.inputs() > 1 ? x[r * problem.inputs() + 1] : 0);
        }
        return Expansion.distance(own, exact, 1);
    }

    @Test
    void poissonsEquationIsSolvedToRoundingAndPrinted() {
        SolveResult result = solve("""
                domain x in [-1, 1], y in [-1, 1]
                unknown u
                equation u_xx + u_yy = -2*pi^2*sin(pi*x)*sin(pi*y)
                at x=-1: u = 0
                at x=1: u = 0
                at y=-1: u = 0
                at y=1: u = 0
                """);
        assertThat(error(result, (x, y) -> Math.sin(Math.PI * x) * Math.sin(Math.PI * y)))
                .isLessThan(1e-13);
        assertThat(result.formulas().orElseThrow().get(0).text()).isEqualTo("sin(pi*x)*sin(pi*y)");
        assertThat(result.residual()).isLessThan(1e-11);
        assertThat(result.boundary()).isLessThan(1e-13);
        assertThat(result.estimatedError()).isLessThan(1e-12);
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void wavesThatAreCarriedAroundAPeriodicRange() {
        SolveResult result = solve("""
                domain x in [0, 1], t in [0, 0.5]
                unknown u
                periodic x
                equation u_t + u_x = 0
                at t=0: u = sin(2*pi*x)
                """);
        assertThat(error(result, (x, t) -> Math.sin(2 * Math.PI * (x - t)))).isLessThan(1e-12);
    }

    /** y″ = −y with y(0) = 0, y′(0) = 1, as one equation of second order. */
    @Test
    void ordinaryEquationsOfSecondOrder() {
        SolveResult result = solve("""
                domain t in [0, 10]
                unknown y
                equation y_tt = -y
                at t=0: y = 0
                at t=0: y_t = 1
                """);
        assertThat(error(result, (t, none) -> Math.sin(t))).isLessThan(1e-8);
        assertThat(result.estimatedError()).isLessThan(1e-6);
        assertThat(result.classical().orElseThrow()).isLessThan(1e-8);
        assertThat(result.text()).contains("relative difference from Dormand and Prince's method");
    }

    /** A coupled system whose equations hold several derivatives. */
    @Test
    void otherMethodsStandBesideWhatBeginsSomewhere() {
        SolveResult coupled = solve("""
                domain t in [1, 3]
                unknown u, v
                equation t*u_tt + v_t = -sin(t)*t - sin(t)
                equation v_t - u_tt = 0
                at t=1: u = sin(1)
                at t=1: 2*u_t + u = 2*cos(1) + sin(1)
                at t=1: v = cos(1)
                """);
        assertThat(error(coupled, (t, none) -> Math.sin(t))).isLessThan(1e-9);
        assertThat(coupled.classical().orElseThrow()).isLessThan(1e-9);
    }

    /** Values at both ends, a rate that stands squared, an unknown without a rate. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown u; equation u_tt = 0; at t=0: u = 1; at t=1: u = 2",
                "unknown u; equation u_t^2 = u; at t=0: u = 1",
                "unknown u, v; equation u_t = v; equation v = -u; at t=0: u = 1",
                "unknown u; equation t*u_t = u; at t=0: u = 1"
            })
    void otherEquationsHaveNoOtherSolution(String problem) {
        assertThat(Classical.values(
                        ProblemFile.parse("domain t in [0, 1]\n" + problem.replace("; ", "\n")), new double[] {0.5}))
                .isEmpty();
    }

    /** y′ = −1000·(y − cos t) forgets its start within a thousandth of the range. */
    @Test
    void stiffEquations() {
        SolveResult result = solve("""
                domain t in [0, 5]
                unknown y
                equation y_t = -1000*(y - cos(t))
                at t=0: y = 0
                """);
        double k = 1000;
        assertThat(error(result, (t, none) -> k / (k * k + 1) * (k * Math.cos(t) + Math.sin(t) - k * Math.exp(-k * t))))
                .isLessThan(1e-7);
    }

    /** A Robin condition: u″ = 0, u(0) = 1, u′(1) + u(1) = 0 has u = 1 − x/2. */
    @Test
    void boundaryValuesOfDerivatives() {
        SolveResult result = solve("""
                domain x in [0, 1]
                unknown u
                equation u_xx = 0
                at x=0: u = 1
                at x=1: u_x + u = 0
                """);
        assertThat(error(result, (x, none) -> 1 - x / 2)).isLessThan(1e-13);
    }

    /** u_t + u·u_x = ν·u_xx has the front u = 1/2 − tanh((x − t/2)/(4ν))/2. */
    @Test
    void frontsThatMoveAreFollowed() {
        SolveResult result = Equations.solve(
                ProblemFile.parse("""
                        domain x in [-1, 1], t in [0, 0.4]
                        unknown u
                        parameter nu = 0.02
                        equation u_t + u*u_x = nu*u_xx
                        at t=0: u = 1/2 - tanh(x/(4*nu))/2
                        at x=-1: u = 1/2 - tanh((-1 - t/2)/(4*nu))/2
                        at x=1: u = 1/2 - tanh((1 - t/2)/(4*nu))/2
                        """), new SolveOptions(0.5, 0, Optional.empty()).withTimeLimit(20), () -> false);
        double error = error(result, (x, t) -> 0.5 - Math.tanh((x - t / 2) / 0.08) / 2);
        assertThat(error).isLessThan(1e-5);
        assertThat(result.estimatedError()).isCloseTo(error, within(10 * error));
    }

    /** The decay rate of 20 noisy rows, whose error is that of their noise. */
    @Test
    void constantsAreEstimatedFromRows(@TempDir Path folder) throws Exception {
        Random random = new Random(5);
        StringBuilder rows = new StringBuilder("t,y\n");
        for (int r = 0; r < 20; r++) {
            double t = r / 10.0;
            rows.append(t)
                    .append(',')
                    .append(2 * Math.exp(-1.5 * t) + 0.01 * random.nextGaussian())
                    .append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        Path file = folder.resolve("decay.pde");
        Files.writeString(file, """
                domain t in [0, 2]
                unknown y
                estimate k in [0.1, 10]
                equation y_t = -k*y
                data rows.csv columns t,y sigma 0.01
                """);
        SolveResult result = Equations.solve(ProblemFile.read(file), SolveOptions.STANDARD, () -> false);
        SolveResult.Estimated k = result.constants().get(0);
        assertThat(k.value()).isCloseTo(1.5, within(3 * k.error()));
        assertThat(k.error()).isBetween(0.005, 0.05);
        assertThat(error(result, (t, none) -> 2 * Math.exp(-1.5 * t))).isLessThan(0.01);
    }

    /** Heat on a periodic square, 120 rows with errors of 0.01 whose size is not told. */
    @Test
    void constantsAreEstimatedFromRowsOfThreeInputs(@TempDir Path folder) throws Exception {
        Random random = new Random(2);
        StringBuilder rows = new StringBuilder("x,y,t,u\n");
        for (int r = 0; r < 120; r++) {
            double x = 2 * Math.PI * random.nextDouble();
            double y = 2 * Math.PI * random.nextDouble();
            double t = random.nextDouble();
            double u = Math.sin(x) * Math.sin(y) * Math.exp(-0.6 * t) + 0.01 * random.nextGaussian();
            rows.append(x + "," + y + "," + t + "," + u + "\n");
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        Path file = folder.resolve("heat.pde");
        Files.writeString(file, """
                domain x in [0, 2*pi], y in [0, 2*pi], t in [0, 1]
                unknown u
                estimate k in [0.01, 10]
                periodic x, y
                equation u_t = k*(u_xx + u_yy)
                at t=0: u = sin(x)*sin(y)
                data rows.csv columns x,y,t,u
                """);
        SolveResult result = Equations.solve(ProblemFile.read(file), SolveOptions.STANDARD, () -> false);
        SolveResult.Estimated k = result.constants().get(0);
        assertThat(k.value()).isCloseTo(0.3, within(3 * k.error()));
        assertThat(k.error()).isBetween(1e-3, 5e-3);
        assertThat(result.estimatedError()).isBetween(2e-4, 1e-2);
        assertThat(result.warnings()).isEmpty();
    }

    /** Nothing is claimed of an error when there was no time to look. */
    @Test
    void anInterruptedSolutionHasNoSmallError() {
        SolveResult result = Equations.solve(ProblemFile.parse("""
                domain x in [-1, 1], y in [-1, 1]
                unknown u
                equation u_xx + u_yy = -2*pi^2*sin(pi*x)*sin(pi*y)
                at x=-1: u = 0
                at x=1: u = 0
                at y=-1: u = 0
                at y=1: u = 0
                """), SolveOptions.STANDARD, () -> true);
        assertThat(result.estimatedError()).isInfinite();
        assertThat(result.warnings()).isNotEmpty();
    }

    /** y′ = k/y has no value where a search begins, at zero; y = √(1 + 2kt). */
    @Test
    void equationsWithoutAValueAtZeroBeginWithTheRows(@TempDir Path folder) throws Exception {
        StringBuilder rows = new StringBuilder("t,y\n");
        for (int r = 0; r < 30; r++) {
            rows.append(r / 10.0 + "," + Math.sqrt(1 + 2 * 0.7 * r / 10.0) + "\n");
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        Path file = folder.resolve("growth.pde");
        Files.writeString(file, """
                domain t in [0, 2.9]
                unknown y
                estimate k in [0.01, 10]
                equation y_t = k/y
                data rows.csv columns t,y
                """);
        SolveResult result = Equations.solve(ProblemFile.read(file), SolveOptions.STANDARD, () -> false);
        assertThat(result.constants().get(0).value()).isCloseTo(0.7, within(1e-5));
        assertThat(error(result, (t, none) -> Math.sqrt(1 + 1.4 * t))).isLessThan(1e-5);
    }
}
