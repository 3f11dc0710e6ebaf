/**
 * Families of basis functions: the learnable part of an edge is a linear combination of them. A family is one file, which implements
 * {@link org.kan4j.basis.Basis}, and one line in {@link org.kan4j.basis.BasisRegistry}; nothing else asks which family it has, but for
 * loops of kernels that compute one faster.
 */
package org.kan4j.basis;
