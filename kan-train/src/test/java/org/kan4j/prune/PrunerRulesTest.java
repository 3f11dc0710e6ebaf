package org.kan4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.kan4j.prune.LinearNetworks.ENGINE;
import static org.kan4j.prune.LinearNetworks.signs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.prune.LinearNetworks.Told;
import org.kan4j.prune.Pruner.Kind;
import org.kan4j.prune.Pruner.Removal;
import org.kan4j.train.Penalties;
import org.kan4j.train.Trainer;

/** What is tried and what goes, on networks whose errors are known, with refits that find what they are told. */
class PrunerRulesTest {
    private final List<Removal> tried = new ArrayList<>();

    private Pruner.Options options(double tolerance, double floor, double shortlist, int starts, Told told) {
        Trainer.Options refits = Trainer.Options.defaults()
                .withOptimizer(told)
                .withIterations(60)
                .withPenalties(Penalties.NONE);
        return new Pruner.Options(tolerance, floor, 7, shortlist, starts, refits, tried::add);
    }

    private static boolean never() {
        return false;
    }

    private static Pruner pruner(Pruner.Options options) {
        return new Pruner(ENGINE, options);
    }

    private static String name(Removal part) {
        return part.kind() == Kind.EDGE
                ? "edge " + part.layer() + " " + part.input() + " " + part.column()
                : part.kind() == Kind.NODE ? "node " + part.layer() + " " + part.input() : "input " + part.input();
    }

    private static List<String> names(List<Removal> parts) {
        return parts.stream().map(PrunerRulesTest::name).toList();
    }

    /** Which edges are active, [layer][input, column], as 1 and 0. */
    private static List<String> active(Kan kan) {
        List<String> layers = new ArrayList<>();
        for (Layer layer : kan.network().layers()) {
            StringBuilder text = new StringBuilder();
            for (Edge edge : layer.edges()) {
                text.append(edge.active() ? 1 : 0);
            }
            layers.add(text.toString());
        }
        return layers;
    }

    @Test
    void inputsGoTheWeakestFirstWhileTheErrorIsAllowed() {
        Kan kan = LinearNetworks.kan("3,1", new double[] {0.1, 1, 0.01});
        Batch rows = signs(3, 0.1, 1, 0.01);
        Pruner.Result result =
                pruner(options(0, 0.05, 1, 0, Told.nothing())).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        // Each missing input leaves its slope as error; where nothing goes any more, all that is left was tried again.
        assertThat(names(tried).subList(0, 3)).containsExactly("input 2", "input 0", "input 1");
        assertThat(names(result.removed())).containsExactly("input 2");
        Removal gone = result.removed().get(0);
        assertThat(gone.validationRmse()).isCloseTo(0.01, within(1e-12));
        assertThat(gone.score()).isCloseTo(0.01 / Math.sqrt(1.0101), within(1e-12));
        assertThat(gone.column()).isEqualTo(-1);
        assertThat(result.before()).isCloseTo(0, within(1e-12));
        assertThat(result.after()).isEqualTo(gone.validationRmse());
        assertThat(active(result.kan())).containsExactly("110");
        assertThat(names(tried).stream().filter("input 1"::equals)).hasSize(2);
    }

    @Test
    void theAllowedErrorIsAShareOfTheFirstOneAndTheFloor() {
        Kan kan = LinearNetworks.kan("3,1", new double[] {0.3, 1, 0});
        // The second input misses 0.4: the error is 0.4 before, and 0.5 without the first.
        Batch rows = signs(3, 0.3, 1.4, 0);
        for (double tolerance : new double[] {0.24, 0.26}) {
            Pruner.Result result = pruner(options(tolerance, 0, 1, 0, Told.nothing()))
                    .prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
            assertThat(result.before()).isCloseTo(0.4, within(1e-12));
            assertThat(active(result.kan())).containsExactly(tolerance < 0.25 ? "110" : "010");
        }
        for (double floor : new double[] {0.09, 0.11}) {
            Pruner.Result result = pruner(options(0, floor, 1, 0, Told.nothing()))
                    .prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
            assertThat(active(result.kan())).containsExactly(floor < 0.1 ? "110" : "010");
        }
    }

