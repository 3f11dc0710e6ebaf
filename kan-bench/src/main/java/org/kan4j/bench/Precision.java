package org.kan4j.bench;

import java.util.Arrays;
import org.kan4j.basis.Basis;

/** The parameter {@code dtype}. */
enum Precision {
    /** float */
    FLOAT32(1e-4) {
        @Override
        Work kan(int[] widths, int rows, Basis basis, int threads) {
            return new FloatKanWork(widths, rows, basis, threads);
        }

        @Override
        Work blas(Mlp mlp, int rows, int threads) {
            return new FloatBlasWork(mlp, rows, threads);
        }
    },
    /** double */
    FLOAT64(1e-11) {
        @Override
        Work kan(int[] widths, int rows, Basis basis, int threads) {
            return new KanWork(widths, rows, basis, threads);
        }

        @Override
        Work blas(Mlp mlp, int rows, int threads) {
            return new BlasWork(mlp, rows, threads);
        }
    };

    private final double tolerance;

    Precision(double tolerance) {
        this.tolerance = tolerance;
    }

    /** How far results may be from the reference, relative to the largest of their kind: sums of some thousand roundings. */
    double tolerance() {
        return tolerance;
    }

    /** By the parameter's value. */
    static Precision of(String dtype) {
        return Arrays.stream(values())
                .filter(p -> p.name().equalsIgnoreCase(dtype))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("dtype: float32 or float64 required, got \"" + dtype + "\""));
    }

    abstract Work kan(int[] widths, int rows, Basis basis, int threads);

    abstract Work blas(Mlp mlp, int rows, int threads);
}
