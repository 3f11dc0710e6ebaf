package org.kan4j.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.kernel.Engine;
import org.kan4j.layer.Edge;
import org.kan4j.layer.Layer;
import org.kan4j.network.Kan;
import org.kan4j.network.Shape;
import org.kan4j.train.AdditiveStart;
import org.kan4j.train.Tables;
import org.kan4j.train.Trainer;

class PrunerTest {
    private final Engine engine = new CpuEngine();
    private final Batch train = Tables.standardized(Tables.uniform(400, 5, -1, 1, 1, Tables::helloWorld));
    private final Batch validation = Tables.standardized(Tables.uniform(200, 5, -1, 1, 2, Tables::helloWorld));

    @Test
    void inputsThatDoNotMatterLoseTheirEdgesAndNoOthersDo() {
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults());
        Kan kan =
                trainer.train(AdditiveStart.of(train, 5, 3), train, validation).kan();
        Pruner.Result result = new Pruner(engine, Pruner.Options.defaults()).prune(kan, train, validation, () -> false);
        for (int i = 0; i < 5; i++) {
            assertThat(result.kan().network().layer(0).edge(i, 0)).isEqualTo(i < 2 ? Edge.NUMERIC : Edge.MASKED);
        }
        assertThat(result.removed()).hasSize(3);
        assertThat(result.after()).isLessThanOrEqualTo(1.05 * result.before() + 1e-7);
    }

    @Test
    void attributionOfTheOutputIsSharedAmongTheInputs() {
        Kan kan = AdditiveStart.of(train, 5, 3);
        Attribution attribution = Attribution.of(engine, kan, train);
        assertThat(attribution.node(1, 0)).isCloseTo(1, within(1e-12));
        assertThat(attribution.node(0, 0)).isGreaterThan(20 * attribution.node(0, 3));
        assertThat(attribution.edge(0, 1, 0)).isEqualTo(attribution.node(0, 1));
    }

    @Test
    void theLastPathToAnOutputStays() {
        Kan kan = AdditiveStart.of(train, 5, 3);
        // Everything may go as far as the error is concerned.
        Pruner.Result result = new Pruner(
                        engine, new Pruner.Options(1e9, 0, 1, 1e9, 0, Trainer.Options.defaults(), part -> {}))
                .prune(kan, train, validation, () -> false);
        assertThat(result.kan().network().activeEdges()).isEqualTo(2);
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> Pruner.Options.defaults().withTolerance(Double.NaN))
                .hasMessageContaining("NaN");
    }

    @Test
    void aProductLosesTheNodesThatItDoesNotNeed() {
        Batch rows = Tables.standardized(Tables.uniform(300, 2, -1, 1, 1, x -> x[0] * x[1]));
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults());
        for (String shape : new String[] {"2,5,1", "2,2+1p,1"}) {
            Kan kan = trainer.train(Shape.parse(shape), 0, rows, Batch.empty()).kan();
            Pruner.Result result =
                    new Pruner(engine, Pruner.Options.defaults()).prune(kan, rows, Batch.empty(), () -> false);
            Layer first = result.kan().network().layer(0);
            long columns = IntStream.range(0, first.columns())
                    .filter(c -> first.edge(0, c).active() || first.edge(1, c).active())
                    .count();
            // Two sums of squares, or the arguments of one product.
            assertThat(columns).as(shape).isEqualTo(2);
            assertThat(result.after()).isLessThanOrEqualTo(1.05 * result.before() + 1e-7);
        }
    }

    @Test
    @Tag("slow")
    void newStartsLeadToTheTwoNodesOfAProductFromEverySeed() {
        Pruner.Options options = Pruner.Options.defaults().withStarts(4);
        Batch rows = Tables.standardized(Tables.uniform(400, 2, -1, 1, 1, x -> x[0] * x[1]));
        Batch judges = Tables.standardized(Tables.uniform(200, 2, -1, 1, 2, x -> x[0] * x[1]));
        Trainer trainer = new Trainer(engine, Trainer.Options.defaults());
        for (int seed = 0; seed < 10; seed++) {
            Kan kan = trainer.train(Shape.parse("2,5,1"), seed, rows, judges).kan();
            Pruner.Result result = new Pruner(engine, options).prune(kan, rows, judges, () -> false);
            Layer second = result.kan().network().layer(1);
            long nodes = IntStream.range(0, 5)
                    .filter(i -> second.edge(i, 0).active())
                    .count();
            assertThat(nodes).as("seed " + seed).isEqualTo(2);
            assertThat(result.after()).isLessThanOrEqualTo(1.05 * result.before() + 1e-7);
        }
    }

    @Test
    void thePathLeadsToTheSmallestNetworkAndNoPointIsPointless() {
        Kan kan = AdditiveStart.of(train, 5, 3);
        List<Pruner.Point> path =
                new Pruner(engine, Pruner.Options.defaults()).path(kan, train, validation, () -> false);
        assertThat(path.get(path.size() - 1).edges()).isEqualTo(2);
        for (int i = 1; i < path.size(); i++) {
            assertThat(path.get(i).edges()).isLessThan(path.get(i - 1).edges());
            assertThat(path.get(i).validationRmse())
                    .isGreaterThan(path.get(i - 1).validationRmse());
        }
    }
}
