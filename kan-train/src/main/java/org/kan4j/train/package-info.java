/**
 * Training of networks: losses and penalties, optimisers behind one loop, grids that follow the data, starts, checkpoints,
 * splits and scores. Methods that know no network belong to {@code numeric}; what is chosen by the table for a user who says nothing, to
 * {@code org.kan4j}.
 */
package org.kan4j.train;
