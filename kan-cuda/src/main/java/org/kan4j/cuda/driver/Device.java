package org.kan4j.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A GPU.
 *
 * @param ordinal its number
 * @param name such as NVIDIA H200
 * @param major compute capability
 * @param minor of the compute capability
 * @param multiprocessors number of streaming multiprocessors
 * @param memory bytes of device memory
 * @param cache bytes of its L2 cache
 * @param clockKilohertz the highest clock of its multiprocessors
 * @param driver the newest CUDA that the driver knows, such as 12.8
 */
public record Device(
        int ordinal,
        String name,
        int major,
        int minor,
        int multiprocessors,
        long memory,
        long cache,
        int clockKilohertz,
        String driver) {
    private static final int CLOCK_RATE = 13;
    private static final int MULTIPROCESSOR_COUNT = 16;
    private static final int L2_CACHE_SIZE = 38;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;
    private static final int NAME_LENGTH = 256;

    static Device of(Driver driver, int ordinal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(NAME_LENGTH, Long.BYTES);
            driver.call("cuDeviceGet", out.address(), ordinal);
            int handle = out.get(ValueLayout.JAVA_INT, 0);
            driver.call("cuDeviceTotalMem_v2", out.address(), handle);
            long memory = out.get(ValueLayout.JAVA_LONG, 0);
            driver.call("cuDeviceGetName", out.address(), NAME_LENGTH, handle);
            return new Device(
                    handle,
                    out.getString(0),
                    attribute(driver, COMPUTE_CAPABILITY_MAJOR, handle),
                    attribute(driver, COMPUTE_CAPABILITY_MINOR, handle),
                    attribute(driver, MULTIPROCESSOR_COUNT, handle),
                    memory,
                    attribute(driver, L2_CACHE_SIZE, handle),
                    attribute(driver, CLOCK_RATE, handle),
                    driver.version());
        }
    }

    private static int attribute(Driver driver, int attribute, int handle) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            driver.call("cuDeviceGetAttribute", out.address(), attribute, handle);
            return out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Override
    public String toString() {
        return name + " (sm_" + major + minor + ", " + multiprocessors + " multiprocessors, " + (memory >> 20)
                + " MiB, CUDA " + driver + ")";
    }
}
