package org.kan4j.bench;

import java.io.IOException;
import java.util.List;
import org.kan4j.bench.equations.EquationBench;
import org.kan4j.bench.recovery.Motions;
import org.kan4j.bench.recovery.Recovery;
import org.kan4j.bench.recovery.Simulations;

/** {@code kan bench}: {@code recovery}, {@code simulations}, {@code motion}, {@code equations}, or by default the {@link Headline} rows. */
public final class Bench {
    private Bench() {}

    /** Runs what the first word says; exit status 2 where the arguments are wrong. */
    public static void main(String[] args) throws IOException {
        List<String> words = List.of(args);
        String first = words.isEmpty() ? "" : words.get(0);
        int status;
        switch (first) {
            case "recovery" -> status = Recovery.run(words.subList(1, words.size()), System.out, System.err);
            case "simulations" -> status = Simulations.run(words.subList(1, words.size()), System.out, System.err);
            case "motion" -> status = Motions.run(words.subList(1, words.size()), System.out, System.err);
            case "equations" -> status = EquationBench.run(words.subList(1, words.size()), System.out, System.err);
            default -> {
                Headline.main(args);
                return;
            }
        }
        if (status != 0) {
            System.exit(status);
        }
    }
}
