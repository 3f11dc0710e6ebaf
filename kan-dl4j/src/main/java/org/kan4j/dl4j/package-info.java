/** Kolmogorov–Arnold layers for Deeplearning4j, and conversion of trained networks both ways. */
@NullMarked
package org.kan4j.dl4j;

import org.jspecify.annotations.NullMarked;
