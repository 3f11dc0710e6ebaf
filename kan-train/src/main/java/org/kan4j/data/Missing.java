package org.kan4j.data;

/** What is done about gaps in inputs. It is decided by the rows that are fitted, and a model does the same with new rows. */
public enum Missing {
    /** A gap has an effect of its own: one more coefficient an edge. */
    EFFECT,
    /** Rows with a gap are left out. */
    DROP,
    /** The median of the rows that are fitted stands for a gap; of a category, its most frequent level. */
    MEDIAN,
    /** A table with a gap is refused. */
    REFUSE
}
