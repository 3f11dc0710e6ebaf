package org.kan4j.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.discover.Discoverer;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

/** Ten formulas that the search finds by a limit in units of work, so that no clock decides. */
final class RecoveryTest {
    private static final int WORK = 20;

    @ParameterizedTest
    @CsvSource({
        "feynman, I.12.1",
        "classic, Nguyen-11",
        "feynman, I.24.6",
        "feynman, I.32.5",
        "feynman, II.2.42",
        "feynman, III.15.14",
        "classic, Keijzer-12",
        "classic, Nguyen-3",
        "classic, Livermore-15",
        "classic, Jin-3"
    })
    void aKnownFormulaIsFound(String set, String id) {
        Question question = new Question(
                Question.discover(Discoverer.Options.defaults().withWork(WORK)),
                Double.POSITIVE_INFINITY,
                System::nanoTime);
        TestCase table = TableSet.named(set).cases(0, 0).stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
        Outcome outcome = table.run(question);
        assertThat(outcome.marks())
                .as(outcome.line())
                .isEqualTo(Map.of("exact", true, "symbolic", true, "accurate", true));
    }

    private static Outcome outcome(String category, String method, boolean exact) {
        Formula formula = Formula.of(Expression.variable(0), List.of("x"), "target");
        Answer answer = Answer.of(formula, method, exact ? 1 : 4);
        return new Outcome("id", category, answer, Map.of("exact", exact), Map.of());
    }

    @Test
    void totalsAreSharesByClassByMethodAndOfAll() {
        RecoveryReport report = new RecoveryReport(
                RecoveryOptions.parse(),
                List.of(
                        outcome("b", "kan", true),
                        outcome("a", "kan", false),
                        outcome("b", "monomial", true),
                        outcome("a", "kan", true)));
        assertThat(report.totals())
                .containsExactly(
                        new RecoveryReport.Total("class a", 2, Map.of("exact", 0.5), 2.5),
                        new RecoveryReport.Total("class b", 2, Map.of("exact", 1.0), 1),
                        new RecoveryReport.Total("method kan", 3, Map.of("exact", 2.0 / 3), 2),
                        new RecoveryReport.Total("method monomial", 1, Map.of("exact", 1.0), 1),
                        new RecoveryReport.Total("ALL", 4, Map.of("exact", 0.75), 1.75));
        assertThat(report.text()).contains("ALL                      n=4    exact  75.0%  mean 1.8 s");
        assertThat(report.json()).contains("\"name\":\"ALL\",\"tables\":4,\"exact\":0.75,\"seconds\":1.75");
    }

    private record Run(int status, String out, String err) {
        static Run of(String... words) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int status = Recovery.run(
                    List.of(words),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8));
            return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void withJsonStandardOutputHoldsOneObjectAlone() {
        Run run = Run.of("--only", "I.12.1", "--limit", "2", "--json");
        assertThat(run.status).isZero();
        assertThat(run.out).startsWith("{\"set\":\"feynman\"").endsWith("}\n").containsOnlyOnce("\n");
        assertThat(run.out).contains("\"id\":\"I.12.1\"").contains("\"totals\":[");
        assertThat(run.err).startsWith("I.12.1 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--set space | recovery: --set: one of feynman, classic, measured required, got \"space\"",
                "--set | recovery: --set: one of feynman, classic, measured required, got \"\"",
                "--limit 0 | recovery: --limit: more than 0 seconds required, got \"0\"",
                "--limit NaN | recovery: --limit: more than 0 seconds required, got \"NaN\"",
                "--limit x | recovery: --limit: more than 0 seconds required, got \"x\"",
                "--noise -1 | recovery: --noise: a number of at least 0 required, got \"-1\"",
                "--every 0 | recovery: --every: a whole number of at least 1 required, got \"0\"",
                "--threads 1.5 | recovery: --threads: a whole number of at least 1 required, got \"1.5\"",
                "--seed a | recovery: --seed: a whole number required, got \"a\"",
                "--method all | recovery: --method: one of auto, kan required, got \"all\"",
                "--only I.0.0 | recovery: --only: a table of the set feynman required, got \"I.0.0\"",
                "--only I.6.2 --every 80 | recovery: a table that --every and --only both take required, got none",
                "--set measured --noise 0.1 | recovery: --noise: a set of drawn tables required, got \"measured\"",
                "--fast | recovery: --set, --noise, --limit, --every, --only, --seed, --threads, --method or --json required, got \"--fast\"",
            })
    void aWrongOptionIsNamedWithItsRuleAndStatus2(String words, String message) {
        Run run = Run.of(words.split(" "));
        assertThat(run.status).isEqualTo(2);
        assertThat(run.out).isEmpty();
        assertThat(run.err).isEqualTo("kan: " + message + System.lineSeparator());
    }

    @Test
    void helpIsNoError() {
        Run run = Run.of("--limit", "--help");
        assertThat(run.status).isZero();
        assertThat(run.out).startsWith("Usage: kan bench recovery");
    }
}
