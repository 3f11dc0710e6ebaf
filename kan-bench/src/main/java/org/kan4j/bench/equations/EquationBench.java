package org.kan4j.bench.equations;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.kan4j.bench.recovery.Arguments;
import org.kan4j.data.DataException;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/**
 * {@code kan bench equations}: how exact solutions and constants of {@code kan solve} are, and how near its estimates are to the errors.
 */
public final class EquationBench {
    static final String USAGE = """
            Usage: kan bench equations [--seeds N=10] [--only NAME,NAME] [--json]
            Errors of kan solve, of its estimates and intervals; see docs/equations.md.
            """;

    private final int seeds;
    private final Set<String> only;
    private final PrintStream progress;

    private EquationBench(int seeds, Set<String> only, PrintStream progress) {
        this.seeds = seeds;
        this.only = only;
        this.progress = progress;
    }

    /**
     * Runs the command.
     *
     * @param words of the command line, without {@code bench equations}
     * @param out gets the result: text or one JSON object
     * @param err gets messages and a line for each problem and seed
     * @return the exit status: 0, or 2 for wrong arguments
     */
    public static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        Arguments arguments = new Arguments("equations", words.toArray(String[]::new));
        int seeds = 10;
        Set<String> only = Set.of();
        boolean json = false;
        try {
            while (!arguments.isEmpty()) {
                String option = arguments.next();
                switch (option) {
                    case "--seeds" -> seeds = arguments.count(option);
                    case "--only" -> only = names(arguments, option);
                    case "--json" -> json = true;
                    default -> throw arguments.unknown(option, "--seeds, --only or --json");
                }
            }
        } catch (IllegalArgumentException e) {
            err.println("kan: " + e.getMessage());
            return 2;
        }
        EquationBench bench = new EquationBench(seeds, only, err);
        Report report = new Report(
                seeds, bench.solved(Samples.all()), bench.solved(Drawn.all()), bench.constants(Measured.all()));
        out.print(json ? report.json() : report.text());
        out.flush();
        return 0;
    }

    private static Set<String> names(Arguments arguments, String option) {
        List<String> all = Stream.concat(
                        Stream.concat(Samples.all().stream(), Drawn.all().stream())
                                .map(Case::name),
                        Measured.all().stream().map(Measured::name))
                .toList();
        Set<String> some = Set.copyOf(
                Arrays.asList(arguments.value(option, "names of problems").split(",")));
        for (String name : some) {
            if (!all.contains(name)) {
                throw arguments.error(option, "some of " + String.join(", ", all), name);
            }
        }
        return some;
    }

    private boolean asked(String name) {
        return only.isEmpty() || only.contains(name);
    }

    /** A problem and an answer for each seed. */
    record Answers(String name, List<Case.Solved> answers) {
        double[] errors() {
            return answers.stream().mapToDouble(Case.Solved::error).toArray();
        }

        double[] estimates() {
            return answers.stream().mapToDouble(Case.Solved::estimate).toArray();
        }

        double[] seconds() {
            return answers.stream().mapToDouble(Case.Solved::seconds).toArray();
        }

        long honest() {
            return answers.stream().filter(Case.Solved::honest).count();
        }
    }

    private List<Answers> solved(List<Case> cases) {
        List<Answers> all = new ArrayList<>();
        for (Case each : cases) {
            List<Case.Solved> answers = new ArrayList<>();
            for (int seed = 0; seed < seeds && asked(each.name()); seed++) {
                Case.Solved solved = solved(each, seed);
                answers.add(solved);
                progress.println(new TextLines()
                        .format(
                                "%-18s seed %d  error %.1e  estimated %.1e%s  %.1f s",
                                each.name(),
                                seed,
                                solved.error(),
                                solved.estimate(),
                                solved.honest() ? "" : " (not near)",
                                solved.seconds())
                        .toString()
                        .strip());
            }
            if (!answers.isEmpty()) {
                all.add(new Answers(each.name(), answers));
            }
        }
        return all;
    }

    private static Case.Solved solved(Case each, long seed) {
        try {
            return each.run(seed);
        } catch (DataException e) {
            return new Case.Solved(Double.POSITIVE_INFINITY, Double.NaN, Double.NaN);
        }
    }

    /** A problem with constants, and what was found in each table. */
    record Constants(String name, List<Measured.Found> found) {
        double[] errors() {
            return found.stream()
                    .flatMapToDouble(f -> Arrays.stream(f.errors()))
                    .toArray();
        }

        double[] seconds() {
            return found.stream().mapToDouble(f -> f.solved().seconds()).toArray();
        }

        long honest() {
            return found.stream().filter(f -> f.solved().honest()).count();
        }

        int covered() {
            return found.stream().mapToInt(Measured.Found::covered).sum();
        }
    }

    private List<Constants> constants(List<Measured> problems) {
        List<Constants> all = new ArrayList<>();
        for (Measured each : problems) {
            List<Measured.Found> found = new ArrayList<>();
            for (int seed = 0; seed < seeds * each.tables() && asked(each.name()); seed++) {
                Measured.Found one = each.run(seed);
                found.add(one);
                progress.println(new TextLines()
                        .format(
                                "%-18s table %d  worst constant %.2f%%  covered %d of %d  error %.1e  estimated %.1e%s  %.1f s",
                                each.name(),
                                seed,
                                100 * Arrays.stream(one.errors()).max().orElseThrow(),
                                one.covered(),
                                one.errors().length,
                                one.solved().error(),
                                one.solved().estimate(),
                                one.solved().honest() ? "" : " (not near)",
                                one.solved().seconds())
                        .toString()
                        .strip());
            }
            if (!found.isEmpty()) {
                all.add(new Constants(each.name(), found));
            }
        }
        return all;
    }

    /** What was counted. */
    private record Report(int seeds, List<Answers> samples, List<Answers> drawn, List<Constants> constants) {
        String text() {
            TextLines text = new TextLines();
            table(text, "samples", samples);
            table(text, "drawn by seed", drawn);
            if (!constants.isEmpty()) {
                text.format(
                        "%-18s %9s %9s %12s %12s %9s", "constants", "tables", "median", "covered", "near", "seconds");
                constants.forEach(c -> text.format(
                        "%-18s %9d %8.2f%% %12s %12s %9.1f",
                        c.name,
                        c.found.size(),
                        100 * Numbers.median(c.errors()),
                        c.covered() + " of " + c.errors().length,
                        c.honest() + " of " + c.found.size(),
                        Numbers.median(c.seconds())));
            }
            return text.toString();
        }

        private void table(TextLines text, String title, List<Answers> rows) {
            if (rows.isEmpty()) {
                return;
            }
            text.format("%-18s %9s %9s %10s %14s %9s", title, "median", "worst", "estimated", "near", "seconds");
            rows.forEach(r -> text.format(
                    "%-18s %9.1e %9.1e %10.1e %14s %9.1f",
                    r.name,
                    Numbers.median(r.errors()),
                    Numbers.worst(r.errors()),
                    Numbers.median(r.estimates()),
                    r.honest() + " of " + r.answers.size(),
                    Numbers.median(r.seconds())));
            text.format(
                    "estimates within a factor of 10 of the error: %d of %d",
                    rows.stream().mapToLong(Answers::honest).sum(),
                    rows.stream().mapToInt(r -> r.answers.size()).sum());
            text.line("");
        }

        String json() {
            return JsonMembers.object(json -> json.whole("seeds", seeds)
                            .objects("samples", samples, Report::write)
                            .objects("drawn", drawn, Report::write)
                            .objects(
                                    "constants",
                                    constants,
                                    (each, c) -> each.string("name", c.name)
                                            .numbers("errors", c.errors())
                                            .whole("covered", c.covered())
                                            .whole("near", c.honest())
                                            .numbers("seconds", c.seconds())))
                    + "\n";
        }

        private static void write(JsonMembers json, Answers r) {
            json.string("name", r.name)
                    .numbers("errors", r.errors())
                    .numbers("estimates", r.estimates())
                    .whole("near", r.honest())
                    .numbers("seconds", r.seconds());
        }
    }

    /** Numbers of many runs. */
    private static final class Numbers {
        private Numbers() {}

        static double median(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }

        static double worst(double[] values) {
            return Arrays.stream(values).max().orElseThrow();
        }
    }
}
