package org.kan4j.bench;

/**
 * What a benchmark times: a network over a ring of batches of inputs, uniform in [−1, 1]. The loss is ½·Σ y², so that its
 * gradient by the outputs costs nothing that would blur a comparison.
 */
interface Work extends AutoCloseable {
    /** Batches in the ring, so that caches and branch predictors see fresh data. A power of two. */
    int BATCHES = 8;

    /** Computes the outputs of one batch. */
    void forward(int batch);

    /** Computes the outputs of one batch, and the gradient of the loss by the parameters and by the inputs. */
    void gradient(int batch);

    /** The gradient, then a step of AdamUpdate. */
    void step(int batch);

    /** What {@link #gradient} computes for a batch. */
    Result result(int batch);

    /** The result as plain loops in float64 have it. */
    Result reference(int batch);

    /** What computes: provider or library, with what was in force. */
    String description();

    /**
     * Compares the first and the last batch with the reference.
     *
     * @param tolerance of each number, relative to the largest of its kind
     * @throws IllegalStateException if they differ
     */
    default void verify(double tolerance) {
        for (int batch : new int[] {0, BATCHES - 1}) {
            result(batch).mustAgree(reference(batch), tolerance);
        }
    }

    @Override
    void close();
}
