// A CUDA driver for tests, without a GPU: the functions of libcuda.so.1 that kan4j calls, with the kernels of kan.cu compiled for
// the processor. The threads of a block take turns at __syncthreads; blocks run one after another. Device memory is memory of
// the process, with zones around it that must stay as they are; new memory, and the shared memory of a block, is filled with NaN.
// emulate() says what there is, and whether threads and blocks go by falling numbers: where that changes a result, a
// __syncthreads is missing.

#include <setjmp.h>
#include <ucontext.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

struct Index {
    unsigned x, y, z;
};

static Index gridDim, blockDim, blockIdx;
static unsigned char sharedMemory[48 << 10] __attribute__((aligned(16)));

static int devices = 1;
static size_t deviceMemory = 1 << 30;
static bool reversed;

// Threads of a block are coroutines.

static const size_t STACK = 64 << 10;

struct Coroutine {
    std::vector<char> stack = std::vector<char>(STACK);
    ucontext_t start;
    jmp_buf place;
    bool started = false;
    bool ended = false;
    Index index;
};

static std::vector<std::unique_ptr<Coroutine>> coroutines;
static Coroutine* current;
static jmp_buf scheduler;
static const std::function<void()>* body;

static void synchronizeThreads() {
    if (!_setjmp(current->place)) {
        _longjmp(scheduler, 1);
    }
}

static void runThreads() {
    while (true) {
        (*body)();
        current->ended = true;
        synchronizeThreads();
    }
}

// A context is for the way into a new stack only: other jumps need no system call.
static void resume() {
    if (_setjmp(scheduler)) {
        return;
    }
    if (current->started) {
        _longjmp(current->place, 1);
    }
    current->started = true;
    getcontext(&current->start);
    current->start.uc_stack.ss_sp = current->stack.data();
    current->start.uc_stack.ss_size = STACK;
    makecontext(&current->start, runThreads, 0);
    setcontext(&current->start);
}

static void runBlock(const std::function<void()>& kernel) {
    size_t count = (size_t) blockDim.x * blockDim.y * blockDim.z;
    body = &kernel;
    while (coroutines.size() < count) {
        coroutines.push_back(std::make_unique<Coroutine>());
    }
    for (size_t t = 0; t < count; t++) {
        coroutines[t]->ended = false;
        coroutines[t]->index = {(unsigned) (t % blockDim.x), (unsigned) (t / blockDim.x % blockDim.y),
                                (unsigned) (t / blockDim.x / blockDim.y)};
    }
    for (size_t left = count; left > 0;) {
        for (size_t turn = 0; turn < count; turn++) {
            current = coroutines[reversed ? count - 1 - turn : turn].get();
            if (!current->ended) {
                resume();
                left -= current->ended;
            }
        }
    }
}

#define __global__
#define __device__
#define threadIdx (current->index)
#define __syncthreads synchronizeThreads
#define SHARED(name) unsigned char* name = sharedMemory
using std::exp;
using std::fabs;
using std::log;
using std::log1p;
using std::sqrt;

#include "kan.cu"
#ifdef MORE_KERNELS
#include MORE_KERNELS
#else
#define MORE
#endif

// Kernels by name, as functions from their parameters to a launch.

typedef std::function<void()> Work;
typedef std::function<Work(void**)> Binder;

template <class... A, size_t... I>
static Work bound(void (*kernel)(A...), void** parameters, std::index_sequence<I...>) {
    auto arguments = std::make_tuple(*(A*) parameters[I]...);
    return [=] { std::apply(kernel, arguments); };
}

template <class... A>
static Binder binder(void (*kernel)(A...)) {
    return [=](void** parameters) { return bound(kernel, parameters, std::index_sequence_for<A...>()); };
}

#define BOTH(name) {#name "_f32", binder(name##_f32)}, {#name "_f64", binder(name##_f64)}
static const std::map<std::string, Binder> KERNELS = {
        BOTH(forward), BOTH(inputGradient), BOTH(parameterGradient), BOTH(reduce), BOTH(nodes), BOTH(columns),
        BOTH(fetch), BOTH(loss), BOTH(finish), BOTH(smoothness), BOTH(adam) MORE};

