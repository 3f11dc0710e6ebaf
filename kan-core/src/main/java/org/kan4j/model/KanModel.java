package org.kan4j.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.kan4j.basis.Categories;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;

/**
 * A network in the units and names of its data.
 *
 * @param kan network and parameters, between normalised inputs and outputs
 * @param inputs normalisation of the inputs
 * @param outputs normalisation of the outputs
 * @param inputNames [in] column names
 * @param outputNames [out] column names
 * @param kinds [in] which inputs are categories, of what levels, and what stands for gaps
 * @param classes labels of the classes that the outputs tell apart: none for a regression; two where one output is the log-odds
 *     of the second against the first; else one for each output, which are log-probabilities up to a common number
 * @param formula the formula found for the model, as JSON text that is not interpreted here; empty where there is none
 * @param uncertainty what tells how sure predictions are; empty where the fit left nothing, or the network was changed since
 * @param response what the outputs are of the targets; the mean for classes
 */
public record KanModel(
        Kan kan,
        Normalization inputs,
        Normalization outputs,
        List<String> inputNames,
        List<String> outputNames,
        List<InputKind> kinds,
        List<String> classes,
        String formula,
        Optional<Uncertainty> uncertainty,
        Response response) {
    private static final double LARGEST = 1e300;

    /**
     * Validates.
     *
     * @param kan network and parameters, between normalised inputs and outputs
     * @param inputs normalisation of the inputs
     * @param outputs normalisation of the outputs
     * @param inputNames [in] column names
     * @param outputNames [out] column names
     * @param kinds [in] which inputs are categories, of what levels, and what stands for gaps
     * @param classes labels of the classes that the outputs tell apart: none for a regression; two where one output is the log-odds
     *     of the second against the first; else one for each output, which are log-probabilities up to a common number
     * @param formula the formula found for the model, as JSON text that is not interpreted here; empty where there is none
     * @param uncertainty what tells how sure predictions are; empty where the fit left nothing, or the network was changed since
     * @param response what the outputs are of the targets; the mean for classes
     */
    public KanModel {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(response, "response");
        inputNames = List.copyOf(inputNames);
        outputNames = List.copyOf(outputNames);
        kinds = List.copyOf(kinds);
        classes = List.copyOf(classes);
        int in = kan.network().in();
        int out = kan.network().out();
        if (inputs.columns() != in || inputNames.size() != in) {
            throw new IllegalArgumentException("model: " + in + " inputs required, got " + inputs.columns()
                    + " normalisations and " + inputNames.size() + " names");
        }
        if (kinds.size() != in) {
            throw new IllegalArgumentException("model: " + in + " kinds of inputs required, got " + kinds.size());
        }
        for (int i = 0; i < in; i++) {
            check(kan.network().layer(0), i, kinds.get(i), inputs);
        }
        if (outputs.columns() != out || outputNames.size() != out) {
            throw new IllegalArgumentException("model: " + out + " outputs required, got " + outputs.columns()
                    + " normalisations and " + outputNames.size() + " names");
        }
        if (!classes.isEmpty() && classes.size() != Math.max(2, out)) {
            throw new IllegalArgumentException(
                    "model: no classes or " + Math.max(2, out) + " required, got " + classes.size());
        }
        uncertainty.ifPresent(known -> known.requireOf(kan.network()));
        if (!classes.isEmpty() && !response.equals(Response.MEAN)) {
            throw new IllegalArgumentException("model: the response mean required for classes, got " + response.text());
        }
    }

    /**
     * A model of means.
     *
     * @param kan network and parameters, between normalised inputs and outputs
     * @param inputs normalisation of the inputs
     * @param outputs normalisation of the outputs
     * @param inputNames [in] column names
     * @param outputNames [out] column names
     * @param kinds [in] which inputs are categories, of what levels, and what stands for gaps
     * @param classes labels of the classes that the outputs tell apart; none for a regression
     * @param formula as JSON text, or empty
     * @param uncertainty what tells how sure predictions are
     */
    public KanModel(
            Kan kan,
            Normalization inputs,
            Normalization outputs,
            List<String> inputNames,
            List<String> outputNames,
            List<InputKind> kinds,
            List<String> classes,
            String formula,
            Optional<Uncertainty> uncertainty) {
        this(kan, inputs, outputs, inputNames, outputNames, kinds, classes, formula, uncertainty, Response.MEAN);
    }

    private static void check(Layer first, int input, InputKind kind, Normalization scaling) {
        if (kind.category() == first.basis(input).ordered()) {
            throw new IllegalArgumentException("model: levels and a basis of levels required for a category, got "
                    + kind.levels().size() + " levels and the basis "
                    + first.basis(input).family() + " for input " + input);
        }
        if (kind.category() && (scaling.shift(input) != 0 || scaling.scale(input) != 1)) {
            throw new IllegalArgumentException("model: shift 0 and scale 1 required for a category, got "
                    + scaling.shift(input) + " and " + scaling.scale(input) + " for input " + input);
        }
        int most = first.basis(input).size() - 1;
        if (kind.levels().stream().anyMatch(level -> level.number() >= most)) {
            throw new IllegalArgumentException(
                    "model: numbers of levels below " + most + " required for input " + input);
        }
        if (kind.fill().isPresent() && first.gaps(input)) {
            throw new IllegalArgumentException(
                    "model: a number or a coefficient for the gaps of input " + input + " required, got both");
        }
    }

    /**
     * A model of quantities that says nothing of how sure its predictions are.
     *
     * @param kan network and parameters, between normalised inputs and outputs
     * @param inputs normalisation of the inputs
     * @param outputs normalisation of the outputs
     * @param inputNames [in] column names
     * @param outputNames [out] column names
     * @param classes labels of the classes that the outputs tell apart; none for a regression
     * @param formula as JSON text, or empty
     */
    public KanModel(
            Kan kan,
            Normalization inputs,
            Normalization outputs,
            List<String> inputNames,
            List<String> outputNames,
            List<String> classes,
            String formula) {
        this(
                kan,
                inputs,
                outputs,
                inputNames,
                outputNames,
                Collections.nCopies(kan.network().in(), InputKind.QUANTITY),
                classes,
                formula,
                Optional.empty());
    }

    /**
     * A regression model.
     *
     * @param kan network between the normalisations
     * @param inputs from the data's units to the network's
     * @param outputs from the data's units to the network's
     * @param inputNames [in]
     * @param outputNames [out]
     * @param formula as JSON text, or empty
     */
    public KanModel(
            Kan kan,
            Normalization inputs,
            Normalization outputs,
            List<String> inputNames,
            List<String> outputNames,
            String formula) {
        this(kan, inputs, outputs, inputNames, outputNames, List.of(), formula);
    }

    /** {@return whether any input is a category or may have gaps, which formulas do not know} */
    public boolean mixed() {
        return kinds.stream().anyMatch(kind -> kind.category() || kind.fill().isPresent())
                || kan.network().layer(0).anyGaps();
    }

    /**
     * {@return whether there is an answer for rows that lack an input: a coefficient for its gaps, or something that stands for them}
     *
     * @param input number of the input
     */
    public boolean takesGaps(int input) {
        return kinds.get(input).fill().isPresent() || kan.network().layer(0).gaps(input);
    }

    /**
     * {@return inputs in the network's units, NaN for gaps unless something stands for them} Places of levels become the numbers of
     * {@link InputKind}.
     *
     * @param x [rows, in] in the data's units, places of levels for categories, NaN for gaps; not modified
     * @param rows number of rows
     */
    public double[] normalized(double[] x, int rows) {
        if (!mixed()) {
            return inputs.apply(x, rows);
        }
        int in = inputNames.size();
        double[][] numbers = kinds.stream().map(InputKind::numbers).toArray(double[][]::new);
        double[] fill = kinds.stream()
                .mapToDouble(kind -> kind.fill().orElse(Double.NaN))
                .toArray();
        double[] z = new double[rows * in];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < in; i++) {
                double value = Double.isNaN(x[r * in + i]) ? fill[i] : x[r * in + i];
                if (numbers[i].length > 0 && !Double.isNaN(value)) {
                    boolean level = value >= 0 && value < numbers[i].length;
                    value = level ? numbers[i][(int) value] : Categories.UNKNOWN;
                }
                z[r * in + i] = (value - inputs.shift(i)) / inputs.scale(i);
            }
        }
        return z;
    }

    /**
     * Predicts in the data's units; for a classification log-odds or log-probabilities, see {@link #classes}.
     *
     * @param engine computes
     * @param x [rows, in] in the data's units, as {@link #normalized} takes them, not modified
     * @param rows number of rows
     * @return [rows, out] in the data's units
     * @throws IllegalArgumentException if {@code x} has another length
     */
    public double[] predict(Engine engine, double[] x, int rows) {
        if (!(rows >= 0) || x.length != (long) rows * inputNames.size()) {
            throw new IllegalArgumentException("predict: 0 or more rows of " + inputNames.size()
                    + " inputs required, got " + rows + " rows in " + x.length + " numbers");
        }
        double[] z = new double[Math.multiplyExact(rows, kan.network().out())];
        engine.values(kan.network(), kan.parameters(), normalized(x, rows), rows, z);
        return predicted(z, rows);
    }

    /**
     * {@return what outputs of the network stand for, in the data's units}
     *
     * @param z [rows, out] in the network's units, not modified
     * @param rows number of rows
     */
    public double[] predicted(double[] z, int rows) {
        double[] y = outputs.invert(z, rows);
        return response.exponential() ? Arrays.stream(y).map(Math::exp).toArray() : y;
    }

    /**
     * {@return targets in the network's units} Of a response that is an exponential these are multiples of the exponential of the shift.
     *
     * @param y [rows, out] in the data's units, not modified
     * @param rows number of rows
     */
    public double[] targets(double[] y, int rows) {
        if (!response.exponential()) {
            return outputs.apply(y, rows);
        }
        double[] multiples = new double[y.length];
        Arrays.setAll(multiples, i -> y[i] / Math.exp(outputs.shift(i % outputs.columns())));
        return multiples;
    }

    /**
     * The probabilities of the classes.
     *
     * @param engine computes
     * @param x [rows, in] in the data's units, not modified
     * @param rows number of rows
     * @return [rows, classes]
     * @throws IllegalStateException if the model is a regression
     */
    public double[] probabilities(Engine engine, double[] x, int rows) {
        return probabilities(predict(engine, x, rows), rows);
    }

    /**
     * The probabilities of the classes that predictions stand for.
     *
     * @param y [rows, out] as {@link #predict} gives them, not modified
     * @param rows number of rows
     * @return [rows, classes]
     * @throws IllegalStateException if the model is a regression
     */
    public double[] probabilities(double[] y, int rows) {
        if (classes.isEmpty()) {
            throw new IllegalStateException("probabilities: a model with classes required, got a regression");
        }
        int count = classes.size();
        int out = kan.network().out();
        // Infinite scores, as those of a logarithm of zero, are certain too, but have no differences.
        double[] scores = Arrays.stream(y)
                .map(score -> Math.max(-LARGEST, Math.min(LARGEST, score)))
                .toArray();
        double[] probabilities = new double[rows * count];
        for (int r = 0; r < rows; r++) {
            double largest = out == 1 ? Math.max(0, scores[r]) : Double.NEGATIVE_INFINITY;
            for (int o = 0; o < out; o++) {
                largest = Math.max(largest, scores[r * out + o]);
            }
            double sum = 0;
            for (int c = 0; c < count; c++) {
                double z = out > 1 ? scores[r * out + c] : c * scores[r];
                probabilities[r * count + c] = Math.exp(z - largest);
                sum += probabilities[r * count + c];
            }
            for (int c = 0; c < count; c++) {
                probabilities[r * count + c] /= sum;
            }
        }
        return probabilities;
    }

    /** {@return whether predictions must go some way with an input, which another fit of its parameters does not know of} */
    public boolean constrained() {
        return kinds.stream().anyMatch(kind -> !kind.trend().free());
    }

    /**
     * {@return this model with other kinds of inputs}
     *
     * @param changed [in] one for each input
     */
    public KanModel withKinds(List<InputKind> changed) {
        return new KanModel(
                kan, inputs, outputs, inputNames, outputNames, changed, classes, formula, uncertainty, response);
    }

    /**
     * {@return this model with another network between the same normalisations}
     *
     * @param changed with as many inputs and outputs
     */
    public KanModel withKan(Kan changed) {
        return new KanModel(
                changed, inputs, outputs, inputNames, outputNames, kinds, classes, formula, Optional.empty(), response);
    }

    /**
     * {@return this model with another formula}
     *
     * @param changed as JSON text, or empty
     */
    public KanModel withFormula(String changed) {
        return new KanModel(
                kan, inputs, outputs, inputNames, outputNames, kinds, classes, changed, Optional.empty(), response);
    }

    /**
     * {@return this model, which says how sure its predictions are}
     *
     * @param changed of this network; a model with another network or formula says nothing
     */
    public KanModel withUncertainty(Optional<Uncertainty> changed) {
        return new KanModel(kan, inputs, outputs, inputNames, outputNames, kinds, classes, formula, changed, response);
    }
}
