/** KANs in Deeplearning4j, one idea a class. */
package org.kan4j.samples.dl4j;
