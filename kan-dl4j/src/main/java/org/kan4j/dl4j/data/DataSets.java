package org.kan4j.dl4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kan4j.data.Dataset;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * kan4j's {@link Dataset} as Deeplearning4j's {@link DataSet}, and back. Numbers are copied, and stay in the data's units. Classes
 * are one-hot labels, for a softmax layer; weights of the rows are the mask of the labels, by which Deeplearning4j multiplies each
 * row's loss.
 */
public final class DataSets {
    private DataSets() {}

    /**
     * Rows for Deeplearning4j.
     *
     * @param data the rows
     * @param type a floating type, that of the network
     * @return features [rows, inputs]; labels [rows, targets], or [rows, classes] where there are classes; a mask of the labels
     *     [rows, 1] where there are weights
     */
    public static DataSet of(Dataset data, DataType type) {
        if (data.mixed()) {
            throw new IllegalArgumentException(
                    "dataset: inputs of numbers without gaps required, got categories or gaps");
        }
        INDArray labels = Arrays2d.matrix(data.classes().isEmpty() ? data.y() : oneHot(data), data.rows(), type);
        DataSet set = new DataSet(Arrays2d.matrix(data.x(), data.rows(), type), labels);
        if (data.weights().length > 0) {
            set.setLabelsMaskArray(Arrays2d.matrix(data.weights(), data.rows(), type));
        }
        set.setLabelNames(data.classes().isEmpty() ? data.targets() : data.classes());
        return set;
    }

    private static double[] oneHot(Dataset data) {
        int classes = data.classes().size();
        double[] labels = new double[data.rows() * classes];
        for (int r = 0; r < data.rows(); r++) {
            labels[r * classes + (int) data.y()[r]] = 1;
        }
        return labels;
    }

    /**
     * {@return batches of rows in their order, the last of which may be smaller}
     *
     * @param data the rows
     * @param batch rows of a batch, ≥ 1
     * @param type a floating type, that of the network
     */
    public static DataSetIterator iterator(Dataset data, int batch, DataType type) {
        return new RowsIterator(of(data, type), batch, false, 0);
    }

    /**
     * {@return batches of rows in another random order after each reset, the last of which may be smaller}
     *
     * @param data the rows
     * @param batch rows of a batch, ≥ 1
     * @param type a floating type, that of the network
     * @param seed of the orders
     */
    public static DataSetIterator shuffled(Dataset data, int batch, DataType type, long seed) {
        return new RowsIterator(of(data, type), batch, true, seed);
    }

    /**
     * All rows that an iterator gives from its beginning.
     *
     * @param iterator is reset before, where it supports that
     * @return the rows of all batches
     * @throws IllegalArgumentException if there are none
     */
    public static DataSet all(DataSetIterator iterator) {
        if (iterator.resetSupported()) {
            iterator.reset();
        }
        List<INDArray> features = new ArrayList<>();
        List<INDArray> labels = new ArrayList<>();
        List<INDArray> masks = new ArrayList<>();
        boolean masked = false;
        while (iterator.hasNext()) {
            DataSet batch = iterator.next();
            INDArray mask = batch.getLabelsMaskArray();
            masked |= mask != null;
            features.add(batch.getFeatures());
            labels.add(batch.getLabels());
            masks.add(mask != null ? mask : Nd4j.ones(batch.getLabels().dataType(), batch.numExamples(), 1));
        }
        if (features.isEmpty()) {
            throw new IllegalArgumentException("iterator: a batch or more required, got none");
        }
        // DataSet.merge would make a mask [rows, 1] as wide as the labels.
        DataSet all = new DataSet(joined(features), joined(labels));
        if (masked) {
            all.setLabelsMaskArray(joined(masks));
        }
        return all;
    }

    private static INDArray joined(List<INDArray> parts) {
        return Nd4j.concat(0, parts.toArray(INDArray[]::new));
    }

    /**
     * {@return rows with numbers as targets, for kan4j}
     *
     * @param data features [rows, inputs] and labels [rows, targets]
     * @param inputs names of the features
     * @param targets names of the labels
     * @throws IllegalArgumentException if there are time steps or images, or other numbers of columns than names
     */
    public static Dataset regression(DataSet data, List<String> inputs, List<String> targets) {
        requireColumns("labels", data.getLabels(), targets);
        return rows(data, inputs, Arrays2d.values(data.getLabels(), "labels"), targets, List.of());
    }

    /**
     * {@return rows with classes, for kan4j}
     *
     * @param data features [rows, inputs] and one-hot labels [rows, classes]
     * @param inputs names of the features
     * @param target name of what the classes are of
     * @param classes names of the classes
     * @throws IllegalArgumentException as {@link #regression}, and if the labels of a row are not a 1 among zeros
     */
    public static Dataset classification(DataSet data, List<String> inputs, String target, List<String> classes) {
        requireColumns("labels", data.getLabels(), classes);
        double[] labels = Arrays2d.values(data.getLabels(), "labels");
        int count = classes.size();
        double[] y = new double[labels.length / count];
        for (int r = 0; r < y.length; r++) {
            double[] row = Arrays.copyOfRange(labels, r * count, (r + 1) * count);
            double[] expected = new double[count];
            for (int c = 0; c < count; c++) {
                if (row[c] == 1) {
                    y[r] = c;
                }
            }
            expected[(int) y[r]] = 1;
            if (!Arrays.equals(row, expected)) {
                throw new IllegalArgumentException(
                        "labels: a 1 among zeros required, got " + Arrays.toString(row) + " in row " + r);
            }
        }
        return rows(data, inputs, y, List.of(target), classes);
    }

    private static Dataset rows(
            DataSet data, List<String> inputs, double[] y, List<String> targets, List<String> classes) {
        requireColumns("features", data.getFeatures(), inputs);
        double[] x = Arrays2d.values(data.getFeatures(), "features");
        int[] numbers = new int[x.length / inputs.size()];
        Arrays.setAll(numbers, r -> r);
        INDArray mask = data.getLabelsMaskArray();
        double[] weights = mask == null ? new double[0] : Arrays2d.values(mask, "mask of the labels");
        return new Dataset(x, y, weights, false, numbers.length, inputs, targets, classes, numbers, List.of());
    }

    private static void requireColumns(String subject, INDArray array, List<String> names) {
        if (array.rank() != 2 || array.size(1) != names.size()) {
            throw new IllegalArgumentException(subject + ": [rows, " + names.size() + "] for " + names.size()
                    + " names required, got " + Arrays.toString(array.shape()));
        }
    }
}
