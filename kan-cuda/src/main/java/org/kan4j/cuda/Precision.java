package org.kan4j.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The type of the numbers that a device computes with. */
public enum Precision {
    /** float */
    FLOAT32(Float.BYTES, "_f32") {
        @Override
        double above(double value) {
            return Math.nextUp((float) value);
        }

        @Override
        Object number(double value) {
            return (float) value;
        }

        @Override
        void put(double[] from, int offset, int count, MemorySegment to) {
            for (int i = 0; i < count; i++) {
                to.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) from[offset + i]);
            }
        }

        @Override
        void get(MemorySegment from, int count, double[] to, int offset) {
            for (int i = 0; i < count; i++) {
                to[offset + i] = from.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            }
        }
    },
    /** double */
    FLOAT64(Double.BYTES, "_f64") {
        @Override
        double above(double value) {
            return Math.nextUp(value);
        }

        @Override
        Object number(double value) {
            return value;
        }

        @Override
        void put(double[] from, int offset, int count, MemorySegment to) {
            MemorySegment.copy(from, offset, to, ValueLayout.JAVA_DOUBLE, 0, count);
        }

        @Override
        void get(MemorySegment from, int count, double[] to, int offset) {
            MemorySegment.copy(from, ValueLayout.JAVA_DOUBLE, 0, to, offset, count);
        }
    };

    private final int bytes;
    private final String suffix;

    Precision(int bytes, String suffix) {
        this.bytes = bytes;
        this.suffix = suffix;
    }

    /** {@return bytes of a number} */
    public int bytes() {
        return bytes;
    }

    /** What the names of its kernels end with. */
    String suffix() {
        return suffix;
    }

    /** The next number above a value rounded to this type. */
    abstract double above(double value);

    /** A kernel's argument. */
    abstract Object number(double value);

    /** Writes numbers to memory. */
    abstract void put(double[] from, int offset, int count, MemorySegment to);

    /** Reads numbers from memory. */
    abstract void get(MemorySegment from, int count, double[] to, int offset);
}
