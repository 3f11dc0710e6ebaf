package org.kan4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;

class SplitTest {
    /** Of 200 rows 30 are of class 1 and one of class 2. */
    private final double[] classes = IntStream.range(0, 200)
            .mapToDouble(r -> r == 7 ? 2 : r % 7 == 0 ? 1 : 0)
            .toArray();

    @Test
    void everyRowHasOnePart() {
        for (Split split : List.of(Split.of(200, 3), Split.stratified(classes, 3))) {
            int[] all = IntStream.of(split.train()).toArray();
            all = IntStream.concat(IntStream.of(all), IntStream.of(split.validation()))
                    .toArray();
            all = IntStream.concat(IntStream.of(all), IntStream.of(split.test()))
                    .toArray();
            Arrays.sort(all);
            assertThat(all).containsExactly(IntStream.range(0, 200).toArray());
        }
    }

    @Test
    void someJudgeOnceFiftyAreLeftToFit() {
        assertThat(Split.of(Split.ROWS_TO_JUDGE - 1, 3).validation()).isEmpty();
        Split split = Split.of(Split.ROWS_TO_JUDGE, 3);
        assertThat(split.test()).hasSize(12);
        assertThat(split.validation()).hasSize(10);
    }

    @Test
    void partsHaveTheirShareOfEveryClass() {
        Split split = Split.stratified(classes, 3);
        long rare = Arrays.stream(classes).filter(c -> c == 1).count();
        assertThat(count(split.test(), 1)).isEqualTo(rare / 5);
        assertThat(count(split.train(), 2)).isEqualTo(1);
        assertThat(Split.stratified(classes, 3).test()).containsExactly(split.test());
        assertThat(Split.stratified(classes, 4).test()).isNotEqualTo(split.test());
    }

    @Test
    void everyRowIsHeldBackInOneFold() {
        List<Split> folds = Split.folds(classes, 5, 1);
        int[] held = new int[200];
        for (Split fold : folds) {
            assertThat(fold.train().length + fold.test().length).isEqualTo(200);
            assertThat(fold.validation()).isEmpty();
            assertThat(count(fold.test(), 1)).isBetween(5L, 6L);
            for (int r : fold.test()) {
                held[r]++;
            }
        }
        assertThat(held).containsOnly(1);
        assertThatThrownBy(() -> Split.folds(classes, 1, 0))
                .hasMessage("folds: 2 to 200, the number of rows, required, got 1");
    }

    @Test
    void foldsOfASplitLeaveItsTestRowsOut() {
        Dataset data = Dataset.of(new double[200], classes, List.of("x"), "y");
        Split split = Split.of(data, 2);
        int[] held = new int[200];
        for (Split fold : split.folds(data, 4, 2)) {
            for (int r : fold.train()) {
                assertThat(split.test()).doesNotContain(r);
            }
            for (int r : fold.test()) {
                assertThat(fold.train()).doesNotContain(r);
                held[r]++;
            }
        }
        for (int r = 0; r < 200; r++) {
            assertThat(held[r]).isEqualTo(Arrays.binarySearch(split.test(), r) >= 0 ? 0 : 1);
        }
    }

    /** Two hundred rows at eighty places, in no order. */
    private static final double[] PLACES =
            IntStream.range(0, 200).mapToDouble(r -> 37 * r % 80).toArray();

    @Test
    void rowsWithEqualInputsStayTogether() {
        Dataset numbers = Dataset.of(PLACES, classes, List.of("x"), "y");
        Dataset labels = withClasses(numbers);
        for (Dataset data : List.of(numbers, labels)) {
            Split split = Split.of(data, 5);
            assertThat(split.test()).isNotEmpty();
            assertThat(split.validation()).isNotEmpty();
            assertApart(split.test(), split.train());
            assertApart(split.test(), split.validation());
            assertApart(split.validation(), split.train());
            for (Split fold : split.folds(data, 4, 5)) {
                assertApart(fold.test(), fold.train());
            }
        }
    }

