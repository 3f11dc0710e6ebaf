// The kernels for numbers of type REAL, which kan.cu defines.

// Values of an input's functions at x, those that can be nonzero, and behind them of its base activation; or their slopes. A
// B-spline is a polynomial of u = (x - origin) * scale on each of its pieces (Pieces.java), whatever its knots, and outside of
// its grid as well. Returns the number of the first function.
__device__ static int NAME(evaluate)(
        const int* plan, const REAL* numbers, int input, REAL x, bool slopes, REAL* out, int stride) {
    const int* q = plan + input * FIELDS;
    const REAL* breaks = numbers + q[BREAKS];
    int piece = 0;
    int last = q[PIECES] - 1;
    while (piece < last) {
        int middle = (piece + last) / 2;
        if (x >= breaks[middle]) {
            piece = middle + 1;
        } else {
            last = middle;
        }
    }
    const REAL* place = numbers + q[PLACES] + 2 * piece;
    int support = q[SUPPORT];
    REAL scale = place[1];
    REAL u = (x - place[0]) * scale;
    const REAL* c = numbers + q[VALUES] + piece * support * support;
    for (int j = 0; j < support; j++) {
        REAL v = 0;
        if (slopes) {
            for (int d = support - 1; d > 0; d--) {
                v = v * u + d * c[d];
            }
            v *= scale;
        } else {
            for (int d = support - 1; d >= 0; d--) {
                v = v * u + c[d];
            }
        }
        out[j * stride] = v;
        c += support;
    }
    REAL base = 0;
    if (q[ACTIVATION] == IDENTITY) {
        base = slopes ? 1 : x;
    } else if (q[ACTIVATION] == SILU) {
        REAL s = 1 / (1 + exp(-x));
        base = slopes ? s + x * s * (1 - s) : x * s;
    }
    out[support * stride] = base;
    return plan[q[FIRSTS] + piece];
}

// Evaluates rows r0 ... of inputs i0 ... by all threads of a block: tile [inputs, slots, length], first [inputs, length].
__device__ static void NAME(evaluateTile)(
        const REAL* x, const int* plan, const REAL* numbers, int r0, int rows, int i0, int in, int inputs, int slots,
        int length, bool slopes, REAL* tile, int* first) {
    int threads = blockDim.x * blockDim.y * blockDim.z;
    int thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
    for (int e = thread; e < inputs * length; e += threads) {
        int ii = e / length;
        int rr = e % length;
        REAL* out = tile + ii * slots * length + rr;
        if (i0 + ii < in && r0 + rr < rows) {
            first[e] = NAME(evaluate)(
                    plan, numbers, i0 + ii, x[(size_t) (r0 + rr) * in + i0 + ii], slopes, out, length);
        } else {
            first[e] = 0;
            for (int s = 0; s < slots; s++) {
                out[s * length] = 0;
            }
        }
    }
}

// z[r, c] = sum over i of phi_ic(x[r, i]). Block: x over columns, y over rows; grid: x over rows, y over columns.
// Shared: tile [inputs, slots, length], first [inputs, length], where length = ROWS * blockDim.y.
extern "C" __global__ void NAME(forward)(
        const REAL* x, const REAL* p, REAL* z, const unsigned char* mask, const int* plan, const REAL* numbers, int rows,
        int in, int columns, int inputs, int slots) {
    SHARED(shared);
    int length = ROWS * blockDim.y;
    REAL* tile = (REAL*) shared;
    int* first = (int*) (tile + inputs * slots * length);
    int r0 = blockIdx.x * length;
    int c = blockIdx.y * blockDim.x + threadIdx.x;
    REAL sum[ROWS];
#pragma unroll
    for (int k = 0; k < ROWS; k++) {
        sum[k] = 0;
    }
    for (int i0 = 0; i0 < in; i0 += inputs) {
        __syncthreads();
        NAME(evaluateTile)(x, plan, numbers, r0, rows, i0, in, inputs, slots, length, false, tile, first);
        __syncthreads();
        for (int ii = 0; ii < inputs && i0 + ii < in && c < columns; ii++) {
            if (!mask[(i0 + ii) * columns + c]) {
                continue;
            }
            const int* q = plan + (i0 + ii) * FIELDS;
            int support = q[SUPPORT];
            const REAL* w = p + q[START] + c;
            REAL base = q[ACTIVATION] == ZERO ? 0 : w[q[SIZE] * columns];
#pragma unroll
            for (int k = 0; k < ROWS; k++) {
                int rr = threadIdx.y + k * blockDim.y;
                const REAL* b = tile + ii * slots * length + rr;
                const REAL* v = w + first[ii * length + rr] * columns;
                REAL s = base * b[support * length];
                for (int j = 0; j < support; j++) {
                    s += v[j * columns] * b[j * length];
                }
                sum[k] += s;
            }
        }
    }
#pragma unroll
    for (int k = 0; k < ROWS; k++) {
        int r = r0 + threadIdx.y + k * blockDim.y;
        if (r < rows && c < columns) {
            z[(size_t) r * columns + c] = sum[k];
        }
    }
}

