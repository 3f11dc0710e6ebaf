package org.kan4j.dl4j.data;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Batches of the rows of one {@link DataSet}. Each is a copy, so that a preprocessor may change it, which would change a view once
 * more in every epoch.
 */
final class RowsIterator implements DataSetIterator {
    private static final long serialVersionUID = 1L;

    private final DataSet data;
    private final int batch;
    private final boolean shuffled;
    private final long seed;
    private final int[] order;
    private int epoch;
    private int next;
    private transient @Nullable DataSetPreProcessor preProcessor;

    /** Rows in their order, or in another one in every epoch. */
    RowsIterator(DataSet data, int batch, boolean shuffled, long seed) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch: a row or more required, got " + batch);
        }
        this.data = data;
        this.batch = batch;
        this.shuffled = shuffled;
        this.seed = seed;
        this.order = new int[data.numExamples()];
        arrange();
    }

    private void arrange() {
        SplittableRandom random = new SplittableRandom(seed + epoch);
        for (int r = 0; r < order.length; r++) {
            int s = shuffled ? random.nextInt(r + 1) : r;
            order[r] = order[s];
            order[s] = r;
        }
        next = 0;
    }

    @Override
    public boolean hasNext() {
        return next < order.length;
    }

    @Override
    public DataSet next() {
        return next(batch);
    }

    @Override
    public DataSet next(int number) {
        if (!hasNext()) {
            throw new NoSuchElementException(
                    "iterator: all " + order.length + " rows were given, reset() begins again");
        }
        int[] rows = Arrays.copyOfRange(order, next, Math.min(order.length, next + number));
        next += rows.length;
        INDArray mask = data.getLabelsMaskArray();
        DataSet result = new DataSet(
                data.getFeatures().getRows(rows),
                data.getLabels().getRows(rows),
                null,
                mask == null ? null : mask.getRows(rows));
        result.setLabelNames(data.getLabelNamesList());
        if (preProcessor != null) {
            preProcessor.preProcess(result);
        }
        return result;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    /** Begins the next epoch. */
    @Override
    public void reset() {
        if (next > 0) {
            epoch++;
            arrange();
        }
    }

    @Override
    public int inputColumns() {
        return data.numInputs();
    }

    @Override
    public int totalOutcomes() {
        return data.numOutcomes();
    }

    @Override
    public int batch() {
        return batch;
    }

    /** All rows are in memory: no thread is to fetch them in advance. */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public List<String> getLabels() {
        return data.getLabelNamesList();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor changed) {
        preProcessor = changed;
    }

    @Override
    public @Nullable DataSetPreProcessor getPreProcessor() {
        return preProcessor;
    }
}