    @Test
    void whatCostsNothingGoesWithoutTolerance() {
        Kan kan = LinearNetworks.kan("2,1", new double[] {1, 0});
        Pruner.Result result = pruner(options(0, 0, 1, 0, Told.nothing()))
                .prune(kan, signs(2, 1.5, 0), Batch.empty(), PrunerRulesTest::never);
        assertThat(active(result.kan())).containsExactly("10");
        assertThat(result.after()).isEqualTo(result.before());
    }

    @Test
    void validationRowsJudgeWhereThereAreAny() {
        Kan kan = LinearNetworks.kan("2,1", new double[] {1, 0.1});
        Batch without = signs(2, 1, 0);
        Batch with = signs(2, 1, 0.1);
        assertThat(active(pruner(options(0, 0.01, 1, 0, Told.nothing()))
                        .prune(kan, without, with, PrunerRulesTest::never)
                        .kan()))
                .containsExactly("11");
        Pruner.Result result =
                pruner(options(0, 0.01, 1, 0, Told.nothing())).prune(kan, with, without, PrunerRulesTest::never);
        assertThat(active(result.kan())).containsExactly("10");
        assertThat(result.before()).isCloseTo(0.1, within(1e-12));
        assertThat(result.after()).isCloseTo(0, within(1e-12));
    }

    @Test
    void partsWithAHigherScoreThanTheShortlistAreNotTried() {
        // The one node has a score of exactly 1, and so has its edge.
        Kan kan = LinearNetworks.kan("1,1,1", new double[] {1}, new double[] {1});
        Batch rows = signs(1, 1);
        pruner(options(0, 0, 1, 0, Told.nothing())).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(names(tried)).contains("input 0", "node 1 0", "edge 0 0 0", "edge 1 0 0");
        tried.clear();
        pruner(options(0, 0, 0.99, 0, Told.nothing())).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(tried).isEmpty();
    }

    @Test
    void inputsAndNodesComeBeforeEdgesThatScoreLess() {
        Kan kan = LinearNetworks.kan("2,2,1", new double[] {1, 0.03, 0.01, 1}, new double[] {1, 0.5});
        Batch rows = signs(2, 1.015, 0.51);
        Pruner.Result result =
                pruner(options(0, 0.02, 9, 0, Told.nothing())).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(names(tried).subList(0, 8))
                .containsExactly(
                        "node 1 1",
                        "input 1",
                        "node 1 0",
                        "input 0",
                        "edge 0 1 0",
                        "edge 0 0 1",
                        "edge 0 1 1",
                        "edge 1 1 0");
        assertThat(names(result.removed())).containsExactly("edge 0 1 0", "edge 0 0 1");
        assertThat(active(result.kan())).containsExactly("1001", "11");
    }

    @Test
    void theSearchEndsWhenItIsStopped() {
        Kan kan = LinearNetworks.kan("3,1", new double[] {0.001, 1, 0.002});
        Batch rows = signs(3, 0.001, 1, 0.002);
        Pruner pruner = pruner(options(0, 0.01, 1, 0, Told.nothing()));
        assertThat(pruner.prune(kan, rows, Batch.empty(), () -> true).removed()).isEmpty();
        assertThat(tried).isEmpty();
        Pruner.Result one = pruner.prune(kan, rows, Batch.empty(), () -> !tried.isEmpty());
        assertThat(names(one.removed())).containsExactly("input 0");
        assertThat(pruner.path(kan, rows, Batch.empty(), () -> true)).hasSize(1);
    }

    /** Slopes that runs after the removal of one of two nodes give to what is left, where 2 is right. */
    private static Told slopes(double... slopes) {
        return new Told((number, kan) -> {
            double slope = slopes[Math.min(number, slopes.length) - 1];
            return Optional.of(
                    LinearNetworks.parameters(kan.network(), new double[] {1, 1}, new double[] {slope, slope}));
        });
    }

    private static Kan twoNodes() {
        return LinearNetworks.kan("1,2,1", new double[] {1, 1}, new double[] {1, 1});
    }

    /** The steps of the refits of the first part of a kind that is tried. */
    private int[] refits(double floor, Kind kind, Told told) {
        List<Integer> runs = new ArrayList<>();
        Pruner.Options options = options(0, floor, 1, 0, told).withListener(part -> {
            if (part.kind() == kind || !runs.isEmpty()) {
                runs.add(told.asked.size());
            }
        });
        pruner(options).prune(twoNodes(), signs(1, 2), Batch.empty(), () -> runs.size() > 1);
        return Arrays.copyOfRange(told.steps(), runs.get(0), runs.get(1));
    }

