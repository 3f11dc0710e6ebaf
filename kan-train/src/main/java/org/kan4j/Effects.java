package org.kan4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Response;
import org.kan4j.report.TextLines;
import org.kan4j.train.Score;

/**
 * What the inputs of a model's network do: by how much errors grow where an input's values change places among the rows (permutation
 * importance, Breiman, Machine Learning 45, 2001), and, where the network is a sum of functions of one input each, what each adds.
 */
public final class Effects {
    /** Rows at the most, evenly spread over a table. */
    private static final int MOST_ROWS = 10_000;

    /** Parts of the rows that importances are measured on one by one. */
    private static final int FOLDS = 5;

    /** How often values change places in a part. */
    private static final int SHUFFLES = 3;

    private Effects() {}

    /**
     * {@return whether a model's network is a sum of functions of one input each}
     *
     * @param model any
     */
    public static boolean additive(KanModel model) {
        Layer first = model.kan().network().layer(0);
        return model.kan().network().depth() == 1 && first.products() == 0;
    }

    /**
     * {@return the effects}
     *
     * @param model whose network, not its formula
     * @param data rows with the model's inputs and targets, in their own units, five or more
     * @param row number of a row whose prediction is taken apart, from 1 on; none where it is empty
     * @param name what to call the model in messages, such as its file
     * @throws DataException if a row is to be taken apart that there is not, or the model is no sum of functions of one input
     */
    public static EffectsResult of(KanModel model, Dataset data, Optional<Integer> row, String name) {
        if (data.rows() < FOLDS) {
            throw new DataException(name + ": at least " + FOLDS + " rows required, got " + data.rows());
        }
        boolean sum = additive(model) && model.outputNames().size() == 1;
        if (row.isPresent() && !sum) {
            throw new DataException(
                    name + ": a sum of functions of one input with one output required to take a row apart, as"
                            + " kan fit --interactions 0 gives it, got a network of depth "
                            + model.kan().network().depth() + " with "
                            + model.outputNames().size() + " outputs");
        }
        try (CpuEngine engine = new CpuEngine()) {
            Dataset some = data.subset(IntStream.range(0, Math.min(MOST_ROWS, data.rows()))
                    .map(r -> (int) ((long) r * data.rows() / Math.min(MOST_ROWS, data.rows())))
                    .toArray());
            Optional<Parts> parts = sum ? Optional.of(new Parts(engine, model, some)) : Optional.empty();
            List<EffectsResult.Effect> effects = new ArrayList<>();
            for (int i = 0; i < model.inputNames().size(); i++) {
                double[] growth = growth(engine, model, some, i);
                double mean = Arrays.stream(growth).average().orElse(0);
                double squares =
                        Arrays.stream(growth).map(v -> (v - mean) * (v - mean)).sum();
                int input = i;
                effects.add(new EffectsResult.Effect(
                        model.inputNames().get(i),
                        mean,
                        Math.sqrt(squares / (FOLDS - 1)),
                        parts.map(known -> known.extent(input))));
            }
            effects.sort(
                    Comparator.comparingDouble(EffectsResult.Effect::importance).reversed());
            Optional<EffectsResult.Row> apart =
                    row.map(number -> parts.orElseThrow().row(data, number, name));
            List<String> notes = new ArrayList<>(data.warnings());
            notes.addAll(data.notes());
            if (!model.formula().isEmpty()) {
                notes.add("the model holds a formula too; these are the effects of its network");
            }
            return new EffectsResult(
                    model, some.rows(), Score.of(engine, model, some), effects, scale(model), apart, notes);
        }
    }

    /** What contributions add up to. */
    private static String scale(KanModel model) {
        if (!model.classes().isEmpty()) {
            return "log-odds of " + model.classes().get(1);
        }
        String target = model.outputNames().get(0);
        Response response = model.response();
        return response.exponential() ? "log of " + target : target;
    }

