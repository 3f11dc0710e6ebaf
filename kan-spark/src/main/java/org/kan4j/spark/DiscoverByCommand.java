package org.kan4j.spark;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.ExternalCommandRunner;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@link KanSpark#discoverBy} for clients of Spark Connect, which have no class of this module: the server runs it by name, and the client
 * reads the view.
 *
 * <pre>{@code
 * spark.executeCommand("org.kan4j.spark.DiscoverByCommand", "enzyme",
 *         Map.of("by", "inhibitor", "target", "rate", "view", "formulas"));
 * spark.table("formulas").show();
 * }</pre>
 *
 * <p>The command is the name of a table or a view. Options: {@code by}, columns between commas; {@code target}; {@code view}, the name of the
 * temporary view that is made; and, if wanted, {@code inputs}, {@code work} and {@code seed}.
 */
public final class DiscoverByCommand implements ExternalCommandRunner {
    private static final Set<String> REQUIRED = Set.of("by", "target", "view");
    private static final Set<String> KNOWN = Set.of("by", "target", "view", "inputs", "work", "seed");

    /** For Spark, which makes it by its name. */
    public DiscoverByCommand() {}

    /**
     * Makes the view.
     *
     * @param command name of a table or a view
     * @param options see above
     * @return the name of the view
     * @throws IllegalArgumentException if an option is missing or not known, or as {@link KanSpark#discoverBy}
     */
    @Override
    public String[] executeCommand(String command, CaseInsensitiveStringMap options) {
        if (!options.keySet().containsAll(REQUIRED) || !KNOWN.containsAll(options.keySet())) {
            throw new IllegalArgumentException(
                    "discoverBy: the options by, target and view required, and inputs, work and"
                            + " seed if wanted, got " + String.join(", ", new TreeSet<>(options.keySet())));
        }
        DiscoverByOptions search = DiscoverByOptions.of(options.getOrDefault("target", ""));
        if (options.containsKey("inputs")) {
            search = search.withInputs(columns(options.get("inputs")));
        }
        search = search.withWork(options.getLong("work", search.work()))
                .withSeed(options.getLong("seed", search.seed()));
        String view = options.getOrDefault("view", "");
        KanSpark.discoverBy(SparkSession.active().table(command), columns(options.getOrDefault("by", "")), search)
                .createOrReplaceTempView(view);
        return new String[] {view};
    }

    private static List<String> columns(String names) {
        return List.of(names.split(","));
    }
}
