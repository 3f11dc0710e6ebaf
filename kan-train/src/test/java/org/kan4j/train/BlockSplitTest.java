package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.data.Blocks;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.TableFile;

/** Splits of rows that belong together. */
class BlockSplitTest {
    private static final int ROWS = 400;

    private static Dataset rows(Blocks.Kind kind, int blocks) {
        double[] x = IntStream.range(0, ROWS).mapToDouble(r -> r * 37 % ROWS).toArray();
        double[] keys =
                IntStream.range(0, ROWS).mapToDouble(r -> r * 31 % blocks).toArray();
        return Dataset.of(x, x.clone(), List.of("x"), "y").in(new Blocks(kind, keys));
    }

    private static Set<Double> keys(Dataset data, int[] rows) {
        return Arrays.stream(rows).mapToObj(r -> data.blocks().keys()[r]).collect(Collectors.toSet());
    }

    @Test
    void groupsStayOnOneSideOfEverySplit() {
        for (int groups : new int[] {3, 7, 50}) {
            Dataset data = rows(Blocks.Kind.GROUP, groups);
            Split split = Split.of(data, 1);
            assertThat(split.train().length + split.validation().length + split.test().length)
                    .isEqualTo(ROWS);
            assertThat(keys(data, split.test())).doesNotContainAnyElementsOf(keys(data, split.train()));
            assertThat(keys(data, split.validation())).doesNotContainAnyElementsOf(keys(data, split.train()));
            assertThat(keys(data, split.validation())).doesNotContainAnyElementsOf(keys(data, split.test()));
            for (int[] part : List.of(split.train(), split.validation(), split.test())) {
                assertThat(part).isNotEmpty();
            }
            if (groups == 50) {
                assertThat(split.test().length).isBetween(ROWS / 5, ROWS / 4);
            }
            for (Split fold : split.folds(data, 2, 1)) {
                assertThat(keys(data, fold.test())).doesNotContainAnyElementsOf(keys(data, fold.train()));
                assertThat(fold.train().length + fold.test().length).isEqualTo(ROWS - split.test().length);
            }
        }
        assertThat(Split.of(rows(Blocks.Kind.GROUP, 50), 1).test())
                .isNotEqualTo(Split.of(rows(Blocks.Kind.GROUP, 50), 2).test());
    }

    @Test
    void theLastTimesAreTheTestAndThoseBeforeJudge() {
        Dataset data = rows(Blocks.Kind.TIME, 100);
        Split split = Split.of(data, 5);
        double lastFitted = Arrays.stream(split.train())
                .mapToDouble(r -> data.blocks().keys()[r])
                .max()
                .orElseThrow();
        double lastJudge = Arrays.stream(split.validation())
                .mapToDouble(r -> data.blocks().keys()[r])
                .max()
                .orElseThrow();
        assertThat(lastFitted).isEqualTo(63);
        assertThat(lastJudge).isEqualTo(79);
        assertThat(keys(data, split.validation())).allMatch(key -> key > lastFitted);
        assertThat(keys(data, split.test())).allMatch(key -> key > lastJudge);
        for (Split fold : split.folds(data, 4, 1)) {
            Set<Double> held = keys(data, fold.test());
            double least = held.stream().mapToDouble(key -> key).min().orElseThrow();
            assertThat(held).hasSize(20).allMatch(key -> key < least + 20);
        }
    }

    @Test
    void aColumnThatTellsNothingIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("t.csv");
        Files.writeString(file, "x,who,when,y\n1,a,2020-01-01,1\n2,a,2020-01-02,2\n3,b,,3\n4,,2020-01-04,4\n");
        TableFile table = TableFile.open(file);
        assertThatThrownBy(() -> Blocks.groups(table, "who"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("t.csv, row 5, column \"who\": a blank cell");
        assertThatThrownBy(() -> Blocks.times(table, "when"))
                .hasMessageStartingWith("t.csv, row 4, column \"when\": a blank");
        assertThatThrownBy(() -> Blocks.times(table, "who")).hasMessageContaining("dates, times or numbers required");
        assertThatThrownBy(() -> Blocks.groups(table, "what"))
                .hasMessageStartingWith("t.csv: no such column: \"what\"");
    }

    @Test
    void foldsOfTimesAreStretchesThatHoldEachTimeOnce() {
        Dataset data = rows(Blocks.Kind.TIME, 100);
        Split split = Split.of(data, 5);
        List<Split> folds = split.folds(data, 4, 1);
        assertThat(folds).hasSize(4);
        double[] held = folds.stream()
                .flatMapToDouble(fold -> keys(data, fold.test()).stream().mapToDouble(key -> key))
                .sorted()
                .toArray();
        assertThat(held).containsExactly(IntStream.range(0, 80).asDoubleStream().toArray());
        for (Split fold : folds) {
            assertThat(fold.train().length + fold.test().length).isEqualTo(ROWS - split.test().length);
            assertThat(fold.train()).isSorted();
            assertThat(keys(data, fold.train())).doesNotContainAnyElementsOf(keys(data, fold.test()));
        }
    }

    @Test
    void partsThatFoldsDoNotTearAreTheBlocks() {
        assertThat(Split.parts(rows(Blocks.Kind.GROUP, 7))).isEqualTo(7);
    }
}
