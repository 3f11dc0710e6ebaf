package org.kan4j.data;

import java.util.Locale;

/** What stands between the cells of a line. */
public enum Separator {
    /** A comma. */
    COMMA(','),
    /** A semicolon. */
    SEMICOLON(';'),
    /** A tab. */
    TAB('\t'),
    /** Blanks and tabs, any number of them; those at the ends of a line do not count. */
    BLANK(' ');

    private final char character;

    Separator(char character) {
        this.character = character;
    }

    /** The character; a single one after {@link BlankReader} where there may be several. */
    char character() {
        return character;
    }

    /** The word for several. */
    String plural() {
        return name().toLowerCase(Locale.ROOT) + "s";
    }
}
