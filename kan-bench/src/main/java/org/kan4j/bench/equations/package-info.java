/**
 * How exact {@code kan solve} is, and how honest: problems whose solutions are known, and tables with errors drawn anew whose constants
 * are known. Here belong the truths and the command {@code kan bench equations}. What solves problems does not belong here.
 */
@NullMarked
package org.kan4j.bench.equations;

import org.jspecify.annotations.NullMarked;
