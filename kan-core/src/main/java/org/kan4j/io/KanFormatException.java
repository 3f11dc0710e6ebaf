package org.kan4j.io;

/** A file is not what it claims to be: damaged, truncated, hostile, or of another version. The message is one line. */
public final class KanFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message.
     *
     * @param message one line: the rule that is broken, and the value that breaks it
     */
    public KanFormatException(String message) {
        super(message);
    }

    /**
     * With a message and a cause.
     *
     * @param message one line: the rule that is broken, and the value that breaks it
     * @param cause what was thrown underneath
     */
    public KanFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
