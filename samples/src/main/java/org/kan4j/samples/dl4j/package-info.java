/** KANs in Deeplearning4j, one idea a class; samples without it are in {@code samples}. */
package org.kan4j.samples.dl4j;
