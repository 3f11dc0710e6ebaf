/**
 * Whether ND4J's CUDA backend can run on the devices of this machine, which must be known before ND4J starts. kan4j's own engine on a
 * GPU is another module.
 */
package org.kan4j.dl4j.cuda;
