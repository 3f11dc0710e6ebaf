package org.kan4j.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Lines whose cells have any number of blanks and tabs between them, with one blank in their place; what is in quotes stays. */
final class BlankReader extends FilterReader {
    private boolean begun;
    private boolean blank;
    private boolean quoted;
    /** A character that was read already and comes after a blank; −1 where there is none. */
    private int next = -1;

    BlankReader(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (next >= 0) {
            int c = next;
            next = -1;
            return c;
        }
        while (true) {
            int c = in.read();
            if (!quoted && (c == ' ' || c == '\t')) {
                blank = begun;
                continue;
            }
            boolean lineEnd = !quoted && (c < 0 || c == '\n' || c == '\r');
            quoted ^= c == '"';
            if (blank && !lineEnd) {
                next = c;
                c = ' ';
            }
            begun = !lineEnd;
            blank = false;
            return c;
        }
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int c = read();
            if (c < 0) {
                return count == 0 ? -1 : count;
            }
            buffer[offset + count++] = (char) c;
        }
        return count;
    }
}
