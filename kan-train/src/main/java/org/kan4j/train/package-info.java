/** Training of networks: least squares by Levenberg–Marquardt, grids that follow the data, sparsity. */
package org.kan4j.train;
