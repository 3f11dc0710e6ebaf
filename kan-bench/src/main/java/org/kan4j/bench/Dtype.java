package org.kan4j.bench;

import java.util.Arrays;
import org.kan4j.basis.Basis;

/** The parameter {@code dtype}. */
enum Dtype {
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
    },
    /** float on a GPU */
    CUDA_FLOAT32(1e-4) {
        @Override
        Work kan(int[] widths, int rows, Basis basis, int threads) {
            return DeviceBenchmarks.cuda().kan(widths, rows, basis);
        }

        @Override
        Work blas(Mlp mlp, int rows, int threads) {
            return DeviceBenchmarks.cuda().mlp(mlp, rows, false);
        }
    },
    /** float on a GPU, factors of products rounded to 10 bits */
    CUDA_TF32(2e-3) {
        @Override
        Work kan(int[] widths, int rows, Basis basis, int threads) {
            throw new IllegalArgumentException("dtype: cuda-float32 required for a KAN on a GPU, got cuda-tf32");
        }

        @Override
        Work blas(Mlp mlp, int rows, int threads) {
            return DeviceBenchmarks.cuda().mlp(mlp, rows, true);
        }
    };

    private final double tolerance;

    Dtype(double tolerance) {
        this.tolerance = tolerance;
    }

    /** How far results may be from the reference, relative to the largest of their kind: sums of some thousand roundings. */
    double tolerance() {
        return tolerance;
    }

    /** By the parameter's value. */
    static Dtype of(String dtype) {
        return Arrays.stream(values())
                .filter(p -> p.name().replace('_', '-').equalsIgnoreCase(dtype))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "dtype: float32, float64, cuda-float32 or cuda-tf32 required, got \"" + dtype + "\""));
    }

    abstract Work kan(int[] widths, int rows, Basis basis, int threads);

    abstract Work blas(Mlp mlp, int rows, int threads);
}
