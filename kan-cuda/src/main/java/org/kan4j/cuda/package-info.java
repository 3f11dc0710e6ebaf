/**
 * The engine on an NVIDIA GPU of compute capability 8.0 or higher ({@code CudaEngine}). B-spline networks go
 * through it, in float64; trainings on mini-batches stay there, in float32. The host engine does the rest, and what it
 * does is not repeated here. Kernels are PTX made
 * from {@code src/main/cuda}, which the driver compiles for its device.
 */
package org.kan4j.cuda;
