package org.kan4j.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.FitOptions;
import org.kan4j.Kan4j;
import org.kan4j.data.Dataset;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.layer.Edge;
import org.kan4j.model.KanModel;
import org.kan4j.network.Shape;

class EditorTest {
    private static CpuEngine engine;
    private static Dataset data;
    private static KanModel trained;

    @BeforeAll
    static void train() {
        engine = new CpuEngine(1);
        data = hello(400, 1);
        trained = trained(1);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** exp(sin(πx) + y²), the example of the KAN paper. */
    private static Dataset hello(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = random.doubles(2L * rows, -1, 1).toArray();
        double[] y = new double[rows];
        Arrays.setAll(y, r -> Math.exp(Math.sin(Math.PI * x[2 * r]) + x[2 * r + 1] * x[2 * r + 1]));
        return Dataset.of(x, y, List.of("x", "y"), "z");
    }

    private static KanModel trained(long seed) {
        return Kan4j.fit(data, FitOptions.of("2,1,1").withSeed(seed).withStarts(8))
                .model();
    }

    private static Editor editor(KanModel model) {
        return new Editor(engine, model, data, 1, () -> false);
    }

    private static double freshError(KanModel model) {
        Dataset fresh = hello(500, 99);
        double[] predicted = model.predict(engine, fresh.x(), fresh.rows());
        double squares = 0;
        for (int r = 0; r < fresh.rows(); r++) {
            squares += Math.pow(predicted[r] - fresh.y()[r], 2);
        }
        return Math.sqrt(squares / fresh.rows());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 5})
    void theRightFunctionIsSuggestedFirstForEveryEdgeAndFixingThemIsExact(long seed) {
        KanModel model = trained(seed);
        assertThat(first(model, "0,0,0")).isEqualTo("sin");
        assertThat(first(model, "0,1,0")).isEqualTo("square");
        assertThat(first(model, "1,0,0")).isEqualTo("exp");
        EditResult result = editor(model).apply(edits("fix 0,0,0=sin", "fix 0,1,0=square", "fix 1,0,0=exp"));
        assertThat(freshError(result.model())).isLessThan(1e-9);
        assertThat(result.steps()).hasSize(3);
        assertThat(result.text()).contains("fix 0,0,0=sin", "validation RMSE");
    }

    private static String first(KanModel model, String edge) {
        return editor(model).suggest(EdgePlace.parse(edge)).functions().get(0).function();
    }

    private static List<Edit> edits(String... texts) {
        return Arrays.stream(texts).map(Edit::parse).toList();
    }

    private static Edge edge(KanModel model, int layer, int input) {
        return model.kan().network().layer(layer).edge(input, 0);
    }

    @Test
    void aReleasedEdgeIsNumericAndFitsAsBefore() {
        EditResult result = editor(trained).apply(edits("fix 0,1,0=square", "release 0,1,0"));
        assertThat(edge(result.model(), 0, 1)).isInstanceOf(Edge.Numeric.class);
        assertThat(freshError(result.model())).isLessThan(3 * freshError(trained));
        assertThat(edge(trained, 0, 1)).as("nothing changes under the caller").isInstanceOf(Edge.Numeric.class);
    }

    @Test
    void aCompiledFormulaIsReleasedOnTheRangeOfTheRows() {
        KanModel compiled = FormulaNetwork.of("exp(sin(pi*x) + 0.9*y^4)", List.of("x", "y"), "z");
        assertThat(freshError(compiled)).isGreaterThan(0.05);
        EditResult released = editor(compiled).apply(edits("release 0,1,0"));
        assertThat(freshError(released.model())).isLessThan(0.01);
        assertThat(first(released.model(), "0,1,0")).isEqualTo("square");
    }

    @Test
    void aPrunedEdgeIsGoneAndCosts() {
        EditResult result = editor(trained).apply(edits("prune 0,1,0"));
        assertThat(edge(result.model(), 0, 1)).isSameAs(Edge.MASKED);
        assertThat(result.steps().get(0).error()).isGreaterThan(100 * result.before());
        EditResult node = editor(trained).apply(edits("prune 0,1"));
        assertThat(node.model().kan().network()).isEqualTo(result.model().kan().network());
        assertThat(node.steps().get(0).error()).isEqualTo(result.steps().get(0).error());
    }

