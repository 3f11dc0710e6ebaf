package org.kan4j.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.kan4j.cuda.driver.Context;
import org.kan4j.cuda.driver.DeviceMemory;
import org.kan4j.cuda.driver.Graph;
import org.kan4j.cuda.driver.KernelModule;
import org.kan4j.cuda.driver.Launch;
import org.kan4j.cuda.driver.PinnedMemory;
import org.kan4j.cuda.driver.Stream;

/**
 * A device with its kernels, a stream, and pinned memory through which numbers come and go. For one caller at a time: those who
 * share it synchronise on it.
 */
public final class CudaDevice implements AutoCloseable {
    private static final String PTX = "kan.ptx";
    private static final int STAGING = 8 << 20;

    private final Context context;
    private final Stream stream;
    private final KernelModule kernels;
    private final PinnedMemory staging;

    private CudaDevice(Context context) {
        this.context = context;
        this.kernels = context.load(ptx());
        this.stream = context.stream();
        this.staging = context.pinned(STAGING);
    }

    /**
     * {@return the first device}
     *
     * @throws org.kan4j.kernel.DeviceException if there is no driver or no device, or it is too old
     */
    public static CudaDevice open() {
        Context context = Context.open();
        try {
            return new CudaDevice(context);
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** The kernels' PTX; its first line names the hash of their sources. */
    static String ptx() {
        try (InputStream in = CudaDevice.class.getResourceAsStream(PTX)) {
            if (in == null) {
                throw new IllegalStateException(PTX + " is missing from kan-cuda's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return its context, made current on the calling thread} */
    public Context context() {
        context.use();
        return context;
    }

    /** {@return the stream that everything goes to} */
    public Stream stream() {
        return stream;
    }

    /**
     * {@return the device memory for numbers}
     *
     * @param count how many
     * @param precision of the numbers there
     * @param purpose what they are, for the message when there is too little memory
     */
    public DeviceMemory allocate(long count, Precision precision, String purpose) {
        return context.allocate(Math.multiplyExact(count, (long) precision.bytes()), purpose);
    }

    /** Runs a kernel for a type of numbers. */
    void launch(String kernel, Precision precision, Launch threads, Object... arguments) {
        stream.launch(kernels.get(kernel + precision.suffix()), threads, arguments);
    }

    /** Runs a kernel with a thread for each of some elements. */
    void launch(String kernel, Precision precision, long elements, Object... arguments) {
        int threads = 256;
        launch(kernel, precision, Launch.row((int) ((elements + threads - 1) / threads), threads, 0), arguments);
    }

    /** Records kernels. */
    Graph capture(Runnable work) {
        return stream.capture(work);
    }

    /**
     * Copies numbers to the device.
     *
     * @param from numbers, not modified
     * @param offset of the first
     * @param count how many
     * @param to receives them from its beginning on
     * @param precision of the numbers there
     */
    public void upload(double[] from, int offset, int count, DeviceMemory to, Precision precision) {
        int most = STAGING / precision.bytes();
        for (int done = 0; done < count; done += most) {
            int n = Math.min(most, count - done);
            precision.put(from, offset + done, n, staging.segment());
            send(to, (long) done * precision.bytes(), (long) n * precision.bytes());
        }
    }

    /** Copies all of some integers to the beginning of device memory. */
    void upload(int[] from, DeviceMemory to) {
        int most = STAGING / Integer.BYTES;
        for (int done = 0; done < from.length; done += most) {
            int n = Math.min(most, from.length - done);
            MemorySegment.copy(from, done, staging.segment(), ValueLayout.JAVA_INT, 0, n);
            send(to, (long) done * Integer.BYTES, (long) n * Integer.BYTES);
        }
    }

    private void send(DeviceMemory to, long at, long bytes) {
        stream.upload(staging, to, at, bytes);
        stream.synchronize();
    }

    /**
     * Copies numbers from the device, when all that was given to it is done.
     *
     * @param from numbers from its beginning on
     * @param to receives them
     * @param offset of the first in {@code to}
     * @param count how many
     * @param precision of the numbers there
     */
    public void download(DeviceMemory from, double[] to, int offset, int count, Precision precision) {
        int most = STAGING / precision.bytes();
        for (int done = 0; done < count; done += most) {
            int n = Math.min(most, count - done);
            stream.download(from, (long) done * precision.bytes(), staging, (long) n * precision.bytes());
            stream.synchronize();
            precision.get(staging.segment(), n, to, offset + done);
        }
    }

    /** {@return what it is} */
    public String description() {
        return context.device().toString();
    }

    @Override
    public void close() {
        staging.close();
        stream.close();
        kernels.close();
        context.close();
    }
}
