package org.kan4j.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.kan4j.kernel.DeviceException;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.EngineProvider;
import picocli.CommandLine.Option;

/** Where a command computes. */
final class DeviceOptions {
    /** Kinds of devices. */
    enum Device {
        AUTO,
        CPU,
        CUDA
    }

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda|auto",
            description = "auto: an NVIDIA GPU, or else the processor (default: ${DEFAULT-VALUE})",
            defaultValue = "cpu")
    private Device device = Device.CPU;

    /**
     * The engine that was asked for; says which where that was not the processor.
     *
     * @param host the engine on the processor; closed with the one that is returned
     * @param err standard error
     * @param quiet whether to say nothing
     * @throws DeviceException if there is no GPU, but one was asked for
     */
    Engine open(Engine host, PrintWriter err, boolean quiet) {
        Engine engine = host;
        if (device != Device.CPU) {
            try {
                engine = EngineProvider.open(Device.CUDA.name().toLowerCase(Locale.ROOT), host);
            } catch (DeviceException e) {
                if (device == Device.CUDA) {
                    host.close();
                    throw e;
                }
                say(err, quiet, String.valueOf(e.getMessage()));
            }
            say(err, quiet, engine.description());
        }
        return engine;
    }

    private static void say(PrintWriter err, boolean quiet, String message) {
        if (!quiet) {
            err.println("kan: device: " + message);
        }
    }
}
