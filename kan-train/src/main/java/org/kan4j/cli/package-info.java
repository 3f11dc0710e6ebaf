/** The {@code kan} command: one class for each subcommand. Nothing else depends on this package. */
package org.kan4j.cli;
