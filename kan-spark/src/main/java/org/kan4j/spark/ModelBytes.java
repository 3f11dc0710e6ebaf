package org.kan4j.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.ml.linalg.Vector;
import org.jspecify.annotations.Nullable;
import org.kan4j.io.ModelFile;
import org.kan4j.model.KanModel;
import org.kan4j.model.RowScorer;

/** A model as the bytes of its file, which is how it travels to tasks; they read it when they first score a row. */
final class ModelBytes implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;
    private transient @Nullable KanModel model;
    private transient @Nullable ThreadLocal<RowScorer> scorers;

    /**
     * Wraps.
     *
     * @param bytes of a model file, not copied
     */
    ModelBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes of a model. */
    static ModelBytes of(KanModel model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ModelFile.write(model, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelBytes(out.toByteArray());
    }

    byte[] bytes() {
        return bytes;
    }

    /** The model; read once in each process. */
    synchronized KanModel model() {
        if (model == null) {
            try {
                model = ModelFile.read(new ByteArrayInputStream(bytes), bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return model;
    }

    /**
     * Outputs for one row.
     *
     * @param features as many as the model has inputs, dense or sparse
     * @return [outputs] in the data's units
     */
    double[] predict(Vector features) {
        double[] out = new double[model().kan().network().out()];
        scorers().get().predict(features.toArray(), out);
        return out;
    }

    private synchronized ThreadLocal<RowScorer> scorers() {
        if (scorers == null) {
            KanModel read = model();
            scorers = ThreadLocal.withInitial(() -> new RowScorer(read));
        }
        return scorers;
    }
}
