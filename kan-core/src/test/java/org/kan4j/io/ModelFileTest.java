package org.kan4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.Categories;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.EveryBasis;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.GaussianRbf;
import org.kan4j.function.Domain;
import org.kan4j.function.Parity;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.model.Response;
import org.kan4j.model.Trend;
import org.kan4j.model.Uncertainty;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.RandomNetworks;
import org.kan4j.network.Shape;

class ModelFileTest {
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @Test
    void loadingGivesTheModelThatWasSavedBitByBit() throws IOException {
        for (long seed = 0; seed < 60; seed++) {
            KanModel model = model(seed);
            Path file = folder.resolve("model.kan");
            ModelFile.save(model, file);
            KanModel loaded = ModelFile.load(file);
            assertThat(same(model, loaded)).as("seed %d", seed).isTrue();
            double[] x = RandomNetworks.inputs(model.kan(), 20, 0, seed);
            double[] before = model.predict(new CpuEngine(), x, 20);
            // By Double.equals: bit by bit, except that the sign of a NaN is the compiler's affair.
            assertThat(loaded.predict(new CpuEngine(), x, 20))
                    .as("seed %d", seed)
                    .containsExactly(before);
        }
        assertThat(names(folder)).as("no temporary file is left").containsExactly("model.kan");
    }

    static List<Basis> bases() {
        return EveryBasis.on(Grid.of(-2, -0.7, 0.1, 2), 4);
    }

    @ParameterizedTest
    @MethodSource("bases")
    void aModelOfAnyBasisIsLoadedBitByBitAndWrittenAgainByteByByte(Basis basis) throws IOException {
        Normalization same = new Normalization(new double[] {0, 0}, new double[] {1, 1});
        Normalization output = new Normalization(new double[] {0}, new double[] {1});
        Kan kan = Kan.random(Shape.parse("2,2+1p,1"), basis, SEED);
        KanModel model = new KanModel(kan, same, output, List.of("a", "b"), List.of("y"), "");
        Path file = folder.resolve("model.kan");
        ModelFile.save(model, file);
        KanModel loaded = ModelFile.load(file);
        assertThat(same(model, loaded)).isTrue();
        double[] x = RandomNetworks.inputs(kan, 20, 0, SEED);
        assertThat(loaded.predict(new CpuEngine(), x, 20)).containsExactly(model.predict(new CpuEngine(), x, 20));
        ModelFile.save(loaded, folder.resolve("again.kan"));
        assertThat(folder.resolve("again.kan")).hasSameBinaryContentAs(file);
    }

    @Test
    void parametersKeepEveryBitPattern() throws IOException {
        Kan kan = model(3).kan();
        double[] odd = {
            Double.NaN, -0.0, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.longBitsToDouble(-1L), 1e-310
        };
        double[] p = new double[kan.network().parameterCount()];
        Arrays.setAll(p, i -> odd[i % odd.length]);
        KanModel model = model(3).withKan(kan.withParameters(p));
        Path file = folder.resolve("model.kan");
        ModelFile.save(model, file);
        assertThat(same(model, ModelFile.load(file))).isTrue();
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        ModelFile.save(model(1), folder.resolve("a"));
        ModelFile.save(model(1), folder.resolve("b"));
        assertThat(Files.readAllBytes(folder.resolve("a"))).isEqualTo(Files.readAllBytes(folder.resolve("b")));
    }

    /** 10,000 damaged files: each is refused, or gives the model as it was. */
    @Test
    void aDamagedFileNeverGivesAnotherModel() throws IOException {
        damage(model(5), 10_000);
    }

    /** So many as {@code -Dkan4j.fuzz} says, or 1,000. */
    @Test
    void aDamagedFileOfCategoriesAndGapsNeverGivesAnotherModel() throws IOException {
        KanModel model = mixed(5);
        assertThat(model.mixed()).isTrue();
        damage(model, Integer.getInteger("kan4j.fuzz", 1_000));
    }

    private void damage(KanModel model, int times) throws IOException {
        Path file = folder.resolve("model.kan");
        ModelFile.save(model, file);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(SEED);
        int harmless = 0;
        for (int n = 0; n < times; n++) {
            // Some file systems wait for the disk when a file is truncated and written again; a new one is quick.
            Files.delete(file);
            Files.write(file, mutated(sound, random));
            try {
                KanModel loaded = ModelFile.load(file);
                assertThat(same(model, loaded))
                        .as("mutation %d, seed %d", n, SEED)
                        .isTrue();
                harmless++;
            } catch (KanFormatException e) {
                if (String.valueOf(e.getMessage()).lines().count() != 1) {
                    throw new AssertionError("mutation " + n + ", seed " + SEED + ": " + e.getMessage(), e);
                }
            }
        }
        // Times, attributes and copies in the directory at the end do not matter; all else does.
        assertThat(harmless).isLessThan(times / 4);
    }

