/** Networks as values: their structure, a network with its parameters, and a model with units and column names. */
package org.kan4j.network;
