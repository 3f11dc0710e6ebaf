package org.kan4j.discover;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.kan4j.data.Batch;
import org.kan4j.model.Normalization;

/**
 * Rows to fit and rows to judge by, in the data's units and in a network's.
 *
 * @param rawTrain in the data's units
 * @param rawValidation in the data's units; empty for a small table
 * @param inputs normalisation of the inputs
 * @param outputs normalisation of the target
 * @param train in the network's units
 * @param validation in the network's units
 * @param reduced whether steps led here from a larger table
 */
record Problem(
        Batch rawTrain,
        Batch rawValidation,
        Normalization inputs,
        Normalization outputs,
        Batch train,
        Batch validation,
        boolean reduced) {

    /** The rows of a table. */
    static Problem of(Batch train, Batch validation) {
        return of(train, validation, false);
    }

    private static Problem of(Batch train, Batch validation, boolean reduced) {
        Normalization inputs = Normalization.standardizing(train.x(), train.rows(), train.in());
        Normalization outputs = Normalization.standardizing(train.y(), train.rows(), 1);
        return new Problem(
                train,
                validation,
                inputs,
                outputs,
                normalized(train, inputs, outputs),
                normalized(validation, inputs, outputs),
                reduced);
    }

    private static Batch normalized(Batch raw, Normalization inputs, Normalization outputs) {
        return new Batch(inputs.apply(raw.x(), raw.rows()), outputs.apply(raw.y(), raw.rows()), raw.rows());
    }

    int in() {
        return rawTrain.in();
    }

    /** Whether there are too few rows to set some apart. */
    boolean small() {
        return rawValidation.rows() == 0;
    }

    /** The rows to judge by. */
    Batch judge() {
        return small() ? rawTrain : rawValidation;
    }

    /** The problem after a step; nothing where that leads to numbers that are not finite. */
    Optional<Problem> after(UnaryOperator<Batch> step) {
        Batch train = step.apply(rawTrain);
        Batch validation = small() ? rawValidation : step.apply(rawValidation);
        return finite(train) && finite(validation) ? Optional.of(of(train, validation, true)) : Optional.empty();
    }

    private static boolean finite(Batch batch) {
        for (double v : batch.x()) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        for (double v : batch.y()) {
            if (!Double.isFinite(v)) {
                return false;
            }
        }
        return true;
    }
}