// The driver.

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700 };

static const size_t ZONE = 256;
static const unsigned char GUARD = 0xA5;
static std::map<uintptr_t, size_t> memory;
static std::vector<Work>* recording;
static bool damaged;

static size_t used() {
    size_t sum = 0;
    for (auto& block : memory) {
        sum += block.second;
    }
    return sum;
}

static bool whole(uintptr_t at, size_t bytes) {
    for (size_t k = 0; k < ZONE; k++) {
        if (((unsigned char*) at)[-1 - (long) k] != GUARD || ((unsigned char*) at)[bytes + k] != GUARD) {
            return false;
        }
    }
    return true;
}

static bool within(uintptr_t at, size_t bytes) {
    auto block = memory.upper_bound(at);
    return block != memory.begin() && at + bytes <= (--block)->first + block->second;
}

static int put(void* out, const void* value, size_t bytes) {
    memcpy(out, value, bytes);
    return SUCCESS;
}

static int enqueue(const Work& work) {
    if (recording) {
        recording->push_back(work);
    } else {
        work();
    }
    return SUCCESS;
}

template <class T>
static int put(T* out, T value) {
    *out = value;
    return SUCCESS;
}

extern "C" {

int emulate(int newDevices, size_t newMemory, int newReversed) {
    devices = newDevices;
    deviceMemory = newMemory;
    reversed = newReversed;
    return SUCCESS;
}

int cuInit(unsigned) { return devices > 0 ? SUCCESS : NO_DEVICE; }
int cuDriverGetVersion(int* version) { return put(version, 12080); }
int cuDeviceGet(int* device, int ordinal) { return put(device, ordinal); }
int cuDeviceGetName(char* name, int length, int) { return snprintf(name, length, "emulator"), SUCCESS; }
int cuDeviceTotalMem_v2(size_t* bytes, int) { return put(bytes, deviceMemory); }
int cuDeviceGetAttribute(int* value, int attribute, int) { return put(value, attribute == 75 ? 8 : 0); }
int cuDevicePrimaryCtxRetain(void** context, int) { return put(context, (void*) 1); }
int cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }
int cuCtxSetCurrent(void*) { return SUCCESS; }
int cuGetErrorName(int code, const char** text) {
    return put(text, code == NO_DEVICE         ? "CUDA_ERROR_NO_DEVICE"
                     : code == OUT_OF_MEMORY   ? "CUDA_ERROR_OUT_OF_MEMORY"
                     : code == ILLEGAL_ADDRESS ? "CUDA_ERROR_ILLEGAL_ADDRESS"
                                               : "CUDA_ERROR");
}
int cuGetErrorString(int, const char** text) { return put(text, "as the emulator says"); }

int cuMemGetInfo_v2(size_t* available, size_t* total) {
    cuDeviceTotalMem_v2(total, 0);
    return put(available, *total - used());
}

int cuMemAlloc_v2(uintptr_t* out, size_t bytes) {
    size_t available, total;
    cuMemGetInfo_v2(&available, &total);
    if (bytes > available) {
        return OUT_OF_MEMORY;
    }
    unsigned char* room = (unsigned char*) malloc(bytes + 2 * ZONE);
    memset(room, GUARD, bytes + 2 * ZONE);
    memset(room + ZONE, 0xFF, bytes);
    *out = (uintptr_t) (room + ZONE);
    memory[*out] = bytes;
    return SUCCESS;
}

int cuMemFree_v2(uintptr_t at) {
    auto block = memory.find(at);
    if (block == memory.end()) {
        return INVALID_VALUE;
    }
    damaged = damaged || !whole(at, block->second);
    memory.erase(block);
    free((unsigned char*) at - ZONE);
    return damaged ? ILLEGAL_ADDRESS : SUCCESS;
}

int cuMemHostAlloc(void** out, size_t bytes, unsigned) { return put(out, malloc(bytes)); }
int cuMemFreeHost(void* at) { return free(at), SUCCESS; }

