package org.kan4j;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A value of an option that cannot be, or that does not go with another or with the table. */
public final class OptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** The option, or several separated by {@code ", "}. */
    private final String options;

    /** What is required, and what was given. */
    private final String rule;

    /**
     * An option's value that cannot be.
     *
     * @param options the option, or several separated by {@code ", "}
     * @param rule what is required, and what was given
     */
    public OptionException(String options, String rule) {
        super(options + ": " + rule);
        this.options = options;
        this.rule = rule;
    }

    /**
     * {@return the message with a prefix before the name of every option, such as the {@code --} of a command line}
     *
     * @param prefix put before each name
     */
    public String message(String prefix) {
        return Arrays.stream(options.split(", ")).map(option -> prefix + option).collect(Collectors.joining(", "))
                + ": " + rule;
    }
}
