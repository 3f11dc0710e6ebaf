package org.kan4j.bench.recovery;

import java.io.PrintStream;
import java.util.List;
import java.util.SplittableRandom;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.Steering;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;

/** {@code kan bench simulations}: small tables whose truth is known, through the search of {@code kan discover}. */
public final class Simulations {
    private final SimulationOptions options;
    private final PrintStream progress;

    private Simulations(SimulationOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs the command.
     *
     * @param words of the command line, without {@code bench simulations}
     * @param out gets the result: text or one JSON object
     * @param err gets messages and a line for each table
     * @return the exit status: 0, or 2 for wrong arguments
     */
    public static int run(List<String> words, PrintStream out, PrintStream err) {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(SimulationOptions.USAGE);
            return 0;
        }
        SimulationOptions options;
        try {
            options = SimulationOptions.parse(words.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            err.println("kan: " + e.getMessage());
            return 2;
        }
        Simulations simulations = new Simulations(options, err);
        List<Study> studies = options.studies().stream().map(simulations::study).toList();
        out.print(options.json() ? json(options, studies) : text(options, studies));
        out.flush();
        return 0;
    }

    private Study study(String name) {
        return switch (name) {
            case ChanceStudy.NAME -> ChanceStudy.run(this, options.tables());
            case RepeatsStudy.NAME -> RepeatsStudy.run(this, options.tables());
            case CoverageStudy.NAME, CoverageStudy.GIVEN -> CoverageStudy.run(this, name, options.tables());
            case SciencesStudy.NAME -> SciencesStudy.run(this, options.tables());
            default ->
                throw new IllegalArgumentException("study: one of " + SimulationOptions.STUDIES + ", got " + name);
        };
    }

    /** The random numbers of a table. */
    SplittableRandom random(int table) {
        return new SplittableRandom(1_000_003 * options.seed() + table);
    }

    /** Searches a table. */
    Discovery discover(Dataset data) {
        return discover(data, Steering.none());
    }

    /** Searches a table for a formula as it is asked for. */
    Discovery discover(Dataset data, Steering steering) {
        return new Discoverer(options.search().withSteering(steering)).discover(data);
    }

    /** Says what happened to a table. */
    void say(String line) {
        progress.println(line);
    }

    private static String text(SimulationOptions options, List<Study> studies) {
        TextLines text = new TextLines();
        text.format("%d tables a study, %s s each, seed %d", options.tables(), options.limit(), options.seed());
        for (Study study : studies) {
            text.line("");
            study.addTo(text);
        }
        return text.toString();
    }

    private static String json(SimulationOptions options, List<Study> studies) {
        return JsonMembers.object(json -> {
                    json.whole("tables", options.tables())
                            .number("limit", options.limit())
                            .whole("seed", options.seed());
                    studies.forEach(study -> json.object(study.name(), study::write));
                })
                + "\n";
    }
}
