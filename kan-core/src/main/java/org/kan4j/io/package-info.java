/** The model file: a network, its parameters and the units and names of its data, in one file of {@code docs/model-format.md}. */
package org.kan4j.io;
