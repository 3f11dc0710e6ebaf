package org.kan4j.edit;

/** A change that cannot be made; the message says why. */
public final class EditException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A change that cannot be made.
     *
     * @param message what, which rule, and which value
     */
    public EditException(String message) {
        super(message);
    }
}
