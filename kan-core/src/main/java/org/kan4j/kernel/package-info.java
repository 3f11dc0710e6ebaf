/**
 * The engine: whole passes of a network over a batch ({@link org.kan4j.kernel.Engine}), made of pure loops over one layer
 * ({@link org.kan4j.kernel.Kernels}). The scalar float64 kernels are the specification of all others.
 */
package org.kan4j.kernel;
