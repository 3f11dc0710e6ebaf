package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.find.Finder;
import org.kan4j.numeric.Parallel;
import org.kan4j.train.Tables;

class SearchTest {

    /** Two where y is above 0.3, minus one elsewhere. */
    private static Dataset step() {
        Batch rows = Tables.uniform(200, 2, -1, 1, 5, x -> x[1] > 0.3 ? 2 : -1);
        return Dataset.of(rows.x(), rows.y(), List.of("x", "y"), "t");
    }

    @Test
    void aFinderInOneFileAndOneLineOfTheListIsAsked() {
        List<Finder> finders = new ArrayList<>(Search.AT_ONCE);
        finders.add(new ThresholdFinder());
        Discoverer.Options options = Discoverer.Options.defaults().withWork(finders.size());
        Discovery found;
        Discovery without;
        try (Parallel parallel = new Parallel(1)) {
            found = Search.of(step(), options, parallel, finders).run();
            without = Search.of(step(), options.withWork(Search.AT_ONCE.size()), parallel, Search.AT_ONCE)
                    .run();
        }
        assertThat(found.method()).isEqualTo("threshold");
        assertThat(found.stopped()).isEqualTo(Discovery.Stopped.EXPLAINED);
        // Rows between the two nearest to the threshold are not among those held back.
        assertThat(found.testRmse()).isLessThan(1e-12);
        assertThat(without.testRmse()).isGreaterThan(0.3);
    }

    @Test
    void theSmallerOfTwoInputsIsFoundAndWrittenAsSuch() {
        Batch rows = Tables.uniform(200, 3, -2, 3, 5, x -> Math.min(x[0], x[1]) * x[2]);
        Dataset data = Dataset.of(rows.x(), rows.y(), List.of("x", "y", "z"), "t");
        Discovery found = new Discoverer(Discoverer.Options.defaults().withWork(20)).discover(data);
        assertThat(found.formula().text()).isEqualTo("z*min(x, y)");
    }

    @Test
    void networksLeadToAnEdgeThatTheyHaveNoFunctionFor() {
        Batch rows = Tables.uniform(300, 3, 1, 2, 5, x -> x[0] * x[1] * x[2] / (Math.exp(x[1] * x[2]) - 1));
        Dataset data = Dataset.of(rows.x(), rows.y(), List.of("n", "x", "y"), "t");
        Discovery found = new Discoverer(
                        Discoverer.Options.defaults().withShortcuts(false).withWork(20))
                .discover(data);
        assertThat(found.formula().text()).isEqualTo("n*x*y/(exp(x*y) - 1)");
        assertThat(found.method()).isEqualTo("kan");
    }

    @Test
    void theShareOfProgressOnlyGrows() {
        List<Double> shares = new ArrayList<>();
        List<String> stages = new ArrayList<>();
        Batch rows = Tables.uniform(100, 2, -1, 1, 5, x -> Math.abs(x[0]) + Math.sin(9 * x[1] * x[0]));
        Discoverer.Options options = Discoverer.Options.defaults()
                .withShortcuts(false)
                .withWork(4)
                .withListener((stage, share, best) -> {
                    stages.add(stage);
                    shares.add(share);
                });
        new Discoverer(options).discover(Dataset.of(rows.x(), rows.y(), List.of("x", "y"), "t"));
        assertThat(shares).isSorted().allMatch(share -> share >= 0 && share <= 1);
        assertThat(shares.get(shares.size() - 1)).isGreaterThan(0.7);
        assertThat(stages).contains("structure", "shape 2,1");
    }
}
