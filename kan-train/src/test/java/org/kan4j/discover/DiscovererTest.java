package org.kan4j.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kan4j.data.Batch;
import org.kan4j.data.Dataset;
import org.kan4j.discover.score.Refinement;
import org.kan4j.train.Split;
import org.kan4j.train.Tables;

class DiscovererTest {
    private static final Discoverer.Options OPTIONS =
            Discoverer.Options.defaults().withShortcuts(false).withTimeLimit(50);

    private static Dataset dataset(Batch batch) {
        List<String> names = List.of("x", "y", "z", "w").subList(0, batch.in());
        return Dataset.of(batch.x(), batch.y(), names, "t");
    }

    @Test
    void findsTheFormulaOfHelloWorld() {
        Dataset data = dataset(Tables.uniform(1000, 2, -1, 1, 5, Tables::helloWorld));
        Discovery found = new Discoverer(OPTIONS).discover(data);
        assertThat(found.formula().text()).isEqualTo("exp(y^2 + sin(pi*x))");
        assertThat(found.stopped()).isEqualTo(Discovery.Stopped.EXPLAINED);
        assertThat(found.method()).isEqualTo("kan");
        assertThat(found.testRows()).hasSize(200);
        assertThat(found.networkTestR2()).isGreaterThan(0.999999);
    }

    @Test
    @Tag("slow")
    void structureLeadsToProductsOfSums() {
        Dataset data = dataset(Tables.uniform(300, 4, 1, 3, 5, x -> 0.25 * x[0] * (x[1] * x[1] + x[2] * x[2]) * x[3]));
        Discovery found = new Discoverer(OPTIONS).discover(data);
        assertThat(1 - found.testR2()).isLessThan(1e-20);
    }

    @Test
    void aShortcutIsReportedUnderItsName() {
        Dataset data = dataset(Tables.uniform(100, 2, 1, 5, 5, x -> 3 * x[0] / x[1]));
        Discovery found = new Discoverer(OPTIONS.withShortcuts(true)).discover(data);
        assertThat(found.method()).isEqualTo("monomial");
        assertThat(found.formula().text()).isEqualTo("3*x/y");
    }

    @Test
    @Tag("slow")
    void theNumberOfThreadsChangesNothing() {
        SplittableRandom random = new SplittableRandom(1);
        Dataset data = dataset(Tables.uniform(
                120, 2, -1, 1, 5, x -> x[0] * x[0] * x[0] + Math.cos(2 * x[1]) + 0.05 * random.nextDouble()));
        Discovery one = new Discoverer(OPTIONS.withWork(40).withThreads(1)).discover(data);
        Discovery two = new Discoverer(OPTIONS.withWork(40).withThreads(2)).discover(data);
        assertThat(two.formula()).isEqualTo(one.formula());
        assertThat(two.pareto()).isEqualTo(one.pareto());
        assertThat(two.model().kan().parameters())
                .containsExactly(one.model().kan().parameters());
        assertThat(one.stopped()).isIn(Discovery.Stopped.EXPLAINED, Discovery.Stopped.EXHAUSTED);
    }

    @Test
    void aLimitOfWorkEndsTheSearchWithoutTheClock() {
        Dataset data = dataset(Tables.uniform(300, 2, -1, 1, 5, Tables::helloWorld));
        Discovery few = new Discoverer(OPTIONS.withWork(1)).discover(data);
        Discovery again = new Discoverer(OPTIONS.withWork(1).withThreads(1)).discover(data);
        assertThat(few.stopped()).isEqualTo(Discovery.Stopped.WORK_LIMIT);
        assertThat(again.pareto()).isEqualTo(few.pareto());
        Discovery more = new Discoverer(OPTIONS.withWork(20)).discover(data);
        assertThat(more.stopped()).isEqualTo(Discovery.Stopped.EXPLAINED);
        assertThat(more.testRmse()).isLessThan(1e-9 * few.testRmse());
    }

