/** Pictures of networks. */
package org.kan4j.report;
