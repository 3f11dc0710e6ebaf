package org.kan4j.kernel;

/** A device cannot be used, or stopped working: no driver, none found, out of memory. The message is one line. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message.
     *
     * @param message one line: the device's kind, what is required, and what there is
     */
    public DeviceException(String message) {
        super(message);
    }

    /**
     * With a message and a cause.
     *
     * @param message one line: the device's kind, what is required, and what there is
     * @param cause what was thrown underneath
     */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
