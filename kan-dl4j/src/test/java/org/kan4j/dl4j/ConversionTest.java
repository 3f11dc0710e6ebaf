package org.kan4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.basis.BSpline;
import org.kan4j.data.Dataset;
import org.kan4j.discover.Symbolifier;
import org.kan4j.discover.Symbolifier.Symbolified;
import org.kan4j.function.Functions;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.io.ModelFile;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.FloatCpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;
import org.kan4j.symbolic.SymbolicLibrary;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

final class ConversionTest {
    private static final int ROWS = 40;

    static Stream<Named<Layer>> layers() {
        return Cases.layers().map(layer -> Named.of(Cases.describe(layer), layer));
    }

    /** The layer, and one more behind it. */
    private static Kan kan(Layer layer) {
        Layer last = Layer.dense(
                java.util.Collections.nCopies(
                        layer.out(), new BSpline(Grid.uniform(-3, 3, 4), 3, Extrapolation.LINEAR)),
                BaseActivation.SILU,
                2);
        KanNetwork network = new KanNetwork(List.of(layer, last));
        return new Kan(network, Cases.random(5, network.parameterCount(), 0.5));
    }

    private static double[] values(Kan kan, double[] x) {
        double[] y = new double[ROWS * kan.network().out()];
        new CpuEngine().values(kan.network(), kan.parameters(), x, ROWS, y);
        return y;
    }

    /** In single precision, as far as that goes. */
    private static double[] floatValues(Kan kan, double[] x) {
        float[] y = new float[ROWS * kan.network().out()];
        new FloatCpuEngine().values(kan.network(), floats(kan.parameters()), floats(x), ROWS, y);
        return IntStream.range(0, y.length).mapToDouble(i -> y[i]).toArray();
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void keepsParametersAndOutputsThereAndBack(Layer layer) {
        Kan kan = kan(layer);
        double[] x = Cases.random(1, ROWS * 3, 0.8);
        double[] expected = values(kan, x);
        double scale = Math.max(
                1, java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow());
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            double tolerance = scale * (type == DataType.DOUBLE ? 1e-13 : 1e-6);
            MultiLayerNetwork network = Conversion.toNetwork(kan, Networks.settings(type), Networks.squares());
            double[] there = network.output(Nd4j.create(x, new long[] {ROWS, 3}, type))
                    .ravel()
                    .toDoubleVector();
            assertThat(there)
                    .containsExactly(type == DataType.DOUBLE ? expected : floatValues(kan, x), within(tolerance));
            Kan back = Conversion.toKan(network);
            assertThat(back.network()).isEqualTo(kan.network());
            assertThat(values(back, x)).containsExactly(expected, within(tolerance));
            double[] p = kan.parameters();
            for (int i = 0; i < p.length; i++) {
                assertThat(back.parameters()[i]).isEqualTo(type == DataType.DOUBLE ? p[i] : (float) p[i]);
            }
        }
    }

    @Test
    void takesNormalisersAlong() {
        Kan kan = Kan.random(Shape.parse("2,3,1"), 5, 3, 2, 7);
        MultiLayerNetwork network = Conversion.toNetwork(kan, Networks.settings(DataType.DOUBLE), Networks.squares());
        INDArray x = Networks.features(ROWS, 2, DataType.DOUBLE).mul(3).add(100);
        DataSet data = new DataSet(x, x.getColumn(0, true).mul(-5));
        NormalizerMinMaxScaler range = new NormalizerMinMaxScaler(-1, 2);
        NormalizerStandardize standard = new NormalizerStandardize();
        for (var normalizer : List.of(range, standard)) {
            normalizer.fitLabel(true);
            normalizer.fit(data);
            KanModel model = Conversion.toModel(network, normalizer, List.of("a", "b"), List.of("y"), List.of());
            DataSet normalized = data.copy();
            normalizer.transform(normalized);
            INDArray y = network.output(normalized.getFeatures());
            normalizer.revertLabels(y);
            assertThat(model.predict(new CpuEngine(), x.ravel().toDoubleVector(), ROWS))
                    .containsExactly(y.ravel().toDoubleVector(), within(1e-9));
            DataSet again = data.copy();
            Conversion.toNormalizer(model).transform(again);
            assertThat(again.getFeatures().equalsWithEps(normalized.getFeatures(), 1e-9))
                    .isTrue();
            assertThat(again.getLabels().equalsWithEps(normalized.getLabels(), 1e-9))
                    .isTrue();
        }
    }

