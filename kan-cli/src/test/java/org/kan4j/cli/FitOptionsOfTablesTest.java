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

/** What {@code fit} is told of a table: what errors cost, what classes count, and which rows belong together. */
class FitOptionsOfTablesTest {
    @TempDir
    private Path folder;

    private Run run(String line) {
        return Run.in(folder, line);
    }

    private String ok(String line) {
        return run(line).ok().out();
    }

    private String refused(String line) {
        Run run = run(line);
        assertThat(run.status()).as(run.out()).isEqualTo(2);
        return run.err();
    }

    @BeforeEach
    void writeTable() throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("x,who,day,count,sold\n");
        for (int r = 0; r < 200; r++) {
            double x = 2 * random.nextDouble() - 1;
            int count = (int) Math.floor(Math.exp(1 + x) + random.nextDouble() * 2);
            text.append(String.format(
                    Locale.ROOT,
                    "%.3f,c%d,2025-%02d-%02d,%d,%s%n",
                    x,
                    r % 17,
                    1 + r / 28,
                    1 + r % 28,
                    count,
                    random.nextDouble() < 0.15 + 0.2 * x ? "yes" : "no"));
        }
        Files.writeString(folder.resolve("t.csv"), text);
    }

    @Test
    void aLossIsKeptInTheModelAndWhatUsesItSaysSo() {
        String fit = "fit @t.csv --target count --inputs x --interactions 0 --model @m.kan --quiet --loss ";
        assertThat(ok(fit + "poisson")).contains("deviance of poisson  train ", "log-linear");
        assertThat(ok("info @m.kan")).contains("response    poisson");
        assertThat(ok("predict --model @m.kan @t.csv").lines().skip(1))
                .allSatisfy(line -> assertThat(Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
                        .isPositive());
        assertThat(ok("effects @m.kan @t.csv --row 3")).contains("mean log of count", "row 3  count ");
        assertThat(ok("export @m.kan --to python")).contains("np.exp(");
        assertThat(ok("formula @m.kan @t.csv -o @f.kan")).startsWith("count = ").contains("exp");
        assertThat(ok("predict --model @f.kan @t.csv").lines().skip(1)).isNotEmpty();
        assertThat(ok("prune @m.kan @t.csv -o @p.kan --quiet")).contains("validation deviance");
        assertThat(ok("edge @m.kan @t.csv --quiet")).contains("x");
        assertThat(ok(fit + "quantile:0.9")).contains("pinball loss of quantile:0.9");
        assertThat(refused("predict --model @m.kan @t.csv --interval 0.9"))
                .contains("holds nothing to make intervals of");
        assertThat(refused(fit + "quantile:2")).contains("a level between 0 and 1 required, got 2.0");
        assertThat(refused(fit + "l1")).contains("quantile:P required");
        assertThat(refused(fit + "poisson --huber 1")).contains("--huber: not with --loss");
        assertThat(refused("fit @t.csv --target sold --loss poisson")).contains("--loss: a target of numbers required");
        assertThat(refused("fit @t.csv --target count --inputs x --shape 1,1 --optimizer lm --loss poisson"))
                .contains("--optimizer: lbfgs or adam required");
    }

    @Test
    void classesCountWhatTheyAreSaidTo() {
        String fit = "fit @t.csv --target sold --inputs x --interactions 0 --quiet --class-weights ";
        assertThat(ok(fit + "balanced")).contains("note  rows count by their class (no 0.5");
        assertThat(ok(fit + "yes=3")).contains("(no 1, yes 3)");
        assertThat(refused(fit + "maybe=3")).contains("--class-weights: classes of [no, yes] required, got maybe");
    }

    @Test
    void rowsThatBelongTogetherStayTogetherAndTellNothingElse() {
        String fit = "fit @t.csv --target count --drop sold --interactions 0 --model @m.kan --quiet ";
        assertThat(ok(fit + "--split-by who"))
                .contains("note  rows with the same \"who\" are on one side of every split");
        assertThat(ok("info @m.kan")).contains("inputs      x, day");
        assertThat(ok(fit + "--time-column day")).contains("note  the rows that are last by \"day\" are the test");
        assertThat(ok("info @m.kan")).contains("inputs      x, who");
        assertThat(refused(fit + "--split-by who --time-column day")).contains("--time-column: not with --split-by");
        assertThat(refused(fit + "--split-by what"))
                .contains("--split-by: one of the columns of t.csv required, got what");
        ok("prune @m.kan @t.csv --time-column day -o @p.kan --quiet");
    }

    @Test
    void trendsAreKeptAndWhatTheyCostIsSaid() {
        String fit = "fit @t.csv --target count --inputs x --interactions 0 --model @m.kan --quiet ";
        assertThat(ok(fit + "--monotone x=- --convex x=+"))
                .contains("note  what trends cost: validation RMSE ", "additive, free");
        assertThat(ok("info @m.kan")).contains("trend       x falling, convex");
        assertThat(refused("prune @m.kan @t.csv -o @p.kan"))
                .contains("prune: a model without trends required, but with x it must be falling, convex");
        assertThat(refused("edge @m.kan @t.csv")).contains("a model without trends required");
        assertThat(ok(fit + "--bounded x=0.5")).contains("what trends cost");
        assertThat(refused(fit + "--bounded x=0.5 --convex x=+")).contains("leave out --convex or --bounded");
        assertThat(refused(fit + "--convex x=up")).contains("--convex: + or - required for x, got up");
        assertThat(refused(fit + "--monotone who=+")).contains("quantities among the inputs [x] required, got who");
    }

    @Test
    void aBagIsAModelOfMany() {
        String fit = "fit @t.csv --target count --inputs x --interactions 0 --model @m.kan --quiet ";
        assertThat(ok(fit + "--bag 3")).contains("note  the model is the mean of 3");
        assertThat(ok("formula @m.kan @t.csv")).startsWith("count = ");
        assertThat(refused(fit + "--bag 3 --folds 3")).contains("--folds: no --bag required");
        assertThat(refused(fit + "--bag 1")).contains("2 or more required, got 1");
        assertThat(refused("fit @t.csv --target count --inputs x --shape 1,1 --bag 3"))
                .contains("--bag: no --shape required");
    }

    @Test
    void aSearchForAFormulaKeepsRowsTogetherToo() {
        String discover = "discover @t.csv --target count --drop sold --work 1 --quiet --out @out ";
        assertThat(ok(discover + "--split-by who")).contains("rows with the same \"who\" are on one side");
        assertThat(ok(discover + "--time-column day")).contains("the rows that are last by \"day\" are the test");
        assertThat(refused(discover + "--split-by who --by who"))
                .contains("--by: no --split-by or --time-column required");
    }
}
