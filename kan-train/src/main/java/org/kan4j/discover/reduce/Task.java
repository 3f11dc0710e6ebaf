package org.kan4j.discover.reduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Batch;
import org.kan4j.formula.Expression;
import org.kan4j.model.Normalization;

/**
 * A table to find a law for: rows to fit and rows to judge by, in the data's units and in a network's, and the way there from the
 * whole table.
 *
 * @param rawTrain in the data's units
 * @param rawValidation in the data's units; empty for a small table
 * @param inputs normalisation of the inputs
 * @param outputs normalisation of the target
 * @param train in the network's units
 * @param validation in the network's units
 * @param reductions that led here from the whole table, the first one first
 */
public record Task(
        Batch rawTrain,
        Batch rawValidation,
        Normalization inputs,
        Normalization outputs,
        Batch train,
        Batch validation,
        List<Reduction> reductions) {

    /** Copies. */
    public Task {
        reductions = List.copyOf(reductions);
    }

    /**
     * The whole table.
     *
     * @param train rows to fit, in the data's units, one target
     * @param validation rows to judge by; none for a small table
     */
    public static Task of(Batch train, Batch validation) {
        return of(train, validation, List.of());
    }

    private static Task of(Batch train, Batch validation, List<Reduction> reductions) {
        Normalization inputs = Normalization.standardizing(train.x(), train.rows(), train.in());
        Normalization outputs = Normalization.standardizing(train.y(), train.rows(), 1);
        return new Task(
                train,
                validation,
                inputs,
                outputs,
                normalized(train, inputs, outputs),
                normalized(validation, inputs, outputs),
                reductions);
    }

    private static Batch normalized(Batch raw, Normalization inputs, Normalization outputs) {
        return new Batch(inputs.apply(raw.x(), raw.rows()), outputs.apply(raw.y(), raw.rows()), raw.rows());
    }

    /** Whether this is not the whole table. */
    public boolean reduced() {
        return !reductions.isEmpty();
    }

    /** From a formula for this table to one for the whole table. */
    public Expression toWhole(Expression formula) {
        Expression whole = formula;
        for (int k = reductions.size() - 1; k >= 0; k--) {
            whole = reductions.get(k).undo(whole);
        }
        return whole;
    }

    /** Number of inputs. */
    public int in() {
        return rawTrain.in();
    }

    /** Whether there are too few rows to set some apart. */
    public boolean small() {
        return rawValidation.rows() == 0;
    }

    /** The rows to judge by. */
    public Batch judge() {
        return small() ? rawTrain : rawValidation;
    }

    /** The task after a reduction; nothing where that leads to numbers that are not finite. */
    public Optional<Task> after(Reduction reduction) {
        Batch fewer = reduction.apply(rawTrain);
        Batch judge = small() ? rawValidation : reduction.apply(rawValidation);
        if (!finite(fewer) || !finite(judge)) {
            return Optional.empty();
        }
        List<Reduction> all = new ArrayList<>(reductions);
        all.add(reduction);
        return Optional.of(of(fewer, judge, all));
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
