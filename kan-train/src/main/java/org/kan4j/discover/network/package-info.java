/**
 * Ways to find formulas by networks: the ladder of shapes, their training, the choice of a function for every edge, and networks that
 * structure is read from. Training itself is {@code train}'s.
 */
package org.kan4j.discover.network;
