package org.kan4j.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kan4j.Baseline;
import org.kan4j.FormulaResult;
import org.kan4j.data.Dataset;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;
import org.kan4j.train.Score;

/**
 * A line of the table of final scores.
 *
 * @param name what predicts
 * @param score on the rows that were hidden
 */
record Scores(String name, Score score) {

    /** The formula, the network and the baselines on the hidden rows. */
    static List<Scores> hidden(Engine engine, KanModel model, Training training) {
        Dataset hidden = training.hidden();
        List<Scores> scores = new ArrayList<>();
        Optional<Formula> formula = FormulaResult.held(model, "model").map(FormulaResult::formula);
        formula.ifPresent(found -> scores.add(
                new Scores("formula", Score.of(model, predicted(found, model, hidden.x(), hidden.rows()), hidden))));
        scores.add(new Scores("network", Score.of(engine, model, hidden)));
        for (Baseline baseline : training.baselines()) {
            scores.add(new Scores(baseline.name(), baseline.test()));
        }
        return scores;
    }

    /** The root mean squared error of a formula on rows. */
    static double of(Formula formula, KanModel model, Dataset rows) {
        return Score.of(model, predicted(formula, model, rows.x(), rows.rows()), rows)
                .rmse();
    }

    /** What a formula predicts from [rows, inputs of the model]. */
    static double[] predicted(Formula formula, KanModel model, double[] x, int rows) {
        CompiledExpression compiled = CompiledExpression.of(formula.expression());
        int in = model.inputNames().size();
        int columns = formula.columns().size();
        double[] own = new double[rows * columns];
        for (int c = 0; c < columns; c++) {
            int place = model.inputNames().indexOf(formula.columns().get(c));
            for (int r = 0; r < rows; r++) {
                own[r * columns + c] = place < 0 ? Double.NaN : x[r * in + place];
            }
        }
        double[] y = new double[rows];
        compiled.values(compiled.parameters(), own, rows, columns, y);
        return y;
    }
}
