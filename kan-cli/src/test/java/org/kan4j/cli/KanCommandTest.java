package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.io.ModelFile;
import org.kan4j.model.KanModel;
import picocli.CommandLine.Model.CommandSpec;

class KanCommandTest {
    @TempDir
    Path folder;

    /** What a command did. */
    @BeforeEach
    void writeTables() throws IOException {
        StringBuilder good = new StringBuilder("a,b,name,y\n");
        SplittableRandom random = new SplittableRandom(1);
        for (int r = 0; r < 60; r++) {
            double a = 1 + random.nextDouble();
            double b = 1 + random.nextDouble();
            good.append(a)
                    .append(',')
                    .append(b)
                    .append(",row")
                    .append(r)
                    .append(',')
                    .append(3 * a / b)
                    .append('\n');
        }
        write("good.csv", good.toString());
        StringBuilder classes = new StringBuilder("a,b,kind\n");
        StringBuilder targets = new StringBuilder("x,u,v,w\n");
        for (int r = 0; r < 120; r++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            String kind = a < 0.3 ? "low" : a < 0.7 ? "mid" : "high";
            classes.append(String.join(",", Double.toString(a), Double.toString(b), kind))
                    .append('\n');
            targets.append(a + "," + a * a + "," + Math.exp(a) + "," + (1 + r % 3))
                    .append('\n');
        }
        write("classes.csv", classes.toString());
        write("targets.csv", targets.toString());
        write("empty.csv", "");
        write("header.csv", "a,b,y\n");
        write("one.csv", "a,b,y\n1,2,3\n");
        write("ragged.csv", "a,b,y\n1,2,3\n1,2\n");
        write("wide.csv", "a,b,y\n1,2,3,4\n1,2,3\n");
        write("nan.csv", "a,b,y\n1,NaN,3\n1,2,3\n");
        write("inf.csv", "a,b,y\n1,2,3\n1,Inf,3\n");
        write("huge.csv", "a,b,y\n1,2,3\n1,1e400,3\n");
        write("text.csv", "a,b,y\n1,2,3\n1,blue,3\n");
        write("hole.csv", "a,b,y\n1,2,3\n1,,3\n");
        write("words.csv", "a,b\nx,y\nz,w\n");
        write("twice.csv", "a,a,y\n1,2,3\n2,3,4\n");
        write("nameless.csv", "a,,y\n1,2,3\n2,3,4\n");
        write("quote.csv", "a,b,y\n1,\"2,3\n2,3,4\n");
        write("few.csv", "x,y\n1,2\n2,4\n3,6\n4,8\n");
        write("constant.csv", "a,y\n1,2\n1,3\n1,4\n");
        write("line.csv", "x".repeat(10_000_000));
        write("predicted.csv", "a,b,prediction\n1,2,3\n2,3,4\n");
        write("plain.txt", "this is no model");
        Files.write(folder.resolve("latin.csv"), "a,größe\n1,2\n2,3\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("binary.csv"), new byte[] {0, 1, 2, (byte) 0xff, 10, 0, 3});
        Files.createDirectory(folder.resolve("directory.csv"));
        write("file", "a file where a folder should be");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** Runs a command line; words that begin with @ are files in the folder of this test. */
    private Run run(String line) {
        return Run.in(folder, line);
    }

    static Stream<String> badCalls() {
        String target = " --target y --quiet --out @out";
        Stream<String> tables = Stream.of(
                        "empty.csv",
                        "header.csv",
                        "one.csv",
                        "ragged.csv",
                        "wide.csv",
                        "nan.csv",
                        "inf.csv",
                        "huge.csv",
                        "text.csv",
                        "hole.csv",
                        "words.csv",
                        "twice.csv",
                        "nameless.csv",
                        "quote.csv",
                        "constant.csv",
                        "line.csv",
                        "latin.csv",
                        "binary.csv",
                        "directory.csv",
                        "missing.csv")
                .map(table -> "discover @" + table + target);
        Stream<String> calls = Stream.of(
                "",
                "bogus",
                "discover",
                "discover @good.csv",
                "discover @good.csv --target nothing --out @out",
                "discover @good.csv --target name --out @out",
                "discover @good.csv --target y --target y --out @out",
                "discover @good.csv --target y --inputs a,nothing --out @out",
                "discover @good.csv --target y --inputs a,a --out @out",
                "discover @good.csv --target y --inputs y --out @out",
                "discover @good.csv --target y --drop nothing --out @out",
                "discover @good.csv --target y --drop y --out @out",
                "discover @good.csv --target y --drop a,b --out @out",
                "discover @good.csv --target y --unknown --out @out",
                "discover @good.csv --target y --time-limit -1 --out @out",
                "discover @good.csv --target y --time-limit 0 --out @out",
                "discover @good.csv --target y --time-limit NaN --out @out",
                "discover @good.csv --target y --time-limit soon --out @out",
                "discover @good.csv --target y --work 0 --out @out",
                "discover @good.csv --target y --seed 1.5 --out @out",
                "discover @good.csv --target y --threads 0 --out @out",
                "discover @good.csv --target y --method magic --out @out",
                "discover @good.csv --target y --allow sin,foo --out @out",
                "discover @good.csv --target y --allow / --out @out",
                "discover @good.csv --target y --forbid + --out @out",
                "discover @good.csv --target y --start a*c --out @out",
                "discover @good.csv --target y --start a*(b --out @out",
                "discover @good.csv --target y --form f(g(a)) --out @out",
                "discover @good.csv --target y --form f(a)+ --out @out",
                "discover @good.csv --target y --form f(a) --start b --out @out",
                "discover @good.csv --target y --form k*a --bound c>0 --out @out",
                "discover @good.csv --target y --form k*a --bound k --out @out",
                "discover @good.csv --target y --bound k>0 --out @out",
                "discover @good.csv --target y --use a,nothing --out @out",
                "discover @good.csv --target y --avoid nothing --out @out",
                "discover @good.csv --target y --avoid a,b --out @out",
                "discover @good.csv --target y --use a --avoid a --out @out",
                "discover @good.csv --target y --out @file",
                "discover @good.csv --target y --out @file/below",
                "discover @good.csv --time when",
                "discover @good.csv --time name",
                "discover @good.csv --time a --target name",
                "discover @good.csv --time a --target y,nothing",
                "discover @good.csv --time a --control nothing",
                "discover @good.csv --time a --group nothing",
                "discover @good.csv --time a --order 3",
                "discover @good.csv --time a --order 2 --discrete",
                "discover @good.csv --time a --by name",
                "discover @good.csv --time a --inputs b",
                "discover @good.csv --time a --out @out",
                "discover @good.csv --time a --allow sin",
                "discover @good.csv --time a --work 5",
                "discover @good.csv --target y --group name",
                "discover @good.csv --target y --conserved",
                "discover @good.csv --target y --order 1",
                "discover @few.csv --time x",
                "fit @good.csv --target y --shape 2",
                "fit @good.csv --target y --shape 3,1",
                "fit @good.csv --target y --shape 2,0,1",
                "fit @good.csv --target y --shape 2,2",
                "fit @good.csv --target y --shape two,one",
                "fit @good.csv --target y --shape 2,1 --intervals 0",
                "fit @good.csv --target y --shape 2,1 --order 6",
                "fit @good.csv --target y --shape 2,1 --basis wavelet",
                "fit @good.csv --target y --shape 2,1 --basis chebyshev --intervals 1001",
                "fit @good.csv --target y --shape 2,1 --refine 7",
                "fit @good.csv --target y --shape 2,1 --optimizer sgd",
                "fit @good.csv --target y --shape 2,1 --iterations 0",
                "fit @good.csv --target y --shape 2,1 --patience -1",
                "fit @good.csv --target y --shape 2,1 --starts 0",
                "fit @good.csv --target y --shape 2,1 --threads 0",
                "fit @good.csv --target y --shape 2,1 --huber 0",
                "fit @good.csv --target y --shape 2,1 --device tpu",
                "fit @good.csv --target y --shape 2,1 --device cuda",
                "discover @good.csv --target y --device cuda --out @out",
                "fit @good.csv --target y --shape 2,1 --l1 -1",
                "fit @good.csv --target y --shape 2,1 --rate 0.1",
                "fit @good.csv --target y --shape 2,1 --ridge strong",
                "fit @good.csv --target y --shape 2,1 --ridge -1",
                "fit @good.csv --target y --shape 2,1 --folds 0",
                "fit @good.csv --target y --shape 2,1 --folds 1",
                "fit @good.csv --target y --shape 2,1 --folds 49",
                "fit @good.csv --target y --shape 2,1 --optimizer adam --rate 0",
                "fit @good.csv --target y --shape 2,1 --weights nothing",
                "fit @good.csv --target y --shape 1,1 --weights y",
                "fit @good.csv --target a,nothing --shape 1,2",
                "fit @good.csv --target y --shape 2,1 --resume",
                "fit @good.csv --target y --shape 2,1 --metrics @nowhere/metrics.csv",
                "fit @good.csv --target y --task ranking --shape 2,1",
                "fit @good.csv --target name --task regression --shape 2,1",
                "fit @classes.csv --target kind --task classification --shape 2,1",
                "fit @classes.csv --target kind --task classification --optimizer lm --shape 2,3",
                "fit @classes.csv --target kind --task classification --huber 1 --shape 2,3",
                "fit @one.csv --target kind --task classification --shape 2,2",
                "fit @good.csv --target y --shape 2,1 --model @nowhere/model.kan",
                "fit @good.csv --target y --shape 2,1 --model @m.kan --metrics @m.kan",
                "fit @good.csv --target y --shape 2,1 --model @m.kan --metrics @m.kan.checkpoint",
                "fit @good.csv --target y --shape 2,1 --intervals 1000000000",
                "fit @good.csv --target y --shape 2,1 --refine 1000000000",
                "fit @good.csv --target y --shape 2,1000000,1 --intervals 10000",
                "fit @good.csv --target y --shape 2,1 --basis rbf --order 2",
                "fit @few.csv --target y --shape 1,1",
                "discover @few.csv --target y --out @out",
                "discover @/dev/null --target y --out @out",
                "predict --model @missing.kan @good.csv --by guess",
                "prune @plain.txt @good.csv -o @out.kan --threads 0",
                "formula @plain.txt --threads 0",
                "fit @good.csv --target y --shape 2,1 --model @directory.csv",
                "predict @good.csv",
                "predict --model @missing.kan @good.csv",
                "predict --model @plain.txt @good.csv",
                "predict --model @directory.csv @good.csv",
                "prune @plain.txt @good.csv -o @out.kan",
                "formula @plain.txt",
                "discover @good.csv --units @plain.txt" + target,
                "discover @good.csv --units @good.csv" + target,
                "info @missing.kan",
                "table",
                "table @missing.csv",
                "table @empty.csv/none",
                "table @twice.csv",
                "table @good.csv --save @good.csv",
                "table @good.csv --save @nowhere/s.json",
                "table @good.csv --schema @plain.txt",
                "fit @good.csv --target y --shape 2,1 --schema @missing.json",
                "fit @good.csv --target y --shape 2,1 --separator dot",
                "discover @good.csv --target y --decimal semicolon --out @out",
                "predict --model @plain.txt @good.csv --encoding martian",
                "plot @plain.txt -o @net.svg",
                "export @plain.txt --to c",
                "export @missing.kan --to c",
                "export @plain.txt",
                "export @plain.txt --to cobol",
                "export @plain.txt --to c -o @nowhere/f.h",
                "export @plain.txt --to sql --dialect oracle",
                "export @plain.txt --to c --dialect sqlite",
                "export @plain.txt --to excel --name f",
                "export @plain.txt --to r --name 2f",
                "report @plain.txt -o @page.html",
                "report @missing.kan -o @page.html",
                "report @missing.kan @good.csv");
        return Stream.concat(tables, calls);
    }

    @ParameterizedTest
    @MethodSource("badCalls")
    void badInputGivesStatusTwoOneLineAndNoFile(String line) throws IOException {
        List<Path> before = files();
        Run run = run(line);
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        assertThat(run.err().strip()).startsWith("kan: ").doesNotContain("\n").hasSizeLessThan(600);
        assertThat(run.out()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void discoverPrintsOneJsonObjectWithWhatWasPromised() throws IOException {
        Run run = run("discover @good.csv --target y --json --quiet --out @out").ok();
        assertThat(run.err()).isEmpty();
        assertThat(names(run.out()))
                .contains(
                        "formula",
                        "formula_sympy",
                        "symbols",
                        "latex",
                        "complexity",
                        "train_rmse",
                        "test_rmse",
                        "test_r2",
                        "network_test_r2",
                        "test_rows",
                        "seconds",
                        "seed",
                        "shape",
                        "method",
                        "stopped",
                        "pareto",
                        "formula_constants",
                        "constants",
                        "domain",
                        "output_range",
                        "rivals");
        assertThat(run.out())
                .contains("\"formula\":\"3*a/b\"", "\"domain\":[{\"column\":\"a\",\"min\":1.", "\"rivals\":[]");
        assertThat(folder.resolve("out/y.kan")).isRegularFile();
    }

    @Test
    void discoverSaysHowWellConstantsAreKnownAndWhere() throws IOException {
        StringBuilder table = new StringBuilder("t,s\n");
        SplittableRandom random = new SplittableRandom(2);
        for (int r = 0; r < 80; r++) {
            double t = 0.5 + 0.05 * r;
            table.append(t)
                    .append(',')
                    .append(4.9033 * t * t + 0.02 * random.nextGaussian())
                    .append('\n');
        }
        write("fall.csv", table.toString());
        assertThat(run("discover @fall.csv --target s --work 4 --quiet --out @out")
                        .out())
                .containsPattern("constants +s = c1\\*t\\^c2\n +c1 = 4\\.90\\d+ ± 0\\.00\\d+\n")
                .containsPattern("c2 = 2 taken as exact \\(left free: (1\\.99|2\\.00)\\d* ± 0\\.00\\d+\\)\n")
                .containsPattern("seen for +0\\.5 <= t <= 4\\.45\ntarget +1\\.\\d+ <= s <= 97\\.\\d+\n");
    }

    /** Names of the members of a JSON object; fails where there is more than one object. */
    private static List<String> names(String text) throws IOException {
        List<String> names = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                names.add(json.currentName());
                json.nextToken();
                json.skipChildren();
            }
            assertThat(json.nextToken()).isNull();
        }
        return names;
    }

    @Test
    void theNumberOfThreadsDoesNotChangeAByte() {
        String line = "discover @good.csv --target y --method kan --json --quiet --out @out --threads ";
        String one = run(line + 1).out().replaceAll("\"seconds\":[^,]*", "");
        assertThat(run(line + 2).out().replaceAll("\"seconds\":[^,]*", "")).isEqualTo(one);
    }

    @Test
    void aModelGoesFromFitToItsFormula() throws IOException {
        assertThat(run("fit @good.csv --target y --shape 2,1,1 --intervals 3 --model @m.kan")
                        .status())
                .isZero();
        assertThat(run("prune @m.kan @good.csv -o @p.kan --json").out()).contains("\"edges_after\":3");
        assertThat(run("info @p.kan").out()).contains("shape       2,1,1", "inputs      a, b");
        assertThat(run("formula @p.kan").status()).isEqualTo(2);
        Run formula = run("formula @p.kan @good.csv -o @s.kan").ok();
        assertThat(run("formula @s.kan").out()).isEqualTo(formula.out());
        assertThat(run("formula @s.kan --format java").out())
                .startsWith("public final class Formula {")
                .contains("public static double evaluate(double a, double b) {");
        assertThat(run("formula @s.kan --format latex").out()).contains("\\frac{");
        assertThat(run("formula @s.kan --format mathml").out())
                .startsWith("<math xmlns=")
                .contains("<mfrac>");
        assertThat(run("export @s.kan --to python --name y_of -o @f.py").status())
                .isZero();
        assertThat(folder.resolve("f.py")).content().contains("def y_of(a, b):");
        assertThat(run("export @s.kan --to java").out())
                .endsWith(run("formula @s.kan --format java").out());
        assertThat(run("export @s.kan --to java --name class").status()).isEqualTo(2);
        assertThat(run("export @p.kan --to excel").err().strip())
                .startsWith("kan: ")
                .contains("a model that holds a formula required for --to excel and r, got one without; kan formula");
        assertThat(run("export @p.kan --to python").out()).contains("_b_spline(u, ", "def predict(a, b):");
        assertThat(run("plot @s.kan -o @net.svg").status()).isZero();
        assertThat(folder.resolve("net.svg")).content().startsWith("<svg");
        assertThat(run("report @s.kan @good.csv -o @page.html").status()).isZero();
        String page = Files.readString(folder.resolve("page.html"));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<math", "linear least squares", "SHA-256 of good.csv", "SHA-256 of s.kan");
        assertThat(run("report @s.kan -o @alone.html").status()).isZero();
        assertThat(folder.resolve("alone.html")).content().contains("<math").doesNotContain("good.csv");
        Run other = run("report @s.kan @few.csv -o @page.html");
        assertThat(other.status()).isEqualTo(2);
        assertThat(folder.resolve("page.html")).hasContent(page);
    }

    static Stream<String> bases() {
        return BasisRegistry.standards().stream().map(BasisRegistry::shortName);
    }

    @ParameterizedTest
    @MethodSource("bases")
    void aModelOfAnyBasisIsWrittenReadPlottedAndBecomesAFormula(String basis) throws IOException {
        assertThat(run("fit @good.csv --target y --shape 2,1,1 --refine 10 --model @m.kan --basis " + basis)
                        .status())
                .isZero();
        assertThat(run("predict --model @m.kan @good.csv").out().lines()).hasSize(61);
        assertThat(run("prune @m.kan @good.csv -o @p.kan").status()).isZero();
        assertThat(run("formula @m.kan @good.csv").status()).isZero();
        assertThat(run("plot @m.kan -o @net.svg").status()).isZero();
        for (String language : List.of("python", "c", "java")) {
            assertThat(run("export @m.kan --to " + language).status()).isZero();
        }
        assertThat(run("report @m.kan @good.csv -o @page.html").status()).isZero();
    }

    @Test
    void predictionsComeAsAColumnAndWrongTablesAreRefused() throws IOException {
        assertThat(run("fit @good.csv --target y --shape 2,1 --model @m.kan").status())
                .isZero();
        Run run = run("predict --model @m.kan @good.csv");
        assertThat(run.out().lines().findFirst()).contains("a,b,name,y,prediction");
        assertThat(run.out().lines()).hasSize(61);
        assertThat(run("predict --model @m.kan @good.csv --out @p.csv").status())
                .isZero();
        assertThat(Files.readString(folder.resolve("p.csv"))).isEqualTo(run.out());
        assertThat(run("predict --model @m.kan @predicted.csv").err()).contains("prediction");
        assertThat(run("predict --model @m.kan @words.csv").status()).isEqualTo(2);
    }

    @Test
    void aRowThatCannotBePredictedDoesNotStopTheOthers() throws IOException {
        assertThat(run("fit @good.csv --target y --shape 2,1 --model @m.kan").status())
                .isZero();
        String good = run("predict --model @m.kan @good.csv").out();
        String[] first = good.lines().skip(1).findFirst().orElseThrow().split(",");
        write(
                "gaps.csv",
                "id;B;A\nu;1,5;\nv;" + first[1].replace('.', ',') + ";" + first[0].replace('.', ',') + "\nw;9;1,5\n");
        Run run = run("predict --model @m.kan @gaps.csv").ok();
        assertThat(run.out().lines())
                .hasSize(4)
                .startsWith("id;B;A;prediction", "u;1,5;;")
                .anyMatch(line -> line.startsWith("v;") && line.endsWith(";" + first[4].replace('.', ',')));
        assertThat(run.err())
                .contains("kan: numbers have decimal commas\n")
                .contains("kan: column \"A\" is taken for \"a\"\n")
                .contains("kan: 1 of 3 rows lack an input and have no prediction\n")
                .contains("kan: 1 of 2 rows beyond the range that the model was fitted to, in b\n");
        assertThat(run("prune @m.kan @gaps.csv -o @p.kan").err()).contains("a gap: fill it");
        write("gaps.csv", "a,b\n1,\nNA,2\n");
        assertThat(run("predict --model @m.kan @gaps.csv").err())
                .isEqualTo("kan: gaps.csv: a row with all inputs required, got gaps in each; the inputs are a, b\n");
    }

    @Test
    void aTableIsDescribedAndItsSchemaServesOtherCommands() throws IOException {
        Run table = run("table @good.csv --save @s.json").ok();
        assertThat(table.out())
                .startsWith(
                        "good.csv: 60 rows, 4 columns; commas between cells, decimal points, UTF-8\n\ncolumn  type ")
                .containsPattern("\\na       number +0 +60 +1\\.0.* to 1\\.9")
                .containsPattern("\\nname    text +0 +60 +row0, row1, row2, row3, …\\n")
                .endsWith("schema " + folder.resolve("s.json") + "\n");
        assertThat(names(run("table @good.csv --json").out())).contains("rows", "columns", "warnings");
        String schema = Files.readString(folder.resolve("s.json"));
        write("s.json", schema.replace("\"name\" : \"b\",\n", "\"name\" : \"b\", \"left_out\" : \"of no use\",\n"));
        assertThat(run("fit @good.csv --target y --shape 1,1 --schema @s.json --model @m.kan")
                        .out())
                .contains("note  column \"b\" is left out, as the schema says: of no use");
        for (String line : List.of(
                "predict --model @m.kan @good.csv --schema @s.json",
                "prune @m.kan @good.csv -o @p.kan --schema @s.json",
                "formula @m.kan @good.csv --schema @s.json",
                "discover @good.csv --target y --work 1 --schema @s.json --out @out")) {
            Run run = run(line);
            assertThat(run.status()).as(line + run.err()).isZero();
            assertThat(run.out() + run.err()).contains("column \"b\" is left out, as the schema says");
        }
    }

    @Test
    void whatIsLeftOutIsSaidAboveTheResult() throws IOException {
        StringBuilder table = new StringBuilder("kind;x;y\n");
        for (int r = 0; r < 40; r++) {
            table.append(r % 2 == 0 ? "u;" : "v;")
                    .append(r)
                    .append(",5;")
                    .append(r == 7 ? "" : 2 * r + 1)
                    .append('\n');
        }
        write("kinds.csv", table.toString());
        String warning =
                "column \"kind\" holds text and is left out: inputs are numbers; discover --by kind tells groups by it, fit takes it for a category";
        Run discover = run("discover @kinds.csv --target y --work 1 --quiet --out @out");
        assertThat(discover.out())
                .startsWith("warning        " + warning + "\ny = 2*x\n")
                .contains(
                        "note           numbers have decimal commas\n",
                        "note           1 row without a value of \"y\"");
        assertThat(run("discover @kinds.csv --target y --work 1 --quiet --json --out @out")
                        .out())
                .contains("\"warnings\":[\"column \\\"kind", "\"notes\":[\"numbers have decimal commas");
        assertThat(run("fit @kinds.csv --target y --shape 2,1 --quiet").out())
                .contains("note  column \"kind\" is taken for a category of 2 levels\n")
                .doesNotContain("warning");
        write("either.csv", "x;y\n1,234;2468\n2,345;4690\n3,456;6912\n4,567;9134\n5,678;11356\n6,789;13578\n");
        assertThat(run("discover @either.csv --target y --out @out").err())
                .contains("--decimal comma or --decimal point");
        assertThat(run("discover @either.csv --target y --work 1 --decimal comma --quiet --out @out")
                        .out())
                .startsWith("y = 2000*x\n");
        assertThat(run("fit @either.csv --target y --shape 1,1 --encoding none").err())
                .isEqualTo("kan: --encoding: an encoding such as utf-8, latin1 or utf-16 required, got none\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fit @good.csv --target y --shape 2,1 --model @good.csv",
                "fit @good.csv --target y --shape 2,1 --model @link.csv",
                "fit @good.csv --target y --shape 2,1 --metrics @./good.csv",
                "discover @t.kan --target t --inputs a,b --out @",
                "discover @good.csv --target t --units @t.kan --out @",
                "prune @m.kan @good.csv -o @good.csv",
                "formula @m.kan @good.csv -o @good.csv",
                "formula @m.kan @good.csv -o @m.kan",
                "plot @m.kan -o @m.kan",
                "export @m.kan --to python -o @m.kan",
                "report @m.kan -o @m.kan",
                "report @m.kan @good.csv -o @good.csv",
                "predict --model @m.kan @good.csv --out @m.kan",
                "predict --model @m.kan @good.csv --out @good.csv",
                "predict --model @m.kan @good.csv --schema @t.kan --out @t.kan",
                "prune @m.kan @good.csv --schema @t.kan -o @t.kan",
                "formula @m.kan @good.csv --schema @t.kan -o @t.kan",
                "fit @good.csv --target y --shape 2,1 --schema @t.kan --model @t.kan",
                "table @good.csv --schema @t.kan --save @t.kan"
            })
    void noInputIsOverwritten(String line) throws IOException {
        assertThat(run("fit @good.csv --target y --shape 2,1 --iterations 1 --model @m.kan")
                        .status())
                .isZero();
        Files.copy(folder.resolve("good.csv"), folder.resolve("t.kan"));
        Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("good.csv"));
        List<Path> files = files();
        byte[] table = Files.readAllBytes(folder.resolve("good.csv"));
        byte[] model = Files.readAllBytes(folder.resolve("m.kan"));
        Run run = run(line);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("this command reads that file");
        assertThat(folder.resolve("good.csv")).hasBinaryContent(table);
        assertThat(folder.resolve("t.kan")).hasBinaryContent(table);
        assertThat(folder.resolve("m.kan")).hasBinaryContent(model);
        assertThat(files()).isEqualTo(files);
    }

    @Test
    void edgesAreListedSuggestedChangedAndChangedAgain() throws IOException {
        run("fit @good.csv --target y --shape 2,1,1 --model @m.kan --quiet");
        assertThat(run("edge @m.kan @good.csv").out()).contains("0,1,0", "numeric", "1.0");
        assertThat(run("edge @m.kan @good.csv --suggest 0,1,0 --json").out()).contains("\"functions\":[{\"function\":");
        Run fixed =
                run("edge @m.kan @good.csv --fix 0,0,0=log --fix 0,1,0=log --prune 0,1,0 -o @e.kan --record @e.json");
        assertThat(fixed.out())
                .containsSubsequence("before", "fix 0,0,0=log", "fix 0,1,0=log", "prune 0,1,0", "model ");
        byte[] first = Files.readAllBytes(folder.resolve("e.kan"));
        Files.delete(folder.resolve("e.kan"));
        assertThat(run("replay @e.json").out()).isEqualTo(fixed.out());
        assertThat(Files.readAllBytes(folder.resolve("e.kan"))).isEqualTo(first);
        assertThat(run("edge @e.kan @good.csv --json").out())
                .contains("\"edge\":\"0,0,0\",\"from\":\"a\",\"to\":\"1.0\",\"function\":\"log\"")
                .doesNotContain("0,1,0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "edge @m.kan @good.csv --fix 0,0,0=sin | --out required where there are changes",
                "edge @m.kan @good.csv -o @e.kan | --fix, --release, --prune, --set, --widen or --product required beside --out",
                "edge @m.kan @good.csv --suggest 0,0 | LAYER,INPUT,COLUMN required",
                "edge @m.kan @good.csv --suggest 0,0,0 --prune 0,0,0 -o @e.kan | --suggest or changes required, got both",
                "edge @m.kan @good.csv --fix 0,0,0=sine -o @e.kan | function: one of identity, square",
                "edge @m.kan @good.csv --prune 0,0,0 -o @good.csv | another to write to required",
                "replay @plain.txt | not JSON"
            })
    void anEdgeThatCannotBeChangedIsRefused(String line, String message) {
        run("fit @good.csv --target y --shape 2,1 --model @m.kan --quiet");
        Run run = run(line);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    @Test
    void aFormulaIsCompiledIntoAModel() {
        Run run = run("from-formula 3*a/b -o @f.kan --target y");
        assertThat(run.out()).contains("inputs      a, b", "y = 3*a/b");
        assertThat(run("predict --model @f.kan @good.csv --by network").out()).contains("prediction");
        assertThat(run("from-formula 3*a/(b -o @f.kan").err())
                .startsWith("kan: formula: ")
                .hasLineCount(1);
    }

    @Test
    void pruneMayReplaceItsModel() {
        assertThat(run("fit @good.csv --target y --shape 2,1,1 --model @m.kan").status())
                .isZero();
        Run run = run("prune @m.kan @good.csv -o @m.kan").ok();
        // 60 rows are too few to hold any back that judge.
        assertThat(run.out())
                .contains(" training RMSE ", "no rows are held back to judge")
                .doesNotContain("validation");
        assertThat(run("prune @m.kan @good.csv -o @m.kan --json").out()).contains("\"train_rmse_after\":");
    }

    @Test
    void afterAnInterruptWhatIsThereStays() throws IOException {
        assertThat(run("fit @good.csv --target y --shape 2,1 --iterations 1 --model @m.kan")
                        .status())
                .isZero();
        Path file = folder.resolve("m.kan");
        KanModel model = ModelFile.load(file);
        StringWriter err = new StringWriter();
        CommandSpec spec = KanCommand.commandLine().setErr(new PrintWriter(err)).getCommandSpec();
        byte[] before = Files.readAllBytes(file);
        KanModel other = model.withFormula("other");
        assertThat(Output.save(spec, other, file, () -> true)).isEqualTo(folder.resolve("m.interrupted.kan"));
        assertThat(Output.save(spec, other, file, () -> true)).isEqualTo(folder.resolve("m.interrupted2.kan"));
        assertThat(Output.save(spec, other, folder.resolve("new.kan"), () -> true))
                .isEqualTo(folder.resolve("new.kan"));
        assertThat(file).hasBinaryContent(before);
        assertThat(err.toString()).contains("m.kan stays as it was, the model found so far is in ");
        assertThat(Output.save(spec, other, file, () -> false)).isEqualTo(file);
        assertThat(ModelFile.load(file).formula()).isEqualTo("other");
    }

    @Test
    void eachTargetHasAFileNameOfItsOwn() {
        assertThat(Stream.of(
                                "Σ y",
                                "Δ y",
                                "a/b",
                                "a*b",
                                "a b",
                                "a%20b",
                                "x".repeat(300),
                                "x".repeat(301),
                                "..",
                                ".a",
                                "κ")
                        .map(DiscoverCommand::fileName))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name)
                        .doesNotStartWith(".")
                        .doesNotContain("/", " ", "*")
                        .hasSizeLessThan(250))
                .contains("κ.kan", "Σ%20y.kan");
    }

