package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MalformedTableTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    @Test
    void aQuoteThatIsNotClosedIsAnErrorAndSwallowsNoRows() throws IOException {
        Path file = file("a,b\n1,\"2\n3,4\n");
        assertThatThrownBy(() -> TableReader.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a quote is not closed");
    }

    @Test
    void aHeaderOfAMillionColumnsIsRefusedAtOnce() throws IOException {
        Path file = file(IntStream.range(0, 1_300_000).mapToObj(i -> "c" + i).collect(Collectors.joining(",")));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> TableReader.read(file))
                        .hasMessage("data.csv, row 1: at most 16384 columns required"));
    }

    @Test
    void aLineOfTenMegabytesIsRefused() throws IOException {
        char[] line = new char[10_000_000];
        Arrays.fill(line, '1');
        Path file = file(new String(line));
        assertThatThrownBy(() -> TableReader.read(file))
                .hasMessage("data.csv: at least 1 row of numbers required below the header, got none");
    }

    @Test
    void aNulByteIsNoWhiteSpaceAroundANumber() throws IOException {
        Path file = file("a,b\n1,2\n1,\0002\n");
        assertThatThrownBy(() -> TableReader.read(file))
                .hasMessageStartingWith("data.csv, row 3, column \"b\": not a number");
    }

    @Test
    void whatIsNoTextIsNamedWithItsRemedy() throws IOException {
        assertThatThrownBy(() -> TableReader.read(file("PAR1\025\004\000abcPAR1")))
                .hasMessageStartingWith(
                        "data.csv: a text file required, got Parquet, which kan-parquet reads with JDK 21 or newer; it becomes one by duckdb -c ");
        assertThatThrownBy(() -> TableReader.read(file("PK\003\004abc"))).hasMessageContaining("got a zip archive");
        Path gzip = Files.write(folder.resolve("a.csv.gz"), new byte[] {31, (byte) 139, 8, 0});
        assertThatThrownBy(() -> TableReader.read(gzip)).hasMessageContaining("gunzip unpacks it");
        assertThat(TableReader.read(file("PK_id,x\n1,2\n")).names()).containsExactly("PK_id", "x");
    }

    @Test
    void leadingBlankLinesDoNotHideTheSeparator() throws IOException {
        assertThat(TableReader.read(file("\r\n\r\na;b\r\n1;2\r\n")).names()).containsExactly("a", "b");
    }

    @Test
    void aWrongEncodingIsReportedWithRowAndByteFarIntoTheFile() throws IOException {
        byte[] good = ("a,b\n" + "1,2\n".repeat(50_000)).getBytes(StandardCharsets.US_ASCII);
        byte[] bad = Arrays.copyOf(good, good.length + 1);
        bad[good.length] = (byte) 0xe9;
        Path file = Files.write(folder.resolve("data.csv"), bad);
        assertThatThrownBy(() -> TableReader.read(file))
                .hasMessage("data.csv, row 50002, byte " + good.length
                        + ": not UTF-8 text; --encoding names another, such as latin1");
    }

    @Test
    void aMixedColumnIsNoObstacleWhenItIsDroppedOrNotAnInput() throws IOException {
        Path file = file("name,a,mixed,y\nu,1,2,3\nv,2,NA,4\n");
        assertThatThrownBy(() -> Dataset.read(file, "y", List.of(), List.of()))
                .hasMessageStartingWith("data.csv, row 3, column \"mixed\": not a number: \"NA\"; a gap: fill it");
        assertThat(Dataset.read(file, "y", List.of(), List.of("mixed", "name")).inputNames())
                .containsExactly("a");
        assertThat(Dataset.read(file, "y", List.of("a"), List.of()).inputNames())
                .containsExactly("a");
    }

    @Test
    void aRowIsALineOfTheFileInEveryMessage() throws IOException {
        Roles labels = new Roles(List.of("y"), List.of(), List.of(), Optional.empty(), true);
        assertThatThrownBy(
                        () -> DatasetReader.read(TableFile.open(file("a,y\n1,u\n\n2,w\n")), labels, List.of("u", "v")))
                .hasMessageStartingWith("data.csv, row 4, column \"y\": one of the classes");
        Roles weighted = new Roles(List.of("y"), List.of(), List.of(), Optional.of(new RowWeights("w", false)), false);
        assertThatThrownBy(() -> Dataset.read(file("a,y,w\n1,2,1\n\n2,3,-1\n"), weighted))
                .hasMessage("data.csv, row 4, column \"w\": a weight of 0 or more required, got -1.0");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatCannotBeReadTwiceIsRefused() {
        assertThatThrownBy(() -> TableReader.read(Path.of("/dev/null")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a regular file required");
    }

    @Test
    void rowsFromArraysAreChecked() {
        List<String> names = List.of("a");
        assertThatThrownBy(() -> Dataset.of(new double[] {1, Double.NaN}, new double[2], names, "y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dataset: finite inputs required, got NaN at 1");
        assertThatThrownBy(() -> Dataset.of(new double[1], new double[] {Double.POSITIVE_INFINITY}, names, "y"))
                .hasMessage("dataset: finite target required, got Infinity at 0");
        assertThatThrownBy(() -> Dataset.of(new double[0], new double[0], names, "y"))
                .hasMessage("dataset: at least 1 row required, got 0");
        assertThatThrownBy(() -> Dataset.of(new double[2], new double[1], List.of("a", "a"), "y"))
                .hasMessageStartingWith("dataset: different names required");
        assertThatThrownBy(() -> Dataset.of(new double[1], new double[1], names, "a"))
                .hasMessageStartingWith("dataset: different names required");
    }

    @Test
    void wrongColumnsToDropAreReported() throws IOException {
        Path file = file("a,b,y\n1,2,3\n2,3,4\n");
        assertThatThrownBy(() -> Dataset.read(file, "y", List.of(), List.of("q")))
                .hasMessage("data.csv: column to drop \"q\": no such column");
        assertThatThrownBy(() -> Dataset.read(file, "y", List.of(), List.of("y")))
                .hasMessage("data.csv: column \"y\" is the target and to be dropped");
        assertThatThrownBy(() -> Dataset.read(file, "y", List.of("a"), List.of("a")))
                .hasMessage("data.csv: column \"a\" is an input and to be dropped");
    }

    @Test
    void aFailedPredictionFileLeavesTheOldOneAndNothingElse() throws IOException {
        Path table = file("a\n1\n2\n");
        Path out = Files.writeString(folder.resolve("out.csv"), "old");
        for (String[] wrong : List.of(new String[1], new String[3])) {
            assertThatThrownBy(() -> predict(table, out, wrong))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("rows required");
        }
        assertThat(out).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(table, out);
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsReported() throws IOException {
        Path table = file("a\n1\n");
        assertThatThrownBy(() -> predict(table, folder.resolve("none/out.csv"), "1"))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("the folder to write to does not exist");
        assertThatThrownBy(() -> predict(table, folder, "1"))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("got a directory");
    }

    @Test
    void predictionsMayReplaceTheTableItself() throws IOException {
        Path table = file("a\n1\n2\n");
        predict(table, table, "3.0", "4.0");
        assertThat(table).hasContent("a,prediction\n1,3.0\n2,4.0\n");
    }

    private static void predict(Path table, Path out, String... cells) {
        PredictionWriter.write(TableFile.open(table), List.of("prediction"), List.<String[]>of(cells), out);
    }
}
