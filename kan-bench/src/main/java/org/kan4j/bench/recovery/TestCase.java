package org.kan4j.bench.recovery;

/** A table whose truth is known. */
sealed interface TestCase permits DrawnCase, MeasuredCase {
    /** Its name in its set. */
    String id();

    /** Which of the totals it counts in. */
    String category();

    /** Asks for a formula of the table and scores the answer. */
    Outcome run(Question question);
}
