package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @TempDir
    Path folder;

    @Test
    void exponentsAreReadByColumn() throws IOException {
        Path file = folder.resolve("units.csv");
        Files.writeString(file, "\uFEFFcolumn;m;s\nforce ;1;-2\r\n\"a;b\";0.5;0\n");
        Units units = Units.read(file);
        assertThat(units.of("force")).containsExactly(1, -2);
        assertThat(units.of("a;b")).containsExactly(0.5, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | units.csv: a header and at least 1 line required, got none",
                "column,m | units.csv: a header and at least 1 line required, got none",
                "name,m/x,1 | 'units.csv, row 1: \"column\" and then at least 1 base unit required, got [name, m]'",
                "column/x | 'units.csv, row 1: \"column\" and then at least 1 base unit required, got [column]'",
                "column,m,s/x,1,0/y,1 | 'units.csv, row 3: 3 cells required, got 2'",
                "column,m,s/x,1,0,4 | 'units.csv, row 2: 3 cells required, got 4'",
                "column,m,s/x,1,kg | 'units.csv, row 2, column \"s\": a number required, got \"kg\"'",
                "column,m,s/x,1, | 'units.csv, row 2, column \"s\": a number required, got \"\"'",
                "column,m,s/x,1,1e999 | 'units.csv, row 2, column \"s\": a number required, got \"1e999\"'",
                "column,m/x,1/x,2 | 'units.csv, row 3: one line for each column required, got \"x\" twice'",
            })
    void malformedFilesAreRefusedByPlaceRuleAndValue(String text, String message) throws IOException {
        Path file = folder.resolve("units.csv");
        Files.writeString(file, text.replace('/', '\n'), StandardCharsets.UTF_8);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Units.read(file))
                .withMessage(message);
    }

    @Test
    void aMissingFileIsRefusedAndLatin1IsRead() throws IOException {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Units.read(folder.resolve("none.csv")));
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "column,m\nhöhe,1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Units.read(latin).of("höhe")).containsExactly(1);
    }
}
