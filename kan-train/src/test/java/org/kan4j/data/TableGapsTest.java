package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.data.LargeDataset.Part;

/** Cells where there should be a number, and columns where there should be another name. */
class TableGapsTest {
    @TempDir
    Path folder;

    private TableFile file(String text) throws IOException {
        return TableFile.open(Files.writeString(folder.resolve("data.csv"), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "n/a", "#N/A", "NaN", "null", "None", "-", "?", "."})
    void rowsWithoutATargetAreLeftOutAndCounted(String gap) throws IOException {
        Dataset data = Dataset.read(
                file("x,y,w\n1,2,1\n2," + gap + ",2\n\n3,4,3\n4,5,4\n"),
                Roles.of("y").withWeights("w"));
        assertThat(data.x()).containsExactly(1, 3, 4);
        assertThat(data.y()).containsExactly(2, 4, 5);
        assertThat(data.weights()).containsExactly(1, 3, 4);
        assertThat(data.rowNumbers()).containsExactly(0, 2, 3);
        assertThat(data.notes()).containsExactly("1 row without a value of \"y\": left out");
    }

    @Test
    void aRowBehindAGapIsNamedByItsLine() throws IOException {
        TableFile file = file("x,y,w\n1,2,1\n2,,2\n\n3,4,-3\n4,5,1\n");
        assertThatThrownBy(() -> Dataset.read(file, Roles.of("y").withWeights("w")))
                .hasMessage("data.csv, row 5, column \"w\": a weight of 0 or more required, got -3.0");
    }

    @Test
    void oneOfSeveralTargetsIsEnough() throws IOException {
        Dataset data = Dataset.read(file("x,u,v\n1,2,3\n2,,4\n3,5,NA\n4,6,7\n"), Roles.of("u", "v"));
        assertThat(data.y()).containsExactly(2, 3, 6, 7);
        assertThat(data.notes()).containsExactly("2 rows without a value of \"u\" or \"v\": left out");
    }

    @Test
    void rowsWithoutALabelAreLeftOutForAModelOfClassesToo() throws IOException {
        TableFile file = file("x,y\n1,u\n2,\n3,v\n4,u\n");
        for (Dataset data : List.of(
                Dataset.read(file, Roles.ofClasses("y")),
                DatasetReader.read(file, Roles.ofClasses("y"), List.of("u", "v")))) {
            assertThat(data.classes()).containsExactly("u", "v");
            assertThat(data.x()).containsExactly(1, 3, 4);
            assertThat(data.y()).containsExactly(0, 1, 0);
        }
    }

    @Test
    void aGapInAnInputIsRefusedWithARemedy() throws IOException {
        TableFile file = file("x,z,y\n1,2,3\nNA,3,4\n2,3,4\n");
        assertThatThrownBy(() -> Dataset.read(file, Roles.of("y")))
                .hasMessage(
                        "data.csv, row 3, column \"x\": not a number: \"NA\"; a gap: fill it, delete the row, or leave the"
                                + " column out (--drop of discover and fit)");
        assertThat(Dataset.read(file, Roles.of("y").without("x")).rows()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTableOnDiskLeavesOutTheSameRows(boolean labels) throws IOException {
        StringBuilder text = new StringBuilder("x,one,y\n0,7,\n");
        for (int r = 1; r < 2_000; r++) {
            text.append(r)
                    .append(",1,")
                    .append(r % 10 == 3 ? "" : Integer.toString(r % 7))
                    .append('\n');
        }
        TableFile file = file(text.toString());
        Roles roles = labels ? Roles.ofClasses("y") : Roles.of("y");
        Dataset whole = Dataset.read(file, roles);
        try (LargeDataset data = LargeDataset.read(file, roles, folder, 1)) {
            assertThat(data.rows()).isEqualTo(1799).isEqualTo(whole.rows());
            // The row where the second column is another has no target, so that the column is constant.
            assertThat(data.notes()).isEqualTo(whole.notes()).hasSize(2);
            for (Part part : Part.values()) {
                Dataset rows = data.sample(part, 2_000);
                for (int r = 0; r < rows.rows(); r++) {
                    assertThat(rows.y()[r]).isEqualTo(rows.x()[r] % 7);
                }
            }
        }
    }

    @Test
    void gapsThatAreAllowedAreNotANumber() throws IOException {
        Table table = TableReader.read(file("a,b,c\n1,,\n,2,\n3,NA,\n"), name -> true, name -> true);
        assertThat(table.column("a").orElseThrow()).containsExactly(1, Double.NaN, 3);
        assertThat(table.column("b").orElseThrow()).containsExactly(Double.NaN, 2, Double.NaN);
        assertThat(table.column("c").orElseThrow()).containsOnly(Double.NaN);
    }

    @Test
    void aNameInOtherCapitalsIsTakenWhereOneAloneIsLikeIt() throws IOException {
        TableFile file = file("A,Bb,bB,c\n1,2,3,4\n");
        TableFile matching = file.matching(List.of("a", "bb", "c"));
        assertThat(matching.header()).containsExactly("a", "Bb", "bB", "c");
        assertThat(TableReader.read(matching, name -> true, name -> false).notes())
                .containsExactly("column \"A\" is taken for \"a\"");
        assertThat(file.matching(List.of("Bb", "BB")).header()).containsExactly("A", "Bb", "BB", "c");
    }
}
