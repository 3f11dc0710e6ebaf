/**
 * Passes over a batch ({@link org.kan4j.kernel.Engine}), in float64 and float32, and the loops they are made of
 * ({@link org.kan4j.kernel.LayerKernel}), from one of two providers: plain Java, which is the specification, and the Vector API.
 * What is minimised, and how, does not belong here. The float32 classes are generated from the float64 sources when kan-core is built.
 */
package org.kan4j.kernel;
