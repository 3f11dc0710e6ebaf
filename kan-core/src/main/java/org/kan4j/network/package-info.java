/**
 * Networks as values: their structure, and a network with its parameters. Changes give new networks. Units and column names belong to
 * {@code model}, computing to {@code kernel}.
 */
package org.kan4j.network;
