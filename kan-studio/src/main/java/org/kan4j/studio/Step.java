package org.kan4j.studio;

import java.util.Optional;
import org.kan4j.FormulaResult;
import org.kan4j.edit.Edges;
import org.kan4j.edit.Edit;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;

/**
 * A model that was made. It never changes, except that a quick refit is replaced by the whole one when that is ready.
 *
 * @param id its number
 * @param from the number of the model that it was made of; 0 of one that was trained or opened
 * @param label what was done
 * @param edit the change, if it was one of an edge or a node
 * @param measured the model and its errors
 * @param version how often it was refitted since
 * @param rough whether it was refitted by a few steps on some rows alone
 * @param training its rows
 * @param note what the user wrote beside it
 */
record Step(
        int id,
        int from,
        String label,
        Optional<Edit> edit,
        Measured measured,
        int version,
        boolean rough,
        Training training,
        String note) {

    KanModel model() {
        return measured.model();
    }

    double error() {
        return measured.error();
    }

    Edges edges() {
        return measured.edges();
    }

    Step withNote(String text) {
        return new Step(id, from, label, edit, measured, version, rough, training, text);
    }

    /** With another refit. */
    Step refitted(Measured refit, boolean stillRough) {
        int next = refit.equals(measured) ? version : version + 1;
        return new Step(id, from, label, edit, refit, next, stillRough, training, note);
    }

    Optional<Formula> formula() {
        return FormulaResult.held(model(), "model").map(FormulaResult::formula);
    }
}
