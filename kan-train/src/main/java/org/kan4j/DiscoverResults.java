package org.kan4j;

import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;

/**
 * What searches for the formulas of several targets of a table gave.
 *
 * @param targets a result for each target
 */
public record DiscoverResults(List<DiscoverResult> targets) implements Report {
    /**
     * Copies.
     *
     * @param targets a result for each target
     */
    public DiscoverResults {
        targets = List.copyOf(targets);
    }

    @Override
    public String text() {
        return targets.stream().map(DiscoverResult::text).collect(Collectors.joining("\n"));
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.objects("targets", targets, (each, result) -> result.members(each)));
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }
}
