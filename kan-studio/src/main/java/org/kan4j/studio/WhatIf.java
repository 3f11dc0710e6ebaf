package org.kan4j.studio;

import java.util.List;
import java.util.stream.IntStream;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.report.JsonMembers;

/** What a model predicts for a row that the user makes up. */
final class WhatIf {
    private WhatIf() {}

    /** The prediction as JSON; of classes their probabilities. */
    static String json(Engine engine, Step step, List<String> values) {
        KanModel model = step.model();
        int in = model.inputNames().size();
        if (values.size() != in) {
            throw Refusal.bad("values: " + in + " numbers required, got " + values.size());
        }
        double[] x = values.stream().mapToDouble(WhatIf::number).toArray();
        return JsonMembers.object(json -> {
            step.formula().ifPresent(formula -> json.number("formula", Scores.predicted(formula, model, x, 1)[0]));
            if (model.classes().isEmpty()) {
                json.number("network", model.predict(engine, x, 1)[0]);
            } else {
                double[] p = model.probabilities(engine, x, 1);
                json.objects(
                        "classes",
                        IntStream.range(0, p.length).boxed().toList(),
                        (each, c) -> each.string("name", model.classes().get(c)).number("probability", p[c]));
            }
        });
    }

    private static double number(String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Refusal.bad("values: numbers required");
    }
}
