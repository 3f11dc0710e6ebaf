package org.kan4j.dl4j.cuda;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * The check of ND4J's CUDA backend. The newest one on Maven Central, nd4j-cuda-11.6 1.0.0-M2.1, runs on devices of compute
 * capability 3.7 and 5.0 to 8.9, that is up to the A100 and the GeForce RTX 40 series. On newer ones, such as the H100 of 9.0,
 * ND4J begins to start and fails somewhere inside; on a machine without a device it asks for a backend on the class path, which is
 * there. {@link CudaGuard} makes this check before ND4J starts.
 */
public final class CudaBackend {
    private static final String REMEDY = "Use the processor: nd4j-native in place of nd4j-cuda-11.6 on the class path"
            + " (where both are: BACKEND_PRIORITY_GPU=-1 in the environment)";

    private CudaBackend() {}

    /**
     * Does nothing unless CUDA is what ND4J is going to choose. To call it first in a program gives its message without the
     * {@link ExceptionInInitializerError} that is around it when ND4J finds out while it starts.
     *
     * @throws IllegalStateException if CUDA cannot be loaded, there is no device, or nd4j-cuda-11.6 holds no code for a device;
     *     the message names the device and its compute capability, and says what to do
     */
    public static void check() {
        if (!onClassPath("org.nd4j.linalg.jcublas.JCublasBackend")) {
            return;
        }
        boolean alternative = onClassPath("org.nd4j.linalg.cpu.nativecpu.CpuBackend");
        if (alternative && Nd4jBackend.BACKEND_PRIORITY_CPU > Nd4jBackend.BACKEND_PRIORITY_GPU) {
            return;
        }
        Optional<String> problem;
        try {
            List<VisibleDevice> devices = CudaRuntime.devices();
            // Without a device ND4J goes on to the processor, where it can.
            problem = devices.isEmpty() && alternative ? Optional.empty() : problem(devices);
        } catch (LinkageError e) {
            problem = alternative ? Optional.empty() : Optional.of(notLoaded(e));
        }
        problem.ifPresent(message -> {
            throw new IllegalStateException(message);
        });
    }

    private static boolean onClassPath(String type) {
        ClassLoader loader = CudaBackend.class.getClassLoader();
        return loader.getResource(type.replace('.', '/') + ".class") != null;
    }

    /** What keeps nd4j-cuda-11.6 from running on a machine with these devices, and the remedy; empty where nothing does. */
    static Optional<String> problem(List<VisibleDevice> devices) {
        if (devices.isEmpty()) {
            return Optional.of(
                    "nd4j-cuda-11.6: a CUDA device required, none is visible. " + REMEDY
                            + ", or make a device visible: nvidia-smi lists those of the machine, CUDA_VISIBLE_DEVICES hides some.");
        }
        // ND4J starts all devices that it sees, so one is enough to fail.
        Optional<VisibleDevice> bad =
                devices.stream().filter(d -> !d.supported()).findFirst();
        String good = devices.stream()
                .filter(VisibleDevice::supported)
                .map(d -> String.valueOf(d.index()))
                .collect(Collectors.joining(","));
        return bad.map(device -> "nd4j-cuda-11.6: compute capability 3.7 or 5.0 to 8.9 required, got " + device
                + ". It holds no code for that device and none (PTX) that could be compiled for it. " + REMEDY
                + (good.isEmpty() ? "." : ", or show it the other devices alone: CUDA_VISIBLE_DEVICES=" + good + "."));
    }

    private static String notLoaded(LinkageError error) {
        return "nd4j-cuda-11.6: the libraries of CUDA 11.6 and the NVIDIA driver required, got \"" + error.getMessage()
                + "\". " + REMEDY
                + ", or install them, or add org.bytedeco:cuda-platform-redist:11.6-8.3-1.5.7 to the class path.";
    }
}
