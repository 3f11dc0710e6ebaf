/**
 * The studio: a table, a network and its formula in the browser. A {@code Desk} holds a {@code Work} for each tab: the table, and the models in the order in which they
 * were made, which never change, so that undoing is going back in a list. {@code Router} answers requests that {@code Gate} lets pass; the page itself is under
 * {@code resources}. What belongs here: what a tab does, and how a browser is told. What does not: training, changing and reading networks, and pictures, which are
 * kan-train's.
 */
package org.kan4j.studio;
