/** One short runnable class for each idea; whatever two of them would share belongs to the library. */
package org.kan4j.samples;
