package org.kan4j.dl4j.cuda;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;

/** What the library asks that ND4J's CUDA backend brings along. A class of its own: without that backend it cannot be linked. */
final class CudaRuntime {
    private CudaRuntime() {}

    /**
     * The devices that CUDA sees; none where it finds no driver for it.
     *
     * @throws LinkageError if the library cannot be loaded
     */
    static List<VisibleDevice> devices() {
        int[] count = {0};
        if (cudart.cudaGetDeviceCount(count) != cudart.cudaSuccess) {
            return List.of();
        }
        List<VisibleDevice> devices = new ArrayList<>();
        for (int d = 0; d < count[0]; d++) {
            try (cudaDeviceProp properties = new cudaDeviceProp()) {
                cudart.cudaGetDeviceProperties(properties, d);
                devices.add(
                        new VisibleDevice(d, properties.name().getString(), properties.major(), properties.minor()));
            }
        }
        return devices;
    }
}
