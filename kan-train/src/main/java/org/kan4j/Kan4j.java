package org.kan4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.Groups;
import org.kan4j.data.Roles;
import org.kan4j.data.RowWeights;
import org.kan4j.data.TableFile;
import org.kan4j.data.Units;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.formula.Formula;
import org.kan4j.io.ModelFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.model.KanModel;

/**
 * Everything that the {@code kan} command does, each with one call: the same table, options and seed give the same model, bit for bit. All
 * processors compute, and nothing is told of the progress; {@link Fitting}, {@link Pruning}, {@link FormulaReading} and
 * {@link Discoverer} take an engine, a listener, and a way to stop. Inputs and predictions are in the units of the table.
 */
public final class Kan4j {
    /** A fifth is held back: one row then, beside four that are more than the constants of a line or a power law. */
    private static final int FEWEST_ROWS = 5;

    /** What predicts, of a model that holds a formula beside its network. */
    public enum Predictor {
        /** The formula that the model holds. */
        FORMULA,
        /** The network. */
        NETWORK
    }

    private Kan4j() {}

    /**
     * Reads a table to explain some of its columns, which hold numbers, by all others that do.
     *
     * @param table a CSV file with a header line
     * @param targets names of the columns to explain, one or more
     * @return the rows, in the units of the table
     * @throws DataException if the file cannot be read, has fewer than 5 rows, or a column does not exist
     */
    public static Dataset read(Path table, String... targets) {
        return read(table, Roles.of(targets));
    }

    /**
     * Reads a table to tell classes apart by all columns that hold numbers.
     *
     * @param table a CSV file with a header line
     * @param target name of the column of labels
     * @return the rows, in the units of the table, and the classes
     * @throws DataException if the file cannot be read, has fewer than 5 rows, or a label is missing
     */
    public static Dataset readClasses(Path table, String target) {
        return read(table, Roles.ofClasses(target));
    }

    /**
     * Reads a table.
     *
     * @param table a CSV file with a header line
     * @param roles what its columns are for
     * @return the rows, in the units of the table
     * @throws DataException as {@link Dataset#read(Path, Roles)}, and if there are fewer than 5 rows
     */
    public static Dataset read(Path table, Roles roles) {
        return read(TableFile.open(table), roles);
    }

    /**
     * Reads a table.
     *
     * @param table the file, and how it is read
     * @param roles what its columns are for
     * @return the rows, in the units of the table
     * @throws DataException as {@link Dataset#read(Path, Roles)}, and if there are fewer than 5 rows
     */
    public static Dataset read(TableFile table, Roles roles) {
        Dataset data = Dataset.read(table, roles);
        if (!(data.rows() >= FEWEST_ROWS)) {
            throw new DataException(table.name() + ": at least " + FEWEST_ROWS
                    + " rows required to fit and test a function, got " + data.rows());
        }
        return data;
    }

    /**
     * Reads the columns that a model is about.
     *
     * @param table a CSV file with a header line
     * @param model whose inputs and targets are read
     * @return rows of the model's inputs and targets, in the units of the table
     * @throws DataException as {@link Dataset#read(Path, Roles)}, and if an input is the same in all rows or equals another
     */
    public static Dataset read(Path table, KanModel model) {
        return read(TableFile.open(table), model, Optional.empty());
    }

    /**
     * Reads the columns that a model is about, and what each row counts.
     *
     * @param table the file, and how it is read
     * @param model whose inputs and targets are read
     * @param weights the column of what each row counts, if any
     * @return rows of the model's inputs and targets, in the units of the table
     * @throws DataException as {@link Dataset#read(Path, Roles)}, and if an input is the same in all rows or equals another
     */
    public static Dataset read(TableFile table, KanModel model, Optional<RowWeights> weights) {
        boolean labels = !model.classes().isEmpty();
        List<String> targets = labels ? List.of(labelled(model)) : model.outputNames();
        Roles roles = new Roles(targets, model.inputNames(), List.of(), weights, labels);
        List<String> names = new ArrayList<>(model.inputNames());
        names.addAll(targets);
        TableFile file = table.matching(names);
        Dataset data = Dataset.read(file, roles, model);
        if (!data.inputNames().equals(model.inputNames())) {
            throw new DataException(table.name() + ": the model's inputs " + model.inputNames()
                    + " must all vary and differ, but only " + data.inputNames() + " do");
        }
        return data;
    }

