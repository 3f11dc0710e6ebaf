package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/**
 * A command that was run.
 *
 * @param status how it ended
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Run(int status, String out, String err) {
    /** Runs {@code kan} with these words. */
    static Run of(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = KanCommand.execute(new PrintWriter(out), new PrintWriter(err), words);
        return new Run(status, out.toString(), err.toString());
    }

    /** Runs {@code kan} with the words of a line, between blanks; files that begin with @ are in a folder. */
    static Run in(Path folder, String line) {
        return of(line.replace("@", folder + "/").split(" ", -1));
    }

    /** This run, which went well. */
    Run ok() {
        assertThat(status).as(err).isZero();
        return this;
    }
}
