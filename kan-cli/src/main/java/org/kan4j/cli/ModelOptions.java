package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
import org.kan4j.data.Roles;
import org.kan4j.formula.Formula;
import org.kan4j.io.ModelFile;
import org.kan4j.model.KanModel;

/** Models that commands read. */
final class ModelOptions {
    private ModelOptions() {}

    static KanModel load(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": a model file required, got a directory");
        }
        if (!Files.exists(file)) {
            throw new DataException(file + ": no such file");
        }
        return ModelFile.load(file);
    }

    /** A regression model with one output. */
    static KanModel loadSingle(Path file) throws IOException {
        KanModel model = load(file);
        if (!model.classes().isEmpty()) {
            throw new DataException(
                    file + ": a model of a regression required, got one of the classes " + model.classes());
        }
        if (model.outputNames().size() != 1) {
            throw new DataException(file + ": a model with 1 output required, got "
                    + model.outputNames().size());
        }
        return model;
    }

    /** The formula of a model, where it holds one. */
    static Optional<Formula> formula(Path file, KanModel model) {
        try {
            return model.formula().isEmpty() ? Optional.empty() : Optional.of(Formula.fromJson(model.formula()));
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": the formula in this model cannot be read: " + e.getMessage());
        }
    }

    /** The rows of a table that a model is about. */
    static Dataset rows(KanModel model, Path table) {
        boolean labels = !model.classes().isEmpty();
        List<String> targets = labels ? List.of(target(model)) : model.outputNames();
        Roles roles = new Roles(targets, model.inputNames(), List.of(), Optional.empty(), labels);
        Dataset data = labels ? Dataset.read(table, roles, model.classes()) : Dataset.read(table, roles);
        if (!data.inputNames().equals(model.inputNames())) {
            throw new DataException(table.getFileName() + ": the model's inputs " + model.inputNames()
                    + " must all vary and differ, but only " + data.inputNames() + " do");
        }
        return data;
    }

    /** The column of labels: several outputs are named after it and their class. */
    private static String target(KanModel model) {
        String first = model.outputNames().get(0);
        String suffix = " = " + model.classes().get(0);
        return model.outputNames().size() > 1 && first.endsWith(suffix)
                ? first.substring(0, first.length() - suffix.length())
                : first;
    }
}
