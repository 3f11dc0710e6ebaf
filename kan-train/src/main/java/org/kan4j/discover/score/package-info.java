/**
 * How good a formula is: its values, its error, the length of its description, fits of its constants, what its residuals say. Where
 * formulas come from is no concern of this package, and no network is known here.
 */
package org.kan4j.discover.score;
