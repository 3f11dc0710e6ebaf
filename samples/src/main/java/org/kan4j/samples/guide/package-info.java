/** What the pages of {@code docs/guide} show of Java; a test keeps both alike. */
package org.kan4j.samples.guide;