    @Test
    void theParetoFrontFallsInErrorAsItGrowsInSize() {
        Dataset data = dataset(Tables.uniform(300, 2, -1, 1, 5, Tables::helloWorld));
        List<Discovery.Point> front = new Discoverer(OPTIONS).discover(data).pareto();
        assertThat(front).hasSizeGreaterThan(1);
        for (int i = 1; i < front.size(); i++) {
            assertThat(front.get(i).formula().size())
                    .isGreaterThan(front.get(i - 1).formula().size());
            assertThat(front.get(i).validationRmse())
                    .isLessThan(front.get(i - 1).validationRmse());
        }
    }

    @Test
    void twoRowsAndAConstantTargetGiveAnAnswer() {
        Discovery line = new Discoverer(OPTIONS).discover(dataset(Tables.uniform(2, 1, 0, 1, 1, x -> x[0])));
        assertThat(line.formula().text()).isNotEmpty();
        Discovery flat = new Discoverer(OPTIONS).discover(dataset(Tables.uniform(100, 2, 0, 1, 1, x -> 4)));
        assertThat(flat.formula().text()).isEqualTo("4");
    }

    @Test
    void anInterruptedSearchGivesItsBest() {
        AtomicBoolean interrupted = new AtomicBoolean();
        List<String> stages = new ArrayList<>();
        Discoverer.Options options = OPTIONS.withInterrupted(interrupted::get).withListener((stage, share, best) -> {
            stages.add(stage);
            interrupted.set(stages.size() > 1);
        });
        SplittableRandom random = new SplittableRandom(1);
        Dataset data = dataset(Tables.uniform(100, 2, -1, 1, 5, x -> x[0] + random.nextDouble()));
        Discovery found = new Discoverer(options).discover(data);
        assertThat(found.stopped()).isEqualTo(Discovery.Stopped.INTERRUPTED);
        assertThat(found.formula().text()).isNotEmpty();
    }

    @Test
    void aStepThatDoesNotEndIsLeftBehind() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch never = new CountDownLatch(1);
        List<String> stages = new ArrayList<>();
        Discoverer.Options options = OPTIONS.withInterrupted(interrupted::get).withListener((stage, share, best) -> {
            stages.add(stage);
            if (stages.size() > 1) {
                interrupted.set(true);
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        Discovery found =
                new Discoverer(options).discover(dataset(Tables.uniform(100, 2, -1, 1, 5, Tables::helloWorld)));
        assertThat(found.stopped()).isEqualTo(Discovery.Stopped.INTERRUPTED);
        assertThat(found.formula().text()).isNotEmpty();
        never.countDown();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void noFormulaListedIsBetterThanTheOneChosenWhereverTheSearchIsCutOff(int stage) {
        AtomicInteger stages = new AtomicInteger();
        Discoverer.Options options = OPTIONS.withShortcuts(true)
                .withInterrupted(() -> stages.get() >= stage)
                .withListener((name, share, best) -> stages.incrementAndGet());
        SplittableRandom random = new SplittableRandom(3);
        Dataset data = dataset(Tables.uniform(
                150,
                3,
                0.5,
                3,
                5,
                x -> x[0] * x[1] * x[1] / (1 + x[0] * x[2] * x[1] * x[1]) * (1 + 0.02 * random.nextGaussian())));
        Discovery found = new Discoverer(options).discover(data);
        assertThat(found.stopped()).isEqualTo(Discovery.Stopped.INTERRUPTED);
        Batch train = Batch.of(data.subset(Split.of(data.rows(), 0).train()));
        Refinement judge = new Refinement(train, () -> false);
        double chosen = judge.score(found.formula().expression()).descriptionLength();
        assertThat(found.pareto()).hasSizeGreaterThan(1);
        for (Discovery.Point point : found.pareto()) {
            // The constants of the chosen one were fitted to more rows than these.
            assertThat(judge.score(point.formula().expression()).descriptionLength())
                    .as(point.formula().text())
                    .isGreaterThan(chosen - 3);
        }
    }
}
