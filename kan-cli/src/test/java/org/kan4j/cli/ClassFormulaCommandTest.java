package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on models of classes that hold formulas. */
class ClassFormulaCommandTest {
    @TempDir
    private Path folder;

    private Run run(String line) {
        return Run.in(folder, line);
    }

    private String ok(String line) {
        return run(line).ok().out();
    }

    /** Log-odds 2x − 1 of sold, and of the kind big. */
    @BeforeEach
    void writeTables() throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("x,wood,sold,kind,flag\n");
        for (int r = 0; r < 250; r++) {
            double x = 4 * random.nextDouble() - 2;
            boolean oak = random.nextBoolean();
            boolean sold = random.nextDouble() < 1 / (1 + Math.exp(1 - 2 * x - (oak ? 2 : 0)));
            text.append(String.format(
                    Locale.ROOT,
                    "%.4f,%s,%s,%s,%d%n",
                    x,
                    oak ? "oak" : "fir",
                    sold ? "yes" : "no",
                    sold ? "big" : oak ? "mid" : "low",
                    sold ? 1 : 0));
        }
        Files.writeString(folder.resolve("t.csv"), text);
    }

    @Test
    void ofTwoClassesAFormulaGivesLogOddsAndWhatUsesItGivesProbabilities() throws IOException {
        ok("fit @t.csv --target sold --inputs x,wood --interactions 0 --model @m.kan --quiet");
        assertThat(ok("formula @m.kan @t.csv -o @f.kan")).startsWith("log-odds of yes = ");
        assertThat(ok("formula @f.kan --json"))
                .contains("\"gives\":\"log-odds of yes\"", "\"probability_sympy\":\"1/(exp(");
        Run predict = run("predict --model @f.kan @t.csv");
        assertThat(predict.err()).contains("predicted by the formula log-odds of yes = ");
        assertThat(predict.out())
                .startsWith("x,wood,sold,kind,flag,prediction,probability_no,probability_yes")
                .isNotEqualTo(ok("predict --model @f.kan @t.csv --by network"));
        for (String language : new String[] {"sql", "excel", "r", "python", "c", "java"}) {
            assertThat(ok("export @f.kan --to " + language)).contains("\"probability of yes\" = 1/(exp(");
        }
        assertThat(ok("effects @f.kan @t.csv")).contains("the model holds a formula too");
        ok("report @f.kan @t.csv -o @r.html");
        assertThat(Files.readString(folder.resolve("r.html")))
                .contains("The probability of yes is 1/(1 + exp(-log-odds))", ">formula</th>");
    }

    @Test
    void ofThreeClassesEachHasAFormulaAndTheNetworkIsExported() {
        ok("fit @t.csv --target kind --inputs x,wood --interactions 0 --model @m.kan --quiet");
        assertThat(ok("formula @m.kan @t.csv -o @f.kan"))
                .contains("score of big = ", "score of low = ", "score of mid = ", "probability of a class = ");
        assertThat(ok("predict --model @f.kan @t.csv")).contains("probability_big,probability_low,probability_mid");
        assertThat(ok("info @f.kan")).contains("formula     score of low = ");
        assertThat(run("export @f.kan --to excel").err()).contains("--to sql, python, c and java take networks");
        assertThat(ok("export @f.kan --to c")).contains("probabilities of the classes");
    }

    @Test
    void discoverSaysWhereItTakesClassesForNumbers() {
        Run text = run("discover @t.csv --target kind --out @out");
        assertThat(text.status()).isEqualTo(2);
        assertThat(text.err()).contains("kan fit takes classes, and kan formula gives their log-odds");
        assertThat(run("discover @t.csv --target flag --inputs x --work 1 --out @out --quiet")
                        .out())
                .contains("target \"flag\" holds 0 and 1 alone and is taken for a number");
    }
}
