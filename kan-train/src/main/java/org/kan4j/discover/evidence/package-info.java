/**
 * What the data say about a formula beyond its error: standard errors of its constants, where it was seen, and formulas that explain
 * the rows as well and predict something else. It changes no formula and chooses none.
 */
package org.kan4j.discover.evidence;
