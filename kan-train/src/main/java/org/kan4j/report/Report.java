package org.kan4j.report;

/**
 * A result that people and programs read. A record that implements this writes both in one file from the same components, so that a
 * number in the text is the number in the JSON.
 */
public interface Report {

    /** {@return lines for a person, each ended by a line feed} */
    String text();

    /** {@return one JSON object on one line, without a line end} */
    String json();
}