int cuMemcpyHtoDAsync_v2(uintptr_t to, const void* from, size_t bytes, void*) {
    return within(to, bytes) && !recording ? put((void*) to, from, bytes) : ILLEGAL_ADDRESS;
}
int cuMemcpyDtoHAsync_v2(void* to, uintptr_t from, size_t bytes, void*) {
    return within(from, bytes) && !recording ? put(to, (void*) from, bytes) : ILLEGAL_ADDRESS;
}
int cuMemsetD8Async(uintptr_t at, unsigned char value, size_t bytes, void*) {
    return within(at, bytes) && !recording ? (memset((void*) at, value, bytes), SUCCESS) : ILLEGAL_ADDRESS;
}

int cuMemcpyDtoDAsync_v2(uintptr_t to, uintptr_t from, size_t bytes, void*) {
    return within(to, bytes) && within(from, bytes) ? enqueue([=] { memcpy((void*) to, (void*) from, bytes); })
                                                    : ILLEGAL_ADDRESS;
}

int cuStreamCreate(void** stream, unsigned) { return put(stream, (void*) 1); }
int cuStreamDestroy_v2(void*) { return SUCCESS; }
int cuStreamSynchronize(void*) {
    for (auto& block : memory) {
        damaged = damaged || !whole(block.first, block.second);
    }
    return damaged ? ILLEGAL_ADDRESS : SUCCESS;
}
int cuStreamBeginCapture_v2(void*, int) { return recording = new std::vector<Work>(), SUCCESS; }
int cuStreamEndCapture(void*, void** graph) {
    *graph = recording;
    recording = nullptr;
    return SUCCESS;
}
int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
    return put(executable, (void*) new std::vector<Work>(*(std::vector<Work>*) graph));
}
int cuGraphLaunch(void* executable, void*) {
    for (auto& work : *(std::vector<Work>*) executable) {
        work();
    }
    return SUCCESS;
}
int cuGraphExecDestroy(void* executable) { return delete (std::vector<Work>*) executable, SUCCESS; }
int cuGraphDestroy(void* graph) { return delete (std::vector<Work>*) graph, SUCCESS; }

int cuEventCreate(void** event, unsigned) { return put(event, (void*) new double(0)); }
int cuEventDestroy_v2(void* event) { return delete (double*) event, SUCCESS; }
int cuEventRecord(void* event, void*) {
    auto now = std::chrono::steady_clock::now().time_since_epoch();
    return put((double*) event, std::chrono::duration<double, std::milli>(now).count());
}
int cuEventSynchronize(void*) { return SUCCESS; }
int cuEventElapsedTime(float* millis, void* from, void* to) {
    return put(millis, (float) (*(double*) to - *(double*) from));
}

int cuModuleLoadDataEx(void** module, const void*, unsigned, void*, void*) { return put(module, (void*) 1); }
int cuModuleUnload(void*) { return SUCCESS; }
int cuModuleGetFunction(const Binder** function, void*, const char* name) {
    auto found = KERNELS.find(name);
    return found == KERNELS.end() ? NOT_FOUND : put(function, &found->second);
}

int cuLaunchKernel(
        const Binder* kernel, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
        unsigned shared, void*, void** parameters, void**) {
    if (gx < 1 || gy < 1 || gz < 1 || gy > 65535 || gz > 65535 || bx * by * bz < 1 || bx * by * bz > 1024 || bz > 64 ||
        shared > sizeof sharedMemory) {
        return INVALID_VALUE;
    }
    Work once = (*kernel)(parameters);
    Work all = [=] {
        gridDim = {gx, gy, gz};
        blockDim = {bx, by, bz};
        for (size_t turn = 0; turn < (size_t) gx * gy * gz; turn++) {
            size_t block = reversed ? (size_t) gx * gy * gz - 1 - turn : turn;
            blockIdx = {(unsigned) (block % gx), (unsigned) (block / gx % gy), (unsigned) (block / gx / gy)};
            // What a block finds in shared memory is undefined, and beyond what it asked for nothing may change.
            memset(sharedMemory, 0xFF, shared);
            memset(sharedMemory + shared, GUARD, sizeof sharedMemory - shared);
            runBlock(once);
            for (size_t k = shared; k < sizeof sharedMemory; k++) {
                damaged = damaged || sharedMemory[k] != GUARD;
            }
        }
    };
    return enqueue(all);
}
}