    private static Dataset withClasses(Dataset data) {
        return new Dataset(
                data.x(),
                data.y(),
                data.weights(),
                data.errors(),
                data.rows(),
                data.inputNames(),
                data.targets(),
                List.of("a", "b", "c"),
                data.rowNumbers(),
                data.notes());
    }

    private static void assertApart(int[] some, int[] others) {
        assertThat(Arrays.stream(some).mapToDouble(r -> PLACES[r]).boxed().toList())
                .doesNotContainAnyElementsOf(Arrays.stream(others)
                        .mapToDouble(r -> PLACES[r])
                        .boxed()
                        .toList());
    }

    @Test
    void aFormulaIsFittedToAllRowsAtFewPlaces() {
        double[] few = IntStream.range(0, 200).mapToDouble(r -> r % 61).toArray();
        Split scarce = Split.ofScarce(Dataset.of(few, classes, List.of("x"), "y"), 0);
        assertThat(scarce.train()).hasSize(200);
        assertThat(scarce.test()).isEmpty();
        assertThat(Split.ofScarce(Dataset.of(PLACES, classes, List.of("x"), "y"), 0)
                        .test())
                .isNotEmpty();
    }

    private long count(int[] rows, double label) {
        return Arrays.stream(rows).filter(r -> classes[r] == label).count();
    }

    @Test
    void someRowsAreLeftOutOfWhatIsFittedAndJudgesAndNoneOfTheTest() {
        Split split = new Split(new int[] {0, 2, 5}, new int[] {1, 4}, new int[] {3, 6});
        Split without = split.without(new int[] {2, 4, 6});
        assertThat(without.train()).containsExactly(0, 5);
        assertThat(without.validation()).containsExactly(1);
        assertThat(without.test()).containsExactly(3, 6);
    }

    @Test
    void aFoldOfABatchIsEveryThirdPlaceAndTheOthersTheRest() {
        double[] x = {5, 6, 5, 7, 8, 6, 9};
        Batch batch = new Batch(x, new double[] {0, 1, 2, 3, 4, 5, 6}, 7);
        // Places in the order of their first rows: 5, 6, 7, 8, 9.
        assertThat(Split.fold(batch, 0, 3, true).y()).containsExactly(0, 2, 4);
        assertThat(Split.fold(batch, 0, 3, false).y()).containsExactly(1, 3, 5, 6);
        assertThat(Split.fold(batch, 1, 3, true).y()).containsExactly(1, 5, 6);
    }

    @Test
    void partsThatFoldsDoNotTearAreThePlacesOfTheRows() {
        assertThat(Split.parts(Dataset.of(PLACES, classes, List.of("x"), "y"))).isEqualTo(80);
        // Equal inputs everywhere tie no rows together.
        assertThat(Split.parts(Dataset.of(new double[200], classes, List.of("x"), "y")))
                .isEqualTo(200);
    }

    @Test
    void foldsOfASplitHaveTheirShareOfEveryClassAndOfNumbersAnyShare() {
        double[] half = IntStream.range(0, 40).mapToDouble(r -> r % 2).toArray();
        double[] x = IntStream.range(0, 40).mapToDouble(r -> r).toArray();
        Dataset labels = withClasses(Dataset.of(x, half, List.of("x"), "y"));
        Split all = new Split(IntStream.range(0, 40).toArray(), new int[0], new int[0]);
        for (Split fold : all.folds(labels, 4, 5)) {
            assertThat(Arrays.stream(fold.test()).filter(r -> r % 2 == 0)).hasSize(5);
            assertThat(fold.test()).hasSize(10);
        }
        Dataset numbers = Dataset.of(x, half, List.of("x"), "y");
        assertThat(all.folds(numbers, 4, 5))
                .anySatisfy(fold -> assertThat(Arrays.stream(fold.test()).filter(r -> r % 2 == 0))
                        .hasSizeBetween(0, 4));
    }
}
