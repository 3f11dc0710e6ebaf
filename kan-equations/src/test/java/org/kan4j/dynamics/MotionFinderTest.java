package org.kan4j.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MotionFinderTest {
    private static final List<String> XY = List.of("x", "y");
    private static final List<String> PREY = List.of("1.1*x - 0.4*x*y", "0.1*x*y - 0.4*y");

    private static MotionOptions options() {
        return MotionOptions.defaults().withThreads(2);
    }

    @Test
    void lotkaAndVolterrasLawAndItsInvariantAreFound() {
        Trajectory run = Simulated.run(LawKind.RATE, XY, PREY, new double[] {10, 2}, 20, 120);

        MotionResult found =
                MotionFinder.find(Simulated.series(XY, run), options().withConserved(true));

        assertThat(found.law()).isTrue();
        assertThat(found.equations().stream().map(each -> each.formula().text()))
                .containsExactly("1.1*x - 0.4*x*y", "-0.4*y + 0.1*x*y");
        assertThat(found.conserved()).hasSize(1);
        assertThat(found.conserved().get(0).formula().text()).contains("log(x)").contains("log(y)");
        assertThat(found.conserved().get(0).variation()).isLessThan(1e-4);
    }

    @Test
    void constantsOfNoisyRunsAreWithinTheirErrors() {
        Trajectory run = Simulated.run(LawKind.RATE, XY, PREY, new double[] {10, 2}, 20, 200);

        MotionResult found = MotionFinder.find(Simulated.series(XY, Simulated.noisy(run, 0.1, 5)), options());

        double[] known = {1.1, -0.4, -0.4, 0.1};
        List<MotionResult.Estimate> constants = new ArrayList<>();
        found.equations().forEach(each -> constants.addAll(each.constants()));
        assertThat(constants).hasSize(4);
        for (int k = 0; k < known.length; k++) {
            MotionResult.Estimate c = constants.get(k);
            assertThat(Math.abs(c.value() - known[k])).as(c.term()).isLessThan(4 * c.standardError());
            assertThat(c.standardError()).as(c.term()).isLessThan(0.03 * Math.abs(known[k]));
        }
    }

    @Test
    void runsAtUnevenTimesWithGapsAreRunsToo() {
        Trajectory even = Simulated.run(LawKind.RATE, XY, PREY, new double[] {10, 2}, 20, 400);
        SplittableRandom random = new SplittableRandom(2);
        int[] kept = IntStream.range(0, 400).filter(r -> random.nextInt(3) == 0).toArray();
        double[][] states = new double[2][];
        for (int s = 0; s < 2; s++) {
            int state = s;
            states[s] = IntStream.of(kept)
                    .mapToDouble(r -> random.nextInt(20) == 0 ? Double.NaN : even.states()[state][r])
                    .toArray();
        }
        double[] times = IntStream.of(kept).mapToDouble(r -> even.times()[r]).toArray();

        MotionResult found =
                MotionFinder.find(Simulated.series(XY, new Trajectory("", times, states, new double[0][])), options());

        assertThat(Simulated.gap(found.equations().get(1).formula().expression(), PREY.get(1), XY, 0, 10))
                .isLessThan(1e-4);
    }

    @Test
    void accelerationsOfAPendulumAndItsEnergyAreFound() {
        List<String> variables = List.of("angle", "angle_t");
        Trajectory run = Simulated.run(
                LawKind.ACCELERATION, variables, List.of("-9.81*sin(angle)"), new double[] {2, 0}, 6, 150);

        MotionResult found = MotionFinder.find(
                Simulated.series(List.of("angle"), run),
                options().withKind(LawKind.ACCELERATION).withConserved(true));

        assertThat(found.equations().get(0).formula()).hasToString("angle'' = -9.81*sin(angle)");
        assertThat(found.conserved()).hasSize(1);
        assertThat(found.conserved().get(0).formula().text())
                .contains("cos(angle)")
                .contains("angle_t^2");
    }

    @Test
    void aMapIsFoundFromRowToRow() {
        double[] times = IntStream.range(0, 80).mapToDouble(r -> r).toArray();
        Trajectory run = Simulated.run(
                LawKind.MAP, XY, List.of("1 - 1.4*x^2 + y", "0.3*x"), new double[] {0.1, 0.1}, times, new double[0][]);

        MotionResult found =
                MotionFinder.find(Simulated.series(XY, run), options().withKind(LawKind.MAP));

        assertThat(found.law()).isTrue();
        assertThat(Simulated.gap(found.equations().get(0).formula().expression(), "1 - 1.4*x^2 + y", XY, -1, 1))
                .isLessThan(1e-5);
        assertThat(found.equations().get(1).formula()).hasToString("next y = 0.3*x");
    }

    @Test
    void inputsOfTheSystemTakePartInItsLaw() {
        List<String> variables = List.of("x", "u");
        double[] times = IntStream.range(0, 200).mapToDouble(r -> 0.05 * r).toArray();
        double[][] u = {
            IntStream.range(0, 200)
                    .mapToDouble(r -> Math.sin(1.3 * times[r]) + 0.5 * Math.cos(2.9 * times[r]))
                    .toArray()
        };
        Trajectory run = Simulated.run(LawKind.RATE, variables, List.of("-0.7*x + 2*u"), new double[] {1}, times, u);
        TimeSeries series = new TimeSeries("test", "t", List.of("x"), List.of("u"), List.of(run), List.of());

        MotionResult found = MotionFinder.find(series, options());

        assertThat(Simulated.gap(found.equations().get(0).formula().expression(), "-0.7*x + 2*u", variables, -1, 1))
                .isLessThan(1e-5);
    }

    @Test
    void aListenerHearsWhatIsTriedAndTheBestLawSoFar() {
        Trajectory run = Simulated.run(LawKind.RATE, XY, PREY, new double[] {10, 2}, 20, 80);
        List<String> heard = new ArrayList<>();

        MotionFinder.find(
                Simulated.series(XY, run),
                options().withListener((stage, share, best) -> heard.add(stage + ": " + best)));

        assertThat(heard).first().isEqualTo("terms: ");
        assertThat(heard).last().isEqualTo("what the law tells: x' = 1.1*x - 0.4*x*y; y' = -0.4*y + 0.1*x*y");
    }

    @Test
    void anInterruptedSearchGivesWhatItHasAndSaysSo() {
        Trajectory run = Simulated.run(LawKind.RATE, XY, PREY, new double[] {10, 2}, 20, 80);

        MotionResult found =
                MotionFinder.find(Simulated.series(XY, run), options().withInterrupted(() -> true));

        assertThat(found.text()).startsWith("x' = 1.1000").endsWith(", stopped: interrupted\n");
        assertThat(found.json()).contains("\"interrupted\":true");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noLawIsClaimedOfStepsAtRandom(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] walk = new double[100];
        for (int r = 1; r < walk.length; r++) {
            walk[r] = walk[r - 1] + random.nextGaussian();
        }
        double[] times = IntStream.range(0, 100).mapToDouble(r -> r).toArray();
        Trajectory run = new Trajectory("", times, new double[][] {walk}, new double[0][]);

        MotionResult found =
                MotionFinder.find(Simulated.series(List.of("x"), run), options().withTimeLimit(3));

        assertThat(found.law()).isFalse();
        assertThat(found.text()).startsWith("no law beyond chance");
        assertThat(found.json()).contains("\"law\":false,").contains("\"equations\":[]");
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        Trajectory run = Simulated.noisy(Simulated.run(LawKind.RATE, XY, PREY, new double[] {10, 2}, 20, 80), 0.2, 1);
        TimeSeries series = Simulated.series(XY, run);

        List<String> formulas = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            MotionResult found =
                    MotionFinder.find(series, MotionOptions.defaults().withThreads(threads));
            formulas.add(found.equations().stream()
                    .map(e -> e.formula().text())
                    .toList()
                    .toString());
        }

        assertThat(formulas.get(0)).isEqualTo(formulas.get(1));
    }
}
