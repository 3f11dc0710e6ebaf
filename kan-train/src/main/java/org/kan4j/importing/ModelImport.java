package org.kan4j.importing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import org.kan4j.data.DataException;
import org.kan4j.export.SafeTensorsExport;
import org.kan4j.io.KanFormatException;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/**
 * Reads a model that another project trained: checkpoints of pykan 0.2, and state dicts of efficient-kan and fast-kan in files of
 * {@code torch.save} or of safetensors; and models that were {@linkplain SafeTensorsExport exported} to safetensors, whose numbers another
 * program may have changed. Nothing in a file is executed, and sizes are checked before memory is taken. The network is the same
 * function of all inputs, also beyond its grids, to the rounding of float64.
 */
public final class ModelImport {
    private static final String STATE = "_state";

    private ModelImport() {}

    /**
     * Reads a model.
     *
     * @param file a file of {@code torch.save} or of safetensors, or the {@code PREFIX} of pykan's {@code PREFIX_state} and
     *     {@code PREFIX_config.yml}
     * @param options what the file does not say
     * @return the model, in the units of its inputs and outputs
     * @throws KanFormatException if the file is damaged or hostile, or holds what no network of this project can be, which it names
     * @throws DataException if there is no such file, or names are not as many as inputs or outputs
     * @throws IOException if it cannot be read
     */
    public static KanModel read(Path file, ImportOptions options) throws IOException {
        Path state = Files.isRegularFile(file) ? file : beside(file, STATE);
        if (!Files.isRegularFile(state)) {
            throw new DataException(file + ": no such file, nor " + state.getFileName() + " beside it");
        }
        try {
            Tensors tensors = tensors(state);
            return tensors.says().containsKey(SafeTensorsExport.MODEL)
                    ? OwnTensors.model(tensors, options)
                    : model(layers(tensors, state, options), options);
        } catch (KanFormatException e) {
            throw new KanFormatException(file + ": " + e.getMessage(), e);
        } catch (ZipException | EOFException | IllegalArgumentException | ArithmeticException e) {
            throw new KanFormatException(file + ": " + e.getMessage(), e);
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static Tensors tensors(Path state) throws IOException {
        byte[] start = new byte[9];
        try (InputStream in = Files.newInputStream(state)) {
            if (in.readNBytes(start, 0, start.length) < start.length) {
                throw new KanFormatException("a file of torch.save or of safetensors required, got an empty one");
            }
        }
        if (start[0] == 'P' && start[1] == 'K') {
            return TorchFile.read(state);
        }
        if (start[8] == '{') {
            return SafeTensorsFile.read(state);
        }
        throw new KanFormatException("a file of torch.save of PyTorch 1.6 or newer, or of safetensors, required");
    }

    private static List<LayerDraft> layers(Tensors tensors, Path state, ImportOptions options) throws IOException {
        if (tensors.has("act_fun.0" + Pykan.MARK)) {
            String name = String.valueOf(state.getFileName());
            String prefix = name.endsWith(STATE)
                    ? name.substring(0, name.length() - STATE.length())
                    : name.replaceFirst("\\.\\w+$", "");
            return Pykan.layers(tensors, PykanConfig.read(state.resolveSibling(prefix + "_config.yml")));
        }
        if (tensors.has("layers.0" + EfficientKan.MARK)) {
            return EfficientKan.layers(tensors, options.base());
        }
        if (tensors.has("layers.0" + FastKan.MARK)) {
            return FastKan.layers(tensors, options.base());
        }
        throw new KanFormatException("the tensors of pykan, efficient-kan or fast-kan required, got "
                + tensors.names().stream()
                        .limit(5)
                        .map(name -> name.replaceAll("[^ -~]", "?"))
                        .collect(Collectors.joining(", ")));
    }

    private static KanModel model(List<LayerDraft> drafts, ImportOptions options) {
        List<Layer> layers = new ArrayList<>();
        List<double[]> blocks = new ArrayList<>();
        for (LayerDraft draft : drafts) {
            layers.add(draft.layer());
            blocks.add(draft.block());
        }
        KanNetwork network = new KanNetwork(layers);
        double[] parameters = new double[network.parameterCount()];
        for (int l = 0; l < layers.size(); l++) {
            System.arraycopy(blocks.get(l), 0, parameters, network.offset(l), blocks.get(l).length);
        }
        return new KanModel(
                new Kan(network, parameters),
                Normalization.identity(network.in()),
                Normalization.identity(network.out()),
                names("inputs", options.inputs(), "x", network.in()),
                names("outputs", options.outputs(), "y", network.out()),
                "");
    }

    private static List<String> names(String what, List<String> given, String letter, int count) {
        if (given.isEmpty()) {
            return count == 1 && letter.equals("y")
                    ? List.of(letter)
                    : IntStream.rangeClosed(1, count).mapToObj(i -> letter + i).toList();
        }
        if (given.size() != count || new HashSet<>(given).size() != count) {
            throw new DataException(what + ": " + count + " different names required, got " + String.join(", ", given));
        }
        return given;
    }
}
