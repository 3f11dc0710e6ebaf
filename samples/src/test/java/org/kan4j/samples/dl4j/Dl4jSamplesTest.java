package org.kan4j.samples.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kan4j.data.Dataset;
import org.kan4j.samples.Repository;

class Dl4jSamplesTest {
    private static final Path DATA = Repository.path("samples/data");

    @Test
    @Tag("slow")
    void digitsAreToldApart() {
        Dataset digits = Digits.read(DATA.resolve("digits.csv"));
        assertThat(digits.rows()).isEqualTo(1797);
        assertThat(digits.inputs()).isEqualTo(61);
        // Five splits and all epochs give 0.97 and more; this shows that the sample works.
        assertThat(Digits.evaluate(digits, Digits.network(digits, 0), 0, 10).accuracy())
                .isGreaterThan(0.9);
    }

    @Test
    @Tag("slow")
    void aKanLayerStandsBehindADenseOne() {
        Dataset digits = Digits.read(DATA.resolve("digits.csv"));
        assertThat(Digits.evaluate(digits, Hybrid.network(digits, 0), 0, 10).accuracy())
                .isGreaterThan(0.85);
    }

    @Test
    void aNetworkThatDeeplearning4jTrainedBecomesAFormula() {
        assertThat(FormulaFromNetwork.run(DATA.resolve("hello.csv")).text()).isEqualTo("exp(y^2 + sin(pi*x))");
    }
}
