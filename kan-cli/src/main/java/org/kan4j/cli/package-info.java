/**
 * The {@code kan} command: one class for each subcommand, registered in {@link org.kan4j.cli.KanCommand}. What belongs here: options
 * and their help, progress on standard error, files to write, exit statuses. What does not: what is trained or searched and how, and
 * what is printed of it; that is the library's, so that a program gets the same. Nothing else depends on this package.
 */
package org.kan4j.cli;