    @Test
    void nodesAreRefittedUpToThreeTimesAsLongAsThatHelps() {
        assertThat(refits(0.1, Kind.NODE, slopes(1.1, 1.2, 1.3, 1.4))).containsExactly(70, 70, 70);
        assertThat(refits(0.1, Kind.NODE, slopes(1.2, 1.1, 1.3))).containsExactly(70, 70);
        assertThat(refits(0.1, Kind.NODE, slopes(1.2, 1.3, 1.2))).containsExactly(70, 70, 70);
        // Near enough at once, or the second time.
        assertThat(refits(0.1, Kind.NODE, slopes(1.95, 1.96))).containsExactly(70);
        assertThat(refits(0.1, Kind.NODE, slopes(1.8, 1.95, 1.96))).containsExactly(70, 70);
    }

    @Test
    void edgesAreRefittedOnceAndForATenthOfTheSteps() {
        assertThat(refits(0.1, Kind.EDGE, Told.nothing())).containsExactly(7);
    }

    @Test
    void theBestRefitOfANodeCounts() {
        for (double[] slopes : new double[][] {{1.4, 1.3, 1.9}, {1.3, 1.4, 1.35}, {1.2, 1.3, 1.4}}) {
            tried.clear();
            List<Pruner.Point> path = pruner(options(0, 0, 1, 0, slopes(slopes)))
                    .path(twoNodes(), signs(1, 2), Batch.empty(), () -> tried.size() > 1);
            assertThat(path.get(1).edges()).isEqualTo(2);
            assertThat(path.get(1).validationRmse()).isCloseTo(0.6, within(1e-12));
        }
    }

    @Test
    void whatARemovalLeavesHangingGoesToo() {
        // The second input feeds the second node alone, which nothing else enters.
        Kan kan = LinearNetworks.kan("2,2,1", new double[] {1, 0, 0, 0.01}, new double[] {1, 1})
                .withMasked(0, 0, 1)
                .withMasked(0, 1, 0);
        Batch rows = signs(2, 1, 0.01);
        Pruner.Result result =
                pruner(options(0, 0.02, 1, 0, Told.nothing())).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(result.removed()).hasSize(1);
        assertThat(active(result.kan())).containsExactly("1000", "10");
        // In three layers a chain goes as a whole.
        Kan deep = LinearNetworks.kan("1,2,2,1", new double[] {1, 0.01}, new double[] {1, 0, 0, 1}, new double[] {1, 1})
                .withMasked(1, 0, 1)
                .withMasked(1, 1, 0);
        tried.clear();
        result = pruner(options(0, 0.02, 1, 0, Told.nothing()))
                .prune(deep, signs(1, 1.01), Batch.empty(), PrunerRulesTest::never);
        assertThat(result.removed()).hasSize(1);
        assertThat(active(result.kan())).containsExactly("10", "1000", "10");
    }

    @Test
    void aProductWithoutOneOfItsArgumentsIsNothing() {
        Kan kan = LinearNetworks.kan("2,1+1p,1", new double[] {1, 0.1, 0, 1, 0, 0.1}, new double[] {1, 1})
                .withMasked(0, 0, 2)
                .withMasked(0, 1, 1);
        // The product 0.01·x·y is as small as the error that is allowed.
        Batch rows = signs(2, 1, 1);
        Pruner.Result result =
                pruner(options(0, 0.02, 9, 0, Told.nothing())).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(active(result.kan())).containsExactly("100100", "10");
    }

    @Test
    void everyOutputKeepsAPath() {
        Kan kan = LinearNetworks.kan("2,2", new double[] {1, 1, 1, 1});
        Batch one = signs(2, 1, 1);
        Batch rows = new Batch(one.x(), new double[8], 4);
        Pruner.Result result =
                pruner(options(1e9, 0, 9, 0, Told.nothing())).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(result.kan().network().activeEdges()).isEqualTo(2);
        for (int c = 0; c < 2; c++) {
            assertThat(result.kan().network().layer(0).edge(0, c).active())
                    .isNotEqualTo(result.kan().network().layer(0).edge(1, c).active());
        }
    }