    /** y = sin(2·x0) + x1², trained by Deeplearning4j, saved for the kan command, and read off. */
    @Test
    void givesModelsThatFormulasAreReadOff(@TempDir Path folder) throws IOException {
        DataSet data = Networks.data(400, DataType.DOUBLE);
        MultiLayerNetwork network = Conversion.toNetwork(
                Kan.random(Shape.of(2, 1), 6, 3, 2.5, 1), Networks.settings(DataType.DOUBLE), Networks.squares());
        for (int i = 0; i < 600; i++) {
            network.fit(data);
        }
        assertThat(network.score(data)).isLessThan(1e-2);
        NormalizerStandardize none =
                new NormalizerStandardize(Nd4j.zeros(DataType.DOUBLE, 1, 2), Nd4j.ones(DataType.DOUBLE, 1, 2));
        Path file = folder.resolve("model.kan");
        ModelFile.save(Conversion.toModel(network, none, List.of("a", "b"), List.of("y"), List.of()), file);
        KanModel model = ModelFile.load(file);
        double[] x = data.getFeatures().ravel().toDoubleVector();
        double[] y = data.getLabels().ravel().toDoubleVector();
        Symbolified found = new Symbolifier(new CpuEngine(), SymbolicLibrary.standard())
                .symbolify(model, rows(x, y), () -> false)
                .orElseThrow();
        assertThat(found.rmse()).as("%s", found.formula()).isLessThan(1e-9);
    }

    private static Dataset rows(double[] x, double[] y) {
        return Dataset.of(x, y, List.of("a", "b"), "y");
    }

    @Test
    void refusesWhatHasNoCounterpart() {
        Kan kan = Kan.random(Shape.of(2, 1), 5, 3, 2, 7);
        assertThatThrownBy(() -> Conversion.toNetwork(
                        kan.withSymbolic(0, 1, 0, Functions.byName("sin").orElseThrow(), 1, 0, 1, 0),
                        Networks.settings(DataType.DOUBLE),
                        Networks.squares()))
                .hasMessageContaining("symbolic edge sin from input 1 to column 0");
        List<Layer> mixed = new ArrayList<>();
        BSpline cubic = new BSpline(Grid.uniform(-1, 1, 5), 3, Extrapolation.LINEAR);
        mixed.add(Layer.dense(
                List.of(cubic, new BSpline(Grid.uniform(-1, 1, 5), 2, Extrapolation.LINEAR)), BaseActivation.SILU, 1));
        KanNetwork two = new KanNetwork(mixed);
        assertThatThrownBy(() -> Conversion.toNetwork(
                        new Kan(two, new double[two.parameterCount()]),
                        Networks.settings(DataType.DOUBLE),
                        Networks.squares()))
                .hasMessageContaining("one basis");
        MultiLayerNetwork dense = new MultiLayerNetwork(Networks.settings(DataType.DOUBLE)
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .layer(new KanLayer.Builder().nIn(2).nOut(1).build())
                .layer(Networks.squares())
                .build());
        dense.init();
        assertThatThrownBy(() -> Conversion.toKan(dense)).hasMessageContaining("layer index 0, got DenseLayer");
    }

    @ParameterizedTest
    @EnumSource
    void theBuildersBaseActivationIsTheLayers(BaseActivation activation) {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.settings(DataType.DOUBLE)
                .list()
                .layer(new KanLayer.Builder()
                        .nIn(2)
                        .nOut(1)
                        .baseActivation(activation)
                        .build())
                .layer(Networks.squares())
                .build());
        network.init();
        assertThat(Conversion.toKan(network).network().layer(0).activation(1)).isEqualTo(activation);
    }
}
