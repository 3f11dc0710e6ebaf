/**
 * The theory of Kolmogorov–Arnold networks, computed: how signals spread through random networks, the Gaussian processes that wide ones are,
 * what is left of them at finite width, and how they learn. Words and signs are those of Halverson's lectures on physics for machine
 * learning (arXiv:2408.00082). What belongs here: what a formula says of a network without training it, and experiments that check such a
 * formula. What does not: training, and what a user's table is explained by.
 */
package org.kan4j.theory;
