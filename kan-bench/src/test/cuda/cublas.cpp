// kan-cuda's emulated driver with the kernels of kan-bench, and the functions of cuBLAS that kan-bench calls, in plain loops.

#define MORE_KERNELS "mlp.cu"
#define MORE \
    , {"biasSilu", binder(biasSilu)}, {"siluGradient", binder(siluGradient)}, {"adamStep", binder(adamStep)}, \
            {"countStep", binder(countStep)}
#include <cmath>
using std::pow;
#include "emulator.cpp"

extern "C" {

int cublasCreate_v2(void** handle) { return put(handle, (void*) 1); }
int cublasDestroy_v2(void*) { return SUCCESS; }
int cublasSetStream_v2(void*, void*) { return SUCCESS; }
int cublasSetWorkspace_v2(void*, void*, size_t) { return SUCCESS; }
int cublasSetMathMode(void*, int) { return SUCCESS; }
int cublasGetVersion_v2(void*, int* version) { return put(version, 120000); }

// Column-major: c [m, n] = a * b, where a is [m, k] or its transpose, b [k, n] or its transpose.
int cublasSgemm_v2(
        void*, int opA, int opB, int m, int n, int k, const float*, const float* a, int lda, const float* b, int ldb,
        const float*, float* c, int ldc) {
    return enqueue([=] {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    sum += (double) (opA ? a[l + i * lda] : a[i + l * lda]) * (opB ? b[j + l * ldb] : b[l + j * ldb]);
                }
                c[i + j * ldc] = (float) sum;
            }
        }
    });
}

int cublasSgemv_v2(
        void*, int, int m, int n, const float*, const float* a, int lda, const float* x, int, const float*, float* y,
        int) {
    return enqueue([=] {
        for (int i = 0; i < m; i++) {
            double sum = 0;
            for (int l = 0; l < n; l++) {
                sum += a[i + l * lda] * x[l];
            }
            y[i] = (float) sum;
        }
    });
}
}
