package org.kan4j.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.kan4j.samples.Repository;

class JavaGuideTest {
    private static final Path DATA = Repository.path("samples/data");

    @Test
    void aFormulaIsFoundAndWrittenAsJava() {
        assertThat(JavaGuide.discover(DATA.resolve("trees.csv")))
                .satisfiesExactly(
                        formula -> assertThat(formula).matches("volume_ft3 = 0\\.00210\\d+\\*girth_in\\^2\\*height_ft"),
                        source -> assertThat(source)
                                .contains("class Timber", "evaluate(double girth_in, double height_ft)"),
                        error -> assertThat(error).startsWith("± 2.5"),
                        volume -> assertThat(volume).startsWith("22."));
    }

    @Test
    void pruningLeavesLessThanHalfOfTheEdges() {
        assertThat(JavaGuide.prune(DATA.resolve("hello.csv"))
                        .model()
                        .kan()
                        .network()
                        .activeEdges())
                .isLessThan(8);
    }

    @Test
    void aFitIsWatched() {
        assertThat(JavaGuide.watch(DATA.resolve("pendulum.csv")).fitted().test().rmse())
                .isBetween(0.01, 0.02);
    }
}
