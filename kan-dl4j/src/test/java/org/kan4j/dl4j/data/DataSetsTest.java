package org.kan4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class DataSetsTest {
    private static final List<String> INPUTS = List.of("mass", "speed");
    private static final double[] X = {1, 10, 2, 20, 3, 30, 4, 40, 5, 0.1};
    private static final double[] WEIGHTS = {1, 0.5, 0, 2, 1};
    private static final int[] NUMBERS = {0, 1, 2, 3, 4};

    private static Dataset regression(double[] weights) {
        double[] y = {1, -1, 2, -2, 3, -3, 4, -4, 5, -5};
        return new Dataset(X, y, weights, false, 5, INPUTS, List.of("up", "down"), List.of(), NUMBERS, List.of());
    }

    private static Dataset classification() {
        double[] y = {2, 0, 1, 1, 0};
        List<String> classes = List.of("red", "green", "blue");
        return new Dataset(X, y, new double[0], false, 5, INPUTS, List.of("colour"), classes, NUMBERS, List.of());
    }

    private static void mustBeEqual(Dataset actual, Dataset expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void rowsComeBackBitForBit() {
        for (double[] weights : new double[][] {{}, WEIGHTS}) {
            Dataset data = regression(weights);
            DataSet set = DataSets.of(data, DataType.DOUBLE);
            assertThat(set.getFeatures().shape()).containsExactly(5, 2);
            assertThat(set.getLabelNamesList()).containsExactly("up", "down");
            mustBeEqual(DataSets.regression(set, INPUTS, data.targets()), data);
        }
    }

    @Test
    void classesAreOneHot() {
        Dataset data = classification();
        DataSet set = DataSets.of(data, DataType.FLOAT);
        assertThat(set.getLabels().dataType()).isEqualTo(DataType.FLOAT);
        assertThat(set.getLabels().toIntMatrix())
                .isDeepEqualTo(new int[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {1, 0, 0}});
        // 0.1 is no float.
        Dataset back = DataSets.classification(set, INPUTS, "colour", data.classes());
        assertThat(back.y()).isEqualTo(data.y());
        assertThat(back.classes()).isEqualTo(data.classes());
        assertThat(back.x()[9]).isEqualTo((double) 0.1f);
    }

    @Test
    void anIteratorGivesAllRowsInTheirOrderAgainAndAgain() {
        Dataset data = regression(WEIGHTS);
        DataSetIterator iterator = DataSets.iterator(data, 2, DataType.DOUBLE);
        iterator.next();
        for (int epoch = 0; epoch < 2; epoch++) {
            mustBeEqual(DataSets.regression(DataSets.all(iterator), INPUTS, data.targets()), data);
        }
        iterator.reset();
        assertThat(List.of(iterator.next(), iterator.next(), iterator.next()))
                .extracting(DataSet::numExamples)
                .containsExactly(2, 2, 1);
        assertThat(iterator.hasNext()).isFalse();
    }

    @Test
    void aShuffledIteratorGivesEveryRowInAnotherOrderEachTimeAndTheSameForTheSameSeed() {
        Dataset data = regression(WEIGHTS);
        DataSetIterator iterator = DataSets.shuffled(data, 2, DataType.DOUBLE, 3);
        DataSetIterator same = DataSets.shuffled(data, 2, DataType.DOUBLE, 3);
        Set<List<Double>> orders = new HashSet<>();
        for (int epoch = 0; epoch < 10; epoch++) {
            Dataset rows = DataSets.regression(DataSets.all(iterator), INPUTS, data.targets());
            mustBeEqual(DataSets.regression(DataSets.all(same), INPUTS, data.targets()), rows);
            List<Double> masses = new ArrayList<>();
            for (int r = 0; r < 5; r++) {
                // The mass of row r is r + 1; its targets and weight came along.
                int row = (int) rows.x()[2 * r] - 1;
                masses.add(rows.x()[2 * r]);
                assertThat(rows.y()[2 * r]).isEqualTo(data.y()[2 * row]);
                assertThat(rows.weights()[r]).isEqualTo(WEIGHTS[row]);
            }
            assertThat(masses).containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0, 5.0);
            orders.add(masses);
        }
        assertThat(orders).hasSizeGreaterThan(5);
    }

    @Test
    void aPreprocessorSeesTheRowsUnchangedInEveryEpoch() {
        Dataset data = regression(new double[0]);
        DataSetIterator iterator = DataSets.iterator(data, 2, DataType.DOUBLE);
        iterator.setPreProcessor(batch -> batch.getFeatures().muli(10));
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(DataSets.all(iterator).getFeatures().getDouble(0, 0)).isEqualTo(10);
        }
    }

    @Test
    void theOrderOfAnArrayInMemoryDoesNotMatter() {
        Dataset data = regression(new double[0]);
        DataSet set = DataSets.of(data, DataType.DOUBLE);
        set.setFeatures(set.getFeatures().dup('f'));
        set.setLabels(Nd4j.hstack(set.getLabels(), set.getLabels()).getColumns(2, 3));
        mustBeEqual(DataSets.regression(set, INPUTS, data.targets()), data);
    }

    @Test
    void whatIsNotAMatrixOfNamedColumnsIsRefused() {
        DataSet steps = new DataSet(Nd4j.zeros(3, 2, 7), Nd4j.zeros(3, 1, 7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSets.regression(steps, INPUTS, List.of("y")))
                .withMessage("labels: [rows, 1] for 1 names required, got [3, 1, 7]");
        DataSet rows = new DataSet(Nd4j.zeros(3, 4), Nd4j.zeros(3, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSets.regression(rows, INPUTS, List.of("y")))
                .withMessage("features: [rows, 2] for 2 names required, got [3, 4]");
        DataSet soft = new DataSet(Nd4j.zeros(1, 2), Nd4j.createFromArray(new double[][] {{0.5, 0.5}}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSets.classification(soft, INPUTS, "y", List.of("a", "b")))
                .withMessage("labels: a 1 among zeros required, got [0.5, 0.5] in row 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSets.iterator(classification(), 0, DataType.FLOAT))
                .withMessage("batch: a row or more required, got 0");
    }
}
