/** One layer of a network: nodes, edges, and where their parameters lie. */
package org.kan4j.layer;
