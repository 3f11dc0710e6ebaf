package org.kan4j.bench.recovery;

import java.util.List;
import org.kan4j.discover.Discoverer;

/**
 * What {@code kan bench simulations} is told.
 *
 * @param studies names of the studies to run
 * @param tables of each study
 * @param limit of each search in seconds
 * @param seed of tables and searches
 * @param json one JSON object in place of the text
 */
record SimulationOptions(List<String> studies, int tables, double limit, long seed, boolean json) {
    /** All studies. */
    static final List<String> STUDIES =
            List.of(ChanceStudy.NAME, RepeatsStudy.NAME, CoverageStudy.NAME, CoverageStudy.GIVEN, SciencesStudy.NAME);

    static final String USAGE = """
            Usage: kan bench simulations [--study chance|repeats|coverage|form|sciences] [--tables N=60] [--limit SECONDS=5] [--seed S=0] [--json]
            What kan discover claims on many small simulated tables; see docs/benchmarks.md.
            """;

    SimulationOptions {
        studies = List.copyOf(studies);
    }

    /**
     * From arguments.
     *
     * @throws IllegalArgumentException if one is not known or has a wrong value
     */
    static SimulationOptions parse(String... words) {
        Arguments arguments = new Arguments("simulations", words);
        List<String> studies = STUDIES;
        int tables = 60;
        double limit = 5;
        long seed = 0;
        boolean json = false;
        while (!arguments.isEmpty()) {
            String option = arguments.next();
            switch (option) {
                case "--study" -> studies = List.of(arguments.oneOf(option, STUDIES));
                case "--tables" -> tables = arguments.count(option);
                case "--limit" -> limit = arguments.seconds(option);
                case "--seed" -> seed = arguments.seed(option);
                case "--json" -> json = true;
                default -> throw arguments.unknown(option, "--study, --tables, --limit, --seed or --json");
            }
        }
        return new SimulationOptions(studies, tables, limit, seed, json);
    }

    /** How each table is searched. */
    Discoverer.Options search() {
        return Discoverer.Options.defaults().withTimeLimit(limit).withSeed(seed);
    }
}
