package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kan4j.data.LargeDataset.Part;

/** Columns of text that are categories, and inputs with gaps. */
class MixedTableTest {
    private static final double GAP = Double.NaN;

    private static final String TABLE =
            "colour,x,who,flag,y\nred,1,ann,true,1\nblue,,bob,false,2\n,3,cay,true,3\nred,4,dee,,4\n blue ,5,eve,true,5\n";

    @TempDir
    private Path folder;

    private TableFile file(String text) throws IOException {
        return TableFile.open(Files.writeString(folder.resolve("data.csv"), text));
    }

    private static double[] column(Dataset data, String name) {
        int i = data.inputNames().indexOf(name);
        double[] column = new double[data.rows()];
        Arrays.setAll(column, r -> data.x()[r * data.inputs() + i]);
        return column;
    }

    private static Feature feature(Dataset data, String name) {
        return data.features().get(data.inputNames().indexOf(name));
    }

    @Test
    void textIsACategoryWhoseLevelsAreInOrderAndGapsAreNotANumber() throws IOException {
        Dataset data = Dataset.read(file(TABLE), Roles.of("y").withMixed(Missing.EFFECT));
        assertThat(data.inputNames()).containsExactly("colour", "x", "flag");
        assertThat(feature(data, "colour")).isEqualTo(new Feature(List.of("blue", "red"), true));
        assertThat(column(data, "colour")).containsExactly(1, 0, GAP, 1, 0);
        assertThat(feature(data, "x")).isEqualTo(new Feature(List.of(), true));
        assertThat(column(data, "x")).containsExactly(1, GAP, 3, 4, 5);
        assertThat(column(data, "flag")).containsExactly(1, 0, 1, GAP, 1);
        assertThat(data.notes())
                .contains(
                        "column \"colour\" is taken for a category of 2 levels",
                        "column \"colour\" has a gap, which has an effect of its own");
        assertThat(data.notes())
                .contains("column \"who\" holds text that hardly repeats: left out; --inputs takes it for categories");
    }

    @Test
    void noneIsALevelAmongTexts() throws IOException {
        TableFile file = file("kind,y\nnone,1\nNA,2\nsome,3\nnone,4\nsome,5\n");
        Dataset data = Dataset.read(file, Roles.of("y").withMixed(Missing.EFFECT));
        assertThat(column(data, "kind")).containsExactly(0, GAP, 1, 0, 1);
        assertThat(TableProfile.of(file).columns().get(0).gaps()).isEqualTo(1);
    }

    @Test
    void namesThatAreAskedForAreACategory() throws IOException {
        Dataset data = Dataset.read(
                file(TABLE), Roles.of("y").withInputs("who", "colour").withMixed(Missing.EFFECT));
        assertThat(feature(data, "who").levels()).containsExactly("ann", "bob", "cay", "dee", "eve");
    }

    @Test
    void rowsWithAGapInAnInputAreLeftOutWhereThatIsAskedFor() throws IOException {
        Dataset data = Dataset.read(file(TABLE), Roles.of("y").without("who").withMixed(Missing.DROP));
        assertThat(data.y()).containsExactly(1, 5);
        assertThat(data.features()).allMatch(feature -> !feature.gaps());
        assertThat(data.notes()).contains("3 rows that lack an input: left out");
    }

    @Test
    void gapsAreRefusedByPlaceWhereThatIsAskedFor() throws IOException {
        assertThatThrownBy(() ->
                        Dataset.read(file(TABLE), Roles.of("y").without("who").withMixed(Missing.REFUSE)))
                .hasMessageStartingWith("data.csv, row 3, column \"x\": not a number: \"\"; a gap: ");
        assertThatThrownBy(() -> Dataset.read(
                        file(TABLE), Roles.of("y").withInputs("colour").withMixed(Missing.REFUSE)))
                .hasMessageContaining("row 4, column \"colour\"");
    }

    @Test
    void fewWholeNumbersThatRepeatAreOfferedAndTakenForLevels() throws IOException {
        StringBuilder text = new StringBuilder("region,x,y\n");
        for (int r = 0; r < 60; r++) {
            text.append(r % 4 + 8)
                    .append(r % 2 == 0 ? "" : ".0")
                    .append(',')
                    .append(r)
                    .append(',')
                    .append(r % 7)
                    .append('\n');
        }
        TableFile file = file(text.toString());
        Roles roles = Roles.of("y").withMixed(Missing.EFFECT);
        assertThat(Dataset.read(file, roles).notes())
                .contains(
                        "column \"region\" holds 4 whole numbers that repeat; where they are codes, --categories takes them"
                                + " for levels");
        assertThat(TableProfile.of(file).columns().get(0).suspicions())
                .containsExactly(
                        "4 whole numbers that repeat, which may be codes: fit --categories takes them for levels");
        Dataset data = Dataset.read(file.withCategories(List.of("region")), roles);
        assertThat(feature(data, "region").levels()).containsExactly("8", "9", "10", "11");
        assertThat(column(data, "region")).startsWith(0, 1, 2, 3, 0);
        assertThatThrownBy(() -> file.withCategories(List.of("area")))
                .hasMessage("data.csv: categories: column \"area\": no such column; there are region, x, y");
    }

    @ParameterizedTest
    @EnumSource(
            value = Missing.class,
            names = {"EFFECT", "DROP", "MEDIAN"})
    void aTableOnDiskHoldsTheSame(Missing missing) throws IOException {
        StringBuilder text = new StringBuilder("id,kind,x,empty,y\n");
        for (int r = 0; r < 10_000; r++) {
            text.append('n').append(r).append(',');
            text.append(r % 11 == 0 ? "NA" : "k" + r * 7 % 13).append(',');
            text.append(r % 5 == 0 ? "" : String.valueOf(r))
                    .append(",,")
                    .append(r)
                    .append('\n');
        }
        TableFile file = file(text.toString());
        Roles roles = Roles.of("y").withMixed(missing);
        Dataset whole = Dataset.read(file, roles);
        try (LargeDataset data = LargeDataset.read(file, roles, folder, 1)) {
            assertThat(data.rows()).isEqualTo(whole.rows());
            assertThat(data.notes()).isEqualTo(whole.notes());
            assertThat(data.warnings()).isEqualTo(whole.warnings());
            Dataset some = data.sample(Part.TRAIN, 500);
            assertThat(some.features()).isEqualTo(whole.features());
            assertThat(some.features().get(0).levels()).hasSize(13).startsWith("k0", "k1", "k10");
            assertThat(some.missing()).isEqualTo(whole.missing());
            double[] y = whole.y();
            for (int r = 0; r < some.rows(); r++) {
                int same = Arrays.binarySearch(y, some.y()[r]);
                assertThat(Arrays.copyOfRange(some.x(), 2 * r, 2 * r + 2))
                        .containsExactly(Arrays.copyOfRange(whole.x(), 2 * same, 2 * same + 2));
            }
        }
    }
}
