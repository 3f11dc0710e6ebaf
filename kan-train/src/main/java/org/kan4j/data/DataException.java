package org.kan4j.data;

/** Something is wrong with a user's data; the message is one line: place, subject, rule, value. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * The message is shown to the user as it is.
     *
     * @param message names the file, and where it can the row and the column
     */
    public DataException(String message) {
        super(message);
    }
}
