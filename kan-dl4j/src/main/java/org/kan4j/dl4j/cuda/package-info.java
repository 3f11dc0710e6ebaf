/** Whether ND4J's CUDA backend can run on the devices of this machine. */
package org.kan4j.dl4j.cuda;
