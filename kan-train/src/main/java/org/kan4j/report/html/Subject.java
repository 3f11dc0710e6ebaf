package org.kan4j.report.html;

import java.util.List;
import java.util.Optional;
import org.kan4j.data.Dataset;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;

/**
 * What a page is about.
 *
 * @param model the model
 * @param formula that the model holds, whose columns are inputs of the model
 * @param rows to measure and to draw the model on; empty where there is no table
 * @param singleRows whether the page may show single rows
 * @param notes what a reader should know
 * @param card what the model is
 * @param origin where the page comes from, such that it can be made again
 * @param findings what is known beyond the model itself
 */
public record Subject(
        KanModel model,
        Optional<Formula> formula,
        Optional<Dataset> rows,
        boolean singleRows,
        List<String> notes,
        List<Fact> card,
        List<Fact> origin,
        Findings findings) {

    /**
     * A line of a table.
     *
     * @param name what it says something of
     * @param value what it says
     */
    public record Fact(String name, String value) {}

    /**
     * Copies.
     *
     * @param model the model
     * @param formula that the model holds, whose columns are inputs of the model
     * @param rows to measure and to draw the model on; empty where there is no table
     * @param singleRows whether the page may show single rows
     * @param notes what a reader should know
     * @param card what the model is
     * @param origin where the page comes from, such that it can be made again
     * @param findings what is known beyond the model itself
     */
    public Subject {
        notes = List.copyOf(notes);
        card = List.copyOf(card);
        origin = List.copyOf(origin);
    }

    boolean classes() {
        return !model.classes().isEmpty();
    }

    /** What is predicted, in a few words. */
    String target() {
        if (classes() && model.outputNames().size() > 1) {
            String first = model.outputNames().get(0);
            String suffix = " = " + model.classes().get(0);
            return first.endsWith(suffix) ? first.substring(0, first.length() - suffix.length()) : first;
        }
        return String.join(", ", model.outputNames());
    }
}
