package org.kan4j.studio;

import java.util.Optional;
import org.kan4j.FormulaResult;
import org.kan4j.edit.Edges;
import org.kan4j.edit.Edit;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;

/**
 * A model that was made, which never changes.
 *
 * @param id its number
 * @param from the number of the model that it was made of; 0 of one that was trained or opened
 * @param label what was done
 * @param edit the change, if it was one of an edge or a node
 * @param model the model
 * @param error on the rows that judge, in the network's units
 * @param training its rows
 * @param edges its edges, with their scores
 * @param note what the user wrote beside it
 */
record Step(
        int id,
        int from,
        String label,
        Optional<Edit> edit,
        KanModel model,
        double error,
        Training training,
        Edges edges,
        String note) {

    Step withNote(String text) {
        return new Step(id, from, label, edit, model, error, training, edges, text);
    }

    Optional<Formula> formula() {
        return FormulaResult.held(model, "model").map(FormulaResult::formula);
    }
}
