package org.kan4j.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.kan4j.cuda.CudaDevice;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.cuda.driver.NativeLibrary;
import org.kan4j.kernel.DeviceException;

/** The products of cuBLAS in float32, loaded where it is installed. Matrices are row-major. */
final class Cublas implements AutoCloseable {
    /** Names another file in place of cuBLAS's, for tests. */
    private static final String PROPERTY = "kan.bench.cublas";

    private static final int DEFAULT_MATH = 0;
    private static final int TF32_MATH = 3;
    private static final int NO_TRANSPOSE = 0;
    private static final int TRANSPOSE = 1;

    /** What NVIDIA recommends for Hopper. */
    private static final long WORKSPACE = 32L << 20;

    private final NativeLibrary library;
    private final long handle;
    private final DeviceMemory workspace;
    private final Arena arena = Arena.ofShared();
    private final long one = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1).address();
    private final long zero = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0).address();

    /**
     * A handle that gives its work to the device's stream.
     *
     * @param tf32 whether products round their factors to TF32
     * @throws DeviceException if it is not installed
     */
    Cublas(CudaDevice device, boolean tf32) {
        String asked = System.getProperty(PROPERTY, "");
        try {
            library = asked.isEmpty()
                    ? NativeLibrary.load("libcublas.so.13", "libcublas.so.12", "libcublas.so.11", "cublas64_12.dll")
                    : NativeLibrary.load(asked);
        } catch (IllegalArgumentException e) {
            throw new DeviceException(
                    "cuBLAS: required for the MLPs, not found; install it or add its folder to LD_LIBRARY_PATH", e);
        }
        MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
        device.context();
        call("cublasCreate_v2", out.address());
        handle = out.get(ValueLayout.JAVA_LONG, 0);
        workspace = device.context().allocate(WORKSPACE, "cuBLAS");
        call("cublasSetStream_v2", handle, device.stream().handle());
        // Its own would be allocated while a graph is captured.
        call("cublasSetWorkspace_v2", handle, workspace.address(), WORKSPACE);
        call("cublasSetMathMode", handle, tf32 ? TF32_MATH : DEFAULT_MATH);
    }

    private void call(String function, long... arguments) {
        int status = library.call(function, arguments);
        if (status != 0) {
            throw new DeviceException("cuBLAS: " + function + " failed (status " + status + ")");
        }
    }

    /** Its version, such as 120803. */
    int version() {
        MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
        call("cublasGetVersion_v2", handle, out.address());
        return out.get(ValueLayout.JAVA_INT, 0);
    }

    /** z [rows, out] = x [rows, in] · w [out, in]ᵀ */
    void forward(long x, long w, long z, int rows, int in, int out) {
        product(TRANSPOSE, NO_TRANSPOSE, out, rows, in, w, in, x, in, z, out);
    }

    /** dw [out, in] = dz [rows, out]ᵀ · x [rows, in] */
    void weightGradient(long dz, long x, long dw, int rows, int in, int out) {
        product(NO_TRANSPOSE, TRANSPOSE, in, out, rows, x, in, dz, out, dw, in);
    }

    /** dx [rows, in] = dz [rows, out] · w [out, in] */
    void inputGradient(long dz, long w, long dx, int rows, int in, int out) {
        product(NO_TRANSPOSE, NO_TRANSPOSE, in, rows, out, w, in, dz, out, dx, in);
    }

    /** db [out] = sum of the rows of dz [rows, out], by a product with ones [rows] */
    void biasGradient(long dz, long ones, long db, int rows, int out) {
        call("cublasSgemv_v2", handle, NO_TRANSPOSE, out, rows, one, dz, out, ones, 1, zero, db, 1);
    }

    private void product(int opA, int opB, int m, int n, int k, long a, int lda, long b, int ldb, long c, int ldc) {
        call("cublasSgemm_v2", handle, opA, opB, m, n, k, one, a, lda, b, ldb, zero, c, ldc);
    }

    @Override
    public void close() {
        call("cublasDestroy_v2", handle);
        workspace.close();
        arena.close();
    }
}
