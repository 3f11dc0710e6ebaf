package org.kan4j.model;

import java.util.List;
import java.util.Objects;
import org.kan4j.kernel.Engine;
import org.kan4j.network.Kan;

/**
 * A network in the units and names of its data.
 *
 * @param kan network and parameters, between normalised inputs and outputs
 * @param inputs normalisation of the inputs
 * @param outputs normalisation of the outputs
 * @param inputNames [in] column names
 * @param outputNames [out] column names
 * @param formula the formula found for the model, as JSON text that is not interpreted here; empty where there is none
 */
public record KanModel(
        Kan kan,
        Normalization inputs,
        Normalization outputs,
        List<String> inputNames,
        List<String> outputNames,
        String formula) {

    /** Validates. */
    public KanModel {
        Objects.requireNonNull(formula, "formula");
        inputNames = List.copyOf(inputNames);
        outputNames = List.copyOf(outputNames);
        int in = kan.network().in();
        int out = kan.network().out();
        if (inputs.columns() != in || inputNames.size() != in) {
            throw new IllegalArgumentException("model: " + in + " inputs required, got " + inputs.columns()
                    + " normalisations and " + inputNames.size() + " names");
        }
        if (outputs.columns() != out || outputNames.size() != out) {
            throw new IllegalArgumentException("model: " + out + " outputs required, got " + outputs.columns()
                    + " normalisations and " + outputNames.size() + " names");
        }
    }

    /**
     * Predicts in the data's units.
     *
     * @param engine computes
     * @param x [rows, in] in the data's units, not modified
     * @param rows number of rows
     * @return [rows, out] in the data's units
     */
    public double[] predict(Engine engine, double[] x, int rows) {
        double[] z = new double[rows * kan.network().out()];
        engine.values(kan.network(), kan.parameters(), inputs.apply(x, rows), rows, z);
        return outputs.invert(z, rows);
    }

    /** This model with another network between the same normalisations. */
    public KanModel withKan(Kan changed) {
        return new KanModel(changed, inputs, outputs, inputNames, outputNames, formula);
    }

    /** This model with another formula. */
    public KanModel withFormula(String changed) {
        return new KanModel(kan, inputs, outputs, inputNames, outputNames, changed);
    }
}
