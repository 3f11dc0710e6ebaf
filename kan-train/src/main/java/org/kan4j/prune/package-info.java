/** Which edges matter, and networks without those that do not. */
package org.kan4j.prune;
