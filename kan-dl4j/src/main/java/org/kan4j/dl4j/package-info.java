/**
 * Kolmogorov–Arnold layers for Deeplearning4j, and conversion of trained networks both ways. What a layer computes is kan-core's; only
 * how Deeplearning4j sees it belongs here.
 */
@NullMarked
package org.kan4j.dl4j;

import org.jspecify.annotations.NullMarked;
