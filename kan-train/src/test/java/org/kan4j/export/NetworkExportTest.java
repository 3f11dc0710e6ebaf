package org.kan4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.basis.BSpline;
import org.kan4j.basis.Basis;
import org.kan4j.basis.BasisRegistry;
import org.kan4j.basis.BasisSettings;
import org.kan4j.basis.Chebyshev;
import org.kan4j.basis.Fourier;
import org.kan4j.basis.Legendre;
import org.kan4j.data.DataException;
import org.kan4j.function.Functions;
import org.kan4j.function.UnivariateFunction;
import org.kan4j.grid.Extrapolation;
import org.kan4j.grid.Grid;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.BaseActivation;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.model.KanModel;
import org.kan4j.model.Normalization;
import org.kan4j.network.Kan;
import org.kan4j.network.KanNetwork;
import org.kan4j.network.Shape;

/** Networks in Python, C and Java compute what kan4j does: every basis, order and extrapolation, every function, products, masks, classes. */
class NetworkExportTest {
    static final int ROWS = 200;

    /** Of the larger of the value and the interquartile range: sums of some ten terms in another order. */
    private static final double TOLERANCE = 1e-12;

    /** The same in float32. Not of Fourier series, whose higher harmonics enlarge its rounding tenfold. */
    private static final double SINGLE = 1e-5;

    private static final Grid UNEVEN = Grid.of(-1.5, -1.2, -0.1, 0.3, 1.1, 1.6);

    @TempDir
    Path folder;

    private static List<Basis> bases() {
        List<Basis> bases = new ArrayList<>(BasisRegistry.standards());
        for (Basis standard : BasisRegistry.standards()) {
            bases.add(standard.withGrid(UNEVEN));
        }
        for (Extrapolation extrapolation : Extrapolation.values()) {
            for (int order = 1; order <= BSpline.MAX_ORDER; order++) {
                bases.add(new BSpline(UNEVEN, order, extrapolation));
                bases.add(new BSpline(Grid.of(-1, 1), order, extrapolation));
            }
        }
        bases.add(new Chebyshev(UNEVEN, 7, Extrapolation.CONSTANT));
        bases.add(new Legendre(UNEVEN, 7, Extrapolation.CONSTANT));
        return bases;
    }

    private static KanModel model(Kan kan, List<String> classes) {
        int in = kan.network().in();
        int out = kan.network().out();
        return new KanModel(
                kan,
                new Normalization(filled(in, 0.3), filled(in, 0.7)),
                new Normalization(filled(out, -1.2), filled(out, 2.5)),
                IntStream.range(0, in).mapToObj(i -> "input " + i).toList(),
                IntStream.range(0, out).mapToObj(o -> "y" + o).toList(),
                classes,
                "");
    }

    private static double[] filled(int n, double value) {
        double[] all = new double[n];
        Arrays.fill(all, value);
        return all;
    }

    /** A layer of one input with an edge of each function, some numeric and some masked ones. */
    private static KanModel symbolic() {
        List<Edge> edges = new ArrayList<>(List.of(Edge.NUMERIC, Edge.MASKED));
        for (UnivariateFunction function : Functions.standard()) {
            edges.add(new Edge.Symbolic(function));
        }
        edges.add(new Edge.Symbolic(Functions.power(1.7)));
        Layer layer =
                new Layer(List.of(BSpline.STANDARD), List.of(BaseActivation.IDENTITY), edges.size(), new int[0], edges);
        KanNetwork network = new KanNetwork(List.of(layer));
        double[] p = new SplittableRandom(5)
                .doubles(network.parameterCount(), 0.2, 0.9)
                .toArray();
        return model(new Kan(network, p), List.of());
    }

    static List<KanModel> models() {
        List<KanModel> models = new ArrayList<>();
        for (Basis basis : bases()) {
            models.add(model(Kan.random(Shape.parse("2,2+1p3,2"), basis, 1), List.of()));
        }
        models.add(model(Kan.random(Shape.parse("3,2,1"), BSpline.STANDARD, 2), List.of()));
        models.add(model(Kan.random(Shape.parse("2,1"), BSpline.STANDARD, 3), List.of("no", "yes")));
        models.add(model(Kan.random(Shape.parse("2,3"), BSpline.STANDARD, 4), List.of("a", "b", "c")));
        Layer bare = Layer.dense(List.of(BSpline.STANDARD), BaseActivation.ZERO, 1);
        KanNetwork network = new KanNetwork(List.of(bare));
        models.add(model(new Kan(network, filled(network.parameterCount(), 0.4)), List.of()));
        models.add(symbolic());
        return models;
    }

    /** Rows inside the grids, outside, at their ends, and one that lacks an input. */
    static double[] rows(int in) {
        double[] x = new SplittableRandom(6).doubles((long) ROWS * in, -3, 3).toArray();
        double[] special = {-2, 2, -1.5, 1.6, -1, 1, -1.2, 0.3, 40, -40};
        for (int r = 0; r < special.length; r++) {
            Arrays.fill(x, r * in, (r + 1) * in, 0.3 + 0.7 * special[r]);
        }
        x[special.length * in] = Double.NaN;
        return x;
    }

