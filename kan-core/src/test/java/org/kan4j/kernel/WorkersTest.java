package org.kan4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyTaskRunsOnceAndIsOverWhenRunReturns(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int round = 0; round < 3000; round++) {
                int tasks = round % 9;
                AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
                workers.run(tasks, (task, worker) -> {
                    assertThat(worker).isBetween(0, threads - 1);
                    runs.incrementAndGet(task);
                });
                for (int t = 0; t < tasks; t++) {
                    assertThat(runs.get(t)).isOne();
                }
            }
        }
    }

    @Test
    void noTwoTasksShareAWorkerNumber() {
        try (Workers workers = new Workers(4)) {
            AtomicIntegerArray busy = new AtomicIntegerArray(4);
            AtomicInteger clashes = new AtomicInteger();
            for (int round = 0; round < 500; round++) {
                workers.run(16, (task, worker) -> {
                    clashes.addAndGet(busy.getAndIncrement(worker));
                    busy.getAndDecrement(worker);
                });
            }
            assertThat(clashes).hasValue(0);
        }
    }

    @Test
    void aCallerThatFindsTheThreadsBusyWorksAlone() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            LongAdder sum = new LongAdder();
            Runnable caller = () -> {
                for (int round = 0; round < 500; round++) {
                    workers.run(10, (task, worker) -> workers.run(3, (inner, w) -> sum.increment()));
                }
            };
            Thread other = new Thread(caller);
            other.start();
            caller.run();
            other.join();
            assertThat(sum.sum()).isEqualTo(2 * 500 * 10 * 3);
        }
    }

    @Test
    void whatATaskThrowsReachesTheCallerAndTheThreadsLiveOn() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(8, (task, worker) -> {
                        if (task == 5) {
                            throw new ArithmeticException("five");
                        }
                    }))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("five");
            LongAdder sum = new LongAdder();
            workers.run(8, (task, worker) -> sum.increment());
            assertThat(sum.sum()).isEqualTo(8);
        }
    }

    @Test
    void atLeastOneThread() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Workers(0)).withMessageContaining("got 0");
    }
}
