package org.kan4j.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.data.DataException;
import org.kan4j.data.Table;
import org.kan4j.data.TableFile;
import org.kan4j.data.TableReader;

/** The files are made by {@code make.py} beside them. */
class ParquetTableTest {
    private static Path file(String name) {
        try {
            return Path.of(ParquetTableTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = new ParquetTable().text(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void valuesOfAllKindsBecomeCells() throws IOException {
        assertThat(text(file("kinds.parquet"))).isEqualTo("""
                        double,float,half,long,byte,unsigned,text,level,flag,day,time,local,utc,price
                        0.1,0.1,0.5,1,200,18446744073709551615,"a,""b""\",low,true,2026-01-31,12:30,2026-01-31T12:30,2026-01-31T12:30:00Z,1.50
                        ,2.5,1.5,,,,,high,,,,,,
                        -1.0E-300,,,9007199254740993,0,0,"c
                        d",low,false,1969-07-20,00:00:01,1969-07-20T00:00,1969-07-20T00:00:00Z,-0.07
                        3.0,4.0,2.0,-4,7,7,"# é",,true,2000-02-29,23:59:59.500,2000-02-29T01:02:03,2000-02-29T01:02:03Z,12345.67
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
    void everyUsualCompressionIsRead(String compression) {
        Table table = TableReader.read(file(compression + ".parquet"));

        assertThat(table.names()).containsExactly("x", "y");
        assertThat(table.rows()).isEqualTo(40);
        for (int r = 0; r < 40; r++) {
            assertThat(table.columns().get(0)[r]).isEqualTo(r / 7.0);
            assertThat(table.columns().get(1)[r]).isEqualTo(2.0 * r / 7 + 1);
        }
    }

    @Test
    void rowGroupsAndPagesFollowEachOther() throws IOException {
        Table table = TableReader.read(file("pages.parquet"));

        assertThat(table.columns().get(0))
                .containsExactly(
                        IntStream.range(0, 1000).mapToDouble(r -> r / 7.0).toArray());
        assertThat(new ParquetTable().rows(file("pages.parquet"))).isEqualTo(1000);
    }

    @Test
    void columnsAreWhatTheirValuesTell() {
        assertThat(TableFile.open(file("kinds.parquet")).schema().columns())
                .extracting(column -> column.name() + " " + column.type())
                .contains(
                        "double NUMBER",
                        "flag BOOLEAN",
                        "day DATE",
                        "time TIME",
                        "local DATE_TIME",
                        "utc DATE_TIME",
                        "price NUMBER");
    }

    @Test
    void whatATableCannotHoldIsRefusedByName() {
        assertThatThrownBy(() -> TableFile.open(file("nested.parquet")))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("nested.parquet: column \"tags\" holds lists, maps or structs; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "brotli"})
    void otherCompressionsAreNamed(String compression) {
        assertThatThrownBy(() -> TableReader.read(file(compression + ".parquet")))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        compression + ".parquet: compressed by " + compression.toUpperCase(Locale.ROOT));
    }

    @Test
    void aTableWithoutRowsHasItsColumns() {
        TableFile file = TableFile.open(file("empty.parquet"));

        assertThat(file.header()).containsExactly("x", "y");
        assertThatThrownBy(() -> TableReader.read(file("empty.parquet")))
                .hasMessageStartingWith("empty.parquet: at least 1 row ");
    }

    /** Damaged files are refused or read, within the memory of this JVM. */
    @Test
    void damagedFilesAreReadOrRefused(@TempDir Path folder) throws IOException {
        byte[] sound = Files.readAllBytes(file("snappy.parquet"));
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            byte[] damaged = sound.clone();
            for (int n = 0; n <= i % 4; n++) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
            try {
                TableReader.read(file);
            } catch (DataException e) {
                assertThat(e).hasMessageContaining("damaged.parquet");
                refused++;
            }
        }
        assertThat(refused).isBetween(50, 149);
    }
}