    @Test
    void thePathGoesOnWhateverItCostsAndKeepsTheBestOfEachSize() {
        Kan kan = LinearNetworks.kan("3,1", new double[] {0.1, 1, 0.5});
        // With the first input the error is 0.1, without it there is none.
        Batch rows = signs(3, 0, 1, 0.5);
        List<Pruner.Point> path =
                pruner(options(0, 0, 0, 0, Told.nothing())).path(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(path.stream().map(Pruner.Point::edges)).containsExactly(2, 1);
        assertThat(path.get(0).validationRmse()).isCloseTo(0, within(1e-12));
        assertThat(path.get(1).validationRmse()).isCloseTo(0.5, within(1e-12));
        assertThat(active(path.get(1).kan())).containsExactly("010");
        // The last input cannot go, and neither can its edge.
        assertThat(names(tried)).containsExactly("input 0", "input 2", "input 1", "edge 0 1 0");
    }

    @Test
    void ofEqualErrorsThePathKeepsTheSmallerNetwork() {
        Kan kan = LinearNetworks.kan("2,1", new double[] {1, 0});
        List<Pruner.Point> path = pruner(options(0, 0, 1, 0, Told.nothing()))
                .path(kan, signs(2, 1.5, 0), Batch.empty(), PrunerRulesTest::never);
        assertThat(path.stream().map(Pruner.Point::edges)).containsExactly(1);
    }

    @Test
    void thePathIsJudgedByTheValidationRows() {
        Kan kan = LinearNetworks.kan("2,1", new double[] {1, 0.1});
        List<Pruner.Point> path = pruner(options(0, 0, 1, 0, Told.nothing()))
                .path(kan, signs(2, 1, 0.1), signs(2, 1, 0), PrunerRulesTest::never);
        assertThat(path).hasSize(1);
        assertThat(path.get(0).validationRmse()).isCloseTo(0, within(1e-12));
    }

    /** Solutions of y = 3x by as many nodes as are left, from the given run on. */
    private static Told solvedFrom(int run, int nodes) {
        return new Told((number, kan) -> {
            Layer last = kan.network().layer(kan.network().depth() - 1);
            int in = kan.network().in();
            int hidden = last.in();
            double[] into = new double[in * hidden];
            double[] out = new double[hidden];
            long left = last.edges().stream().filter(Edge::active).count();
            for (int h = 0; h < hidden; h++) {
                into[h] = 1;
                out[h] = 3.0 / left;
            }
            return number >= run && left == nodes
                    ? Optional.of(LinearNetworks.parameters(kan.network(), into, out))
                    : Optional.empty();
        });
    }

    private static Kan threeNodes() {
        return LinearNetworks.kan("1,3,1", new double[] {1, 1.1, 1.2}, new double[] {1, 1, 0.9 / 1.2});
    }

    /** The runs of new starts: those with a first run of a training, whose steps are a sixth. */
    private static List<Told.Asked> newStarts(Told told) {
        return told.asked.stream().filter(a -> a.steps() == 10).toList();
    }

    @Test
    void whereNothingCanGoNewStartsWithoutTheWeakestNodeAreTrained() {
        Kan kan = LinearNetworks.kan("1,3,1", new double[] {1, 1, 1}, new double[] {1.1, 0.9, 1});
        Batch rows = signs(1, 3);
        // Each start takes seven runs; the last one of the second is told the solution.
        Told before = Told.nothing();
        pruner(options(0, 1e-6, 9, 0, before)).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        int runs = before.asked.size();
        Told second = solvedFrom(runs + 14, 2);
        Pruner.Result result =
                pruner(options(0, 1e-6, 9, 3, second)).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(names(result.removed())).containsExactly("node 1 1");
        assertThat(result.removed().get(0).validationRmse()).isLessThan(1e-6);
        assertThat(result.removed().get(0).score()).isCloseTo(0.3, within(1e-9));
        assertThat(result.after()).isEqualTo(result.removed().get(0).validationRmse());
        assertThat(active(result.kan())).containsExactly("101", "101");
    }

    @Test
    void newStartsAreTrainedSmoothFirstAndThenRefitted() {
        Told told = Told.nothing();
        Pruner.Options options = options(0, 1e-6, 9, 1, told);
        pruner(options).prune(threeNodes(), signs(1, 3), Batch.empty(), PrunerRulesTest::never);
        int first = told.asked.indexOf(newStarts(told).get(0));
        List<Told.Asked> runs = told.asked.subList(first, first + 7);
        assertThat(runs.stream().map(Told.Asked::steps)).containsExactly(10, 15, 35, 10, 15, 35, 60);
        double strong = runs.get(0).penalty();
        // The same network with a hundredth of the weight, and with none.
        assertThat(runs.get(3).penalty() / strong).isCloseTo(0.01, within(1e-6));
        assertThat(runs.get(6).penalty() / strong).isLessThan(1e-5);
        // Smoothness of their own that is as strong takes the place of the first, or of both.
        for (double own : new double[] {1e-5, 1e-4}) {
            Told again = Told.nothing();
            Pruner.Options smooth = options(0, 1e-6, 9, 1, again);
            pruner(smooth.withTrainer(smooth.trainer().withPenalties(Penalties.NONE.withSmoothness(own))))
                    .prune(threeNodes(), signs(1, 3), Batch.empty(), PrunerRulesTest::never);
            int from = again.asked.indexOf(newStarts(again).get(0));
            List<Integer> steps = again.asked.subList(from, again.asked.size()).stream()
                    .map(Told.Asked::steps)
                    .toList();
            assertThat(steps).isEqualTo(own < 5e-5 ? List.of(10, 15, 35, 60) : List.of(10, 15, 35));
        }
    }

    @Test
    void aSmallerNetworkIsTriedWhereTheErrorIsNotFar() {
        Batch rows = signs(1, 3);
        for (double floor : new double[] {0.05, 1e-4}) {
            Told one = solvedFrom(1, 1);
            tried.clear();
            // Random starts of two nodes have errors of about 3, which is within a hundred times 0.05.
            Pruner.Result result = pruner(options(0, floor, 0, 2, one))
                    .prune(threeNodes(), rows, Batch.empty(), PrunerRulesTest::never);
            if (floor > 0.01) {
                assertThat(names(result.removed())).containsExactly("node 1 2", "node 1 0");
                assertThat(result.removed().get(0).validationRmse()).isBetween(0.1, 5.0);
                assertThat(result.removed().get(1).validationRmse()).isLessThan(0.05);
                assertThat(result.kan().network().activeEdges()).isEqualTo(2);
            } else {
                assertThat(result.removed()).isEmpty();
                assertThat(newStarts(one)).hasSize(4);
            }
        }
    }

    @Test
    void newStartsKeepWhatIsLeftOfInputsAndNodesButAllOtherEdges() {
        // The second input and one edge go at no cost; the third node does too.
        Kan kan = LinearNetworks.kan("2,4,1", new double[] {1, 1, 1, 1, 0, 0, 0, 0}, new double[] {1.5, 1.5, 1, 0});
        Batch rows = signs(2, 4, 0);
        Told told = Told.nothing();
        Pruner.Result result =
                pruner(options(0, 1e-6, 9, 1, told)).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(active(result.kan())).containsExactly("11100000", "1110");
        assertThat(newStarts(told))
                .isNotEmpty()
                .allSatisfy(a -> assertThat(active(a.kan())).containsExactly("11000000", "1100"));
    }

    @Test
    void anEdgeThatWentIsThereAgainInNewStarts() {
        Kan kan = LinearNetworks.kan("2,3,1", new double[] {1, 1, 1, 1, 0, 0.5}, new double[] {1.5, 1, 1});
        Batch rows = signs(2, 3.5, 2);
        Told told = Told.nothing();
        Pruner.Result result =
                pruner(options(0, 1e-6, 9, 1, told)).prune(kan, rows, Batch.empty(), PrunerRulesTest::never);
        assertThat(names(result.removed())).containsExactly("edge 0 1 1");
        assertThat(active(result.kan())).containsExactly("111101", "111");
        assertThat(newStarts(told))
                .isNotEmpty()
                .allSatisfy(a -> assertThat(active(a.kan())).containsExactly("101101", "101"));
    }

    @Test
    void newStartsDifferFromEachOther() {
        Told told = Told.nothing();
        pruner(options(0, 1e-6, 9, 3, told)).prune(threeNodes(), signs(1, 3), Batch.empty(), PrunerRulesTest::never);
        List<Told.Asked> starts = newStarts(told);
        assertThat(starts).hasSize(6);
        assertThat(starts.get(0).kan().parameters())
                .isNotEqualTo(starts.get(2).kan().parameters());
        assertThat(starts.get(2).kan().parameters())
                .isNotEqualTo(starts.get(4).kan().parameters());
    }

    @Test
    void networksOfMoreThanEightNodesOrWithoutAllEdgesGetNoNewStarts() {
        for (int nodes : new int[] {8, 9}) {
            double[] into = new double[nodes];
            double[] out = new double[nodes];
            for (int h = 0; h < nodes; h++) {
                into[h] = 1 + 0.01 * h;
                out[h] = 1;
            }
            Told told = Told.nothing();
            double slope = 0;
            for (double v : into) {
                slope += v;
            }
            pruner(options(0, 1e-6, 9, 1, told))
                    .prune(
                            LinearNetworks.kan("1," + nodes + ",1", into, out),
                            signs(1, slope),
                            Batch.empty(),
                            PrunerRulesTest::never);
            assertThat(newStarts(told).isEmpty()).as(nodes + " nodes").isEqualTo(nodes > 8);
        }
        Told told = Told.nothing();
        Kan masked = LinearNetworks.kan("1,3,1", new double[] {1, 1, 1}, new double[] {1.5, 1.5, 0})
                .withMasked(1, 2, 0);
        pruner(options(0, 1e-6, 9, 1, told)).prune(masked, signs(1, 3), Batch.empty(), PrunerRulesTest::never);
        assertThat(newStarts(told)).isEmpty();
    }

    @Test
    void withoutHiddenNodesThereIsNothingToStartAnew() {
        Told told = Told.nothing();
        pruner(options(0, 1e-6, 9, 1, told))
                .prune(LinearNetworks.kan("1,1", new double[] {1}), signs(1, 1), Batch.empty(), PrunerRulesTest::never);
        Told single = Told.nothing();
        pruner(options(0, 1e-6, 9, 1, single))
                .prune(
                        LinearNetworks.kan("1,1,1", new double[] {1}, new double[] {1}),
                        signs(1, 1),
                        Batch.empty(),
                        PrunerRulesTest::never);
        assertThat(newStarts(told)).isEmpty();
        assertThat(newStarts(single)).isEmpty();
    }

    @Test
    void newStartsEndWhenTheyAreStopped() {
        Told told = Told.nothing();
        Pruner pruner = pruner(options(0, 1e-6, 9, 5, told));
        pruner.prune(
                threeNodes(), signs(1, 3), Batch.empty(), () -> !newStarts(told).isEmpty());
        assertThat(newStarts(told)).hasSize(1);
    }

    @Test
    void everyOptionIsCheckedAtItsLimit() {
        Told told = Told.nothing();
        Pruner.Options zeros = options(0, 0, 0, 0, told);
        assertThat(new Pruner.Options(0, 0, 1, 0, 0, zeros.trainer(), tried::add).iterations())
                .isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> zeros.withTolerance(-0.1))
                .withMessage(
                        "pruning: tolerance, floor, shortlist, starts >= 0 and iterations >= 1 required, got -0.1, 0.0, 0.0, 0, 7");
        assertThatIllegalArgumentException().isThrownBy(() -> zeros.withStarts(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner.Options(0, -1, 1, 0, 0, zeros.trainer(), tried::add));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner.Options(0, 0, 0, 0, 0, zeros.trainer(), tried::add));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner.Options(0, 0, 1, -1, 0, zeros.trainer(), tried::add));
    }

    @Test
    void aChangedOptionLeavesTheOthersAsTheyAre() {
        Pruner.Options all = options(0.1, 0.2, 0.3, 4, Told.nothing());
        assertThat(all.withTolerance(0.5).withTolerance(0.1)).isEqualTo(all);
        assertThat(all.withTolerance(0.5).tolerance()).isEqualTo(0.5);
        assertThat(all.withStarts(9).withStarts(4)).isEqualTo(all);
        assertThat(all.withStarts(9).starts()).isEqualTo(9);
        assertThat(all.withListener(p -> {}).withListener(all.listener())).isEqualTo(all);
        assertThat(all.withTrainer(Trainer.Options.defaults()).withTrainer(all.trainer()))
                .isEqualTo(all);
        assertThat(Pruner.Options.defaults().tolerance()).isEqualTo(0.05);
    }
}