    @Test
    void constantsAreTakenAsTheyAre() {
        EditResult result = editor(trained).apply(edits("fix 0,1,0=square", "set 0,1,0=2,0.5,1.5,-1"));
        double[] p = result.model().kan().parameters();
        int at = result.model().kan().network().layer(0).symbolicOffset(1, 0);
        assertThat(Arrays.copyOfRange(p, at, at + 4)).containsExactly(2, 0.5, 1.5, -1);
        assertThat(result.steps().get(1).error())
                .isGreaterThan(result.steps().get(0).error());
    }

    @Test
    void aNewNodeChangesNothingUntilItIsRefitted() {
        for (boolean product : new boolean[] {false, true}) {
            KanModel grown = trained.withKan(Growth.grown(trained.kan(), 1, product, 3));
            assertThat(grown.kan().network().layer(0).out()).isEqualTo(2);
            assertThat(grown.predict(engine, data.x(), data.rows()))
                    .containsExactly(trained.predict(engine, data.x(), data.rows()), within(1e-12));
        }
    }

    @Test
    void aProductNodeExplainsAProductAndAnotherNodeNoWorse() {
        double[] y = new double[data.rows()];
        for (int r = 0; r < y.length; r++) {
            y[r] = data.x()[2 * r] + data.x()[2 * r + 1] * data.x()[2 * r];
        }
        Dataset product = Dataset.of(data.x(), y, List.of("x", "y"), "z");
        KanModel sum = Kan4j.fit(product, FitOptions.of("2,1,1")).model();
        Editor editor = new Editor(engine, sum, product, 0, () -> false);
        EditResult multiplied = editor.apply(edits("product 1"));
        assertThat(multiplied.steps().get(0).error()).isLessThan(multiplied.before() / 100);
        EditResult wider = editor.apply(edits("widen 1"));
        assertThat(wider.steps().get(0).error()).isLessThan(wider.before());
        assertThat(wider.text()).contains("54 parameters, 27 more");
        assertThat(wider.json()).contains("\"parameters\":54");
        assertThat(Shape.of(multiplied.model().kan().network())).hasToString("2,1+1p,1");
        assertThat(Shape.of(wider.model().kan().network())).hasToString("2,2,1");
    }

    @Test
    void whatCannotBeChangedIsRefusedWithTheRule() {
        refused("fix 2,0,0=sin", "edge 2,0,0: a layer from 0 to 1 required");
        refused("fix 0,5,0=sin", "an input from 0 to 1 and a column from 0 to 0 required in layer 0");
        refused("fix 0,0,0=sine", "function: one of identity, square");
        refused("release 0,0,0", "a symbolic edge required, this one is numeric");
        refused("prune 1,0,0", "every output requires an edge");
        refused("prune 7,0", "no such input of a layer");
        refused("widen 2", "widen 2: a level of hidden nodes required, 1 to 1");
        assertThatThrownBy(() -> editor(trained).apply(edits("prune 0,1,0", "fix 0,1,0=sin")))
                .isInstanceOf(EditException.class)
                .hasMessageContaining("an active edge required, this one was pruned");
        for (String text : List.of(
                "",
                "mend 0,0,0",
                "widen",
                "product x",
                "fix 0,0,0",
                "fix 0,0=sin",
                "set 0,0,0=1,2,3",
                "set 0,0,0=1,2,3,NaN")) {
            assertThatThrownBy(() -> Edit.parse(text)).as(text).isInstanceOf(EditException.class);
        }
    }

    private static void refused(String edit, String message) {
        assertThatThrownBy(() -> editor(trained).apply(edits(edit)))
                .isInstanceOf(EditException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theTextOfAChangeIsReadBack() {
        for (String text : List.of(
                "fix 0,1,0=sin",
                "release 0,1,0",
                "prune 0,1,0",
                "prune 1,2",
                "set 0,1,0=1.5,0.0,-2.0,3.0",
                "widen 1",
                "product 1")) {
            assertThat(Edit.parse(text)).hasToString(text);
        }
    }

    @Test
    void suggestionsOfASymbolicEdgeAreThoseOfItsFunction() {
        KanModel fixed = editor(trained).apply(edits("fix 0,1,0=square")).model();
        assertThat(first(fixed, "0,1,0")).isEqualTo("square");
        Suggestions suggestions = editor(trained).suggest(EdgePlace.parse("0,1,0"));
        assertThat(suggestions.json()).contains("\"edge\":\"0,1,0\"", "\"function\":\"square\"", "validation_rmse");
        assertThat(suggestions.own() * trained.outputs().scale(0))
                .isCloseTo(freshError(trained), within(freshError(trained)));
    }
}
