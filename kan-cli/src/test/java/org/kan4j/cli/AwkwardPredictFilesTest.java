package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that a model is to predict, as others write them: every row is answered or flagged, or one line says what is wrong. */
class AwkwardPredictFilesTest {
    @TempDir
    private static Path folder;

    private static Run run(String line) {
        return Run.in(folder, line);
    }

    /** y = 2x + 10 of the wood oak. */
    @BeforeAll
    static void fit() throws IOException {
        StringBuilder text = new StringBuilder("x,wood,y\n");
        for (int r = 0; r < 60; r++) {
            double x = r * 37 % 60 / 10.0;
            text.append(x + ",")
                    .append(r % 2 < 1 ? "oak," : "fir,")
                    .append(2 * x + (r % 2 < 1 ? 10 : 0))
                    .append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), text);
        run("fit @t.csv --target y --shape 2,1 --model @m.kan --quiet").ok();
    }

    /** A table, and what its rows are answered: a number, or what its flag begins with. */
    private record Answered(String name, String table, Charset encoding, List<Object> answers) {
        static Answered of(String name, String table, Object... answers) {
            return new Answered(name, table, StandardCharsets.UTF_8, List.of(answers));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Answered> answered() {
        return Stream.of(
                Answered.of("other order", "wood,x\noak,1\nfir,2\n", 12.0, 4.0),
                Answered.of("more columns", "id,wood,note,x,y\n7,oak,\"a, b\",1,0\n8,fir,c,2,0\n", 12.0, 4.0),
                Answered.of("other capitals", "X,Wood\n1,oak\n2,fir\n", 12.0, 4.0),
                Answered.of("a blank cell", "x,wood\n,oak\n2,fir\n", "lacks x", 4.0),
                Answered.of("a blank level", "x,wood\n1,\n2,fir\n", "lacks wood", 4.0),
                Answered.of("words for nothing", "x,wood\nNA,oak\nNaN,fir\n2,fir\n", "lacks x", "lacks x", 4.0),
                Answered.of("a new level", "x,wood\n1,elm\n2,fir\n", "wood of an unknown level", 4.0),
                Answered.of("far outside", "x,wood\n500,oak\n2,fir\n", "x above 6", 4.0),
                Answered.of("far below", "x,wood\n-500,oak\n2,fir\n", "x below -0.", 4.0),
                Answered.of("outside and new", "x,wood\n500,elm\n2,fir\n", "x above 6.", 4.0),
                Answered.of("semicolons and decimal commas", "x;wood\n1,5;oak\n2,5;fir\n", 13.0, 5.0),
                Answered.of("tabs", "x\twood\n1\toak\n2\tfir\n", 12.0, 4.0),
                Answered.of("a sep= line", "sep=;\nx;wood\n1;oak\n2;fir\n", 12.0, 4.0),
                Answered.of("a mark before the names", "\uFEFFx,wood\n1,oak\n2,fir\n", 12.0, 4.0),
                new Answered("UTF-16", "x,wood\n1,oak\n2,fir\n", StandardCharsets.UTF_16, List.of(12.0, 4.0)),
                Answered.of("lines of Windows", "x,wood\r\n1,oak\r\n2,fir\r\n", 12.0, 4.0),
                Answered.of("separators at the ends", "x,wood,\n1,oak,\n2,fir,\n", 12.0, 4.0),
                Answered.of("comments and blank lines", "# made\n\nx,wood\n1,oak\n\n2,fir\n", 12.0, 4.0),
                Answered.of("quotes and blanks", "\"x\", \"wood\"\n\"1\",\"oak\"\n 2 ,fir\n", 12.0, 4.0),
                Answered.of("powers of ten", "x,wood\n1e0,oak\n0.2E+1,fir\n", 12.0, 4.0),
                Answered.of("one row, without a line's end", "x,wood\n1,oak", 12.0));
    }

    @ParameterizedTest
    @MethodSource
    void answered(Answered given) throws IOException {
        Files.write(folder.resolve("p.csv"), given.table.getBytes(given.encoding));
        Run run = run("predict --model @m.kan @p.csv --flags --out @q.csv").ok();
        List<String> lines = Files.readAllLines(folder.resolve("q.csv"), StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("sep="))
                .toList();
        assertThat(lines).as(run.err()).hasSize(given.answers.size() + 1);
        assertThat(lines.get(0)).contains("prediction").endsWith("flag");
        String separator = lines.get(0).contains(";") ? ";" : lines.get(0).contains("\t") ? "\t" : ",";
        for (int r = 0; r < given.answers.size(); r++) {
            String[] cells = lines.get(r + 1).split(separator, -1);
            String flag = cells[cells.length - 1].replace("\"", "");
            if (given.answers.get(r) instanceof String reason) {
                assertThat(lines.get(r + 1)).contains(reason);
            } else {
                assertThat(flag).isEmpty();
                double predicted = Double.parseDouble(cells[cells.length - 2].replace(',', '.'));
                assertThat(predicted)
                        .isBetween((double) given.answers.get(r) - 0.5, (double) given.answers.get(r) + 0.5);
            }
        }
    }

    /** A table, and what the one line says. */
    private record Refused(String table, String line) {}

    @Test
    void whatCannotBeAnsweredIsSaidInOneLine() throws IOException {
        for (Refused given : List.of(
                new Refused("x\n1\n2\n", "p.csv: input \"wood\": no such column"),
                new Refused("x,wood\n", "p.csv"),
                new Refused("", "p.csv"),
                new Refused("x,x,wood\n1,2,oak\n3,4,fir\n", "\"x\""),
                new Refused("x,wood\n3 kg,oak\n2,fir\n", "p.csv, row 2, column \"x\""),
                new Refused("x,wood\n,oak\n,fir\n", "a row with all inputs required"),
                new Refused("x,wood\n1,oak\n2\n", "p.csv, row 3"))) {
            Files.writeString(folder.resolve("p.csv"), given.table);
            Run run = run("predict --model @m.kan @p.csv --out @r.csv");
            assertThat(run.status()).as(given.table + run.err()).isEqualTo(2);
            assertThat(run.err()).as(given.table).contains(given.line);
            assertThat(Arrays.stream(run.err().split("\n")).filter(line -> line.startsWith("kan: ")))
                    .hasSize(1);
            assertThat(folder.resolve("r.csv")).doesNotExist();
        }
    }
}
