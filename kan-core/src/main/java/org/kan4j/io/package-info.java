/**
 * The model file: a network, its parameters and the units and names of its data, in one file of {@code docs/model-format.md}. A formula
 * is text here that nobody interprets; other people's formats do not belong here.
 */
package org.kan4j.io;
