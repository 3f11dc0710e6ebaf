package org.kan4j;

import java.util.List;
import java.util.stream.Collectors;
import org.kan4j.report.JsonMembers;
import org.kan4j.report.TextLines;
import org.kan4j.train.Score;

/**
 * A simple model of the same rows, to see what a fit is worth.
 *
 * @param name {@code mean}, {@code linear} ({@code logistic} for classes) or {@code additive}
 * @param train score on the rows it was fitted to, those of the fit
 * @param test score on the rows held back
 */
public record Baseline(String name, Score train, Score test) {

    static void addTo(TextLines text, List<Baseline> baselines, Measure measure) {
        if (baselines.isEmpty()) {
            return;
        }
        text.line("baselines  test " + measure.text() + " "
                + baselines.stream()
                        .map(baseline -> baseline.name + " " + TextLines.shortNumber(measure.of(baseline.test)))
                        .collect(Collectors.joining(", ")));
    }

    static void addTo(JsonMembers json, List<Baseline> baselines, Measure measure) {
        json.objects("baselines", baselines, (each, baseline) -> {
            each.string("name", baseline.name);
            FitResult.write(each, "train_", baseline.train, measure);
            FitResult.write(each, "test_", baseline.test, measure);
        });
    }
}