// dx[r, i] = sum over c of dz[r, c] * phi_ic'(x[r, i]). Block: x over columns, y over rows; grid: x over rows, y over inputs.
// Shared: as forward, then sums [length, blockDim.x + 1].
extern "C" __global__ void NAME(inputGradient)(
        const REAL* x, const REAL* p, const REAL* dz, REAL* dx, const unsigned char* mask, const int* plan,
        const REAL* numbers, int rows, int in, int columns, int inputs, int slots) {
    SHARED(shared);
    int length = ROWS * blockDim.y;
    REAL* tile = (REAL*) shared;
    REAL* sums = tile + inputs * slots * length;
    int* first = (int*) (sums + length * (blockDim.x + 1));
    int r0 = blockIdx.x * length;
    int i0 = blockIdx.y * inputs;
    NAME(evaluateTile)(x, plan, numbers, r0, rows, i0, in, inputs, slots, length, true, tile, first);
    for (int ii = 0; ii < inputs && i0 + ii < in; ii++) {
        __syncthreads();
        const int* q = plan + (i0 + ii) * FIELDS;
        int support = q[SUPPORT];
        REAL sum[ROWS];
#pragma unroll
        for (int k = 0; k < ROWS; k++) {
            sum[k] = 0;
        }
        for (int c = threadIdx.x; c < columns; c += blockDim.x) {
            if (!mask[(i0 + ii) * columns + c]) {
                continue;
            }
            const REAL* w = p + q[START] + c;
            REAL base = q[ACTIVATION] == ZERO ? 0 : w[q[SIZE] * columns];
#pragma unroll
            for (int k = 0; k < ROWS; k++) {
                int rr = threadIdx.y + k * blockDim.y;
                if (r0 + rr < rows) {
                    const REAL* b = tile + ii * slots * length + rr;
                    const REAL* v = w + first[ii * length + rr] * columns;
                    REAL s = base * b[support * length];
                    for (int j = 0; j < support; j++) {
                        s += v[j * columns] * b[j * length];
                    }
                    sum[k] += s * dz[(size_t) (r0 + rr) * columns + c];
                }
            }
        }
#pragma unroll
        for (int k = 0; k < ROWS; k++) {
            sums[(threadIdx.y + k * blockDim.y) * (blockDim.x + 1) + threadIdx.x] = sum[k];
        }
        __syncthreads();
        for (int rr = threadIdx.y * blockDim.x + threadIdx.x; rr < length; rr += blockDim.x * blockDim.y) {
            REAL s = 0;
            for (int t = 0; t < blockDim.x; t++) {
                s += sums[rr * (blockDim.x + 1) + t];
            }
            if (r0 + rr < rows) {
                dx[(size_t) (r0 + rr) * in + i0 + ii] = s;
            }
        }
    }
}

