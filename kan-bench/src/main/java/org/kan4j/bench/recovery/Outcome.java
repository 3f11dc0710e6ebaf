package org.kan4j.bench.recovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kan4j.report.JsonMembers;

/**
 * A table, the answer and its score.
 *
 * @param category which of the totals it counts in
 * @param marks yes or no, in the order of print
 * @param numbers what led to them
 */
record Outcome(String id, String category, Answer answer, Map<String, Boolean> marks, Map<String, Double> numbers) {
    Outcome {
        marks = Collections.unmodifiableMap(new LinkedHashMap<>(marks));
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /** One line. */
    String line() {
        String said = marks.entrySet().stream()
                .map(m -> m.getKey() + "=" + (m.getValue() ? "yes" : "no "))
                .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "%-16s %-14s %s %6.1f s  %-12s %s",
                id,
                category,
                said,
                answer.seconds(),
                answer.method(),
                answer.text());
    }

    void write(JsonMembers json) {
        json.string("id", id).string("class", category);
        marks.forEach(json::flag);
        numbers.forEach(json::number);
        json.number("seconds", answer.seconds()).string("method", answer.method());
        json.string("formula_sympy", answer.formula().isPresent() ? answer.text() : "");
        if (answer.formula().isEmpty()) {
            json.string("error", answer.why());
        }
    }
}
