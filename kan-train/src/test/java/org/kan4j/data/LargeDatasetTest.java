package org.kan4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.LargeDataset.Part;
import org.kan4j.data.LargeDataset.Range;

class LargeDatasetTest {
    /** More than are read at a time. */
    private static final int ROWS = 10_000;

    private final Roles roles =
            new Roles(List.of("y"), List.of(), List.of("name"), Optional.of(new RowWeights("w", false)), false);

    @TempDir
    private Path folder = Path.of("");

    private Path table(String change, String to) throws IOException {
        StringBuilder text = new StringBuilder("x,name,one,y,copy,w\n");
        for (int r = 0; r < ROWS; r++) {
            text.append(r)
                    .append(",row ")
                    .append(r % 3)
                    .append(",1,")
                    .append(0.5 * r)
                    .append(',')
                    .append(r);
            text.append(',').append(1 + r % 2).append('\n');
        }
        return Files.writeString(folder.resolve("table.csv"), text.toString().replace(change, to));
    }

    @Test
    void everyRowHasOnePartAndIsWhatItWas() throws IOException {
        Path file = table("", "");
        Map<Double, Part> parts = new HashMap<>();
        try (LargeDataset data = LargeDataset.read(TableFile.open(file), roles, folder, 3)) {
            assertThat(data.rows()).isEqualTo(ROWS);
            double weight = 0;
            for (Part part : Part.values()) {
                int half = (int) data.rows(part) / 2;
                int rest = (int) data.rows(part) - half;
                Dataset rows = data.rows(part, List.of(new Range(half, rest), new Range(0, half)));
                assertThat(rows.inputNames()).containsExactly("x");
                assertThat(rows.notes()).hasSize(2).anyMatch(note -> note.contains("\"one\" is constant"));
                for (int r = 0; r < rows.rows(); r++) {
                    double x = rows.x()[r];
                    assertThat(parts.put(x, part)).isNull();
                    assertThat(rows.y()[r]).isEqualTo(0.5 * x);
                    assertThat(rows.weights()[r]).isEqualTo(1 + x % 2);
                    weight += part == Part.TRAIN ? rows.weights()[r] : 0;
                }
            }
            assertThat(data.trainWeight()).isEqualTo(weight);
            // 6,400 are expected, with a standard deviation of 48.
            assertThat(data.rows(Part.TRAIN)).isBetween(6_200L, 6_600L);
            assertThat(data.rows(Part.TEST)).isBetween(1_800L, 2_200L);
            double[] sample = data.sample(Part.TRAIN, 100).x();
            assertThat(sample).hasSize(100).isSorted();
            assertThat(sample[99] - sample[0]).isGreaterThan(0.95 * ROWS);
        }
        assertThat(parts).hasSize(ROWS);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void theSeedDecidesWhichPartARowIsIn() throws IOException {
        Path file = table("", "");
        List<double[]> first = new ArrayList<>();
        List<Long> sums = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            try (LargeDataset data = LargeDataset.read(TableFile.open(file), roles, folder, seed)) {
                first.add(data.rows(Part.TEST, List.of(new Range(0, 50))).x());
                sums.add(data.checksum());
            }
        }
        assertThat(first.get(1)).containsExactly(first.get(0));
        assertThat(first.get(2)).isNotEqualTo(first.get(0));
        assertThat(sums.get(1)).isEqualTo(sums.get(0)).isNotEqualTo(sums.get(2));
    }

    @Test
    void labelsBecomeTheNumbersOfTheirClasses() throws IOException {
        Roles labels = new Roles(List.of("name"), List.of("x", "y"), List.of(), Optional.empty(), true);
        try (LargeDataset data = LargeDataset.read(TableFile.open(table("", "")), labels, folder, 0)) {
            Dataset rows = data.sample(Part.VALIDATION, ROWS);
            assertThat(rows.classes()).containsExactly("row 0", "row 1", "row 2");
            for (int r = 0; r < rows.rows(); r++) {
                assertThat(rows.y()[r]).isEqualTo(rows.x()[2 * r] % 3);
            }
        }
    }

    @Test
    void whatIsWrongIsSaidAsForAnyTable() throws IOException {
        for (String[] change : new String[][] {
            {"\n9000,", "\nblue,"}, {",9001,2\n", ",9001,-2\n"}, {"\n9002,", "\n1,2,"}, {"x,name", "x,x"}
        }) {
            Path file = table(change[0], change[1]);
            String[] messages = new String[1];
            assertThatThrownBy(() -> Dataset.read(file, roles))
                    .isInstanceOf(DataException.class)
                    .satisfies(e -> messages[0] = e.getMessage());
            assertThatThrownBy(() -> LargeDataset.read(TableFile.open(file), roles, folder, 0)
                            .close())
                    .isInstanceOf(DataException.class)
                    .hasMessage(messages[0]);
        }
    }

    @Test
    void itIsNeededWhereMemoryIsSmall() throws IOException {
        Path file = table("", "");
        // Five columns of numbers, some 50,000 cells of eight bytes, several times over.
        assertThat(LargeDataset.needed(TableFile.open(file), roles, 1 << 20)).isTrue();
        assertThat(LargeDataset.needed(TableFile.open(file), roles, 1 << 24)).isFalse();
    }
}
