/**
 * Training of networks: losses and penalties, optimisers behind one loop, grids that follow the data, starts, checkpoints,
 * splits and scores.
 */
package org.kan4j.train;
