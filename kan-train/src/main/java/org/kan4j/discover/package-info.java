/** From a table to a formula: shapes are searched, trained, pruned, made symbolic, refined, and ranked. */
package org.kan4j.discover;
