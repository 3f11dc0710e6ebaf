package org.kan4j.dl4j.cuda;

/**
 * A device as CUDA sees it.
 *
 * @param index number of the device among those that are visible, from 0
 * @param name as its maker calls it
 * @param major first number of the compute capability, the 9 of 9.0 (sm_90)
 * @param minor second number of the compute capability
 */
record VisibleDevice(int index, String name, int major, int minor) {
    /**
     * What the library of nd4j-cuda-11.6 1.0.0-M2.1 holds machine code for, {major, minor}: the headers of all its 228 fat
     * binaries list 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0 and 8.6, and no PTX, which newer devices could compile.
     */
    private static final int[][] OLDEST_OF_MAJOR = {{3, 7}, {5, 0}, {6, 0}, {7, 0}, {8, 0}};

    /** Whether nd4j-cuda-11.6 runs on it: machine code runs on devices of its own major version with as high a minor one. */
    boolean supported() {
        for (int[] oldest : OLDEST_OF_MAJOR) {
            if (major == oldest[0]) {
                return minor >= oldest[1];
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "device " + index + " (" + name + ", compute capability " + major + "." + minor + ")";
    }
}
