package org.kan4j.report.html;

import java.util.List;
import org.kan4j.formula.CompiledExpression;
import org.kan4j.formula.Formula;
import org.kan4j.kernel.Engine;
import org.kan4j.model.KanModel;

/** What predicts: a network, or the formula that a model holds. */
interface Predictor {

    /** What the numbers of a row are. */
    List<String> outputs();

    /** [rows, outputs] from [rows, inputs of the model] in the units of the table. */
    double[] values(double[] x, int rows);

    /** What a model predicts by: its formula if it holds one, else its network. */
    static Predictor of(Engine engine, Subject subject) {
        return subject.formula()
                .map(formula -> byFormula(formula, subject.model()))
                .orElseGet(() -> byNetwork(engine, subject.model()));
    }

    /** Values of a network; of one that tells classes apart, their probabilities. */
    static Predictor byNetwork(Engine engine, KanModel model) {
        boolean classes = !model.classes().isEmpty();
        return new Predictor() {
            @Override
            public List<String> outputs() {
                return classes ? probabilities(model) : model.outputNames();
            }

            @Override
            public double[] values(double[] x, int rows) {
                return classes ? model.probabilities(engine, x, rows) : model.predict(engine, x, rows);
            }
        };
    }

    private static List<String> probabilities(KanModel model) {
        return model.classes().stream().map(label -> "probability of " + label).toList();
    }

    /** Values of a formula, or the probabilities of two classes by that of their log-odds, whose columns are found among the inputs by their names. */
    private static Predictor byFormula(Formula formula, KanModel model) {
        CompiledExpression compiled = CompiledExpression.of(formula.expression());
        int in = model.inputNames().size();
        int columns = formula.columns().size();
        int[] place =
                formula.columns().stream().mapToInt(model.inputNames()::indexOf).toArray();
        return new Predictor() {
            @Override
            public List<String> outputs() {
                return model.classes().isEmpty() ? List.of(formula.target()) : probabilities(model);
            }

            @Override
            public double[] values(double[] x, int rows) {
                double[] own = new double[rows * columns];
                for (int r = 0; r < rows; r++) {
                    for (int c = 0; c < columns; c++) {
                        own[r * columns + c] = place[c] < 0 ? Double.NaN : x[r * in + place[c]];
                    }
                }
                double[] y = new double[rows];
                compiled.values(compiled.parameters(), own, rows, columns, y);
                return model.classes().isEmpty() ? y : model.probabilities(y, rows);
            }
        };
    }
}
