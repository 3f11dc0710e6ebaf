package org.kan4j.bench.recovery;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What {@code kan bench recovery} is told.
 *
 * @param set of tables
 * @param noise on the target of the training rows, as a share of its root mean square
 * @param limit of each search in seconds
 * @param every takes one table of so many
 * @param only takes these tables; all where it is empty
 * @param seed of rows and searches
 * @param threads of each search
 * @param shortcuts whether formulas may be found without networks
 * @param json one JSON object in place of the totals
 */
record RecoveryOptions(
        TableSet set,
        double noise,
        double limit,
        int every,
        Set<String> only,
        long seed,
        int threads,
        boolean shortcuts,
        boolean json) {
    static final String USAGE = """
            Usage: kan bench recovery [--set feynman|classic|measured] [--noise G] [--limit SECONDS=60] [--every N]
                                      [--only ID,ID] [--seed S=0] [--threads T] [--method auto|kan] [--json]
            How many known formulas kan discover finds; see docs/benchmarks.md.
            """;

    /**
     * From arguments.
     *
     * @throws IllegalArgumentException if one is not known or has a wrong value
     */
    static RecoveryOptions parse(String... words) {
        Arguments arguments = new Arguments("recovery", words);
        TableSet set = TableSet.FEYNMAN;
        double noise = 0;
        double limit = 60;
        int every = 1;
        Set<String> only = Set.of();
        long seed = 0;
        int threads = Runtime.getRuntime().availableProcessors();
        boolean shortcuts = true;
        boolean json = false;
        while (!arguments.isEmpty()) {
            String option = arguments.next();
            switch (option) {
                case "--set" -> set = TableSet.named(arguments.oneOf(option, TableSet.names()));
                case "--noise" -> noise = arguments.share(option);
                case "--limit" -> limit = arguments.seconds(option);
                case "--every" -> every = arguments.count(option);
                case "--only" ->
                    only = Set.copyOf(
                            List.of(arguments.value(option, "identifiers").split(",")));
                case "--seed" -> seed = arguments.seed(option);
                case "--threads" -> threads = arguments.count(option);
                case "--method" ->
                    shortcuts = arguments.oneOf(option, List.of("auto", "kan")).equals("auto");
                case "--json" -> json = true;
                default ->
                    throw arguments.unknown(
                            option, "--set, --noise, --limit, --every, --only, --seed, --threads, --method or --json");
            }
        }
        if (noise > 0 && set == TableSet.MEASURED) {
            throw arguments.error("--noise", "a set of drawn tables", "measured");
        }
        return new RecoveryOptions(set, noise, limit, every, only, seed, threads, shortcuts, json);
    }

    /**
     * The tables to search.
     *
     * @throws IllegalArgumentException if {@code only} names a table that is not there, or none is left
     */
    List<TestCase> cases() {
        List<TestCase> all = set.cases(noise, seed);
        List<String> ids = all.stream().map(TestCase::id).toList();
        for (String id : only) {
            if (!ids.contains(id)) {
                throw new IllegalArgumentException(
                        "recovery: --only: a table of the set " + set.title() + " required, got \"" + id + "\"");
            }
        }
        List<TestCase> some = IntStream.range(0, all.size())
                .filter(i -> i % every == 0)
                .mapToObj(all::get)
                .filter(c -> only.isEmpty() || only.contains(c.id()))
                .toList();
        if (some.isEmpty()) {
            throw new IllegalArgumentException(
                    "recovery: a table that --every and --only both take required, got none");
        }
        return some;
    }
}
