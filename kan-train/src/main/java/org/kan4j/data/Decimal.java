package org.kan4j.data;

/** The mark before the decimals of a number; the other one of the two may stand between groups of three digits. */
public enum Decimal {
    /** A point: 1,234.5 is a thousand and more. */
    POINT('.'),
    /** A comma: 1.234,5 is a thousand and more. */
    COMMA(',');

    private final char mark;

    Decimal(char mark) {
        this.mark = mark;
    }

    /** {@return the mark} */
    public char mark() {
        return mark;
    }
}
