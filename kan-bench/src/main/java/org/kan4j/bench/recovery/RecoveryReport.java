package org.kan4j.bench.recovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.Report;
import org.kan4j.report.TextLines;

/**
 * The outcomes of a set of tables, and totals by class, by method and of all.
 *
 * @param outcomes at least one
 */
record RecoveryReport(RecoveryOptions options, List<Outcome> outcomes) implements Report {
    RecoveryReport {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Shares of some tables.
     *
     * @param shares of the tables with each mark, 0 … 1
     * @param seconds mean
     */
    record Total(String name, int tables, Map<String, Double> shares, double seconds) {
        static Total of(String name, List<Outcome> outcomes) {
            Map<String, Double> shares = new LinkedHashMap<>();
            for (String mark : outcomes.get(0).marks().keySet()) {
                long yes = outcomes.stream()
                        .filter(o -> Boolean.TRUE.equals(o.marks().get(mark)))
                        .count();
                shares.put(mark, (double) yes / outcomes.size());
            }
            double seconds = outcomes.stream()
                    .mapToDouble(o -> o.answer().seconds())
                    .average()
                    .orElseThrow();
            return new Total(name, outcomes.size(), shares, seconds);
        }
    }

    List<Total> totals() {
        List<Total> totals = new ArrayList<>();
        totals.addAll(by("class ", Outcome::category));
        totals.addAll(by("method ", o -> o.answer().method()));
        totals.add(Total.of("ALL", outcomes));
        return totals;
    }

    private List<Total> by(String prefix, Function<Outcome, String> key) {
        return outcomes.stream()
                .map(key)
                .distinct()
                .sorted()
                .map(name -> Total.of(
                        prefix + name,
                        outcomes.stream().filter(o -> key.apply(o).equals(name)).toList()))
                .toList();
    }

    @Override
    public String text() {
        TextLines text = new TextLines();
        for (Total total : totals()) {
            StringBuilder shares = new StringBuilder();
            total.shares.forEach(
                    (mark, share) -> shares.append(String.format(Locale.ROOT, "  %s %5.1f%%", mark, 100 * share)));
            text.format("%-24s n=%-3d%s  mean %.1f s", total.name, total.tables, shares, total.seconds);
        }
        return text.toString();
    }

    @Override
    public String json() {
        return JsonMembers.object(json -> json.string("set", options.set().title())
                .number("noise", options.noise())
                .number("limit", options.limit())
                .whole("seed", options.seed())
                .whole("threads", options.threads())
                .string("method", options.shortcuts() ? "auto" : "kan")
                .objects("formulas", outcomes, (each, outcome) -> outcome.write(each))
                .objects("totals", totals(), (each, total) -> {
                    each.string("name", total.name).whole("tables", total.tables);
                    total.shares.forEach(each::number);
                    each.number("seconds", total.seconds);
                }));
    }
}