    private static byte[] mutated(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        int at = random.nextInt(bytes.length);
        // Half of the places are where the structure of a zip lies: the first header, and all after the contents.
        if (random.nextBoolean()) {
            at = random.nextBoolean() ? random.nextInt(44) : bytes.length - 1 - random.nextInt(400);
        }
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int i = 1 + random.nextInt(10); i > 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            case 2 -> bytes = Arrays.copyOf(bytes, at);
            case 3 ->
                bytes = join(
                        Arrays.copyOf(bytes, at),
                        random.ints(1 + random.nextInt(20)).toArray(),
                        bytes,
                        at);
            case 4 -> {
                int huge = random.nextBoolean() ? -1 : Integer.MAX_VALUE - random.nextInt(100);
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(Math.min(at, bytes.length - 4), huge);
            }
            case 5 -> {
                int length = Math.min(random.nextInt(100), bytes.length - at);
                System.arraycopy(sound, random.nextInt(bytes.length - length), bytes, at, length);
            }
            default -> bytes = join(Arrays.copyOf(bytes, at), new int[0], sound, random.nextInt(bytes.length));
        }
        return bytes;
    }

    private static byte[] join(byte[] head, int[] middle, byte[] tail, int from) {
        ByteBuffer joined = ByteBuffer.allocate(head.length + middle.length + tail.length - from)
                .put(head);
        IntStream.of(middle).forEach(b -> joined.put((byte) b));
        return joined.put(tail, from, tail.length - from).array();
    }

    @Test
    void classesComeBackAsTheyWere() throws IOException {
        KanModel plain = model(1);
        List<String> classes = new ArrayList<>(List.of("no", "yes, \"é\""));
        for (int c = 2; c < plain.kan().network().out(); c++) {
            classes.add("class " + c);
        }
        KanModel model = new KanModel(
                plain.kan(),
                plain.inputs(),
                plain.outputs(),
                plain.inputNames(),
                plain.outputNames(),
                classes,
                plain.formula());
        Path file = folder.resolve("classes.kan");
        ModelFile.save(model, file);
        assertThat(ModelFile.load(file).classes()).isEqualTo(classes);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelFile.write(model, bytes);
        assertThat(bytes.toByteArray()).isEqualTo(Files.readAllBytes(file));
        assertThat(ModelFile.read(new ByteArrayInputStream(bytes.toByteArray()), bytes.size())
                        .classes())
                .isEqualTo(classes);
    }

    @Test
    void whatTheOutputsAreComesBackAndIsCheckedByName() throws IOException {
        for (Response response : List.of(Response.parse("poisson"), Response.parse("quantile:0.9"), Response.MEAN)) {
            KanModel model = answering(response);
            Path file = folder.resolve("model.kan");
            ModelFile.save(model, file);
            assertThat(ModelFile.load(file).response()).isEqualTo(response);
            assertThat(new String(entries(Files.readAllBytes(file)).get(0), StandardCharsets.UTF_8)
                            .contains("\"version\":4"))
                    .isEqualTo(!response.equals(Response.MEAN));
        }
        List<byte[]> entries = entries(saved(answering(Response.parse("gamma"))));
        String json = new String(entries.get(0), StandardCharsets.UTF_8);
        for (String wrong : List.of("tweedie", "quantile", "quantile:2", "quantile:x")) {
            refuses(
                    forged(json.replace("\"gamma\"", '"' + wrong + '"'), entries.get(1)),
                    "unknown response \"" + wrong);
        }
        forge(answering(Response.parse("quantile:0.9")), 500);
    }

    private static KanModel answering(Response response) {
        KanModel model = mixed(5);
        return new KanModel(
                model.kan(),
                model.inputs(),
                model.outputs(),
                model.inputNames(),
                model.outputNames(),
                model.kinds(),
                List.of(),
                "",
                Optional.empty(),
                response);
    }

    /** Like {@link #aDamagedFileNeverGivesAnotherModel}, with sums that fit: the JSON itself must be checked. */
    @Test
    void aForgedStructureIsRefusedOrIsAModel() throws IOException {
        forge(model(5), 3_000);
    }

    /** So many as {@code -Dkan4j.fuzz} says, or 1,000. */
    @Test
    void aForgedStructureOfCategoriesAndGapsIsRefusedOrIsAModel() throws IOException {
        forge(mixed(5), Integer.getInteger("kan4j.fuzz", 1_000));
    }

    private void forge(KanModel model, int times) throws IOException {
        List<byte[]> entries = entries(saved(model));
        Random random = new Random(SEED);
        Path file = folder.resolve("forged.kan");
        for (int n = 0; n < times; n++) {
            byte[] json = mutated(join(entries.get(0), new int[500], new byte[0], 0), random);
            json = Arrays.copyOf(json, Math.max(0, json.length - 500));
            Files.deleteIfExists(file);
            Files.write(file, zip(ZipEntry.STORED, "model.json", json, "parameters.f64", entries.get(1)));
            try {
                KanModel loaded = ModelFile.load(file);
                assertThat(loaded.kan().network().parameterCount()).isEqualTo(entries.get(1).length / 8);
            } catch (KanFormatException e) {
                assertThat(String.valueOf(e.getMessage()).lines().count())
                        .as("%s", e.getMessage())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void hostileStructuresAreRefused() throws IOException {
        List<byte[]> entries = entries(saved(model(5)));
        String json = new String(entries.get(0), StandardCharsets.UTF_8);
        refuses(
                forged(json.replaceFirst("\"version\":[12]", "\"version\":6"), entries.get(1)),
                "version 1 to 5 required, got 6");
        refuses(
                forged(json.replaceFirst("\"version\":[12]", "\"version\":0"), entries.get(1)),
                "version 1 to 5 required, got 0");
        refuses(
                forged(json.replace("kan4j-model", "kan4j-\\nmodel"), entries.get(1)),
                "format \"kan4j-model\" required");
        refuses(
                forged(
                        json.replaceFirst("\"products\":\\[[0-9,]*]", "\"products\":[2000000000,2000000000]"),
                        entries.get(1)),
                "edges required");
        refuses(forged(json.replaceFirst("\"edges\":\"[n.s]+\"", "\"edges\":\"\""), entries.get(1)), "edges required");
        refuses(forged(json.replaceFirst("\"order\":[1-5]", "\"order\":6"), entries.get(1)), "order 1 to 5");
        refuses(forged(json.replaceFirst("\"breakpoints\":\\[", "\"breakpoints\":[NaN,"), entries.get(1)), "not valid");
        refuses(forged(json.replaceFirst("\"scale\":[^}]+", "\"scale\":0"), entries.get(1)), "scale required");
        refuses(
                forged(json.replaceFirst("\"functions\":\\[\"[a-z_]+\"", "\"functions\":[\"runtime\""), entries.get(1)),
                "unknown function \"runtime\"");
        refuses(forged(json.replace("\"layers\":[", "\"layers\":[" + "[".repeat(100_000)), entries.get(1)), "required");
        refuses(forged(json + " {}", entries.get(1)), "nothing after");
        String wide = "n".repeat(9_000_000);
        String giant = "{\"format\":\"kan4j-model\",\"version\":1,\"inputs\":[],\"outputs\":[],"
                + "\"layers\":[{\"sums\":9000000,"
                + "\"products\":[],\"inputs\":[{\"basis\":\"b-spline\",\"order\":5,\"extrapolation\":\"linear\","
                + "\"breakpoints\":[0,1],\"base\":\"silu\",\"edges\":\"" + wide
                + "\",\"functions\":[]}]}],\"formula\":\"\"}";
        refuses(forged(giant, entries.get(1)), "no more parameters than the file has");
        refuses(forged(json, Arrays.copyOf(entries.get(1), entries.get(1).length - 8)), "parameters");
        refuses(forged(json, Arrays.copyOf(entries.get(1), entries.get(1).length + 8)), "parameters required");
        refuses(forged(json, Arrays.copyOf(entries.get(1), entries.get(1).length + 1)), "multiple of 8");
    }

    /** A model of two outputs, whose last layer is uncertain. */
    private static KanModel uncertain(boolean curved) {
        Kan kan = Kan.random(Shape.of(1, 2, 2), 2, 1, 2, 0);
        int n = new KanNetwork(List.of(kan.network().layer(1))).trainable().length;
        double[] precision = new double[curved ? n * (n + 1) / 2 : 0];
        Arrays.setAll(precision, i -> i + 0.5);
        Normalization one = Normalization.identity(1);
        Uncertainty uncertainty = new Uncertainty(
                new double[][] {{0, 1, 1.5}, {2, 3, 4}}, 1, curved ? new double[] {5, 6} : new double[0], precision);
        return new KanModel(kan, one, Normalization.identity(2), List.of("x"), List.of("y", "z"), "")
                .withUncertainty(Optional.of(uncertainty));
    }

    @Test
    void whatTellsHowSurePredictionsAreIsKept() throws IOException {
        for (boolean curved : new boolean[] {false, true}) {
            Path file = folder.resolve("sure.kan");
            ModelFile.save(uncertain(curved), file);
            KanModel loaded = ModelFile.load(file);
            Uncertainty kept = loaded.uncertainty().orElseThrow();
            Uncertainty saved = uncertain(curved).uncertainty().orElseThrow();
            assertThat(kept.scores()).isDeepEqualTo(saved.scores());
            assertThat(kept.layer()).isEqualTo(1);
            assertThat(kept.noise()).containsExactly(saved.noise());
            assertThat(kept.precision()).containsExactly(saved.precision());
            assertThat(loaded.kan().parameters())
                    .containsExactly(uncertain(curved).kan().parameters());
            // It is of this network: another one, or one that a formula changed, has none.
            assertThat(loaded.withKan(loaded.kan()).uncertainty()).isEmpty();
            assertThat(loaded.withFormula("{}").uncertainty()).isEmpty();
        }
    }

    @Test
    void whatTellsHowSurePredictionsAreIsCheckedAgainstTheNetwork() throws IOException {
        byte[] sure = saved(uncertain(true));
        refusesChange(sure, "\"layer\":1", "\"layer\":0", "parameters required by the structure");
        refusesChange(
                sure, "\"layer\":1", "\"layer\":7", "a layer below 2 and at most 1000 rows required, got 7 and 3");
        refusesChange(sure, "\"layer\":1", "\"layer\":-1", "a layer below 2");
        refusesChange(sure, "\"rows\":3", "\"rows\":2000000000", "at most 1000 rows required");
        refusesChange(sure, "\"rows\":3", "\"rows\":-3", "rows required");
        refusesChange(sure, "\"curvature\":true", "\"curvature\":false", "parameters required by the structure");
        refusesChange(sure, "\"curvature\":true", "\"curvature\":1", "true or false required");
        List<byte[]> entries = entries(sure);
        String json = new String(entries.get(0), StandardCharsets.UTF_8);
        ByteBuffer numbers = ByteBuffer.wrap(entries.get(1).clone()).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putDouble(8 * uncertain(true).kan().network().parameterCount(), 9);
        refuses(forged(json, numbers.array()), "3 errors in order required");
        numbers.putDouble(numbers.capacity() - 8, Double.NaN);
        numbers.putDouble(8 * uncertain(true).kan().network().parameterCount(), 0);
        refuses(forged(json, numbers.array()), "a finite precision required");
    }

    @Test
    void basesThatDoNotExistAreRefused() throws IOException {
        Grid grid = Grid.of(-2, 2);
        byte[] rbf = saved(model(new GaussianRbf(grid)));
        refusesChange(rbf, "\"gaussian-rbf\"", "\"wavelet\"", "unknown basis \"wavelet\", known are b-spline, ");
        String json = new String(entries(rbf).get(0), StandardCharsets.UTF_8);
        String older = json.replace("\"version\":2", "\"version\":1").replace("\"classes\":[],", "");
        refuses(forged(older, entries(rbf).get(1)), "basis \"b-spline\" required in version 1");
        refusesChange(rbf, "[-2.0,2.0]", "[2.0,-2.0]", "strictly increasing breakpoints required");
        byte[] chebyshev = saved(model(new Chebyshev(grid, 4, Extrapolation.LINEAR)));
        refusesChange(chebyshev, "\"degree\":4", "\"degree\":0", "degree 1 to 1000 required, got 0");
        refusesChange(chebyshev, "\"degree\":4", "\"degree\":2000000000", "degree 1 to 1000 required");
        refusesChange(chebyshev, "\"degree\":4", "\"degree\":1000", "no more parameters than the file has");
        refusesChange(chebyshev, "\"degree\":4", "\"degree\":3", "parameters required");
        refusesChange(chebyshev, "\"degree\":4", "\"order\":4", "field \"degree\" required");
        refusesChange(chebyshev, "\"linear\"", "\"zero\"", "LINEAR or CONSTANT required");
        refusesChange(chebyshev, "[-2.0,2.0]", "[-2.0,0,2.0]", "2 breakpoints required");
        byte[] fourier = saved(model(new Fourier(grid, 4)));
        refusesChange(fourier, "\"harmonics\":4", "\"harmonics\":-1", "1 to 1000 harmonics required, got -1");
        refusesChange(fourier, "\"harmonics\":4", "\"harmonics\":4.5", "an integer required");
        refusesChange(fourier, "[-2.0,2.0]", "[-2.0]", "at least 2 breakpoints required");
    }

    private void refusesChange(byte[] file, String before, String after, String message) throws IOException {
        List<byte[]> entries = entries(file);
        String json = new String(entries.get(0), StandardCharsets.UTF_8);
        assertThat(json).contains(before);
        refuses(forged(json.replace(before, after), entries.get(1)), message);
    }

    private static KanModel model(Basis basis) {
        Normalization same = new Normalization(new double[] {0}, new double[] {1});
        return new KanModel(Kan.random(Shape.of(1, 1), basis, 0), same, same, List.of("x"), List.of("y"), "");
    }

    /** Splines alone are version 1, which readers of that version take too. */
    @Test
    void filesOfVersionOneAreReadAndWritten() throws IOException {
        String json =
                "{\"format\":\"kan4j-model\",\"version\":1,\"inputs\":[{\"name\":\"x\",\"shift\":0.0,\"scale\":1.0}],"
                        + "\"outputs\":[{\"name\":\"y\",\"shift\":0.0,\"scale\":1.0}],\"layers\":[{\"sums\":1,\"products\":[],"
                        + "\"inputs\":[{\"basis\":\"b-spline\",\"order\":3,\"extrapolation\":\"linear\","
                        + "\"breakpoints\":[-2.0,0.0,2.0],\"base\":\"silu\",\"edges\":\"n\",\"functions\":[]}]}],\"formula\":\"\"}";
        KanModel model = model(new BSpline(Grid.of(-2, 0, 2), 3, Extrapolation.LINEAR));
        List<byte[]> written = entries(saved(model));
        assertThat(new String(written.get(0), StandardCharsets.UTF_8)).isEqualTo(json);
        Path file = folder.resolve("old.kan");
        Files.write(file, forged(json, written.get(1)));
        assertThat(same(ModelFile.load(file), model)).isTrue();
    }

    @Test
    void hostileArchivesAreRefused() throws IOException {
        List<byte[]> entries = entries(saved(model(5)));
        byte[] json = entries.get(0);
        byte[] parameters = entries.get(1);
        byte[] zeros = new byte[20 << 20];
        refuses(new byte[0], "zip file required");
        refuses("x1,x2\n1,2\n3,4\n5,6\n7,8\n".getBytes(StandardCharsets.UTF_8), "not a kan4j model");
        refuses(zip(ZipEntry.DEFLATED, "model.json", zeros, "parameters.f64", parameters), "compressed");
        refuses(zip(ZipEntry.STORED, "model.json", zeros, "parameters.f64", parameters), "bytes required");
        refuses(
                zip(ZipEntry.STORED, "../../model.json", json, "parameters.f64", parameters),
                "entry \"model.json\" expected");
        refuses(
                zip(ZipEntry.STORED, "model.json", json, "/etc/passwd", parameters),
                "entry \"parameters.f64\" expected");
        refuses(zip(ZipEntry.STORED, "model.json", json, "model.json\n", json), "entry \"parameters.f64\" expected");
        byte[] changed = parameters.clone();
        changed[3] ^= 1;
        byte[] sum = entries(saved(model(5))).get(2);
        refuses(zip(ZipEntry.STORED, "model.json", json, "parameters.f64", changed, sum), "checksum");
        refuses(zip(ZipEntry.STORED, "model.json", json, "parameters.f64", parameters, new byte[64]), "checksum");
        byte[] sound = saved(model(5));
        refuses(Arrays.copyOf(sound, sound.length + 1), "");
        refuses(Arrays.copyOf(sound, sound.length - 1), "truncated");
        byte[] otherParameter = sound.clone();
        int place = 30 + "model.json".length() + json.length + 30 + "parameters.f64".length();
        otherParameter[place] ^= 1;
        refuses(otherParameter, "");
    }

    /** 8 GB are claimed by a file that takes no room on the disk; nothing of that size may be allocated. */
    @Test
    void aSparseGiantIsRefusedWithoutMemory() throws IOException {
        byte[] sound = saved(model(5));
        int json = entries(sound).get(0).length;
        Path file = folder.resolve("giant.kan");
        int header = 30 + "model.json".length() + json;
        ByteBuffer head = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(header + 18, 0xFFFFFFF0).putInt(header + 22, 0xFFFFFFF0);
        head.limit(header + 44);
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0, 0x06054b50).putShort(10, (short) 3).putInt(16, -1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(head.position(0), 0);
            channel.write(end, 8L << 30);
        }
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(KanFormatException.class);
    }

    @Test
    void aFailedSaveLeavesTheFileThatWasThere() throws IOException {
        Path file = folder.resolve("model.kan");
        ModelFile.save(model(1), file);
        byte[] before = Files.readAllBytes(file);
        Kan kan = model(1).kan();
        UnivariateFunction own = new UnivariateFunction() {
            @Override
            public String name() {
                return "sin";
            }

            @Override
            public double value(double u) {
                return u;
            }

            @Override
            public double derivative(double u) {
                return 1;
            }

            @Override
            public double secondDerivative(double u) {
                return 0;
            }

            @Override
            public double thirdDerivative(double u) {
                return 0;
            }

            @Override
            public Domain domain() {
                return Domain.LINE;
            }

            @Override
            public Parity parity() {
                return Parity.ODD;
            }

            @Override
            public String formula() {
                return "u";
            }
        };
        KanModel bad = model(1).withKan(kan.withSymbolic(0, 0, 0, own, 1, 0, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelFile.save(bad, file))
                .withMessageContaining("standard function required, got \"sin\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelFile.save(model(1).withFormula("\ud800"), file))
                .withMessageContaining("valid Unicode required");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names(folder)).containsExactly("model.kan");
    }

    @Test
    void problemsOfTheFileSystemAreNotProblemsOfTheFormat() throws IOException {
        assertThatThrownBy(() -> ModelFile.load(folder.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> ModelFile.load(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> ModelFile.save(model(1), folder)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> ModelFile.save(model(1), folder.resolve("no/such/folder")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void modelsOfSeveralBlocksAreLoadedAsTheyWereSaved() throws IOException {
        // 40 by 40 edges with 6 numbers each are more than one block of 8192, and no multiple of it.
        Kan kan = Kan.random(Shape.of(40, 40), 2, 3, 1, SEED);
        assertThat(kan.network().parameterCount() % 8192).isPositive();
        Normalization same = new Normalization(new double[40], ones(40));
        List<String> names = IntStream.range(0, 40).mapToObj(i -> "x" + i).toList();
        KanModel model = new KanModel(kan, same, same, names, names, "");
        Path file = folder.resolve("large.kan");
        ModelFile.save(model, file);
        assertThat(same(model, ModelFile.load(file))).isTrue();
        byte[] sound = Files.readAllBytes(file);
        List<byte[]> entries = entries(sound);
        byte[] fewer = Arrays.copyOf(entries.get(1), entries.get(1).length - 8);
        refuses(forged(new String(entries.get(0), StandardCharsets.UTF_8), fewer), "parameters required");
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void manyProductsAndManyLayersComeBackAsTheyWere() throws IOException {
        for (String shape : new String[] {"1,0+3p+4p3+2p,1", "1" + ",1".repeat(1000)}) {
            Normalization same = new Normalization(new double[1], new double[] {1});
            Kan kan = Kan.random(Shape.parse(shape), 1, 1, 1, SEED);
            KanModel model = new KanModel(kan, same, same, List.of("x"), List.of("y"), "");
            Path file = folder.resolve("model.kan");
            ModelFile.save(model, file);
            assertThat(same(model, ModelFile.load(file))).isTrue();
        }
        Normalization same = new Normalization(new double[1], new double[] {1});
        Kan deep = Kan.random(Shape.parse("1" + ",1".repeat(1001)), 1, 1, 1, SEED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelFile.save(
                        new KanModel(deep, same, same, List.of("x"), List.of("y"), ""), folder.resolve("deep")))
                .withMessage("model file: at most 1000 layers required, got 1001");
    }

    @Test
    void theEntriesHaveAFixedTime() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(saved(model(1))))) {
            for (int entry = 0; entry < 3; entry++) {
                assertThat(zip.getNextEntry())
                        .isNotNull()
                        .satisfies(e -> assertThat(e.getTimeLocal()).isEqualTo(LocalDateTime.of(1980, 2, 1, 0, 0)));
            }
        }
    }

    @Test
    void aLaterVersionIsNamedWhateverElseItHasChanged() throws IOException {
        List<byte[]> entries = entries(saved(model(5)));
        String json =
                new String(entries.get(0), StandardCharsets.UTF_8).replaceFirst("\"version\":[12]", "\"version\":6");
        refuses(
                zip(
                        ZipEntry.STORED,
                        "model.json",
                        json.getBytes(StandardCharsets.UTF_8),
                        "parameters.f32",
                        entries.get(1)),
                "version 1 to 5 required, got 6");
    }

    @Test
    void aZipWhoseDirectoryIsNotWhereItSaysIsRefused() throws IOException {
        byte[] sound = saved(model(5));
        byte[] shifted = new byte[sound.length + 3];
        System.arraycopy(sound, 0, shifted, 3, sound.length);
        refuses(shifted, "its zip directory does not fit the file");
        byte[] more = sound.clone();
        more[sound.length - 12] = 4;
        refuses(more, "its zip directory does not fit the file");
    }

    @Test
    void aLongLineOfAFileIsShortenedInMessages() {
        String line = "x".repeat(120);
        assertThat(ModelJson.printable(line)).isEqualTo(line);
        assertThat(ModelJson.printable(line + "y\nz")).isEqualTo(line + "...");
        assertThat(ModelJson.printable("a\tb\u00e9\nc")).isEqualTo("a?b?");
    }

    private void refuses(byte[] bytes, String message) throws IOException {
        Path file = folder.resolve("bad.kan");
        Files.write(file, bytes);
        assertThatThrownBy(() -> ModelFile.load(file))
                .isInstanceOf(KanFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    private byte[] saved(KanModel model) throws IOException {
        Path file = folder.resolve("saved.kan");
        ModelFile.save(model, file);
        return Files.readAllBytes(file);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static List<byte[]> entries(byte[] file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            zip.getNextEntry();
            byte[] json = zip.readAllBytes();
            zip.getNextEntry();
            byte[] parameters = zip.readAllBytes();
            zip.getNextEntry();
            return List.of(json, parameters, zip.readAllBytes());
        }
    }

    private static byte[] forged(String json, byte[] parameters) throws IOException {
        return zip(ZipEntry.STORED, "model.json", json.getBytes(StandardCharsets.UTF_8), "parameters.f64", parameters);
    }

    /** A zip of two entries and their right checksum. */
    private static byte[] zip(int method, String first, byte[] one, String second, byte[] two) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(one);
            digest.update(two);
            byte[] sum = HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
            return zip(method, first, one, second, two, sum);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] zip(int method, String first, byte[] one, String second, byte[] two, byte[] sum)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, method, first, one);
            put(zip, method, second, two);
            put(zip, method, "sha256", sum);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, int method, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        entry.setSize(bytes.length);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
    }

    private static KanModel model(long seed) {
        Kan kan = RandomNetworks.kan(seed);
        int in = kan.network().in();
        int out = kan.network().out();
        Random random = new Random(seed);
        return new KanModel(
                kan,
                normalization(random, in),
                normalization(random, out),
                IntStream.range(0, in).mapToObj(i -> "Größe \"" + i + "\",\n\t").toList(),
                IntStream.range(0, out).mapToObj(i -> i == 0 ? "" : "y" + i).toList(),
                random.nextBoolean() ? "" : "{\"formula\": \"π·x\"}");
    }

    /** A category of levels with names of their own, shared ones and unknown ones; a quantity with a coefficient for gaps, one that fills them. */
    private static KanModel mixed(long seed) {
        Random random = new Random(seed);
        List<Basis> bases = List.of(new Categories(4), BSpline.STANDARD, BSpline.STANDARD, new Categories(1));
        BaseActivation silu = BaseActivation.SILU;
        Layer first = new Layer(
                        bases,
                        List.of(BaseActivation.ZERO, silu, silu, BaseActivation.ZERO),
                        2,
                        new int[] {2},
                        Collections.nCopies(16, Edge.NUMERIC))
                .withGaps(true, true, false, false);
        KanNetwork network =
                new KanNetwork(List.of(first, Layer.dense(Collections.nCopies(3, BSpline.STANDARD), silu, 1)));
        List<InputKind.Level> levels = new ArrayList<>();
        for (int number : new int[] {3, 0, 1, 2, 2, -1, 2}) {
            levels.add(new InputKind.Level("größe \"" + levels.size() + "\",\t", number));
        }
        return new KanModel(
                new Kan(network, random.doubles(network.parameterCount()).toArray()),
                new Normalization(new double[] {0, 3, -1e-9, 0}, new double[] {1, 7, 1e300, 1}),
                normalization(random, 1),
                List.of("colour", "x", "y", "kind"),
                List.of("z"),
                List.of(
                        new InputKind(levels, OptionalDouble.empty()),
                        InputKind.QUANTITY,
                        new InputKind(List.of(), OptionalDouble.of(0.1)),
                        new InputKind(List.of(new InputKind.Level("", 0)), OptionalDouble.empty())),
                List.of("no", "yes"),
                "",
                Optional.empty());
    }

    @Test
    void categoriesAndGapsComeBackAsTheyWere() throws IOException {
        KanModel model = mixed(3);
        byte[] file = saved(model);
        KanModel loaded = ModelFile.read(new ByteArrayInputStream(file), file.length);
        assertThat(same(model, loaded)).isTrue();
        assertThat(saved(loaded)).isEqualTo(file);
        assertThat(new String(entries(file).get(0), StandardCharsets.UTF_8)).contains("\"version\":3");
        assertThat(new String(entries(saved(model(5))).get(0), StandardCharsets.UTF_8))
                .doesNotContain("\"version\":3");
    }

    @Test
    void trendsComeBackAsTheyWere() throws IOException {
        KanModel free = mixed(3);
        List<InputKind> kinds = new ArrayList<>(free.kinds());
        kinds.set(1, kinds.get(1).withTrend(Trend.FREE.withDirection(-1).withSpread(0.5)));
        kinds.set(2, kinds.get(2).withTrend(Trend.FREE.withCurvature(1)));
        KanModel model = free.withKinds(kinds);
        byte[] file = saved(model);
        KanModel loaded = ModelFile.read(new ByteArrayInputStream(file), file.length);
        assertThat(loaded.kinds()).isEqualTo(kinds);
        assertThat(saved(loaded)).isEqualTo(file);
        assertThat(new String(entries(file).get(0), StandardCharsets.UTF_8)).contains("\"version\":5");
        refusesChange(file, "\"direction\":-1", "\"direction\":-2", "-1, 0 or 1 required");
        refusesChange(file, "\"spread\":[0.5]", "\"spread\":[-1]", "a spread above 0 required");
        refusesChange(file, "\"spread\":[0.5]", "\"spread\":[0.5,1]", "one number or none required");
    }

    @Test
    void levelsAndGapsThatDoNotFitAreRefused() throws IOException {
        byte[] file = saved(mixed(3));
        refusesChange(file, "\"levels\":4,", "\"levels\":3,", "parameters");
        refusesChange(file, "[3,0,1,2,2,-1,2]", "[3,0,1,2,2,-1]", "a number for each level required");
        refusesChange(file, "[3,0,1,2,2,-1,2]", "[4,0,1,2,2,-1,2]", "numbers of levels below 4 required");
        refusesChange(file, "[3,0,1,2,2,-1,2]", "[3,0,1,2,2,-2,2]", "numbers of levels from -1");
        refusesChange(file, "\"fill\":[0.1]", "\"fill\":[0.1,2]", "one number or none required");
        refusesChange(file, "\"gaps\":false", "\"gaps\":0", "true or false required");
        refusesChange(file, "\"version\":3", "\"version\":2", "");
    }

    private static Normalization normalization(Random random, int columns) {
        return new Normalization(
                random.doubles(columns, -1e300, 1e300).toArray(),
                random.doubles(columns, 0, 1).map(v -> 1e-308 + v).toArray());
    }

    @Test
    void aDescriptionAndNumbersAreTheModelAndOfALaterVersionNone() {
        KanModel model = uncertain(true);
        String description = ModelFile.description(model);
        double[] numbers = ModelFile.numbers(model);
        assertThat(same(model, ModelFile.of(description, numbers))).isTrue();
        String later = description.replaceFirst("\"version\" *: *\\d+", "\"version\":99");
        assertThat(later).isNotEqualTo(description);
        assertThatThrownBy(() -> ModelFile.of(later, numbers))
                .isInstanceOf(KanFormatException.class)
                .hasMessageContaining("99");
    }

    private static boolean same(KanModel a, KanModel b) {
        return a.kan().network().equals(b.kan().network())
                && Arrays.equals(bits(a.kan().parameters()), bits(b.kan().parameters()))
                && a.inputs().equals(b.inputs())
                && a.outputs().equals(b.outputs())
                && a.inputNames().equals(b.inputNames())
                && a.outputNames().equals(b.outputNames())
                && a.kinds().equals(b.kinds())
                && a.classes().equals(b.classes())
                && a.formula().equals(b.formula());
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
