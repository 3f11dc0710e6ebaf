package org.kan4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.Batch;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;
import org.kan4j.report.html.Findings;
import org.kan4j.report.html.Page;
import org.kan4j.report.html.Subject;

/**
 * A model as one HTML page that loads nothing: formula, network, effects of the inputs, and on the rows of a table its errors.
 *
 * @param model the model
 * @param name what to call the model in messages, such as its file
 * @param rows of the model's inputs and targets, if any
 * @param singleRows whether the page may show single rows
 * @param origin where the page comes from, such that it can be made again
 * @param known what is known of the model beyond itself; worked out where it is empty
 */
public record ModelReport(
        KanModel model,
        String name,
        Optional<Dataset> rows,
        boolean singleRows,
        List<Subject.Fact> origin,
        Optional<Findings> known) {

    private static final int MOST_NAMES = 30;

    /**
     * Copies.
     *
     * @param model the model
     * @param name what to call the model in messages, such as its file
     * @param rows of the model's inputs and targets, if any
     * @param singleRows whether the page may show single rows
     * @param origin where the page comes from, such that it can be made again
     * @param known what is known of the model beyond itself; worked out where it is empty
     */
    public ModelReport {
        origin = List.copyOf(origin);
    }

    /**
     * A page on a model whatever it comes from.
     *
     * @param model the model
     * @param name what to call the model in messages, such as its file
     * @param rows of the model's inputs and targets, if any
     * @param singleRows whether the page may show single rows
     * @param origin where the page comes from, such that it can be made again
     */
    public ModelReport(
            KanModel model, String name, Optional<Dataset> rows, boolean singleRows, List<Subject.Fact> origin) {
        this(model, name, rows, singleRows, origin, Optional.empty());
    }

    /**
     * {@return the page}
     *
     * @throws DataException if the model's formula cannot be read, or reads a column that is no input of its network
     */
    public String html() {
        Optional<FormulaResult> held = FormulaResult.held(model, name);
        Optional<Formula> formula =
                held.filter(found -> found.formulas().size() == 1).map(FormulaResult::formula);
        formula.ifPresent(this::requireInputs);
        List<String> notes = new ArrayList<>();
        if (held.isPresent() && formula.isEmpty()) {
            notes.add(
                    "The model holds a formula for each class, by which kan predict predicts; this page is about the network.");
            held.get().formulas().forEach(each -> notes.add(each.toString()));
        }
        rows.ifPresent(data -> {
            notes.addAll(data.warnings());
            notes.addAll(data.notes());
            notes.addAll(SeenRanges.of(model).notes(data.inputNames(), data.x()));
        });
        return Page.html(new Subject(model, formula, rows, singleRows, notes, card(), origin, findings(formula)));
    }

    private Findings findings(Optional<Formula> formula) {
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Evidence> evidence = formula.isPresent()
                ? rows.filter(data -> data.inputNames().equals(formula.get().columns()))
                        .map(data -> Evidence.of(formula.get(), data, Batch.of(data), List.of()))
                : Optional.empty();
        Optional<KanModel> linear = Optional.empty();
        if (rows.isPresent() && !model.classes().isEmpty()) {
            try (CpuEngine engine = new CpuEngine()) {
                linear = Baselines.linear(engine, rows.get());
            }
        }
        return new Findings(evidence, List.of(), linear);
    }

    private void requireInputs(Formula formula) {
        for (int variable : formula.expression().variables()) {
            String column = formula.columns().get(variable);
            if (!model.inputNames().contains(column)) {
                throw new DataException(name + ": a formula of the network's inputs " + model.inputNames()
                        + " required, but it reads " + column);
            }
        }
    }

    private List<Subject.Fact> card() {
        ModelInfo info = ModelInfo.of(model, name);
        List<Subject.Fact> card = new ArrayList<>();
        card.add(new Subject.Fact("shape", info.shape().toString()));
        info.bases().forEach(basis -> card.add(new Subject.Fact("basis", basis.text())));
        card.add(new Subject.Fact("parameters", Integer.toString(info.parameters())));
        card.add(new Subject.Fact("edges", Integer.toString(info.edges())));
        card.add(new Subject.Fact("inputs", listed(info.inputs())));
        card.add(new Subject.Fact("outputs", listed(info.outputs())));
        return card;
    }

    private static String listed(List<String> names) {
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
