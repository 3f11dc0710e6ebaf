package org.kan4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Trend;

/** The trends that are asked of a fit, in its model. */
final class Trends {
    private Trends() {}

    /**
     * Puts trends to the inputs of a model.
     *
     * @param model without trends
     * @param rows that it is fitted to
     * @param trends by the names of inputs
     * @throws OptionException if a name is not that of a quantity, or the target has several columns or more than two classes
     */
    static KanModel in(KanModel model, Dataset rows, Map<String, Trend> trends) {
        if (trends.isEmpty()) {
            return model;
        }
        if (model.outputNames().size() > 1) {
            throw new OptionException(
                    "monotone, --convex, --bounded",
                    "one column of numbers or two classes required, got "
                            + (rows.classes().isEmpty()
                                    ? "the columns " + rows.targets()
                                    : "the classes " + rows.classes()));
        }
        List<InputKind> kinds = new ArrayList<>(model.kinds());
        trends.forEach((name, trend) -> {
            int input = rows.inputNames().indexOf(name);
            if (input < 0 || rows.features().get(input).category()) {
                throw new OptionException(
                        "monotone, --convex, --bounded",
                        "quantities among the inputs " + rows.inputNames() + " required, got " + name);
            }
            kinds.set(input, kinds.get(input).withTrend(trend));
        });
        return model.withKinds(kinds);
    }

    /**
     * Refuses a model whose trends another fit of its parameters would not keep.
     *
     * @param model any
     * @param what would be done to it
     * @throws DataException if predictions must go some way with an input
     */
    static void requireFree(KanModel model, String what) {
        for (int i = 0; i < model.kinds().size(); i++) {
            if (!model.kinds().get(i).trend().free()) {
                throw new DataException(what + ": a model without trends required, but with "
                        + model.inputNames().get(i) + " it must be "
                        + model.kinds().get(i).trend().text()
                        + ", which a refit does not keep; kan fit --drop leaves inputs out");
            }
        }
    }
}
