package org.kan4j.data;

import java.util.function.LongUnaryOperator;

/**
 * A column that says what each row counts.
 *
 * @param column its name
 * @param errors whether it holds the standard errors of the target, so that a row counts 1/error², or what the row counts
 */
public record RowWeights(String column, boolean errors) {

    /** What the column is for, in messages. */
    String role() {
        return errors ? "errors" : "weights";
    }

    /**
     * What a row counts.
     *
     * @param number in the column
     * @param source name of the table
     * @param row counted from 0
     * @param line the line of a row in the file
     * @throws DataException if it cannot be
     */
    double weight(double number, String source, long row, LongUnaryOperator line) {
        double weight = errors ? 1 / (number * number) : number;
        if (!(number >= 0) || !(weight < Double.POSITIVE_INFINITY)) {
            throw new DataException(source + ", row " + line.applyAsLong(row) + ", column " + TableReader.shown(column)
                    + (errors ? ": a standard error above 0" : ": a weight of 0 or more") + " required, got " + number);
        }
        return weight;
    }
}