    /** The column of labels: several outputs are named after it and their class. */
    private static String labelled(KanModel model) {
        String first = model.outputNames().get(0);
        String suffix = " = " + model.classes().get(0);
        return model.outputNames().size() > 1 && first.endsWith(suffix)
                ? first.substring(0, first.length() - suffix.length())
                : first;
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * Fits a network.
     *
     * @param data rows, in their own units
     * @param options the shape, and whatever is not to be chosen by the table
     * @return the model, its scores, and what was chosen
     * @throws OptionException if the options do not go with each other or with the rows
     * @throws IllegalArgumentException if the shape does not fit the columns
     */
    public static FitResult fit(Dataset data, FitOptions options) {
        return fit(FitTable.of(data), options);
    }

    /**
     * Fits a network of a shape that the rows ask for.
     *
     * @param data rows, in their own units
     * @param options of the search for the shape
     * @return the model, its scores, the shapes that were tried, and baselines
     * @throws OptionException if the options do not go with the rows
     */
    public static FitResult fit(Dataset data, ShapeOptions options) {
        try (CpuEngine engine = new CpuEngine(processors())) {
            return new ShapeSearch(engine, processors(), () -> false).fit(data, options);
        }
    }

    /**
     * Fits a network of a shape that the rows ask for.
     *
     * @param data rows, in their own units
     * @return the model, its scores, the shapes that were tried, and baselines
     */
    public static FitResult fit(Dataset data) {
        return fit(data, ShapeOptions.DEFAULTS);
    }

    /**
     * Fits a network to a table that memory may or may not hold.
     *
     * @param table from {@link FitTable#read}; not closed
     * @param options the shape, and whatever is not to be chosen by the table
     * @return the model, its scores, and what was chosen
     * @throws OptionException if the options do not go with each other or with the rows
     * @throws IllegalArgumentException if the shape does not fit the columns
     */
    public static FitResult fit(FitTable table, FitOptions options) {
        FitPlan plan = FitPlan.of(table, options);
        try (CpuEngine engine = new CpuEngine(processors())) {
            return new Fitting(engine, processors(), Fitting.Watch.NONE).fit(table, plan);
        }
    }

    /**
     * Removes the inputs, nodes and edges that a model does not need, up to 5% of its validation error; judges as a fit of seed 0 does.
     *
     * @param model trained
     * @param data rows with the model's inputs and targets, in their own units
     * @return the smaller model, and what went
     */
    public static PruneResult prune(KanModel model, Dataset data) {
        return prune(model, data, PruneOptions.defaults());
    }

    /**
     * Removes the inputs, nodes and edges that a model does not need.
     *
     * @param model trained
     * @param data rows with the model's inputs and targets, in their own units
     * @param options what may go
     * @return the smaller model, and what went
     * @throws OptionException if no network was found that is as small as was asked for
     */
    public static PruneResult prune(KanModel model, Dataset data, PruneOptions options) {
        try (CpuEngine engine = new CpuEngine(processors())) {
            return new Pruning(engine, part -> {}, () -> false).prune(model, data, options);
        }
    }

    /**
     * Reads a formula off a network: a function for every edge, all constants refined on the rows.
     *
     * @param model trained, with one output, or with classes
     * @param data rows with the model's inputs and targets, in their own units
     * @return the formula, of classes those of log-odds or scores, and the model that holds it
     * @throws DataException if the model has several outputs that are no classes, or no functions fit its edges
     */
    public static FormulaResult formula(KanModel model, Dataset data) {
        try (CpuEngine engine = new CpuEngine(processors())) {
            return new FormulaReading(engine, () -> false).read(model, data, "model");
        }
    }

    /**
     * {@return the formula that a model holds, of two classes that of the log-odds of the second, of more that of the first's score; as those of {@link #formula(KanModel, Dataset)} and {@link #discover(Dataset)} do}
     *
     * @param model any
     */
    public static Optional<Formula> formula(KanModel model) {
        return FormulaResult.held(model, "model").map(FormulaResult::formula);
    }

    /**
     * Searches a formula for a table, up to 60 seconds.
     *
     * @param data rows, in their own units, with one target
     * @return the formula of shortest description, and the runner-ups
     */
    public static DiscoverResult discover(Dataset data) {
        return discover(data, Discoverer.Options.defaults());
    }

    /**
     * Searches a formula that is consistent with the units of the columns, up to 60 seconds.
     *
     * @param data rows, with one target
     * @param units of every column, as {@link Units#read} reads them
     * @return the formula of shortest description, and the runner-ups
     * @throws DataException if a column has no unit
     */
    public static DiscoverResult discover(Dataset data, Units units) {
        return discover(data, Discoverer.Options.defaults().withUnits(units));
    }

    /**
     * Searches a formula for a table.
     *
     * @param data rows, in their own units, with one target
     * @param options of the search
     * @return the formula of shortest description, and the runner-ups
     * @throws IllegalArgumentException if something is asked of the formula that does not go with the table
     */
    public static DiscoverResult discover(Dataset data, Discoverer.Options options) {
        return new DiscoverResult(
                new Discoverer(options).discover(data),
                data,
                options.seed(),
                options.steering(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Searches one form for groups of rows, with constants that they share and constants of each.
     *
     * @param data rows, in their own units, with one target, without the column of groups
     * @param groups of the rows
     * @param options of the search
     * @return the formula, in which a constant of a group is multiplied by an input that is 1 in its rows and 0 in others
     */
    public static DiscoverResult discover(Dataset data, Groups groups, Discoverer.Options options) {
        Discovery found = new Discoverer(options).discover(data, groups);
        return new DiscoverResult(
                found,
                groups.indicated(data),
                options.seed(),
                options.steering(),
                Optional.empty(),
                Optional.of(groups));
    }

    /**
     * Predicts one number: by the formula where the model holds one, else by its network.
     *
     * @param model of one number
     * @param inputs by their columns, in the units of the table; more columns may be there
     * @return in the units of the table; NaN where a formula has no value
     * @throws IllegalArgumentException if an input is missing, or the model has classes or several outputs
     */
    public static double predict(KanModel model, Map<String, Double> inputs) {
        if (!model.classes().isEmpty() || model.outputNames().size() != 1) {
            throw new IllegalArgumentException("predict: a model of one number required, got one of "
                    + (model.classes().isEmpty() ? model.outputNames() : model.classes()));
        }
        Optional<FormulaResult> formula = FormulaResult.held(model, "model");
        double[] x = formula.map(held -> held.formula().columns()).orElse(model.inputNames()).stream()
                .mapToDouble(name -> {
                    if (!inputs.containsKey(name)) {
                        throw new IllegalArgumentException(
                                "predict: the input " + name + " required, got " + inputs.keySet());
                    }
                    return inputs.get(name);
                })
                .toArray();
        return predictions(model, formula, x, 1).values()[0];
    }

    /**
     * Predicts for every row of a table: by the formula where the model holds one, else by its network.
     *
     * @param model the model
     * @param table a CSV file with a header line that has the model's inputs
     * @return a prediction for each row, in the units of the table
     */
    public static Predictions predict(KanModel model, Path table) {
        return predict(model, TableFile.open(table), Optional.empty(), "model");
    }

    /**
     * Predicts for every row of a table. A row that lacks an input has no prediction; a column is found by its name, in other
     * capitals too where one alone is like it.
     *
     * @param model the model
     * @param table the file, which has the model's inputs, and how it is read
     * @param by what predicts; where it is empty the formula that the model holds, else its network
     * @param name what to call the model in messages, such as its file
     * @return a prediction for each row, in the units of the table
     * @throws DataException if the file cannot be read, an input is missing, no row has all of them, or the model holds no formula and
     *     one was asked for
     */
    public static Predictions predict(KanModel model, TableFile table, Optional<Predictor> by, String name) {
        Optional<FormulaResult> formula =
                by.filter(Predictor.NETWORK::equals).isPresent() ? Optional.empty() : FormulaResult.held(model, name);
        if (by.filter(Predictor.FORMULA::equals).isPresent() && formula.isEmpty()) {
            throw new DataException(name + ": the model holds no formula; its network can predict");
        }
        List<String> inputs = formula.map(held -> held.formula().columns()).orElse(model.inputNames());
        return InputRows.read(model, table, inputs, formula.isEmpty())
                .predicted((x, rows) -> predictions(model, formula, x, rows));
    }

    /**
     * Predicts for every row of a table by the network, with intervals in the columns {@code lower} and {@code upper}.
     *
     * @param model from a fit
     * @param table the file, which has the model's inputs, and how it is read
     * @param interval which
     * @param name what to call the model in messages, such as its file
     * @return a prediction and its interval for each row, in the units of the table
     * @throws DataException as {@link #predict(KanModel, TableFile, Optional, String)}, and if the model has classes, or does not hold what
     *     the intervals are made of
     */
    public static Predictions predict(KanModel model, TableFile table, Interval interval, String name) {
        try (CpuEngine engine = new CpuEngine()) {
            return InputRows.read(model, table, model.inputNames(), true)
                    .predicted((x, rows) -> interval.around(engine, model, x, rows, name));
        }
    }

    private static Predictions predictions(KanModel model, Optional<FormulaResult> formula, double[] x, int rows) {
        if (formula.isPresent()) {
            return Predictions.byFormula(formula.get(), x, rows);
        }
        try (CpuEngine engine = new CpuEngine()) {
            return Predictions.byNetwork(engine, model, x, rows);
        }
    }

    /**
     * {@return a model as one HTML page that loads nothing, as text: what it is, and how well it does on rows}
     *
     * @param model the model
     * @param data rows with the model's inputs and targets, as {@link #read(Path, KanModel)} reads them
     */
    public static String report(KanModel model, Dataset data) {
        return new ModelReport(model, "model", Optional.of(data), true, List.of()).html();
    }

    /**
     * Writes a model to a file, whole or not at all.
     *
     * @param model the model
     * @param file where; an existing one is replaced
     * @throws IOException if the file cannot be written
     */
    public static void save(KanModel model, Path file) throws IOException {
        ModelFile.save(model, file);
    }

    /**
     * Reads a model.
     *
     * @param file that {@link #save} or the {@code kan} command wrote
     * @return the model
     * @throws DataException if there is no such file
     * @throws org.kan4j.io.KanFormatException if it is no model, or damaged
     * @throws IOException if it cannot be read
     */
    public static KanModel load(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": a model file required, got a directory");
        }
        if (!Files.exists(file)) {
            throw new DataException(file + ": no such file");
        }
        return ModelFile.load(file);
    }
}
