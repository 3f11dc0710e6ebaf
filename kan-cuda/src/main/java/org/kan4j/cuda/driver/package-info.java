/**
 * The part of the CUDA driver API that kan4j uses, called through {@code java.lang.foreign}: nothing but the driver has to be
 * installed. Errors are {@link org.kan4j.kernel.DeviceException}s. Objects belong to the {@link org.kan4j.cuda.driver.Context}
 * that made them, which closes them with itself.
 */
package org.kan4j.cuda.driver;