    /** By how much the measure of a model grows in each fold where an input's values change places. */
    private static double[] growth(Engine engine, KanModel model, Dataset data, int input) {
        Measure measure = Measure.of(model);
        Random random = new Random(input);
        double[] growth = new double[FOLDS];
        for (int f = 0; f < FOLDS; f++) {
            int fold = f;
            Dataset part = data.subset(IntStream.range(0, data.rows())
                    .filter(r -> r % FOLDS == fold)
                    .toArray());
            double before = measure.of(Score.of(engine, model, part));
            int in = part.inputs();
            double[] x = part.x().clone();
            for (int s = 0; s < SHUFFLES; s++) {
                for (int r = part.rows() - 1; r > 0; r--) {
                    int other = random.nextInt(r + 1);
                    double value = x[r * in + input];
                    x[r * in + input] = x[other * in + input];
                    x[other * in + input] = value;
                }
                double[] predicted = model.predict(engine, x, part.rows());
                growth[f] += (measure.of(Score.of(model, predicted, part)) - before) / SHUFFLES;
            }
        }
        return growth;
    }

    /** What inputs add to the one output of a sum of functions, beyond the mean of what they add to the rows. */
    private static final class Parts {
        private final Engine engine;
        private final KanModel model;
        private final Dataset data;
        private final double[] means;
        private final double base;

        Parts(Engine engine, KanModel model, Dataset data) {
            this.engine = engine;
            this.model = model;
            this.data = data;
            int in = data.inputs();
            this.means = new double[in];
            double sum = 0;
            for (int i = 0; i < in; i++) {
                means[i] = Arrays.stream(beyondFirst(data.x(), data.rows(), i))
                        .average()
                        .orElse(0);
                sum += means[i];
            }
            this.base = outputs(Arrays.copyOf(data.x(), in), 1)[0] + sum;
        }

        /** [rows] before exponentials. */
        private double[] outputs(double[] x, int rows) {
            double[] z = new double[rows];
            engine.values(model.kan().network(), model.kan().parameters(), model.normalized(x, rows), rows, z);
            return model.outputs().invert(z, rows);
        }

        /** [rows] what an input adds in some rows beyond what it adds in the first row of the table. */
        private double[] beyondFirst(double[] x, int rows, int input) {
            int in = data.inputs();
            double[] mixed = new double[rows * in];
            for (int r = 0; r < rows; r++) {
                System.arraycopy(data.x(), 0, mixed, r * in, in);
                mixed[r * in + input] = x[r * in + input];
            }
            double first = outputs(Arrays.copyOf(data.x(), in), 1)[0];
            return Arrays.stream(outputs(mixed, rows)).map(v -> v - first).toArray();
        }

        EffectsResult.Extent extent(int input) {
            double[] added = beyondFirst(data.x(), data.rows(), input);
            int least = 0;
            int most = 0;
            for (int r = 0; r < added.length; r++) {
                least = added[r] < added[least] ? r : least;
                most = added[r] > added[most] ? r : most;
            }
            return new EffectsResult.Extent(
                    added[least] - means[input],
                    value(data, least, input),
                    added[most] - means[input],
                    value(data, most, input));
        }

        private String value(Dataset of, int row, int input) {
            double value = of.x()[row * of.inputs() + input];
            InputKind kind = model.kinds().get(input);
            if (Double.isNaN(value)) {
                return "a gap";
            }
            return !kind.category()
                    ? TextLines.brief(value)
                    : value < 0
                            ? "an unknown level"
                            : kind.levels().get((int) value).name();
        }

        EffectsResult.Row row(Dataset all, int number, String name) {
            int[] place = IntStream.range(0, all.rows())
                    .filter(r -> all.rowNumbers()[r] == number - 1)
                    .toArray();
            if (place.length == 0) {
                throw new DataException(
                        name + ": a row of the table with all that the model needs required, got row " + number);
            }
            Dataset one = all.subset(place);
            List<EffectsResult.Contribution> contributions = new ArrayList<>();
            for (int i = 0; i < one.inputs(); i++) {
                contributions.add(new EffectsResult.Contribution(
                        one.inputNames().get(i), value(one, 0, i), beyondFirst(one.x(), 1, i)[0] - means[i]));
            }
            contributions.sort(Comparator.comparingDouble((EffectsResult.Contribution c) -> Math.abs(c.value()))
                    .reversed());
            double y = outputs(one.x(), 1)[0];
            double predicted = !model.classes().isEmpty()
                    ? model.probabilities(new double[] {y}, 1)[1]
                    : model.response().exponential() ? Math.exp(y) : y;
            List<String> flags = SeenRanges.of(model).reasons(one.inputNames(), one.x(), 0);
            return new EffectsResult.Row(number, base, contributions, y, predicted, flags);
        }
    }
}
