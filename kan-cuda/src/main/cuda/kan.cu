// All kernels, in float32 and in float64. CudaNetwork.java and CudaTraining.java launch them; test/cuda/emulator.cpp runs them on
// a processor. There are no atomics: whatever is summed is summed in an order that depends on sizes alone.

#ifndef SHARED
#define SHARED(name) extern __shared__ __align__(16) unsigned char name[]
#endif

// What stands in the plan of an input (LayerPlan.java).
enum { PIECES, BREAKS, FIRSTS, PLACES, VALUES, SUPPORT, START, SIZE, ACTIVATION, FIELDS };

// Base activations.
enum { ZERO, IDENTITY, SILU };

// Losses (CudaTraining.java).
enum { SQUARES, HUBER, CROSS_ENTROPY };

// Rows of a thread in forward and inputGradient.
#define ROWS 4

// Rows that parameterGradient evaluates at a time.
#define TILE 64

// Threads of the kernels that add up the loss.
#define ADDERS 256

#define REAL float
#define NAME(name) name##_f32
#include "kernels.cuh"
#undef REAL
#undef NAME

#define REAL double
#define NAME(name) name##_f64
#include "kernels.cuh"
