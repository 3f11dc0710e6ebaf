package org.kan4j.cuda;

import java.util.ArrayList;
import java.util.List;
import org.kan4j.cuda.driver.DeviceMemory;

/** Device memory of one owner, who gives it back as a whole. */
final class Owned implements AutoCloseable {
    private final CudaDevice device;
    private final List<DeviceMemory> all = new ArrayList<>();

    Owned(CudaDevice device) {
        this.device = device;
    }

    /** Memory for numbers. */
    DeviceMemory numbers(long count, Precision precision, String purpose) {
        return keep(device.allocate(count, precision, purpose));
    }

    /** Memory for integers. */
    DeviceMemory integers(long count, String purpose) {
        return keep(device.context().allocate(Math.multiplyExact(count, (long) Integer.BYTES), purpose));
    }

    private DeviceMemory keep(DeviceMemory memory) {
        all.add(memory);
        return memory;
    }

    @Override
    public void close() {
        all.forEach(DeviceMemory::close);
    }
}
