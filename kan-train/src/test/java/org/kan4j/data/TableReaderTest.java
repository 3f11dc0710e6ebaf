package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {
    @TempDir
    Path folder;

    private Table read(String text) throws IOException {
        return TableReader.read(Files.writeString(folder.resolve("data.csv"), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a,b\n1,2\n3,4\n", "a;b\r\n1;2\r\n3;4", "\uFEFFa\tb\n1\t2\n\n3\t4\n\n", "\"a\",b\n\"1\", 2 \n3,4"
            })
    void separatorsQuotesLineEndsAndAByteOrderMarkAreUnderstood(String text) throws IOException {
        Table table = read(text);
        assertThat(table.names()).containsExactly("a", "b");
        assertThat(table.column("a").orElseThrow()).containsExactly(1, 3);
        assertThat(table.column("b").orElseThrow()).containsExactly(2, 4);
    }

    @Test
    void aColumnWithoutAnyNumberIsLeftOutWithANote() throws IOException {
        Table table = read("name,a\nx,1\n,2\n");
        assertThat(table.names()).containsExactly("a");
        assertThat(table.notes()).containsExactly("column \"name\" holds no number: left out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a,b\\n1,2\\n3,n/a\\n | data.csv, row 3, column "b": not a number: "n/a"; a gap: fill it, delete the row, or leave the column out (--drop of discover and fit)
            a,b\\n1,x\\n3,4\\n | data.csv, row 2, column "b": not a number: "x"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            a,b\\n1,2\\n3,\\n | data.csv, row 3, column "b": not a number: ""; a gap: fill it, delete the row, or leave the column out (--drop of discover and fit)
            a,b\\n1,2\\n3,inf\\n | data.csv, row 3, column "b": not a finite number: "inf"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            a,b\\n1,2\\n3,NaN\\n | data.csv, row 3, column "b": not a finite number: "NaN"; a gap: fill it, delete the row, or leave the column out (--drop of discover and fit)
            a,b\\n1,2\\n3,1e999\\n | data.csv, row 3, column "b": not a finite number: "1e999"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            a,b\\n1,2\\n3,-1.6e308\\n | data.csv, row 3, column "b": beyond ±1.0E300: "-1.6e308"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            a,b\\n1,2\\n3\\n | data.csv, row 3: 2 cells required, as in the header, got 1; cells are separated by commas, the header's first is "a"; --separator names another
            a,b\\n1,2\\n3,4,5\\n | data.csv, row 3: 2 cells required, as in the header, got 3; cells are separated by commas, the header's first is "a"; --separator names another
            a,a\\n1,2\\n | data.csv, row 1: two columns are named "a"
            a,\\n1,2\\n | data.csv, row 1: column 2 has no name; a header line is required
            a,b\\n | data.csv: at least 1 row of numbers required below the header, got none
            a\\nx\\n | data.csv: at least 1 column of numbers required, got none; cells are separated by commas, the header's first is "a"; --separator names another
            """)
    void aBadCellIsReportedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    @Test
    void anEmptyFileADirectoryAMissingFileAndOtherEncodingsAreReported() throws IOException {
        assertThatThrownBy(() -> read("")).hasMessageContaining("got an empty file");
        assertThatThrownBy(() -> TableReader.read(folder)).hasMessageContaining("got a directory");
        assertThatThrownBy(() -> TableReader.read(folder.resolve("none.csv"))).hasMessageEndingWith("no such file");
        Path binary =
                Files.write(folder.resolve("binary.csv"), "a\u0001größe\n1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> TableReader.read(binary))
                .hasMessage("binary.csv, row 1, byte 4: not UTF-8 text; --encoding names another, such as latin1");
    }

    @Test
    void numbersAreParsedAsJavaParsesThem() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            double v = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-30, 30));
            String text =
                    i % 3 == 0 ? Double.toString(v) : String.format(Locale.ROOT, i % 3 == 1 ? "%.6g" : "%.17e", v);
            assertThat(Decimals.parse(text.toCharArray(), 0, text.length())).isEqualTo(Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", ".", "1e", "1e+", "1f", "0x10", "1,5", "--1", "1 2", "e5", "1.2.3"})
    void whatIsNoDecimalNumberIsNotParsed(String text) {
        assertThat(Decimals.parse(text.toCharArray(), 0, text.length())).isNaN();
    }

    @Test
    void constantAndRepeatedInputsAreLeftOutWithANote() throws IOException {
        Table table = read("a,b,c,d,y\n1,1,5,2,3\n2,2,5,1,4\n");
        Dataset data = Dataset.of(table, "y", List.of(), List.of("d"));
        assertThat(data.inputNames()).containsExactly("a");
        assertThat(data.notes())
                .containsExactly("column \"b\" equals column \"a\": left out", "column \"c\" is constant: left out");
        assertThat(data.y()).containsExactly(3, 4);
        assertThat(data.subset(new int[] {1}).rowNumbers()).containsExactly(1);
    }

    @Test
    void wrongColumnsAreReported() throws IOException {
        Table table = read("name,a,y\nx,1,3\ny,2,4\n");
        assertThatThrownBy(() -> Dataset.of(table, "q", List.of(), List.of()))
                .hasMessage("data.csv: target \"q\": no such column of numbers; there are a, y");
        assertThatThrownBy(() -> Dataset.of(table, "name", List.of(), List.of()))
                .hasMessageContaining("column \"name\" holds no number: left out");
        assertThatThrownBy(() -> Dataset.of(table, "y", List.of("y"), List.of()))
                .hasMessageContaining("and an input");
        assertThatThrownBy(() -> Dataset.of(table, "y", List.of(), List.of("a")))
                .hasMessageContaining("at least 1 input");
    }

    @Test
    void predictionsAreAddedToTheCellsAsTheyWere() throws IOException {
        Path file = Files.writeString(folder.resolve("data.csv"), "name;a\n\"x;1\";1.50\ny;2\n");
        StringWriter out = new StringWriter();
        PredictionWriter.write(
                TableFile.open(file), List.of("prediction"), List.<String[]>of(new String[] {"0.1", "2.0"}), out);
        assertThat(out.toString().replace("\r", "")).isEqualTo("name;a;prediction\n\"x;1\";1.50;0.1\ny;2;2.0\n");
    }
}
