package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a table with a column of text, a column of codes, and gaps. */
class MixedTablesTest {
    @TempDir
    private Path folder;

    private Run run(String line) {
        return Run.in(folder, line);
    }

    /** y = 2x + 10 of the state "on" + 3·code², and 20 where x is missing. */
    @BeforeEach
    void writeTables() throws IOException {
        StringBuilder text = new StringBuilder("x,state,code,y\n");
        for (int r = 0; r < 80; r++) {
            double x = r * 37 % 80 / 10.0;
            boolean gap = r % 10 == 9;
            int code = r % 3;
            double y = (gap ? 20 : 2 * x) + (r % 4 < 2 ? 10 : 0) + 3 * code * code;
            text.append(gap ? "NA" : x)
                    .append(r % 4 < 2 ? ",on," : ",off,")
                    .append(code)
                    .append(',')
                    .append(y)
                    .append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), text);
        Files.writeString(
                folder.resolve("new.csv"), "CODE,y,state,x\n1,0,on,2\n2,0,off,\n0,0,broken,3\n0,0,,3\n7,0,on,99\n");
    }

    @Test
    void aModelOfSuchATablePredictsByNameAndFlagsWhatNoRowHad() {
        Run fit = run("fit @t.csv --target y --shape 3,1 --categories code --model @m.kan --quiet --seed 1")
                .ok();
        assertThat(fit.out())
                .contains(
                        "note  column \"state\" is taken for a category of 2 levels",
                        "note  column \"code\" is taken for a category of 3 levels",
                        "note  column \"x\" has 8 gaps, which have an effect of their own");
        Run predict = run("predict --model @m.kan @new.csv").ok();
        assertThat(predict.err())
                .contains(
                        "column \"CODE\" is taken for \"code\"",
                        "1 of 4 rows beyond the range that the model was fitted to, in x",
                        "2 of 4 rows with a level that no row had that the model was fitted to, in state, code; it has the"
                                + " neutral effect there",
                        "1 of 5 rows lack an input and have no prediction");
        String[] rows = predict.out().split("\n");
        assertThat(value(rows[1])).isBetween(16.5, 17.5);
        assertThat(value(rows[2])).isBetween(31.0, 33.0);
        // Neither on nor off: between the two.
        assertThat(value(rows[3])).isBetween(6.5, 15.5);
        assertThat(rows[4]).endsWith(",3,");
        run("prune @m.kan @t.csv -o @p.kan").ok();
        run("plot @m.kan -o @m.svg").ok();
        assertThat(folder.resolve("m.svg")).content().contains("class=\"gap\"", "<title>off ", "missing ");
        run("report @m.kan @t.csv -o @m.html").ok();
        assertThat(folder.resolve("m.html"))
                .content()
                .contains("Mean prediction at the levels of categories", "where it is missing");
        for (String language : new String[] {"python", "c", "java"}) {
            assertThat(run("export @m.kan --to " + language).status()).isZero();
        }
        assertThat(run("export @m.kan --to excel").err()).contains("--to sql, python, c and java take networks");
        Run formula = run("formula @m.kan @t.csv");
        assertThat(formula.status()).isEqualTo(2);
        assertThat(formula.err()).contains("\"x\" may have some; fit with --missing median or drop");
    }

    private static double value(String row) {
        return Double.parseDouble(row.substring(row.lastIndexOf(',') + 1));
    }

    @Test
    void whatIsDoneAboutGapsIsAsked() {
        assertThat(run("fit @t.csv --target y --shape 3,1 --missing drop --quiet")
                        .out())
                .contains("note  8 rows that lack an input: left out");
        Run refuse = run("fit @t.csv --target y --shape 3,1 --missing refuse --quiet");
        assertThat(refuse.status()).isEqualTo(2);
        assertThat(refuse.err()).startsWith("kan: t.csv, row 11, column \"x\": not a number: \"NA\"; a gap: ");
        assertThat(run("fit @t.csv --target y --shape 3,1 --missing guess").err())
                .contains("--missing", "effect, drop, median, refuse");
    }

    @Test
    void codesAreOfferedAndASchemaTakesThemForLevels() throws IOException {
        assertThat(run("table @t.csv --save @s.json").out())
                .contains(
                        "code",
                        "3 whole numbers that repeat, which may be codes: fit --categories takes them for levels");
        Path schema = folder.resolve("s.json");
        String json = Files.readString(schema);
        Files.writeString(
                schema, json.replaceFirst("(\"name\" ?: ?\"code\",\\s*\"type\" ?: ?)\"number\"", "$1\"category\""));
        assertThat(run("fit @t.csv --target y --shape 3,1 --schema @s.json --quiet")
                        .out())
                .contains("note  column \"code\" is taken for a category of 3 levels");
    }

    @Test
    void discoverSaysWhatToDoWithTextAndFindsTheGroups() {
        String line = "discover @t.csv --target y --work 1 --drop x --quiet --out @out";
        assertThat(run(line).out())
                .startsWith(
                        "warning        column \"state\" holds text and is left out: inputs are numbers; discover --by state"
                                + " tells groups by it, fit takes it for a category\n");
        Run gaps = run("discover @t.csv --target y --work 1 --quiet --out @out");
        assertThat(gaps.status()).isEqualTo(2);
        assertThat(gaps.err()).contains("t.csv, row 11, column \"x\"", "--drop");
    }
}
