/**
 * One layer of a network: nodes, edges, and where their parameters lie. How a layer is computed belongs to {@code kernel}.
 */
package org.kan4j.layer;
