/** One form of a formula for several groups of rows: constants that groups share, and constants of each group. */
package org.kan4j.discover.group;
