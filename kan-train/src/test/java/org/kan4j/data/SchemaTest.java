package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Table read(TableFile file) {
        return TableReader.read(file, name -> true, name -> false);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path table = file(
                "t.csv",
                ";a \"b\";p;d;s;t;f;k;n;e\n1;1,5;5%;2026-01-01;2026-01-01 10:00;10:00;yes;u;x;\n2;2,5;6%;2026-01-02;2026-01-01"
                        + " 11:00;11:00;no;u;y;\n");
        Schema schema = TableFile.open(table).schema();
        assertThat(schema.columns())
                .extracting(column -> column.type().text())
                .containsExactly(
                        "number",
                        "number",
                        "number",
                        "date",
                        "date-time",
                        "time",
                        "boolean",
                        "category",
                        "text",
                        "empty");
        Path written = folder.resolve("schema.json");
        SchemaFile.write(schema, written);
        assertThat(SchemaFile.read(written)).isEqualTo(schema);
        assertThat(SchemaFile.read(file("open.json", SchemaFile.text(Schema.OPEN))))
                .isEqualTo(Schema.OPEN);
    }

    @Test
    void aTableIsReadAsTheSchemaSaysWhateverItsRowsTell() throws IOException {
        TableFile first = TableFile.open(file("t.csv", "x;when;f;y\n1,5;2026-01-01;true;1\n2,5;2026-01-02;false;2\n"));
        Schema schema = first.schema();
        // Alone, these rows would be numbers with points, a column of text, and one of gaps.
        Path later = file("later.csv", "extra;Y;x;f;when\n1;1,234;1.234;no;1970-01-02\n2;5;2.345;no;1970-01-03\n");
        Table table = read(TableFile.open(later, schema).matching(List.of("y")));
        assertThat(table.notes())
                .contains(
                        "column \"extra\" is not in the schema: left out",
                        "column \"f\" is read as 1 for true or yes, 0 for false or no");
        assertThat(table.column("x").orElseThrow()).containsExactly(1234, 2345);
        assertThat(table.column("when").orElseThrow()).containsExactly(1, 2);
        Path wrong = file("wrong.csv", "x;when;f;y\n1;2;3;4\n5;6;7;8\n");
        assertThatThrownBy(() -> read(TableFile.open(wrong, schema)))
                .hasMessageStartingWith("wrong.csv, row 2, column \"when\": not a date as in the rows before: \"2\"");
    }

    @Test
    void aColumnThatTheSchemaLeavesOutIsNotRead() throws IOException {
        Path schema = file(
                "s.json",
                "{\"columns\":[{\"name\":\"x\",\"type\":\"number\"},{\"name\":\"kind\",\"type\":\"category\",\"left_out\":\"of no"
                        + " use\"}]}");
        Path table = file("t.csv", "x,kind\n1,a\n2,a\n3,b\n");
        Table read = read(TableFile.open(table, SchemaFile.read(schema)));
        assertThat(read.names()).containsExactly("x");
        assertThat(read.warnings()).isEmpty();
        assertThat(read.notes()).containsExactly("column \"kind\" is left out, as the schema says: of no use");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []| line 1: an object required, got "START_ARRAY"
            {"decimals":"comma"}| line 1: encoding, separator, decimal or columns required, got "decimals"
            {"decimal":"colon"}| line 1: decimal of point, comma required, got "colon"
            {"separator":5}| line 1: text for separator required, got "VALUE_NUMBER_INT"
            {"encoding":"martian"}| line 1: an encoding such as utf-8, latin1 or utf-16 required, got "martian"
            {"columns":[{"type":"number"}]}| line 1: a name for each column required, got "none"
            {"columns":[{"name":"x"}]}| line 1: a type for each column required, got "none"
            {"columns":[{"name":"x","type":"date time"}]}| line 1: type of number, boolean, date, date-time, time, category, text, empty required, got "date time"
            {"columns":[{"name":"x","type":"number","sign":"#"}]}| line 1: a sign of %, $, €, £ or ¥ required, got "#"
            """)
    void whatIsNoSchemaIsRefusedByPlaceRuleAndValue(String text, String message) throws IOException {
        Path file = file("s.json", text);
        assertThatThrownBy(() -> SchemaFile.read(file))
                .isInstanceOf(DataException.class)
                .hasMessage("s.json, " + message);
    }

    @Test
    void aMissingFileAndBrokenJsonAreRefused() throws IOException {
        assertThatThrownBy(() -> SchemaFile.read(folder.resolve("none.json")))
                .hasMessageContaining("no such schema file");
        Path broken = file("s.json", "{\"columns\":[");
        assertThatThrownBy(() -> SchemaFile.read(broken))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("s.json: a schema in JSON required: Unexpected end");
        Path binary = Files.write(folder.resolve("b.json"), "é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SchemaFile.read(binary)).isInstanceOf(DataException.class);
    }

    @Test
    void aProfileCountsWhatIsInTheColumns() throws IOException {
        TableFile file = TableFile.open(
                file(
                        "t.csv",
                        "id,x,k,c,e\n1,5,u,7,\n2,-999,v,7,\n3,6,u,7,\n4,5.5,,7,\n4,5.5,,7,\n6,oh,w,7,\n7,7,u,7,\n8,7.5,u,7,,9\n"));
        TableProfile profile = TableProfile.of(file);
        assertThat(profile.rows()).isEqualTo(8);
        assertThat(profile.repeats()).isEqualTo(1);
        assertThat(profile.ragged()).isEqualTo(1);
        assertThat(profile.columns()).extracting(ColumnProfile::gaps).containsExactly(0L, 0L, 2L, 0L, 8L);
        assertThat(profile.columns()).extracting(ColumnProfile::different).containsExactly(7, 7, 3, 1, 0);
        ColumnProfile x = profile.columns().get(1);
        assertThat(List.of(x.lowest(), x.highest())).containsExactly("-999", "7.5");
        assertThat(x.suspicions())
                .containsExactly(
                        "1 cell is no number, the first in row 7: \"oh\"",
                        "-999 in 1 row is far from all other numbers; where it stands for a gap, delete it");
        assertThat(profile.columns().get(2).kinds()).containsExactly("u", "v", "w");
        assertThat(profile.columns().get(3).suspicions()).containsExactly("constant");
        TableFile counted = TableFile.open(file("c.csv", "n,y\n0,1\n1,3\n2,2\n"));
        assertThat(TableProfile.of(counted).columns())
                .extracting(ColumnProfile::suspicions)
                .containsExactly(List.of("counts the rows"), List.of());
    }
}
