/** Families of basis functions: the learnable part of an edge is a linear combination of them. */
package org.kan4j.basis;
