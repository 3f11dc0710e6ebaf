package org.kan4j.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Categories;
import org.kan4j.data.DataException;
import org.kan4j.export.SafeTensorsExport;
import org.kan4j.io.KanFormatException;
import org.kan4j.io.ModelFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Response;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;

/** The checkpoints and what torch makes of them are those of kan-bench/peers/checkpoints.py. */
final class ModelImportTest {
    /** How many damaged pickles to read: -Dkan4j.mutations=10000 for more. */
    private static final int MUTATIONS = Integer.getInteger("kan4j.mutations", 150);

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "arities, arities, 1e-13",
        "affine, affine, 1e-13",
        "symbolic, symbolic, 1e-13",
        "adapted, adapted, 1e-13",
        "efficient8.pth, efficient8, 1e-13",
        // The widths of its Gaussians are those of centres that are rounded to float32.
        "fast1.pt, fast1, 1e-6",
        "fast1.safetensors, fast1, 1e-6"
    })
    void givesWhatTorchGaveInFloat64(String file, String rows, double tolerance) throws IOException {
        KanModel model = ModelImport.read(resource(file), ImportOptions.DEFAULTS);
        int in = model.inputNames().size();
        int out = model.outputNames().size();
        DoubleBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(resource(rows + ".f64")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        int count = numbers.remaining() / (in + out);
        double[] x = new double[count * in];
        double[] y = new double[count * out];
        for (int r = 0; r < count; r++) {
            numbers.get(x, r * in, in);
            numbers.get(y, r * out, out);
        }
        double[] predicted;
        try (CpuEngine engine = new CpuEngine()) {
            predicted = model.predict(engine, x, count);
        }
        assertThat(count).isEqualTo(40);
        for (int o = 0; o < out; o++) {
            double spread = spread(y, o, out);
            for (int r = 0; r < count; r++) {
                assertThat(Math.abs(predicted[r * out + o] - y[r * out + o]) / spread)
                        .isLessThan(tolerance);
            }
        }
    }

    private static double spread(double[] y, int column, int columns) {
        double sum = 0;
        double squares = 0;
        int count = y.length / columns;
        for (int r = 0; r < count; r++) {
            double value = y[r * columns + column];
            sum += value;
            squares += value * value;
        }
        return Math.sqrt(squares / count - sum / count * (sum / count));
    }

    @Test
    void takesNamesOfColumns() throws IOException {
        ImportOptions names = new ImportOptions(List.of("a", "b"), List.of("c"), BaseActivation.SILU);
        KanModel model = ModelImport.read(resource("symbolic_state"), names);
        assertThat(model.inputNames()).containsExactly("a", "b");
        assertThat(model.outputNames()).containsExactly("c");
        ImportOptions three = new ImportOptions(List.of("a", "b", "c"), List.of(), BaseActivation.SILU);
        assertThatThrownBy(() -> ModelImport.read(resource("symbolic"), three))
                .isInstanceOf(DataException.class)
                .hasMessage("inputs: 2 different names required, got a, b, c");
    }

    /** A pickle in which bytes are changed, inserted or cut, and whose checksum is right: it is read as a state dict or refused. */
    @Test
    void aDamagedPickleIsReadOrRefusedAndNothingElse() throws IOException {
        Map<String, byte[]> entries = unzipped(resource("symbolic_state"));
        String name = entries.keySet().stream()
                .filter(entry -> entry.endsWith("data.pkl"))
                .findFirst()
                .orElseThrow();
        byte[] pickle = Objects.requireNonNull(entries.get(name));
        Files.copy(resource("symbolic_config.yml"), folder.resolve("m_config.yml"));
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int n = 0; n < MUTATIONS; n++) {
            entries.put(name, mutated(pickle, random));
            zip(entries, folder.resolve("m_state"));
            try {
                ModelImport.read(folder.resolve("m"), ImportOptions.DEFAULTS);
            } catch (KanFormatException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
                refused++;
            }
        }
        // Names of devices and versions of modules may change and nothing else with them.
        assertThat(refused).isGreaterThan(MUTATIONS * 3 / 4);
    }

    private static byte[] mutated(byte[] bytes, SplittableRandom random) {
        ByteBuffer result = ByteBuffer.allocate(bytes.length + 4);
        int at = random.nextInt(bytes.length);
        int kind = random.nextInt(4);
        result.put(bytes, 0, at);
        switch (kind) {
            case 0 -> result.put((byte) random.nextInt(256)).put(bytes, at + 1, bytes.length - at - 1);
            case 1 -> result.putInt(random.nextInt()).put(bytes, at, bytes.length - at);
            case 2 -> result.put(bytes, at + 1, bytes.length - at - 1);
            default -> result.put(bytes, at, random.nextInt(bytes.length - at));
        }
        byte[] mutated = new byte[result.position()];
        result.flip().get(mutated);
        return mutated;
    }

    @Test
    void aChangedNumberIsSeen() throws IOException {
        byte[] bytes = Files.readAllBytes(resource("efficient8.pth"));
        // Numbers begin at multiples of 64 bytes.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[(text.indexOf("data/6") + 6) / 64 * 64 + 64] ^= 1;
        Path file = folder.resolve("changed.pth");
        Files.write(file, bytes);
        assertThatThrownBy(() -> ModelImport.read(file, ImportOptions.DEFAULTS))
                .isInstanceOf(KanFormatException.class)
                .hasMessageEndingWith("damaged: an entry of the zip does not have its checksum");
    }

    @Test
    void nothingIsExecuted() throws IOException {
        byte[] pickle = "\u0080\2cos\nsystem\n(X\4\0\0\0truetR.".getBytes(StandardCharsets.ISO_8859_1);
        zip(Map.of("m/data.pkl", pickle), folder.resolve("evil.pt"));
        assertThatThrownBy(() -> ModelImport.read(folder.resolve("evil.pt"), ImportOptions.DEFAULTS))
                .isInstanceOf(KanFormatException.class)
                .hasMessageEndingWith(
                        "evil.pt: pickle: a state dict of tensors required, got one that names os.system; save model.state_dict(), not the model");
    }

    @Test
    void whatCannotBeRepresentedIsRefusedByName() throws IOException {
        assertRefused("sin", "Bessel", "the edge (0, 0, 0): a function of pykan's library required, got \"Bessel\"");
        assertRefused("silu", "gelu", "base_fun_name: silu, identity or zero required, got \"gelu\"");
        assertRefused(
                "sgn",
                "1/x^4",
                "the edge (1, 2, 0): 1/x^4 with its pole outside of the grid required, got the arguments ");
        refused(
                Map.of("layers.0.spline_linear.weight", new int[] {1, 4}, "layers.0.layernorm.weight", new int[] {2}),
                "layers.0.layernorm: a layer without it required");
        refused(Map.of("act_fun.0.coef", new int[] {4, 8}), "m_config.yml");
        refused(
                Map.of("conv.weight", new int[] {3}),
                "the tensors of pykan, efficient-kan or fast-kan required, got conv.weight");
    }

    /** The checkpoint with all functions, with one name of its configuration changed. */
    private void assertRefused(String name, String other, String message) throws IOException {
        Files.write(folder.resolve("p_state"), Files.readAllBytes(resource("symbolic_state")));
        String config = Files.readString(resource("symbolic_config.yml"));
        assertThat(config).contains(name);
        Files.writeString(folder.resolve("p_config.yml"), config.replace(name, other));
        assertThatThrownBy(() -> ModelImport.read(folder.resolve("p"), ImportOptions.DEFAULTS))
                .isInstanceOf(KanFormatException.class)
                .hasMessageContaining(message);
    }

    /** Tensors of ones in a file of safetensors. */
    private void refused(Map<String, int[]> tensors, String message) throws IOException {
        List<String> fields = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<String, int[]> tensor : tensors.entrySet()) {
            int size = 4;
            List<Integer> shape = new ArrayList<>();
            for (int n : tensor.getValue()) {
                size *= n;
                shape.add(n);
            }
            fields.add("\"" + tensor.getKey() + "\": {\"dtype\": \"F32\", \"shape\": " + shape + ", \"data_offsets\": ["
                    + bytes + ", " + (bytes + size) + "]}");
            bytes += size;
        }
        byte[] header = ("{" + String.join(", ", fields) + "}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        while (file.hasRemaining()) {
            file.putFloat(1);
        }
        Files.write(folder.resolve("m.safetensors"), file.array());
        assertThatThrownBy(() -> ModelImport.read(folder.resolve("m.safetensors"), ImportOptions.DEFAULTS))
                .isInstanceOf(KanFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theTensorsOfAnExportAreThoseOfTheNetwork() throws IOException {
        KanModel model = ModelImport.read(resource("symbolic"), ImportOptions.DEFAULTS);
        Path file = folder.resolve("model.safetensors");
        Files.write(file, SafeTensorsExport.write(model));
        Tensors tensors = SafeTensorsFile.read(file);
        Layer layer = model.kan().network().layer(0);
        double[] p = model.kan().parameters();
        assertThat(tensors.get("layers.0.1.coefficients").shaped(14, 3).values())
                .isEqualTo(Arrays.copyOfRange(p, layer.inputOffset(1), layer.inputOffset(1) + 42));
        assertThat(tensors.get("layers.0.symbolic").shaped(2, 3, 4).row(0, 0)).containsExactly(3.1f, 0.2f, 1.5f, 0.1f);
        assertThat(tensors.get("layers.0.mask").values()).containsOnly(0);
        assertThat(tensors.get("layers.0.1.grid").values())
                .isEqualTo(layer.basis(1).grid().breakpoints());
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains(
                        "\"layers.0.0.2.function\":\"pow_-4.0\"",
                        "\"layers.0.0.basis\":\"b-spline order=3 extrapolation=constant\"");
    }

    @Test
    void anExportComesBackAsTheSameModel() throws IOException {
        List<KanModel> models = new ArrayList<>();
        models.add(ModelImport.read(resource("symbolic"), ImportOptions.DEFAULTS));
        models.add(ModelImport.read(resource("arities"), ImportOptions.DEFAULTS));
        models.add(mixed());
        for (KanModel model : models) {
            Path file = folder.resolve("own.safetensors");
            Files.write(file, SafeTensorsExport.write(model));
            KanModel back = ModelImport.read(file, ImportOptions.DEFAULTS);
            assertThat(ModelFile.description(back)).isEqualTo(ModelFile.description(model));
            assertThat(ModelFile.numbers(back)).isEqualTo(ModelFile.numbers(model));
        }
    }

    /** Categories, gaps, counts, and what tells how sure predictions are. */
    private static KanModel mixed() {
        Layer layer = new Layer(
                        List.of(new Categories(2), BSpline.STANDARD),
                        List.of(BaseActivation.ZERO, BaseActivation.SILU),
                        1,
                        new int[0],
                        List.of(Edge.NUMERIC, Edge.NUMERIC))
                .withGaps(false, true);
        KanNetwork network = new KanNetwork(List.of(layer));
        double[] parameters =
                new SplittableRandom(1).doubles(network.parameterCount()).toArray();
        List<InputKind.Level> levels = List.of(new InputKind.Level("ä\nb", 0), new InputKind.Level("c", 1));
        return new KanModel(
                new Kan(network, parameters),
                new Normalization(new double[] {0, 1}, new double[] {1, 1 / 3.0}),
                new Normalization(new double[] {0.1}, new double[] {1 / 7.0}),
                List.of("kind", "x"),
                List.of("y"),
                List.of(new InputKind(levels, OptionalDouble.of(1)), InputKind.QUANTITY),
                List.of(),
                "",
                Optional.empty(),
                Response.parse("poisson"));
    }

    @Test
    void parametersOfAnExportMayBeChangedAndNothingElse() throws IOException {
        KanModel model = ModelImport.read(resource("arities"), ImportOptions.DEFAULTS);
        assertThat(changed(model, "layers.0.0.coefficients").kan().parameters()[0])
                .isEqualTo(0.5);
        assertThatThrownBy(() -> changed(model, "layers.0.0.grid"))
                .isInstanceOf(KanFormatException.class)
                .hasMessageContaining("layers.0.0.grid: the numbers of the model that the file describes required");
        Files.write(folder.resolve("own.safetensors"), SafeTensorsExport.write(model));
        ImportOptions names = new ImportOptions(List.of("a", "b"), List.of(), BaseActivation.SILU);
        assertThatThrownBy(() -> ModelImport.read(folder.resolve("own.safetensors"), names))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no names required, since the file holds them");
    }

    /** An export with another first number in a tensor. */
    private KanModel changed(KanModel model, String tensor) throws IOException {
        byte[] bytes = SafeTensorsExport.write(model);
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) file.getLong(0);
        String text = new String(bytes, 8, header, StandardCharsets.UTF_8);
        String entry = text.substring(text.indexOf("\"" + tensor + "\""));
        int from = Integer.parseInt(entry.replaceFirst("(?s).*?data_offsets\":\\[(\\d+),.*", "$1"));
        file.putDouble(8 + header + from, 0.5);
        Files.write(folder.resolve("own.safetensors"), bytes);
        return ModelImport.read(folder.resolve("own.safetensors"), ImportOptions.DEFAULTS);
    }

    private static Map<String, byte[]> unzipped(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static void zip(Map<String, byte[]> entries, Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                CRC32 crc = new CRC32();
                crc.update(each.getValue());
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        }
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/org/kan4j/importing", name);
    }
}