    static double[] predicted(CpuEngine engine, KanModel model, double[] x) {
        return model.classes().isEmpty() ? model.predict(engine, x, ROWS) : model.probabilities(engine, x, ROWS);
    }

    @Test
    void python() throws Exception {
        Programs.assume(folder, "python3", "-c", "import numpy");
        List<KanModel> models = models();
        StringBuilder text = new StringBuilder("out = open('out.txt', 'w')\n");
        for (KanModel model : models) {
            int in = model.inputNames().size();
            text.append(NetworkExport.write(model, ExportOptions.to(Language.PYTHON)))
                    .append("\nnan = float('nan')\nx = np.array(["
                            + Programs.list(rows(in)).replace("NaN", "nan")
                            + "]).reshape(-1, " + in + ")\n"
                            + "print(*[repr(float(v)) for v in predict(*x.T).ravel()], file=out)\n");
        }
        Files.writeString(folder.resolve("all.py"), text);
        Programs.run(folder, "python3", "all.py");
        compare("Python", models);
    }

    /** How many values a model gives for a row. */
    static int outputs(KanModel model) {
        return Math.max(model.outputNames().size(), model.classes().size());
    }

    @Test
    void c() throws Exception {
        Programs.assume(folder, "cc", "--version");
        List<KanModel> models = models();
        StringBuilder text = new StringBuilder("#include <stdio.h>\n");
        StringBuilder main = new StringBuilder();
        for (int i = 0; i < models.size(); i++) {
            KanModel model = models.get(i);
            String name = "f" + i;
            Files.writeString(
                    folder.resolve(name + ".h"),
                    NetworkExport.write(model, new ExportOptions(Language.C, Optional.of(name), Optional.empty())));
            int in = model.inputNames().size();
            int out = outputs(model);
            String row =
                    IntStream.range(0, in).mapToObj(k -> "x[r + " + k + "]").collect(Collectors.joining(", "));
            text.append("#include \"" + name + ".h\"\n");
            main.append("static void run" + i + "(void) {\nstatic const double x[] = {"
                    + Programs.list(rows(in)).replace("NaN", "NAN") + "};\ndouble out[" + out
                    + "];\nfor (int r = 0; r < "
                    + ROWS * in + "; r += " + in + ") {\n"
                    + (out == 1 ? "out[0] = " + name + "(" + row + ")" : name + "(" + row + ", out)")
                    + ";\nfor (int o = 0; o < " + out + "; o++) printf(\"%.17g \", out[o]);\n}\nputs(\"\");\n}\n");
        }
        main.append("int main(void) {\n");
        IntStream.range(0, models.size()).forEach(i -> main.append("run" + i + "();\n"));
        Files.writeString(
                folder.resolve("all.c"), text + main.append("return 0; }\n").toString());
        Programs.runC(folder);
        compare("C", models);
    }

