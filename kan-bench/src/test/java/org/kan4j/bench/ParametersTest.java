package org.kan4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters and arguments are taken as stated, and others refused with the rule and the value. */
final class ParametersTest {
    @Test
    void shapesRoundTrip() {
        assertThat(Widths.parse("2x5x1")).containsExactly(2, 5, 1);
        assertThat(Widths.text(Widths.parse("784x64"))).isEqualTo("784x64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "64x", "x64", "0x1", "-1x2", "64X64", "2,5,1", "9999999x1"})
    void otherShapesAreRefused(String shape) {
        assertThatThrownBy(() -> Widths.parse(shape)).hasMessageContaining("\"" + shape + "\"");
    }

    @Test
    void precisionsHaveNames() {
        assertThat(Dtype.of("float32")).isEqualTo(Dtype.FLOAT32);
        assertThat(Dtype.of("float64")).isEqualTo(Dtype.FLOAT64);
        assertThat(Dtype.of("cuda-tf32")).isEqualTo(Dtype.CUDA_TF32);
        assertThatThrownBy(() -> Dtype.of("half")).hasMessageContaining("\"half\"");
    }

    @Test
    void benchTakesThreeOptions() {
        assertThat(Headline.Settings.parse()).isEqualTo(new Headline.Settings(false, false, false));
        assertThat(Headline.Settings.parse("--json", "--quick")).isEqualTo(new Headline.Settings(true, true, false));
        assertThat(Headline.Settings.parse("--device", "cuda")).isEqualTo(new Headline.Settings(false, false, true));
        assertThatThrownBy(() -> Headline.Settings.parse("--device"))
                .hasMessage("bench: --device cpu or cuda required, got \"\"");
        assertThatThrownBy(() -> Headline.Settings.parse("--fast")).hasMessageContaining("\"--fast\"");
    }
}
