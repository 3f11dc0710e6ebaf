package org.kan4j.train;

/** Told of every step of a training. */
@FunctionalInterface
public interface TrainingListener {
    /** Listens to nothing; spares the trainer what it would have to measure. */
    TrainingListener NONE = step -> {};

    /**
     * A step was taken.
     *
     * @param step which, and where it led
     */
    void step(TrainingStep step);

    /**
     * A step of a training, which goes through stages: runs of the optimiser with changes of the grids in between.
     *
     * @param stage number of the stage, from 0 on
     * @param stages how many there are at the most
     * @param step number of the step in its stage, from 1 on
     * @param steps how many the stage has at the most
     * @param intervals G of the grids
     * @param activeEdges edges that are not masked
     * @param loss mean loss on the training rows, penalties included, as {@link Loss#reported} gives it
     * @param validationLoss loss on the validation rows; NaN where there are none
     * @param r2 share of the targets' variance that the network explains, on the validation rows, on the training rows where there
     *     are none; NaN for classes
     */
    record TrainingStep(
            int stage,
            int stages,
            int step,
            int steps,
            int intervals,
            int activeEdges,
            double loss,
            double validationLoss,
            double r2) {}
}
