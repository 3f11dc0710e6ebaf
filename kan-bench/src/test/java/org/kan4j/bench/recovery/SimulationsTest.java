package org.kan4j.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.Formula;
import org.kan4j.formula.FormulaParser;

final class SimulationsTest {
    private static final SimulatedLaw DECAY = SimulatedLaw.all().get(0);
    private static final Batch LAW = DECAY.draw(200, new SplittableRandom(1));

    private static Optional<double[]> truth(String formula, int most) {
        // With noise, so that exact constants count as estimated ones do.
        Dataset data =
                Dataset.of(LAW.x(), NoiseKind.ADDITIVE.measured(LAW.y(), new SplittableRandom(2)), List.of("t"), "y");
        Formula found = Formula.of(FormulaParser.parse(formula, List.of("t")), List.of("t"), "y");
        return TrueConstants.of(Evidence.of(found, data, Batch.of(data), List.of()), 1, most, LAW);
    }

    @Test
    void trueConstantsAreThoseOfTheLaw() {
        assertThat(truth("83.91*exp(-0.3655*t)", 2).orElseThrow())
                .containsExactly(new double[] {84.32, -0.3719}, within(1e-6));
    }

    @Test
    void aLawInAnotherArrangementHasItsOwnTrueConstants() {
        assertThat(truth("exp(4.4123 - 0.3655*t)", 2).orElseThrow())
                .containsExactly(new double[] {-0.3719, Math.log(84.32)}, within(1e-6));
    }

    @Test
    void anExactConstantThatIsOffIsFittedTooAndOneThatIsRightStays() {
        assertThat(truth("84*exp(-3*t/8)", 2).orElseThrow())
                .containsExactly(new double[] {84.32, -0.3719}, within(1e-6));
        assertThat(truth("83.91*exp(-0.3655*t^1.07)", 3).orElseThrow())
                .containsExactly(new double[] {84.32, -0.3719, 1}, within(1e-6));
    }

    @Test
    void anotherFormHasNoTrueConstants() {
        assertThat(truth("81.27 - 17.33*t", 2)).isEmpty();
        assertThat(truth("83.91*exp(-0.3655*t)", 1))
                .as("more constants than the law")
                .isEmpty();
    }

    @Test
    void countsHaveTheVarianceOfTheirMean() {
        SplittableRandom random = new SplittableRandom(8);
        double[] counts = IntStream.range(0, 20_000)
                .mapToDouble(i -> NoiseKind.count(37, random))
                .toArray();
        // Five standard errors: √(37 / 20,000) of the mean, √(2 / 20,000) of the variance.
        assertThat(Spread.mean(counts)).isCloseTo(37, within(0.22));
        assertThat(Math.pow(Spread.deviation(counts), 2) / 37).isCloseTo(1, within(0.05));
    }

    @Test
    void relativeNoiseIsATwentiethOfEachNumber() {
        double[] y = new double[10_000];
        Arrays.setAll(y, r -> r % 2 == 0 ? 1 : 1000);
        double[] measured = NoiseKind.RELATIVE.measured(y, new SplittableRandom(4));
        double[] shares = new double[y.length];
        Arrays.setAll(shares, r -> measured[r] / y[r] - 1);
        // Four standard errors of 0.05/√20,000.
        assertThat(Spread.deviation(shares)).isCloseTo(0.05, within(0.0015));
    }

    @Test
    void everyRowIsCopiedAsOftenAsAsked() {
        Batch rows = new Batch(new double[] {1, 2, 3, 4, 5, 6}, new double[] {10, 20, 30}, 3);
        Dataset copied = RepeatsStudy.copied(List.of("a", "b"), rows, 4, new SplittableRandom(0));
        Map<List<Double>, Long> times = IntStream.range(0, copied.rows())
                .mapToObj(r -> List.of(copied.x()[2 * r], copied.x()[2 * r + 1], copied.y()[r]))
                .collect(Collectors.groupingBy(row -> row, Collectors.counting()));
        assertThat(times)
                .isEqualTo(
                        Map.of(List.of(1.0, 2.0, 10.0), 4L, List.of(3.0, 4.0, 20.0), 4L, List.of(5.0, 6.0, 30.0), 4L));
    }

    @Test
    void freshRowsLieInTheRangesSeen() {
        Batch seen = new Batch(new double[] {1, 5, 3, 2}, new double[2], 2);
        Batch fresh = new Batch(new double[] {2, 3, 0.5, 3, 2, 6, 3, 5}, new double[] {1, 2, 3, 4}, 4);
        Batch kept = RepeatsStudy.within(seen, fresh);
        assertThat(kept.x()).containsExactly(2, 3, 3, 5);
        assertThat(kept.y()).containsExactly(1, 4);
    }

    @Test
    void coverageIsPooledAndByKindOfNoise() {
        CoverageStudy study = new CoverageStudy(
                "coverage",
                List.of(
                        new CoverageStudy.Trial("a", NoiseKind.ADDITIVE, 12, true, 3, 2, "x"),
                        new CoverageStudy.Trial("b", NoiseKind.COUNTING, 12, false, 0, 0, "x"),
                        new CoverageStudy.Trial("c", NoiseKind.COUNTING, 12, true, 1, 1, "x")));
        assertThat(study.groups())
                .contains(
                        new CoverageStudy.Group("additive", 1, 1, 3, 2),
                        new CoverageStudy.Group("counting", 2, 1, 1, 1),
                        new CoverageStudy.Group("ALL", 3, 2, 4, 3));
    }

    @Test
    void theFormOfALawHasANameForEachConstantButWholeExponents() {
        assertThat(SimulatedLaw.all())
                .extracting(SimulatedLaw::form)
                .contains("k1*q/r^2", "k1*exp(k2*t)", "k1*sin(k2*t + k3) + k4");
    }

    private static int run(ByteArrayOutputStream out, ByteArrayOutputStream err, String... words) {
        return Simulations.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "chance, claimed",
        "repeats, median_ratio",
        "coverage, right_form",
        "form, right_form",
        "sciences, right_form"
    })
    void aStudyIsOneJsonObject(String study, String member) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(run(out, new ByteArrayOutputStream(), "--study", study, "--tables", "2", "--limit", "0.3", "--json"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"tables\":2,")
                .containsOnlyOnce("\"" + study + "\":{")
                .contains("\"" + member + "\"")
                .endsWith("}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--study all | kan: simulations: --study: one of chance, repeats, coverage, form, sciences required, got \"all\"",
                "--tables 0 | kan: simulations: --tables: a whole number of at least 1 required, got \"0\"",
                "--noise 1 | kan: simulations: --study, --tables, --limit, --seed or --json required, got \"--noise\""
            })
    void aWrongOptionIsNamedWithItsRuleAndStatus2(String words, String message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(run(out, err, words.split(" "))).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message + System.lineSeparator());
    }
}
