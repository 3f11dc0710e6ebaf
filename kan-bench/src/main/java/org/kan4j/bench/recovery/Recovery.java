package org.kan4j.bench.recovery;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.kan4j.discover.Discoverer;

/** {@code kan bench recovery}: hands tables with known formulas to the search of {@code kan discover}, and scores the answers. */
public final class Recovery {
    private Recovery() {}

    /**
     * Runs the command.
     *
     * @param words of the command line, without {@code bench recovery}
     * @param out gets the result: a line for each table and totals, or one JSON object
     * @param err gets messages, and the lines where the result is JSON
     * @return the exit status: 0, or 2 for wrong arguments
     */
    public static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(RecoveryOptions.USAGE);
            return 0;
        }
        RecoveryOptions options;
        List<TestCase> cases;
        try {
            options = RecoveryOptions.parse(words.toArray(String[]::new));
            cases = options.cases();
        } catch (IllegalArgumentException e) {
            err.println("kan: " + e.getMessage());
            return 2;
        }
        Question question = Question.within(
                options.limit(),
                Discoverer.Options.defaults()
                        .withShortcuts(options.shortcuts())
                        .withSeed(options.seed())
                        .withThreads(options.threads()));
        RecoveryReport report = new RecoveryReport(options, outcomes(cases, question, options.json() ? err : out));
        out.print(options.json() ? report.json() + "\n" : report.text());
        out.flush();
        return 0;
    }

    private static List<Outcome> outcomes(List<TestCase> cases, Question question, PrintStream lines) {
        List<Outcome> outcomes = new ArrayList<>();
        for (TestCase table : cases) {
            Outcome outcome = table.run(question);
            outcomes.add(outcome);
            lines.println(outcome.line());
            lines.flush();
        }
        return outcomes;
    }
}
