/**
 * Which edges matter, and networks without those that do not. Functions in place of splines belong to {@code symbolic}.
 */
package org.kan4j.prune;
