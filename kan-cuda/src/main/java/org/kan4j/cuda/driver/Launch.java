package org.kan4j.cuda.driver;

/**
 * How many threads run a kernel.
 *
 * @param gridX blocks
 * @param gridY blocks
 * @param gridZ blocks
 * @param blockX threads of a block
 * @param blockY threads of a block
 * @param blockZ threads of a block
 * @param shared bytes of dynamic shared memory of a block
 */
public record Launch(int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int shared) {
    /** Blocks in a row. */
    public static Launch row(int blocks, int threads, int shared) {
        return new Launch(blocks, 1, 1, threads, 1, 1, shared);
    }
}
