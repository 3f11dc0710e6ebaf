package org.kan4j.train;

import org.kan4j.network.Kan;

/**
 * Where a training stands: all that the rest of it depends on, beside its options and rows.
 *
 * @param stage number of the stage it is in
 * @param iterations steps taken in the stages before
 * @param best network of the stages before
 * @param start network that the stage began with
 * @param position of the loop in the stage
 */
record Checkpoint(int stage, int iterations, Kan best, Kan start, TrainingLoop.Position position) {}
