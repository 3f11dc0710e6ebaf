package org.kan4j.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/** Reads what {@link KanModelWriter} writes. */
final class KanModelReader<M extends KanPredictionModel<M>> extends MLReader<M> {
    private final Class<M> type;
    private final BiFunction<String, ModelBytes, M> model;

    /**
     * A reader.
     *
     * @param type of the models
     * @param model makes one of its uid and the bytes of its file
     */
    KanModelReader(Class<M> type, BiFunction<String, ModelBytes, M> model) {
        this.type = type;
        this.model = model;
    }

    @Override
    public M load(String folder) {
        DefaultParamsReader.Metadata metadata =
                DefaultParamsReader.loadMetadata(folder, sparkSession(), type.getName());
        Path file = new Path(folder, KanPredictionModel.FILE);
        try (InputStream in = file.getFileSystem(sparkSession().sessionState().newHadoopConf())
                .open(file)) {
            M read = model.apply(metadata.uid(), new ModelBytes(in.readAllBytes()));
            // A damaged file is an error here, not in a task.
            read.model();
            metadata.getAndSetParams(read, scala.Option.empty());
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
