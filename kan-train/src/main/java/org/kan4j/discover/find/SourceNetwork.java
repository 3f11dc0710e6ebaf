package org.kan4j.discover.find;

import org.kan4j.model.KanModel;

/**
 * A network of the whole table.
 *
 * @param numeric as it was trained and pruned
 * @param symbolic with a function on every edge; {@code numeric} where no formula was read from it
 */
public record SourceNetwork(KanModel numeric, KanModel symbolic) {}
