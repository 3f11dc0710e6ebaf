/**
 * JMH benchmarks. Run them with {@code java -jar kan-bench/target/benchmarks.jar}, which takes JMH's own options
 * ({@code -h} lists them) and prints first on what machine it measures. Claims about speed belong here, and never into a test.
 */
@NullMarked
package org.kan4j.bench;

import org.jspecify.annotations.NullMarked;