// partial[s, parameters] = sum over the rows of split s of B_m(x[r, i]) * dz[r, c]; 0 in the slots of masked edges.
// Grid: x over columns, y over inputs, z over splits. Block: x over columns; thread y has the functions m with m % blockDim.y == y, so
// that no two threads add to the same number; thread z has every blockDim.z-th row. Sums are kept in shared memory, [blockDim.z,
// functions and base, blockDim.x], or where `global` says so (then blockDim.z is 1) at their place in device memory.
// Shared: tile [slots, TILE], the sums, first [TILE].
extern "C" __global__ void NAME(parameterGradient)(
        const REAL* x, const REAL* dz, REAL* partial, const unsigned char* mask, const int* plan, const REAL* numbers,
        int rows, int in, int columns, int slots, int mostFunctions, int splitRows, int parameters, int global) {
    SHARED(shared);
    int i = blockIdx.y;
    const int* q = plan + i * FIELDS;
    int support = q[SUPPORT];
    int size = q[SIZE];
    int c = blockIdx.x * blockDim.x + threadIdx.x;
    REAL* tile = (REAL*) shared;
    REAL* sums = tile + slots * TILE;
    int* first = (int*) (global ? sums : sums + blockDim.z * (mostFunctions + 1) * blockDim.x);
    REAL* result = partial + (size_t) blockIdx.z * parameters + q[START] + c;
    REAL* mine = global ? result : sums + threadIdx.z * (mostFunctions + 1) * blockDim.x + threadIdx.x;
    int stride = global ? columns : blockDim.x;
    int functions = q[ACTIVATION] == ZERO ? size : size + 1;
    for (int m = threadIdx.y; m < functions && c < columns; m += blockDim.y) {
        mine[m * stride] = 0;
    }
    int begin = blockIdx.z * splitRows;
    int end = rows - begin < splitRows ? rows : begin + splitRows;
    for (int r0 = begin; r0 < end; r0 += TILE) {
        __syncthreads();
        NAME(evaluateTile)(x, plan, numbers, r0, end, i, in, 1, slots, TILE, false, tile, first);
        __syncthreads();
        for (int rr = threadIdx.z; rr < TILE && r0 + rr < end && c < columns; rr += blockDim.z) {
            REAL g = dz[(size_t) (r0 + rr) * columns + c];
            int f = first[rr];
            int begin = ((int) threadIdx.y - f % (int) blockDim.y + (int) blockDim.y) % (int) blockDim.y;
            for (int j = begin; j < support; j += blockDim.y) {
                mine[(f + j) * stride] += g * tile[j * TILE + rr];
            }
            if (functions > size && size % (int) blockDim.y == threadIdx.y) {
                mine[size * stride] += g * tile[support * TILE + rr];
            }
        }
    }
    __syncthreads();
    if (c >= columns || threadIdx.z > 0) {
        return;
    }
    bool numeric = mask[i * columns + c];
    for (int m = threadIdx.y; m < functions; m += blockDim.y) {
        REAL s = 0;
        for (int z = 0; z < blockDim.z; z++) {
            s += mine[z * (mostFunctions + 1) * stride + m * stride];
        }
        result[m * columns] = numeric ? s : 0;
    }
}

// dp = sum over the splits of partial [splits, parameters]; added to dp where `add` says so.
extern "C" __global__ void NAME(reduce)(const REAL* partial, REAL* dp, int splits, int parameters, int add) {
    int j = blockIdx.x * blockDim.x + threadIdx.x;
    if (j >= parameters) {
        return;
    }
    REAL s = 0;
    for (int k = 0; k < splits; k++) {
        s += partial[(size_t) k * parameters + j];
    }
    dp[j] = add ? dp[j] + s : s;
}

// y[r, node] = product of the node's columns, begins[node] ... begins[node + 1] - 1, of z.
extern "C" __global__ void NAME(nodes)(const REAL* z, REAL* y, const int* begins, int rows, int columns, int nodes) {
    size_t e = (size_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= (size_t) rows * nodes) {
        return;
    }
    int node = e % nodes;
    const REAL* row = z + e / nodes * columns;
    REAL product = 1;
    for (int c = begins[node]; c < begins[node + 1]; c++) {
        product *= row[c];
    }
    y[e] = product;
}

