/**
 * A model as one HTML page: what is on it, its charts, and how it is written. What belongs here: everything that the page shows and
 * computes to show it. What does not: reading files, which is {@code org.kan4j}'s and the command line's.
 */
package org.kan4j.report.html;
