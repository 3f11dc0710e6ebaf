package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as spreadsheets, instruments and other programs write them. */
class TableFormsTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return file(text, StandardCharsets.UTF_8);
    }

    private Path file(String text, Charset encoding) throws IOException {
        return Files.write(folder.resolve("data.csv"), text.getBytes(encoding));
    }

    private Table read(String text) throws IOException {
        return TableReader.read(file(text));
    }

    /** Two columns, x = 1000.5, −2.25, 3 and y = 1, 2, 4, however they are written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x,y\n1000.5,1\n-2.25,2\n3,4\n",
                "x;y\n1000,5;1\n-2,25;2\n3;4\n",
                "x;y\n1.000,5;1,0\n-2,25;2,0\n3;4,0\n",
                "x,y\n\"1,000.5\",1\n-2.25,2\n3,4\n",
                "x;y\n1'000.5;1\n-2.25;2\n3;4\n",
                "x;y\n1\u202f000,5;1\n-2,25;2\n3;4\n",
                "x\ty\n1000.5\t1\n-2.25\t2\n3\t4\n",
                "x y\n1000.5 1\n-2.25 2\n3 4\n",
                "   x       y\n 1000.5   1 \n\t-2.25   2\n    3.0   4\n",
                "# x y\n1000.5 1\n-2.25 2\n3 4\n",
                "# x\ty\n1000.5\t1\n-2.25\t2\n# a remark\n3\t4\n",
                "# measured in 2020\n# by hand\nx,y\n1000.5,1\n#1,1\n-2.25,2\n3,4\n",
                "sep=;\r\nx;y\r\n1000.5;1\r\n-2.25;2\r\n3;4\r\n",
                "\"sep=;\"\nx;y\n1000,5;1\n-2,25;2\n3;4\n",
                "x,y\r1.0005D+03,1.0d0\r-2.25D0,2\r3,4\r",
                "x,y\n1.0005+003,1\n-2.25,2\n3,4\n",
                "x,y\nm,kg\n1000.5,1\n-2.25,2\n3,4\n",
                "x,y\n,N\n1000.5,1\n-2.25,2\n3,4\n",
                "x,y,\n1000.5,1,\n-2.25,2,\n3,4,\n",
                "x,y\n1000.5,1,\n-2.25,2,\n3,4,\n",
                "x,y,,\n1000.5,1\n-2.25,2\n3,4\n",
                ",x,y\n0,1000.5,1\n1,-2.25,2\n2,3,4\n",
                "\"x\",\"y\"\n\"1\",1000.5,1\n\"2\",-2.25,2\n\"3\",3,4\n",
                "Unnamed: 0,x,y\n0,1000.5,1\n1,-2.25,2\n2,3,4\n",
                "\nx,y\n\n1000.5,1\n,\n-2.25,2\n  \n3,4\n,\n",
                "x,y\n1000.5,1\n\u22122.25,2\n3,4\n",
                "x;y\n1000.5 %;1\n-2.25%;2\n3%;4\n",
                "x,y\n$1000.5,1\n-$2.25,2\n$3,4\n",
                "x;y\n1.000,50 €;1\n-2,25 €;2\n3,00 €;4\n"
            })
    void formsOfOneTableGiveTheSameNumbers(String text) throws IOException {
        Table table = read(text);
        assertThat(table.column("x").orElseThrow()).containsExactly(1000.5, -2.25, 3);
        assertThat(table.column("y").orElseThrow()).containsExactly(1, 2, 4);
        assertThat(table.names()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252", "ISO-8859-1", "UTF-8"})
    void encodingsAreTold(String encoding) throws IOException {
        Path file = file("Länge\tµ\n1.5\t2\n3\t4\n", Charset.forName(encoding));
        Table table = TableReader.read(file);
        assertThat(table.names()).containsExactly("Länge", "µ");
        assertThat(table.column("µ").orElseThrow()).containsExactly(2, 4);
    }

    @Test
    void anEncodingThatIsNamedIsTaken() throws IOException {
        Path file = file("Ž,y\n1,2\n3,4\n", Charset.forName("ISO-8859-2"));
        Schema told = Schema.OPEN.withEncoding(Charset.forName("ISO-8859-2"));
        assertThat(TableFile.open(file, told).header()).containsExactly("Ž", "y");
    }

    @Test
    void aHeaderMayHoldTheOtherSeparator() throws IOException {
        assertThat(read("Length (cm, whole, > 0);Price (EUR, net, rounded)\n33;20\n59;17\n")
                        .names())
                .containsExactly("Length (cm, whole, > 0)", "Price (EUR, net, rounded)");
        assertThat(read("a, b;c, d\n1,5;2,5\n3,5;4,5\n").column("a, b").orElseThrow())
                .containsExactly(1.5, 3.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1969-12-31 | 1970-01-02 | -1 | 1 | days since 1970-01-01
            1970-01-01T00:01 | 1970-01-01T01:00:00.5 | 60 | 3600.5 | seconds since 1970-01-01 00:00
            1970-01-01 00:00:10Z | 1970-01-01 02:00:00+01:00 | 10 | 3600 | seconds since 1970-01-01 00:00
            08:00 | 23:59:59.5 | 28800 | 86399.5 | seconds since midnight
            True | no | 1 | 0 | 1 for true or yes, 0 for false or no
            """)
    void timesAndBooleansAreNumbersAndANoteSaysWhich(String first, String second, double a, double b, String note)
            throws IOException {
        Table table = read("t,y\n" + first + ",1\n" + second + ",2\n");
        assertThat(table.column("t").orElseThrow()).containsExactly(a, b);
        assertThat(table.notes()).containsExactly("column \"t\" is read as " + note);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x;y\\n1,234;5\\n2,345;6\\n | row 2, column "x": not a number: "1,234"; --decimal comma or --decimal point says what its comma is
            x;y\\n1,5;2.5\\n2,5;3.5\\n | row 2, column "x": not a number: "1,5"; is its comma a decimal mark, as --decimal comma says?
            x,y\\n5%,1\\n6,2\\n | row 2, column "x": not a number: "5%"; the same sign in all rows required, or none
            x,y\\n5%%,1\\n6%%,2\\n | row 2, column "x": not a number: "5%%"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            x,y\\n$5,1\\n€6,2\\n | row 2, column "x": not a number: "$5"; the same sign in all rows required, or none
            x,y\\n3 kg,1\\n4 kg,2\\n | row 2, column "x": not a number: "3 kg"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            x,y\\n1/2,1\\n1/3,2\\n | row 2, column "x": not a number: "1/2"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            x,y\\n31.12.2020,1\\n01.01.2021,2\\n | row 2, column "x": not a number: "31.12.2020"; dates as 2021-12-31 required
            x,y\\n"12,34,5",2\\n1.5,3\\n | row 2, column "x": not a number: "12,34,5"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            x,y\\n1.5,1,2\\n2.5,2,3\\n | row 2: 2 cells required, as in the header, got 3; cells are separated by commas, the header's first is "x"; --separator names another
            x;y\\n1,5;1\\n2,5;2\\n,5.5.5;3\\n | row 4, column "x": not a number: ",5.5.5"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            x,y\\n1,5,2\\n2,7,3\\n | row 2: 2 cells required, as in the header, got 3; cells are separated by commas, the header's first is "x"; --separator names another
            mass kg,speed ms\\n1 kg,2 ms\\n3 kg,4 ms\\n | row 2, column "mass kg": not a number: "1 kg"; change it, leave the column out (--drop), or take it for a category (--categories of fit)
            sep=:\\nx:y\\n1:2\\n | row 1: sep= and a comma, semicolon, tab or blank required, got ":"
            """)
    void whatIsAmbiguousOrUnknownIsRefusedWithARemedy(String text, String message) throws IOException {
        Path file = file(text.replace("\\n", "\n"));
        assertThatThrownBy(() -> TableReader.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("data.csv, " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2,3",
                "1,23,456",
                "1,2345",
                "1234,567",
                "1,234'567",
                ",123",
                "1,234,",
                "1.5,000",
                "1,,234",
                "1,-234",
                "1.5-10"
            })
    void whatHasOtherGroupsThanOfThreeDigitsIsNoNumber(String text) {
        Numbers numbers = new Numbers(Optional.of(Decimal.POINT), "");
        assertThat(numbers.parse(text.toCharArray(), 0, text.length())).isNaN();
    }

    @Test
    void theOptionThatAMessageNamesIsTheRemedy() throws IOException {
        Path file = file("x;y\n1,234;5\n2,345;6\n");
        for (Decimal decimal : Decimal.values()) {
            Schema told = Schema.OPEN.withDecimal(decimal);
            assertThat(TableReader.read(TableFile.open(file, told), name -> true, name -> false)
                            .column("x")
                            .orElseThrow())
                    .containsExactly(decimal == Decimal.COMMA ? 1.234 : 1234, decimal == Decimal.COMMA ? 2.345 : 2345);
        }
        Path points = file("x;y\n1.5;2\n3.5;4\n");
        Schema commas = Schema.OPEN.withDecimal(Decimal.COMMA);
        assertThatThrownBy(() -> TableReader.read(TableFile.open(points, commas), name -> true, name -> false))
                .hasMessageEndingWith("\"1.5\"; commas are the decimal marks, as --decimal or other cells say");
        Path other = file("x,y\n1;2\n3;4\n");
        Schema told = Schema.OPEN.withSeparator(Separator.SEMICOLON);
        assertThatThrownBy(() -> TableReader.read(TableFile.open(other, told), name -> true, name -> false))
                .hasMessageContaining("cells are separated by semicolons, the header's first is \"x,y\"");
    }

    @Test
    void whatWasDecidedIsNoted() throws IOException {
        assertThat(read("x;y\n1.234,5;1\n1,5;2\n").notes())
                .containsExactly("numbers have decimal commas", "points in numbers are taken for marks of thousands");
        assertThat(read("x,y\nm,s\n1,2\n3,4\n").notes()).containsExactly("row 2 is taken for units: m, s");
        assertThat(read(",x\na,1\nb,2\n").notes())
                .containsExactly("column 1 has no name and is taken for row names: left out");
        assertThat(read("#1\nx,y\n5%,1\n6%,2\n").notes())
                .containsExactly(
                        "lines that begin with # are passed over", "column \"x\" has percent signs: 5% is read as 5");
    }

    @Test
    void aColumnOfCategoriesIsWarnedOfAndOneOfNamesNoted() throws IOException {
        Table table = read("kind,name,y\na,u,1\na,v,2\nb,w,3\nb,x,4\n");
        assertThat(table.warnings())
                .containsExactly(
                        "column \"kind\" holds text and is left out: inputs are numbers; discover --by kind tells groups by it, fit takes it for a category");
        assertThat(table.notes()).containsExactly("column \"name\" holds no number: left out");
    }

    @Test
    void aHeaderOfNumbersIsWarnedOfUnlessItCounts() throws IOException {
        assertThat(read("0.5,2.875\n1,2\n3,4\n").warnings())
                .containsExactly(
                        "row 1 is taken for the names of columns, but holds numbers alone; where it is a row, put a"
                                + " line of names above it");
        assertThat(read("0,1,2\n1,2,3\n3,4,5\n").warnings()).isEmpty();
        assertThat(read("x,1\n1,2\n3,4\n").warnings()).isEmpty();
        Path file = file("0.5,2.875\n1,2\n3,4\n");
        assertThatThrownBy(() -> Dataset.read(file, Roles.of("y")))
                .hasMessageContaining(
                        "target \"y\": no such column of numbers; row 1 is taken for the names of columns, but");
    }

    @Test
    void aNumberThatMayStandForAGapIsWarnedOf() throws IOException {
        Path file = file("x,w,y\n1,5,2\n2,-999,3\n3,6,4\n4,-999,9999\n");
        assertThat(Dataset.read(file, Roles.of("y")).warnings())
                .containsExactly(
                        "column \"w\": -999 in 2 rows is far from all other numbers; where it stands for a gap, delete them",
                        "column \"y\": 9999 in 1 row is far from all other numbers; where it stands for a gap, delete it");
        assertThat(Extremes.warning("x", new double[] {-999, -500, 0, 400})).isEmpty();
        assertThat(Extremes.warning("x", new double[] {0, 99, 0, 99})).isEmpty();
        assertThat(Extremes.warning("x", new double[] {99, 98, 97})).isEmpty();
    }

    @Test
    void textBelowNumbersAndNumbersBelowTextAreRefusedBeyondTheSampleToo() throws IOException {
        String rows = "1,u\n".repeat(70_000);
        assertThatThrownBy(() -> read("x,name\n" + rows + "1,5\n"))
                .hasMessage("data.csv, row 70002, column \"name\": text required, as in the rows before, got \"5\"");
        assertThatThrownBy(() -> read("x,name\n" + rows + "v,u\n"))
                .hasMessageStartingWith("data.csv, row 70002, column \"x\": not a number: \"v\"");
    }

    @Test
    void namesWithCommasAreFoundInAList() throws IOException {
        TableFile file = TableFile.open(file("\"mass, kg\",\"speed, m/s\",a,b\n1,2,3,4\n"));
        assertThat(file.columns("mass, kg")).containsExactly("mass, kg");
        assertThat(file.columns("a,mass, kg,b")).containsExactly("a", "mass, kg", "b");
        assertThat(file.columns("speed, m/s,none,a")).containsExactly("speed, m/s", "none", "a");
    }

    @Test
    void predictionsGoIntoAnyForm() throws IOException {
        for (String[] form : new String[][] {
            {"sep=;\nx;y\nm;s\n1,5;2\n2,5;3\n", "x;y;prediction\n1,5;2;7\n2,5;3;\n"},
            {"# x   y\n 1.5   2\n\n2.5 3\n", "x y prediction\n1.5 2 7\n2.5 3 \"\"\n"},
            {" X ,y\n1,2\n,\n2,3\n", " X ,y,prediction\n1,2,7\n2,3,\n"}
        }) {
            StringWriter out = new StringWriter();
            TableFile table = TableFile.open(file(form[0]));
            PredictionWriter.write(table, List.of("prediction"), List.<String[]>of(new String[] {"7", ""}), out);
            assertThat(out.toString()).isEqualTo(form[1]);
        }
    }
}