// dz[r, c] = dy[r, node] times the product of the node's other columns.
extern "C" __global__ void NAME(columns)(
        const REAL* z, const REAL* dy, REAL* dz, const int* begins, int rows, int columns, int nodes) {
    size_t e = (size_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= (size_t) rows * nodes) {
        return;
    }
    int node = e % nodes;
    size_t row = e / nodes * columns;
    for (int c = begins[node]; c < begins[node + 1]; c++) {
        REAL product = dy[e];
        for (int d = begins[node]; d < begins[node + 1]; d++) {
            product *= d == c ? 1 : z[row + d];
        }
        dz[row + c] = product;
    }
}

// Rows of batch number state[0] of all `batches`, in the given order: xb [most, in], tb [most, targets], wb [most]. A batch
// that is shorter than the longest is filled up with rows of weight 0.
extern "C" __global__ void NAME(fetch)(
        const REAL* x, const REAL* t, const REAL* w, const int* order, const int* state, REAL* xb, REAL* tb, REAL* wb,
        int length, int batches, int most, int in, int targets) {
    int width = in + targets;
    size_t e = (size_t) blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= (size_t) most * width) {
        return;
    }
    long long batch = state[0];
    int from = (int) (batch * length / batches);
    int to = (int) ((batch + 1) * length / batches);
    int r = e / width;
    int k = e % width;
    bool there = from + r < to;
    size_t row = order[there ? from + r : from];
    if (k < in) {
        xb[(size_t) r * in + k] = x[row * in + k];
    } else {
        tb[(size_t) r * targets + k - in] = t[row * targets + k - in];
    }
    if (k == 0) {
        wb[r] = there ? w[row] : 0;
    }
}

// Adds a number of each of the ADDERS threads of a block; all get the sum.
__device__ static double NAME(total)(double mine, double* room) {
    room[threadIdx.x] = mine;
    for (int half = ADDERS / 2; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half) {
            room[threadIdx.x] += room[threadIdx.x + half];
        }
    }
    __syncthreads();
    double sum = room[0];
    __syncthreads();
    return sum;
}

// Gradient of the loss of each row, times its weight, by its outputs: dy [rows, outputs]; and of each block the sum of the losses
// and of the weights: sums [blocks, 2]. A row of weight 0 has a gradient of 0. Shared: ADDERS doubles.
extern "C" __global__ void NAME(loss)(
        const REAL* y, const REAL* t, const REAL* w, REAL* dy, double* sums, int rows, int outputs, int kind, REAL delta) {
    SHARED(shared);
    double loss = 0;
    double weight = 0;
    for (int r = blockIdx.x * blockDim.x + threadIdx.x; r < rows; r += gridDim.x * blockDim.x) {
        const REAL* a = y + (size_t) r * outputs;
        REAL* da = dy + (size_t) r * outputs;
        REAL s = 0;
        if (w[r] == 0) {
            for (int o = 0; o < outputs; o++) {
                da[o] = 0;
            }
            continue;
        }
        if (kind == CROSS_ENTROPY && outputs == 1) {
            REAL tail = exp(-fabs(a[0]));
            da[0] = w[r] * ((a[0] >= 0 ? 1 : tail) / (1 + tail) - t[r]);
            s = (a[0] > 0 ? a[0] : a[0] < 0 ? 0 : a[0]) + log1p(tail) - t[r] * a[0];
        } else if (kind == CROSS_ENTROPY) {
            REAL largest = a[0];
            for (int o = 1; o < outputs; o++) {
                largest = a[o] > largest ? a[o] : largest;
            }
            REAL sum = 0;
            for (int o = 0; o < outputs; o++) {
                sum += exp(a[o] - largest);
            }
            for (int o = 0; o < outputs; o++) {
                da[o] = w[r] * (exp(a[o] - largest) / sum - (o == (int) t[r] ? 1 : 0));
            }
            s = log(sum) + largest - a[(int) t[r]];
        } else {
            for (int o = 0; o < outputs; o++) {
                REAL d = a[o] - t[(size_t) r * outputs + o];
                REAL far = fabs(d);
                bool square = kind == SQUARES || far <= delta;
                da[o] = 2 * w[r] * (square ? d : d > 0 ? delta : -delta);
                s += square ? d * d : delta * (2 * far - delta);
            }
        }
        loss += (double) w[r] * s;
        weight += w[r];
    }
    loss = NAME(total)(loss, (double*) shared);
    weight = NAME(total)(weight, (double*) shared);
    if (threadIdx.x == 0) {
        sums[2 * blockIdx.x] = loss;
        sums[2 * blockIdx.x + 1] = weight;
    }
}