    @Test
    void outputThatCannotBeWrittenIsToldInOneLine() throws IOException {
        assertThat(run("fit @good.csv --target y --shape 2,1 --iterations 1 --model @m.kan")
                        .status())
                .isZero();
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        StringWriter err = new StringWriter();
        String model = folder.resolve("m.kan").toString();
        String table = folder.resolve("good.csv").toString();
        assertThat(KanCommand.execute(new PrintWriter(full), new PrintWriter(err), "info", model))
                .isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("kan: standard output cannot be written");
        StringWriter more = new StringWriter();
        assertThat(KanCommand.execute(new PrintWriter(full), new PrintWriter(more), "predict", table, "--model", model))
                .isEqualTo(2);
        assertThat(more.toString().strip()).startsWith("kan: ").doesNotContain("\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDeviceIsToldInOneLineAndCostsNoModel() {
        Run fit = run("fit @good.csv --target y --shape 2,1 --quiet --metrics /dev/full --model @m.kan");
        assertThat(fit.status()).isEqualTo(2);
        assertThat(fit.err().strip())
                .startsWith("kan: /dev/full: cannot be written")
                .doesNotContain("\n");
        assertThat(fit.out()).contains("RMSE");
        Run plot = run("plot @m.kan -o /dev/full");
        assertThat(plot.status()).isEqualTo(2);
        assertThat(plot.err().strip())
                .startsWith("kan: /dev/full: cannot be written")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fit @good.csv --target y --shape 2,1 --starts 0 | --starts: at least 1 required, got 0
            fit @good.csv --target y --shape 2,1 --rate nan | a number required, got "nan"
            fit @good.csv --target y --shape 2,1 --seed 1.5 | a whole number up to
            fit @good.csv --target y --shape 2,1 --optimizer adam --rate 1e9 | rate > 0 and < 1000
            fit @good.csv --target y --shape 2,1 --optimizer adam --base-width 8 | --base-width: the parameterization mup required, got standard
            fit @good.csv --target y --shape 2,1 --parameterization mup | --parameterization: the optimizer adam required, got lm
            predict --model @m.kan @good.csv --interval 90 | --interval: a share between 0 and 1 required, got 90.0
            predict --model @m.kan @good.csv --interval-by laplace | --interval-by: --interval with it required
            predict --model @m.kan @good.csv --interval 0.9 --by formula | --interval: the network required, got --by formula
            prune @m.kan @good.csv -o @p.kan --tolerance 1e9 | --tolerance: 0 to 1e6 required, got 1.0E9
            discover @good.csv --target y --method magic | expected one of [auto, kan]
            discover @good.csv --target y --forbid a --out @out | --forbid: one of exp, log, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, abs, sign, sqrt, min, max, /, ^ required, got "a"
            discover @good.csv --target y --start 2*a+y --out @out | --start: formula, character 5: a symbol of [a, b] expected, got "y"
            discover @good.csv --target y --use c --out @out | --use: one of the inputs a, b required, got "c"
            fit @few.csv --target y --shape 1,1 | few.csv: at least 5 rows required to fit and test a function, got 4
            formula @m.kan --json --format latex | --format: not with --json
            """)
    void aMessageNamesTheOptionAndItsRange(String line, String message) {
        assertThat(run(line).err()).contains(message);
    }

    @Test
    void allCommandsAreNamed() {
        StringWriter err = new StringWriter();
        assertThat(KanCommand.execute(new PrintWriter(err), new PrintWriter(err)))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "a command required: discover, ",
                        "plot, edge, replay, from-formula, export, import, report, studio, effects, theory, bench");
        assertThat(run("--help").out()).contains("  bench ");
        assertThat(run("plot --help").out())
                .contains("Usage: kan plot", "--help")
                .doesNotContain("bench");
    }

    @Test
    void aSearchIsShownAsAPageAndAModelAsCharts() throws IOException {
        assertThat(run("discover @good.csv --target y --quiet --out @out --report @r.html")
                        .status())
                .isZero();
        assertThat(Files.readString(folder.resolve("r.html")))
                .contains("Formulas by size and error", "id=\"what-if\"", "SHA-256 of good.csv");
        for (String what : List.of("network", "effects", "parity", "residuals")) {
            assertThat(run("plot @out/y.kan @good.csv --what " + what + " -o @p.svg")
                            .status())
                    .as(what)
                    .isZero();
            assertThat(Files.readString(folder.resolve("p.svg")))
                    .startsWith("<svg xmlns")
                    .doesNotContain("var(");
        }
        assertThat(run("plot @out/y.kan --what parity -o @p.svg").err()).contains("TABLE.csv required");
        assertThat(run("discover @good.csv --target y,a --report @r.html").err())
                .contains("--report: one target without --by required");
        assertThat(run("studio --model @out/y.kan").err()).contains("--model: the table of its rows required");
    }

    @Test
    void predictionsAreThoseOfTheFormulaThatTheModelHolds() throws IOException {
        assertThat(run("discover @good.csv --target y --quiet --out @out").status())
                .isZero();
        Run formula = run("predict --model @out/y.kan @good.csv");
        assertThat(formula.err()).contains("predicted by the formula y = 3*a/b");
        assertThat(formula.out().lines().skip(1).map(line -> line.split(",")))
                .allSatisfy(cells -> assertThat(Double.parseDouble(cells[4]))
                        .isCloseTo(Double.parseDouble(cells[3]), within(1e-14)));
        Run network = run("predict --model @out/y.kan @good.csv --by network");
        assertThat(network.err()).isEmpty();
        assertThat(network.out()).isNotEqualTo(formula.out());
        assertThat(run("fit @good.csv --target y --shape 2,1 --iterations 1 --model @m.kan")
                        .status())
                .isZero();
        assertThat(run("predict --model @m.kan @good.csv --by formula").err()).contains("the model holds no formula");
    }

    @Test
    void columnsWithoutAPlainNameAreExplained() throws IOException {
        write("odd.csv", Files.readString(folder.resolve("good.csv")).replaceFirst("b,", "b b,"));
        assertThat(run("discover @odd.csv --target y --quiet --out @out").out())
                .startsWith("y = 3*a/v1\nwhere v1 = \"b b\"\n");
        assertThat(run("formula @out/y.kan").out()).isEqualTo("y = 3*a/v1\nwhere v1 = \"b b\"\n");
        assertThat(run("info @out/y.kan").out()).contains("where v1 = \"b b\"");
    }

    @Test
    void aTargetNearTheLargestNumberIsNoDefect() throws IOException {
        StringBuilder table = new StringBuilder("x,y\n");
        for (int r = 0; r < 12; r++) {
            table.append(r).append(r % 2 == 0 ? ",1e300\n" : ",-1e300\n");
        }
        write("large.csv", table.toString());
        for (String json : List.of("", " --json")) {
            run("discover @large.csv --target y --quiet --time-limit 2 --out @out" + json)
                    .ok();
        }
    }

    @Test
    void aConstantTargetHasNoR2() throws IOException {
        StringBuilder table = new StringBuilder("x,y\n");
        for (int r = 0; r < 10; r++) {
            table.append(r).append(",0.1\n");
        }
        write("flat.csv", table.toString());
        assertThat(run("discover @flat.csv --target y --quiet --time-limit 2 --out @out")
                        .out())
                .contains("R2 – on rows left out one by one", "R2 –: the target is constant");
        assertThat(run("discover @flat.csv --target y --quiet --time-limit 2 --out @out --json")
                        .out())
                .contains("\"test_r2\":null");
        assertThat(run("fit @flat.csv --target y --shape 1,1").out())
                .contains("R2  train –, validation –, test –", "validation –: fewer than 62 rows");
    }

    @Test
    void aFailedFitLeavesTheOldModelAsItWas() throws IOException {
        assertThat(run("fit @good.csv --target y --shape 2,1 --model @m.kan").status())
                .isZero();
        byte[] before = Files.readAllBytes(folder.resolve("m.kan"));
        assertThat(run("fit @text.csv --target y --shape 2,1 --model @m.kan").status())
                .isEqualTo(2);
        assertThat(Files.readAllBytes(folder.resolve("m.kan"))).isEqualTo(before);
        assertThat(run("fit @good.csv --target y --shape 3,1 --metrics @file").status())
                .isEqualTo(2);
        assertThat(folder.resolve("file")).hasContent("a file where a folder should be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "discover --help", "fit --help", "plot --help"})
    void helpIsPrinted(String line) {
        Run run = run(line);
        assertThat(run.status()).isZero();
        assertThat(Arrays.asList(run.out().split("\n"))).isNotEmpty();
    }

    @Test
    void aShapeIsFoundForAnyTarget() {
        Run run = run("fit @classes.csv --target kind --interactions 1 --model @found.kan --json --quiet")
                .ok();
        assertThat(run.out())
                .contains("\"ladder\":[", "\"baselines\":[", "\"validation_log_loss\":", "\"confusion\":[")
                .contains("\"name\":\"logistic\"", "\"name\":\"additive\"", "\"shape\":\"2,3");
        List<String> equal =
                run("predict --model @found.kan @classes.csv").out().lines().toList();
        List<String> dear = run("predict --model @found.kan @classes.csv --costs mid=1000000")
                .out()
                .lines()
                .toList();
        assertThat(dear.stream()
                        .filter(line -> line.split(",")[3].equals("mid"))
                        .count())
                .isGreaterThan(equal.stream()
                        .filter(line -> line.split(",")[3].equals("mid"))
                        .count());
        assertThat(run("predict --model @found.kan @classes.csv --costs middle=2")
                        .err())
                .contains("--costs: classes of [high, low, mid]");
    }

    @Test
    void whatASearchHasNoUseForIsRefused() {
        assertThat(run("fit @classes.csv --target kind --intervals 7").err()).contains("--intervals: --shape required");
        assertThat(run("fit @classes.csv --target kind --shape 2,3 --interactions 2")
                        .err())
                .contains("--interactions: no --shape required");
    }

    @Test
    void classesAreLearntPredictedAndPruned() {
        String fit = "fit @classes.csv --target kind --task classification --shape 2,3 --model @c.kan --json --quiet";
        Run run = run(fit).ok();
        assertThat(run.out()).contains("\"accuracy\":", "\"log_loss\":", "\"train_accuracy\":", "\"read_seconds\":");
        List<String> lines =
                run("predict --model @c.kan @classes.csv").out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("a,b,kind,prediction,probability_high,probability_low,probability_mid");
        long right = lines.stream()
                .skip(1)
                .map(line -> line.split(","))
                .filter(cells -> cells[2].equals(cells[3]))
                .count();
        assertThat(right).isGreaterThan(110);
        assertThat(run("prune @c.kan @classes.csv -o @p.kan --path").out())
                .contains("removed input b", "path    ", " log loss ")
                .doesNotContain("RMSE");
        assertThat(run("info @c.kan").out())
                .contains("classes     high, low, mid\n", "basis       bspline, 5 intervals, order 3\n");
        assertThat(run("prune @c.kan @classes.csv -o @p.kan --edges 3").out()).contains("-> 3,", "model ");
        assertThat(run("prune @c.kan @classes.csv -o @p.kan --edges 0").err()).contains("--edges: at least ");
        assertThat(run("formula @c.kan @classes.csv").out()).contains("score of high = ", "score of mid = ");
    }

    @Test
    void foldsAndTheRidgeThatTheyChoseAreReported() throws IOException {
        String fit = "fit @classes.csv --target kind --task classification --shape 2,3 --folds 3 --ridge auto";
        assertThat(names(run(fit + " --json --quiet").out()))
                .contains("folds", "folds_accuracy", "folds_log_loss_deviation", "ridge", "path");
        assertThat(run(fit).out())
                .containsPattern(
                        "3 folds  accuracy 0\\.\\d+ ± 0\\.\\d+, log loss 0\\.\\d+ ± 0\\.\\d+, roc auc \\d\\.\\d+ ± \\d.*\n")
                .contains("validation –", "\nridge ");
    }

    @Test
    void theRidgeOfSmallRegressionsIsChosenUnlessItIsGiven() throws IOException {
        assertThat(names(run("fit @good.csv --target y --shape 2,1 --json --quiet")
                        .out()))
                .contains("ridge", "path", "folds");
        assertThat(names(run("fit @good.csv --target y --shape 2,1 --ridge 1e-6 --json --quiet")
                        .out()))
                .doesNotContain("ridge", "path", "folds");
        assertThat(names(run("fit @good.csv --target y --shape 2,1 --refine 10 --json --quiet")
                        .out()))
                .doesNotContain("path");
    }

    @Test
    void severalTargetsAndWeightsAreFitted() {
        Run run = run("fit @targets.csv --target u,v --weights w --shape 1,2 --model @m.kan --quiet --starts 3")
                .ok();
        assertThat(run("predict --model @m.kan @targets.csv").out())
                .startsWith("x,u,v,w,prediction of u,prediction of v\n");
        assertThat(run.out())
                .contains("u: RMSE  train ", "v: R2  train 1.00000")
                .doesNotContain("\nRMSE");
        assertThat(run("fit @targets.csv --target u,v --shape 2,2 --quiet --json")
                        .out())
                .contains("\"targets\":[{\"name\":\"u\",\"train_rmse\":", "\"test_r2\":");
        assertThat(run("prune @m.kan @targets.csv -o @p.kan").out())
                .contains("validation RMSE in standard deviations ", "\nu: RMSE ", "\nv: RMSE ");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(run("--version").out()).matches("kan4j \\d+\\.\\d+\\.\\d+\\S*\n");
    }

    @Test
    void severalTargetsHaveAFormulaEach() throws IOException {
        StringBuilder table = new StringBuilder("a,b,u,v\n");
        for (int r = 0; r < 40; r++) {
            double a = 1 + 0.05 * r;
            double b = 1 + 0.05 * (23 * r % 40);
            table.append(a + "," + b + "," + a * b + "," + (b / a + 1) + "\n");
        }
        write("pair.csv", table.toString());
        Run run = run("discover @pair.csv --target u,v --quiet --work 8 --out @out");
        assertThat(run.out()).as(run.err()).contains("u = a*b\n", "v = (a + b)/a\n");
        assertThat(folder.resolve("out/u.kan")).exists();
        assertThat(folder.resolve("out/v.kan")).exists();
        assertThat(run("discover @pair.csv --target u,v --quiet --work 8 --out @out --json")
                        .out())
                .startsWith("{\"targets\":[{\"formula\":\"a*b\"")
                .contains("{\"formula\":\"(a + b)/a\"");
    }

    @Test
    void groupsHaveOneFormWithConstantsThatTheyShareAndConstantsOfEach() throws IOException {
        StringBuilder table = new StringBuilder("t,metal,length\n");
        for (int r = 0; r < 24; r++) {
            double t = 5 * r;
            String metal = r % 2 == 0 ? "iron" : "zinc";
            double length = 12.3157 * (1 + (r % 2 == 0 ? 1.1834e-2 : 3.0219e-2) * t);
            table.append(t + "," + metal + "," + length + "\n");
        }
        write("metals.csv", table.toString());
        Run run = run("discover @metals.csv --target length --by metal --quiet --work 8 --out @out --json");
        assertThat(run.out())
                .as(run.err())
                .contains("\"formula_constants\":\"(c1*v1 + c2*v2)*t + c3\"")
                .contains("\"groups\":[{\"group\":\"iron\",\"formula_sympy\":\"0.14574399")
                .contains("{\"group\":\"zinc\",\"formula_sympy\":\"0.37216813");
        write("new.csv", "metal,t\nzinc,100\niron,100\ntin,100\n,100\n");
        Run predicted = run("predict @new.csv --model @out/length.kan --out @predicted.csv");
        assertThat(predicted.err()).contains("2 of 4 rows lack an input");
        assertThat(Files.readString(folder.resolve("predicted.csv")))
                .contains("zinc,100,49.5325")
                .contains("iron,100,26.8900")
                .endsWith("tin,100,\n,100,\n");
        assertThat(run("discover @metals.csv --target length --by brass --quiet")
                        .err())
                .contains("\"brass\": no such column; there are t, metal, length");
    }

    @Test
    void rowsCountByTheirErrorsInEveryCommand() throws IOException {
        StringBuilder table = new StringBuilder("x,w,s,y\n");
        for (int r = 0; r < 80; r++) {
            double x = 0.05 * (37 * r % 80) - 2;
            boolean shifted = r % 2 == 0;
            table.append(x + "," + (shifted ? 1e-6 : 1) + "," + (shifted ? 1000 : 1) + ","
                    + (3 * x + (shifted ? 50 : 0)) + "\n");
        }
        write("shifted.csv", table.toString());
        for (String rows : List.of("--weights w --drop s", "--errors s --drop w")) {
            Run found = run("discover @shifted.csv --target y --quiet --work 8 --out @out --json " + rows);
            assertThat(found.out()).as(found.err()).contains("\"formula\":\"3*x\"", "\"noise\":\"given\"");
            assertThat(run("fit @shifted.csv --target y --shape 1,1 --model @line.kan --quiet " + rows)
                            .status())
                    .isZero();
            String pair = rows.substring(0, rows.indexOf(" --drop"));
            assertThat(run("prune @line.kan @shifted.csv -o @line.kan --quiet " + pair)
                            .status())
                    .isZero();
            assertThat(run("formula @line.kan @shifted.csv " + pair).out()).contains("y = 3*x");
        }
        assertThat(run("discover @shifted.csv --target y --weights w --errors s")
                        .err())
                .contains("--errors: not with --weights; both say what each row counts");
        write("wrong.csv", "x,s,y\n1,0,2\n2,1,3\n3,1,4\n4,1,5\n5,1,6\n");
        assertThat(run("discover @wrong.csv --target y --errors s").err())
                .contains("wrong.csv, row 2, column \"s\": a standard error above 0 required, got 0.0");
    }

    @Test
    void predictAddsIntervals() throws IOException {
        String fit = "fit @good.csv --target y --shape 2,1 --quiet --model @sure.kan";
        assertThat(run(fit).status()).isZero();
        Run conformal = run("predict --model @sure.kan @good.csv --interval 0.8");
        assertThat(conformal.err()).contains("80% intervals, conformal");
        assertThat(conformal.out().lines().findFirst())
                .hasValueSatisfying(header -> assertThat(header).endsWith(",prediction,lower,upper"));
        Run laplace = run("predict --model @sure.kan @good.csv --interval 0.8 --interval-by laplace");
        assertThat(laplace.status()).isZero();
        assertThat(laplace.err()).contains("from the curvature of the loss");
        run("prune @sure.kan @good.csv -o @less.kan --quiet").ok();
        Run nothing = run("predict --model @less.kan @good.csv --interval 0.8");
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("less.kan: the model holds nothing to make intervals of");
        assertThat(run("fit @classes.csv --target kind --task classification --shape 2,3 --quiet --model @c.kan")
                        .status())
                .isZero();
        assertThat(run("predict --model @c.kan @classes.csv --interval 0.8").err())
                .contains("c.kan: intervals need a target of numbers, got classes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics.csv", "metrics.jsonl"})
    void metricsHaveALineForEveryStep(String name) throws IOException {
        Run run =
                run("fit @good.csv --target y --shape 2,1 --optimizer adam --iterations 5 --quiet --metrics @" + name);
        assertThat(run.status()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve(name));
        assertThat(lines).hasSize(name.endsWith("l") ? 5 : 6);
        assertThat(lines.get(lines.size() - 1)).contains(name.endsWith("l") ? "\"step\":5," : "0,5,5,2,");
    }

    @Test
    void anInterruptedFitLeavesNothingBehindOnceItIsDone() throws IOException {
        String fit =
                "fit @good.csv --target y --shape 2,2,1 --optimizer lbfgs --iterations 9 --quiet --checkpoint-every 0";
        assertThat(run(fit + " --model @a.kan").status()).isZero();
        Run resumed = run(fit + " --model @b.kan --resume");
        assertThat(resumed.status()).isZero();
        assertThat(resumed.err()).contains("b.kan.checkpoint: no checkpoint, so the training begins anew");
        assertThat(folder.resolve("b.kan.checkpoint")).doesNotExist();
        assertThat(Files.readAllBytes(folder.resolve("b.kan"))).isEqualTo(Files.readAllBytes(folder.resolve("a.kan")));
    }
}
