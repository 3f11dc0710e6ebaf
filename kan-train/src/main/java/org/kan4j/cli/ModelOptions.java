package org.kan4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kan4j.data.DataException;
import org.kan4j.data.Dataset;
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

    /** A model with one output. */
    static KanModel loadSingle(Path file) throws IOException {
        KanModel model = load(file);
        if (model.outputNames().size() != 1) {
            throw new DataException(file + ": a model with 1 output required, got "
                    + model.outputNames().size());
        }
        return model;
    }

    /** The rows of a table that a model is about. */
    static Dataset rows(KanModel model, Path table) {
        Dataset data = Dataset.read(table, model.outputNames().get(0), model.inputNames(), List.of());
        if (!data.inputNames().equals(model.inputNames())) {
            throw new DataException(table.getFileName() + ": the model's inputs " + model.inputNames()
                    + " must all vary and differ, but only " + data.inputNames() + " do");
        }
        return data;
    }
}
