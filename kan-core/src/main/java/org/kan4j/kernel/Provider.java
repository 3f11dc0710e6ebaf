package org.kan4j.kernel;

import java.lang.reflect.InvocationTargetException;

/**
 * The choice of kernels, made once: those on the Vector API where the JVM was started with
 * {@code --add-modules jdk.incubator.vector} and the processor has vectors of at least 256 bits (128 on ARM), else the scalar
 * ones. {@code -Dkan4j.kernels=scalar} switches the former off.
 */
final class Provider {
    private static final String PROPERTY = "kan4j.kernels";
    private static final String MODULE = "jdk.incubator.vector";

    private static final String REASON;
    private static final Kernels KERNELS;
    private static final FloatKernels FLOAT_KERNELS;

    static {
        String asked = System.getProperty(PROPERTY, "");
        Kernels kernels = new ScalarKernels();
        FloatKernels floatKernels = new FloatScalarKernels();
        String reason;
        if (asked.equals("scalar")) {
            reason = "as -D" + PROPERTY + " says";
        } else if (!asked.isEmpty() && !asked.equals("vector")) {
            throw new IllegalArgumentException("-D" + PROPERTY + ": scalar or vector required, got " + asked);
        } else if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            reason = "start Java with --add-modules " + MODULE + " for faster ones";
        } else {
            try {
                String name = Provider.class.getPackageName() + ".";
                int bits = (int) Class.forName(name + "VectorMath")
                        .getDeclaredMethod("preferredBits")
                        .invoke(null);
                int least = System.getProperty("os.arch", "").equals("aarch64") ? 128 : 256;
                if (bits < least) {
                    reason = "vectors of " + bits + " bits, at least " + least + " required for faster ones";
                } else {
                    kernels = (Kernels) make(name + "VectorKernels");
                    floatKernels = (FloatKernels) make(name + "FloatVectorKernels");
                    reason = MODULE + " is there";
                }
            } catch (ReflectiveOperationException | LinkageError e) {
                Throwable cause = e instanceof InvocationTargetException wrapped ? wrapped.getTargetException() : e;
                reason = "those on the Vector API do not load: " + cause;
            }
        }
        REASON = reason;
        KERNELS = kernels;
        FLOAT_KERNELS = floatKernels;
    }

    private Provider() {}

    private static Object make(String name) throws ReflectiveOperationException {
        return Class.forName(name).getDeclaredConstructor().newInstance();
    }

    static Kernels kernels() {
        return KERNELS;
    }

    static FloatKernels floatKernels() {
        return FLOAT_KERNELS;
    }

    /** Why these. */
    static String reason() {
        return REASON;
    }
}
