package org.kan4j.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Writes the settings as Spark does, and the model beside them. */
final class KanModelWriter extends MLWriter {
    private final KanPredictionModel<?> model;

    KanModelWriter(KanPredictionModel<?> model) {
        this.model = model;
    }

    @Override
    public void saveImpl(String folder) {
        DefaultParamsWriter.saveMetadata(model, folder, sparkSession());
        Path file = new Path(folder, KanPredictionModel.FILE);
        try (OutputStream out = file.getFileSystem(sparkSession().sessionState().newHadoopConf())
                .create(file, false)) {
            out.write(model.bytes().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
