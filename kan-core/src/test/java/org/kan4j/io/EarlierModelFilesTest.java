package org.kan4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.kernel.ScalarKernels;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;

/** Files that earlier versions wrote, in the test resources, which say how they came about. */
class EarlierModelFilesTest {
    private static final Engine SCALAR = new CpuEngine(new ScalarKernels());

    /** The JDK's exp, sinh and the like may differ in the last bits from version to version, and from processor to processor. */
    private static final boolean JDK_OF_THE_FILES =
            System.getProperty("os.arch").equals("amd64") && Runtime.version().feature() == 17;

    private static final double LAST_BITS = 1e-14;

    @TempDir
    private Path folder;

    static List<Path> files() throws IOException, URISyntaxException {
        Path models = Path.of(
                EarlierModelFilesTest.class.getResource("/models/splines.kan").toURI());
        try (Stream<Path> all = Files.list(models.getParent())) {
            return all.filter(file -> file.toString().endsWith(".kan")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void anEarlierFileLoadsAndPredictsBitForBit(Path file) throws IOException {
        KanModel model = ModelFile.load(file);
        assertPredicts(model, file);
        Path again = folder.resolve("again.kan");
        ModelFile.save(model, again);
        KanModel reloaded = ModelFile.load(again);
        assertThat(reloaded.kan().network()).isEqualTo(model.kan().network());
        assertThat(reloaded.kan().parameters()).containsExactly(model.kan().parameters());
        assertPredicts(reloaded, file);
    }

    private static void assertPredicts(KanModel model, Path file) throws IOException {
        Path bits = file.resolveSibling(file.getFileName().toString().replace(".kan", ".bits"));
        double[][] rows = Files.readAllLines(bits).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Arrays.stream(line.split(" "))
                        .mapToDouble(hex -> Double.longBitsToDouble(Long.parseUnsignedLong(hex, 16)))
                        .toArray())
                .toArray(double[][]::new);
        assertThat(rows).hasNumberOfRows(20);
        int in = model.kan().network().in();
        for (double[] row : rows) {
            double[] x = Arrays.copyOf(row, in);
            double[] expected = Arrays.copyOfRange(row, in, row.length);
            double[] found =
                    model.classes().isEmpty() ? model.predict(SCALAR, x, 1) : model.probabilities(SCALAR, x, 1);
            assertThat(found).hasSameSizeAs(expected);
            for (int k = 0; k < found.length; k++) {
                double tolerance = JDK_OF_THE_FILES ? 0 : LAST_BITS * Math.max(1, Math.abs(expected[k]));
                boolean equal =
                        Double.compare(found[k], expected[k]) == 0 || Math.abs(found[k] - expected[k]) <= tolerance;
                assertThat(equal)
                        .as("%s: output %d is %s, was %s", file.getFileName(), k, found[k], expected[k])
                        .isTrue();
            }
        }
    }

    @Test
    void theFilesHoldEveryKindOfEdgeAndTask() throws IOException, URISyntaxException {
        List<KanModel> models = new ArrayList<>();
        for (Path file : files()) {
            models.add(ModelFile.load(file));
        }
        assertThat(models).hasSizeGreaterThanOrEqualTo(10);
        List<Layer> layers = models.stream()
                .flatMap(m -> m.kan().network().layers().stream())
                .toList();
        List<Edge> edges = layers.stream().flatMap(l -> l.edges().stream()).toList();
        assertThat(edges).anyMatch(e -> e instanceof Edge.Symbolic).anyMatch(e -> !e.active());
        assertThat(edges.stream()
                        .filter(e -> e instanceof Edge.Symbolic)
                        .map(e -> ((Edge.Symbolic) e).function().name())
                        .distinct())
                .hasSizeGreaterThan(40);
        assertThat(layers).anyMatch(l -> l.products() > 0);
        assertThat(layers.stream()
                        .flatMap(l -> l.bases().stream())
                        .map(Object::getClass)
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(models.stream().map(m -> m.classes().size()).distinct()).contains(0, 2, 3);
        assertThat(models).anyMatch(m -> !m.formula().isEmpty());
    }
}
