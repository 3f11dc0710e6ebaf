/**
 * Tables as people have them, read with care, and the rows of inputs and targets that are made of them. Which rows judge, and what is
 * fitted to them, belongs to {@code train} and {@code discover}.
 */
package org.kan4j.data;
