/** Tables in files of Apache Parquet: what makes the cells of a table of them. Reading the format is the library's. */
@NullMarked
package org.kan4j.parquet;

import org.jspecify.annotations.NullMarked;
