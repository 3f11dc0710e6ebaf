/**
 * kan4j's rows, normalisations and predictions as ND4J and Deeplearning4j have them, and back. Layers do not belong here.
 */
package org.kan4j.dl4j.data;
