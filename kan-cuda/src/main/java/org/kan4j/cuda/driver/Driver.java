package org.kan4j.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kan4j.kernel.DeviceException;

/** The driver's library: loaded and initialised once, its errors as exceptions. */
final class Driver {
    static final int OUT_OF_MEMORY = 2;

    /** Names another file in place of the driver's, for tests. */
    private static final String PROPERTY = "kan4j.cuda.driver";

    private static final int NO_DEVICE = 100;
    private static final int UNSUPPORTED_PTX = 222;

    private static @Nullable Driver loaded;

    private final NativeLibrary library;

    private Driver(NativeLibrary library) {
        this.library = library;
    }

    /**
     * The driver, initialised.
     *
     * @throws DeviceException if there is none, or it finds no device
     */
    static synchronized Driver get() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        String name = System.getProperty(PROPERTY, windows ? "nvcuda.dll" : "libcuda.so.1");
        Driver driver = loaded;
        if (driver == null || !driver.library.name().equals(name)) {
            try {
                driver = new Driver(NativeLibrary.load(name));
            } catch (IllegalArgumentException e) {
                throw new DeviceException("CUDA: an NVIDIA driver required, its library " + name + " does not load", e);
            }
            loaded = driver;
        }
        driver.call("cuInit", 0);
        return driver;
    }

    /**
     * Calls a function that must succeed.
     *
     * @throws DeviceException if it does not
     */
    void call(String function, long... arguments) {
        int code = library.call(function, arguments);
        if (code != 0) {
            throw failure(function, code);
        }
    }

    /** Calls a function whose error code the caller looks at. */
    int attempt(String function, long... arguments) {
        return library.call(function, arguments);
    }

    DeviceException failure(String function, int code) {
        String error = text("cuGetErrorName", code) + ", " + text("cuGetErrorString", code);
        return switch (code) {
            case NO_DEVICE ->
                new DeviceException("CUDA: an NVIDIA GPU required, the driver finds none (" + error + ")");
            case UNSUPPORTED_PTX ->
                new DeviceException(
                        "CUDA: a driver of CUDA 11.1 or newer required, got " + version() + " (" + error + ")");
            default -> new DeviceException("CUDA: " + function + " failed (" + error + ")");
        };
    }

    /** The newest CUDA that the driver knows, such as 12.8. */
    String version() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            call("cuDriverGetVersion", out.address());
            int version = out.get(ValueLayout.JAVA_INT, 0);
            return version / 1000 + "." + version % 1000 / 10;
        }
    }

    @SuppressWarnings("restricted") // The driver's text ends with a zero.
    private String text(String function, int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            if (library.call(function, code, out.address()) != 0) {
                return "error " + code;
            }
            return out.get(ValueLayout.ADDRESS, 0).reinterpret(Long.MAX_VALUE).getString(0);
        }
    }
}
