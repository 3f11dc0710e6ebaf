package org.kan4j.studio;

/** A request that is not answered; the message says why in one line. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * A refusal.
     *
     * @param status of HTTP, 400 to 499
     * @param message for the reader
     */
    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    static Refusal bad(String message) {
        return new Refusal(400, message);
    }

    int status() {
        return status;
    }
}
