// What a multilayer perceptron needs beside cuBLAS, and a step of Adam, in float32; CudaWork.java and its subclasses launch it.

// z += bias by columns; a = silu(z) where `activated` says so, else z.
extern "C" __global__ void biasSilu(float* z, const float* bias, float* a, int rows, int columns, int activated) {
    size_t e = (size_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (e < (size_t) rows * columns) {
        float v = z[e] + bias[e % columns];
        z[e] = v;
        a[e] = activated ? v / (1 + exp(-v)) : v;
    }
}

// dz = da * silu'(z) where `activated` says so, else da.
extern "C" __global__ void siluGradient(const float* z, const float* da, float* dz, int rows, int columns, int activated) {
    size_t e = (size_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (e < (size_t) rows * columns) {
        float s = 1 / (1 + exp(-z[e]));
        dz[e] = activated ? da[e] * (s + z[e] * s * (1 - s)) : da[e];
    }
}

// Step steps[0] + 1 of Adam with its usual constants: rate 0.001, beta 0.9 and 0.999.
extern "C" __global__ void adamStep(float* p, const float* g, float* m, float* v, const int* steps, int parameters) {
    int j = blockIdx.x * blockDim.x + threadIdx.x;
    if (j < parameters) {
        float t = steps[0] + 1;
        float root = sqrt(1 - pow(0.999f, t));
        m[j] = 0.9f * m[j] + 0.1f * g[j];
        v[j] = 0.999f * v[j] + 0.001f * g[j] * g[j];
        p[j] -= 0.001f * root / (1 - pow(0.9f, t)) * m[j] / (sqrt(v[j]) + 1e-8f * root);
    }
}

extern "C" __global__ void countStep(int* steps) {
    steps[0]++;
}
