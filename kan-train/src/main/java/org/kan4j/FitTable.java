package org.kan4j;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kan4j.basis.Basis;
import org.kan4j.data.Dataset;
import org.kan4j.data.LargeDataset;
import org.kan4j.data.Roles;
import org.kan4j.data.TableFile;
import org.kan4j.network.Shape;
import org.kan4j.train.ModelTrainer;
import org.kan4j.train.Trainer;

/** The rows of a fit: in memory, or on disk where memory does not hold them. */
public sealed interface FitTable extends AutoCloseable {

    /** {@return the number of rows} */
    long rows();

    /** {@return whether the target holds labels of classes} */
    boolean labels();

    /** {@return the number of levels of all categories} */
    long levels();

    /** {@return what a reader should know, such as inputs that were left out} */
    List<String> notes();

    /** {@return what a reader must not overlook, such as columns of categories that were left out} */
    List<String> warnings();

    /** {@return the rows, where memory holds them} */
    Optional<Dataset> inMemory();

    /** {@return the smallest shape that has all inputs: a function of each} */
    Shape additive();

    /**
     * {@return the training that suits the size of the problem}
     *
     * @param shape of the network
     * @param basis of every edge
     * @throws IllegalArgumentException if the shape does not fit the columns
     */
    Trainer.Options suited(Shape shape, Basis basis);

    /**
     * Trains as the trainer's options say.
     *
     * @param trainer tells how
     * @param shape of the network
     * @param seed of the split and of the parameters
     * @return the trained model and its scores
     */
    ModelTrainer.Fitted train(ModelTrainer trainer, Shape shape, long seed);

    /** Gives the disk's space back. */
    @Override
    void close();

    /**
     * {@return a table in memory}
     *
     * @param data the rows
     */
    static FitTable of(Dataset data) {
        return new InMemory(data);
    }

    /**
     * Reads a table: into memory, or to a file without a name where memory does not hold it.
     *
     * @param file the file, and how it is read
     * @param roles what its columns are for
     * @param folder on the disk for what memory does not hold
     * @param options of the fit to come, which a table on disk does not take all of
     * @return the table, to be closed
     * @throws org.kan4j.data.DataException if the file cannot be read or has too few rows
     * @throws OptionException if the rows are on disk and the options ask for folds, the choice of a ridge, or another optimiser than adam
     */
    static FitTable read(TableFile file, Roles roles, Path folder, FitOptions options) {
        if (!LargeDataset.needed(file, roles, Runtime.getRuntime().maxMemory())) {
            return of(Kan4j.read(file, roles));
        }
        if (options.folds().isPresent() || options.weights().ridge().chosen()) {
            throw new OptionException(
                    "folds, ridge auto", "a table that memory holds required; KAN_JAVA_OPTS=-Xmx… gives more memory");
        }
        LargeDataset data = LargeDataset.read(file, roles, folder, options.seed());
        FitOptions.Minimizer asked = options.steps().optimizer();
        if (asked != FitOptions.Minimizer.AUTO && asked != FitOptions.Minimizer.ADAM) {
            data.close();
            throw new OptionException(
                    "optimizer",
                    "adam required for " + data.rows() + " rows, which are more than memory holds, got "
                            + asked.name().toLowerCase(Locale.ROOT));
        }
        return new OnDisk(data, folder);
    }

    /**
     * Rows in memory.
     *
     * @param data the rows
     */
    record InMemory(Dataset data) implements FitTable {
        @Override
        public long rows() {
            return data.rows();
        }

        @Override
        public boolean labels() {
            return !data.classes().isEmpty();
        }

        @Override
        public long levels() {
            return data.features().stream()
                    .mapToLong(feature -> feature.levels().size())
                    .sum();
        }

        @Override
        public List<String> notes() {
            return data.notes();
        }

        @Override
        public List<String> warnings() {
            return data.warnings();
        }

        @Override
        public Optional<Dataset> inMemory() {
            return Optional.of(data);
        }

        @Override
        public Shape additive() {
            return Shape.of(data.inputs(), ModelTrainer.outputs(data));
        }

        @Override
        public Trainer.Options suited(Shape shape, Basis basis) {
            return ModelTrainer.suited(data, shape, basis);
        }

        @Override
        public ModelTrainer.Fitted train(ModelTrainer trainer, Shape shape, long seed) {
            return trainer.fit(data, shape, seed);
        }

        @Override
        public void close() {}
    }

    /**
     * Rows on disk, of which adam takes mini-batches.
     *
     * @param data the rows
     * @param folder where they are
     */
    record OnDisk(LargeDataset data, Path folder) implements FitTable {
        @Override
        public long rows() {
            return data.rows();
        }

        @Override
        public boolean labels() {
            return !data.classes().isEmpty();
        }

        @Override
        public long levels() {
            return data.sample(LargeDataset.Part.TRAIN, 1).features().stream()
                    .mapToLong(feature -> feature.levels().size())
                    .sum();
        }

        @Override
        public List<String> notes() {
            List<String> notes = new ArrayList<>(data.notes());
            notes.add("the table is larger than memory: its " + data.rows() + " rows are gone through on disk, in "
                    + folder + "; KAN_JAVA_OPTS=-Xmx… gives more memory");
            return notes;
        }

        @Override
        public List<String> warnings() {
            return data.warnings();
        }

        @Override
        public Optional<Dataset> inMemory() {
            return Optional.empty();
        }

        @Override
        public Shape additive() {
            Dataset one = data.sample(LargeDataset.Part.TRAIN, 1);
            return Shape.of(one.inputs(), ModelTrainer.outputs(one));
        }

        @Override
        public Trainer.Options suited(Shape shape, Basis basis) {
            return ModelTrainer.suited(data, shape, basis);
        }

        @Override
        public ModelTrainer.Fitted train(ModelTrainer trainer, Shape shape, long seed) {
            return trainer.fit(data, shape, seed);
        }

        @Override
        public void close() {
            data.close();
        }
    }
}