    @Test
    void java() throws Exception {
        List<KanModel> models = models();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            sources.add(NetworkExport.write(
                    models.get(i), new ExportOptions(Language.JAVA, Optional.of("F" + i), Optional.empty())));
        }
        List<String> results = new ArrayList<>();
        try (URLClassLoader loader = Programs.compile(folder, sources)) {
            for (int i = 0; i < models.size(); i++) {
                int in = models.get(i).inputNames().size();
                double[] x = rows(in);
                StringBuilder line = new StringBuilder();
                for (int r = 0; r < ROWS; r++) {
                    Object y =
                            Programs.evaluate(loader.loadClass("F" + i), Arrays.copyOfRange(x, r * in, (r + 1) * in));
                    for (double value : y instanceof double[] all ? all : new double[] {(double) y}) {
                        line.append(value).append(' ');
                    }
                }
                results.add(line.toString());
            }
        }
        Files.write(folder.resolve("out.txt"), results);
        compare("Java", models);
    }

    @Test
    void onnx() throws Exception {
        onnx("ONNX", models(), Precision.FLOAT64, NetworkExportTest::rows, TOLERANCE);
        List<KanModel> some = models().stream()
                .filter(model -> !(model.kan().network().layer(0).basis(0) instanceof Fourier))
                .toList();
        List<KanModel> fewer = IntStream.range(0, some.size())
                .filter(i -> i % 3 == 0)
                .mapToObj(some::get)
                .toList();
        onnx("ONNX, float32", fewer, Precision.FLOAT32, NetworkExportTest::nearbyInFloat32, SINGLE);
    }

    private void onnx(
            String language, List<KanModel> models, Precision precision, IntFunction<double[]> rows, double tolerance)
            throws Exception {
        List<String> results = new ArrayList<>();
        for (KanModel model : models) {
            double[] x = rows.apply(model.inputNames().size());
            double[] y = OnnxRuns.run(OnnxExport.write(model, precision), x, ROWS, precision == Precision.FLOAT32);
            results.add(Arrays.stream(y).mapToObj(Double::toString).collect(Collectors.joining(" ")));
        }
        Files.write(folder.resolve("out.txt"), results);
        compare(language, models, rows, tolerance);
    }

    /** The rows, without those far outside of the grids, where float32 has no digits left for the place on a circle. */
    private static double[] nearbyInFloat32(int in) {
        return Arrays.stream(rows(in))
                .map(x -> (float) (Math.abs(x) > 4 ? 1 : x))
                .toArray();
    }

    private void compare(String language, List<KanModel> models) throws IOException {
        compare(language, models, NetworkExportTest::rows, TOLERANCE);
    }

    private void compare(String language, List<KanModel> models, IntFunction<double[]> rows, double tolerance)
            throws IOException {
        List<double[]> got = Programs.numbers(folder.resolve("out.txt"));
        assertThat(got).hasSameSizeAs(models);
        double largest = 0;
        try (CpuEngine engine = new CpuEngine(1)) {
            for (int i = 0; i < got.size(); i++) {
                KanModel model = models.get(i);
                largest = Math.max(
                        largest,
                        compare(
                                model,
                                predicted(
                                        engine,
                                        model,
                                        rows.apply(model.inputNames().size())),
                                got.get(i),
                                tolerance));
            }
        }
        System.out.println(language + ": largest difference of " + models.size() + " networks " + largest);
    }

    /** The largest difference, in shares of the larger of the value and the interquartile range. */
    static double compare(KanModel model, double[] want, double[] got, double tolerance) {
        assertThat(got).hasSameSizeAs(want);
        int outputs = want.length / ROWS;
        double largest = 0;
        for (int o = 0; o < outputs; o++) {
            int output = o;
            double[] sorted = IntStream.range(0, ROWS)
                    .mapToDouble(r -> want[r * outputs + output])
                    .filter(Double::isFinite)
                    .sorted()
                    .toArray();
            double spread = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
            for (int r = 0; r < ROWS; r++) {
                double y = want[r * outputs + o];
                double is = got[r * outputs + o];
                String what = model.kan().network().layer(0).basis(0) + ", output " + o + ", row " + r;
                if (Double.isNaN(y)) {
                    assertThat(is).as(what).isNaN();
                    continue;
                }
                double difference = y == is ? 0 : Math.abs(y - is) / Math.max(Math.abs(y), spread);
                assertThat(difference).as("%s: %s for %s", what, is, y).isLessThanOrEqualTo(tolerance);
                largest = Math.max(largest, difference);
            }
        }
        return largest;
    }

    @Test
    void theHeadSaysWhatItGives() {
        KanModel model = model(Kan.random(Shape.parse("2,1"), BSpline.STANDARD, 3), List.of("no", "yes"));
        assertThat(NetworkExport.write(model, ExportOptions.to(Language.PYTHON)).lines())
                .startsWith(
                        "# Made by kan4j, kan export --to python.",
                        "# The network 2,1 for \"y0\"",
                        "# gives the probabilities of the classes \"no\", \"yes\"",
                        "# argument v1: column \"input 0\"",
                        "# argument v2: column \"input 1\"");
    }

    @Test
    void otherLanguagesAreRefused() {
        KanModel model = model(Kan.random(Shape.parse("2,1"), BSpline.STANDARD, 3), List.of());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NetworkExport.write(model, ExportOptions.to(Language.R)))
                .withMessageContaining("a model that holds a formula required for --to excel and r, got one without");
        KanModel wide = model(Kan.random(Shape.parse("1,2001"), BSpline.STANDARD, 3), List.of());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NetworkExport.write(wide, ExportOptions.to(Language.JAVA)))
                .withMessage(
                        "export: Java: at most 2000 nodes of a layer and functions of a basis required, got 2001; --to c"
                                + " or python takes more");
    }

    /** A basis that no language knows. */
    private record Unknown(Grid grid) implements Basis {
        @Override
        public String family() {
            return "unknown";
        }

        @Override
        public BasisSettings settings() {
            return BasisSettings.NONE;
        }

        @Override
        public Basis with(Grid newGrid, BasisSettings settings) {
            return new Unknown(newGrid);
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public int evaluate(double x, int derivatives, double[] out, int offset) {
            out[offset] = x;
            return 0;
        }
    }

    @Test
    void whatCannotBeSaidIsRefusedByName() {
        KanModel model = model(Kan.random(Shape.parse("2,1"), new Unknown(UNEVEN), 3), List.of());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NetworkExport.write(model, ExportOptions.to(Language.C)))
                .withMessageStartingWith("export: C and Java: a basis of the families b-spline, chebyshev, ");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NetworkExport.write(model, ExportOptions.to(Language.PYTHON)))
                .withMessageStartingWith("export: Python: a basis of the families b-spline, chebyshev, ")
                .withMessageEndingWith(" required, got unknown");
    }
}
