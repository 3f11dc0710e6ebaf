package org.kan4j.dynamics;

/** What the formulas of a law give. */
public enum LawKind {
    /** The rate of each state. */
    RATE("rate"),
    /** The second derivative of each state by time. */
    ACCELERATION("acceleration"),
    /** The next value of each state. */
    MAP("next");

    private final String text;

    LawKind(String text) {
        this.text = text;
    }

    /** {@return the name in JSON} */
    public String text() {
        return text;
    }

    /** What is on the left side of an equation, for a person. */
    String left(String state) {
        return switch (this) {
            case RATE -> state + "'";
            case ACCELERATION -> state + "''";
            case MAP -> "next " + state;
        };
    }
}
