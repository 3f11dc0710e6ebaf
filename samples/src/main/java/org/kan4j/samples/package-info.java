/** One short runnable class for each idea. */
package org.kan4j.samples;
