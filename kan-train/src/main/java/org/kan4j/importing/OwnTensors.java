package org.kan4j.importing;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.kan4j.data.DataException;
import org.kan4j.export.SafeTensorsExport;
import org.kan4j.io.KanFormatException;
import org.kan4j.io.ModelFile;
import org.kan4j.model.KanModel;

/** A model of this project that was exported to safetensors: what its metadata describes, with the parameters of the tensors. */
final class OwnTensors {
    /** Ends of the names of tensors that are parameters; all others are part of the description, too. */
    private static final Set<String> PARAMETERS = Set.of("coefficients", "base", "gap", "symbolic");

    private final Tensors tensors;
    private final DoubleStream.Builder numbers = DoubleStream.builder();

    private OwnTensors(Tensors tensors) {
        this.tensors = tensors;
    }

    /** The model, with the names of its inputs and outputs, so that options may give none. */
    static KanModel model(Tensors tensors, ImportOptions options) throws IOException {
        if (!options.inputs().isEmpty() || !options.outputs().isEmpty()) {
            throw new DataException("inputs, outputs: no names required, since the file holds them");
        }
        OwnTensors own = new OwnTensors(tensors);
        int depth = tensors.depth("layers.", ".mask");
        for (int l = 0; l < depth; l++) {
            own.layer("layers." + l);
        }
        own.add(SafeTensorsExport.UNCERTAINTY);
        KanModel model = ModelFile.of(
                String.valueOf(tensors.says().get(SafeTensorsExport.MODEL)),
                own.numbers.build().toArray());
        Tensors described = SafeTensorsFile.read(SafeTensorsExport.write(model));
        for (Map.Entry<String, Supplier<Tensor>> entry : described.byName().entrySet()) {
            String name = entry.getKey();
            boolean parameters = PARAMETERS.contains(name.substring(name.lastIndexOf('.') + 1));
            if (!parameters
                    && !Arrays.equals(
                            tensors.get(name).values(), entry.getValue().get().values())) {
                throw new KanFormatException(name + ": the numbers of the model that the file describes required;"
                        + " parameters alone may be others");
            }
        }
        return model;
    }

    /** The parameters in the order of a layer: rows of each input, then the constants of symbolic edges. */
    private void layer(String name) {
        int inputs = tensors.depth(name + ".", ".coefficients");
        for (int i = 0; i < inputs; i++) {
            for (String part : new String[] {".coefficients", ".base", ".gap"}) {
                add(name + "." + i + part);
            }
        }
        Tensor symbolic = tensors.get(name + ".symbolic").shaped(inputs, -1, 4);
        for (int i = 0; i < inputs; i++) {
            for (int c = 0; c < symbolic.shape()[1]; c++) {
                if (tensors.says().containsKey(name + "." + i + "." + c + ".function")) {
                    Arrays.stream(symbolic.row(i, c)).forEach(numbers);
                }
            }
        }
    }

    private void add(String name) {
        if (tensors.has(name)) {
            Arrays.stream(tensors.get(name).values()).forEach(numbers);
        }
    }
}