// Ends the loss of a batch, in one block: adds to totals[0] the losses of sums [blocks, 2], puts the weights into totals[1], and
// goes to the next batch in state[0]. Shared: ADDERS doubles.
extern "C" __global__ void NAME(finish)(const double* sums, int blocks, double* totals, int* state) {
    SHARED(shared);
    double loss = 0;
    double weight = 0;
    for (int k = threadIdx.x; k < blocks; k += blockDim.x) {
        loss += sums[2 * k];
        weight += sums[2 * k + 1];
    }
    loss = NAME(total)(loss, (double*) shared);
    weight = NAME(total)(weight, (double*) shared);
    if (threadIdx.x == 0) {
        totals[0] += loss;
        totals[1] = weight;
        state[0]++;
    }
}

// The gradient of weight times the squared third differences of each edge's coefficients (Penalty.java), a thread for each edge;
// gradient must be 0 in the slots of masked edges on entry, and stays so.
extern "C" __global__ void NAME(smoothness)(
        const REAL* p, REAL* gradient, const unsigned char* mask, const int* plan, int in, int columns, REAL weight) {
    int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= in * columns || !mask[e]) {
        return;
    }
    const int* q = plan + e / columns * FIELDS;
    int start = q[START] + e % columns;
    for (int m = 0; m < q[SIZE]; m++) {
        gradient[start + m * columns] = 0;
    }
    for (int m = 0; m + 3 < q[SIZE]; m++) {
        const REAL* c = p + start + m * columns;
        REAL d = 2 * weight * (c[3 * columns] - c[0] + 3 * (c[columns] - c[2 * columns]));
        REAL* g = gradient + start + m * columns;
        g[0] -= d;
        g[columns] += 3 * d;
        g[2 * columns] -= 3 * d;
        g[3 * columns] += d;
    }
}

// A step of Adam after batch state[0] - 1 (train.Adam): rates [batches, 4] are rate, factor on p, corrections of both moments;
// share [parameters] is that of the rate.
// The gradient is the sum of partial [splits, parameters] by the batch's weight, plus that of the penalties.
extern "C" __global__ void NAME(adam)(
        const REAL* partial, const REAL* penalty, const REAL* rates, const REAL* share, const double* totals,
        const int* state, REAL* p, REAL* first, REAL* second, int splits, int parameters, REAL ridge) {
    int j = blockIdx.x * blockDim.x + threadIdx.x;
    double weight = totals[1];
    if (j >= parameters || weight == 0) {
        return;
    }
    REAL g = 0;
    for (int k = 0; k < splits; k++) {
        g += partial[(size_t) k * parameters + j];
    }
    g = g / (REAL) weight + penalty[j] + 2 * ridge * p[j];
    const REAL* rate = rates + 4 * (state[0] - 1);
    REAL m = first[j] + (REAL) (1 - 0.9) * (g - first[j]);
    REAL v = second[j] + (REAL) (1 - 0.999) * (g * g - second[j]);
    first[j] = m;
    second[j] = v;
    p[j] = rate[1] * p[j] - rate[0] * share[j] * m * rate[2] / (sqrt(v * rate[3]) + (REAL) 1e-8);
}
