package org.kan4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    @ParameterizedTest
    @ValueSource(strings = {"2,5,1", "1,1", "2,3+1p,1", "2,3+1p3,1", "4,0+2p,1", "3,1+2p+1p3+1p,2"})
    void aShapeReadsBackAsItPrints(String text) {
        assertThat(Shape.parse(text)).hasToString(text);
        assertThat(Shape.of(Kan.random(Shape.parse(text), 2, 3, 1, 0).network()))
                .isEqualTo(Shape.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {" 2 , 5,1 |2,5,1", "2,1p,1|2,0+1p,1", "2,1p2+1p+3,1|2,3+2p,1", "2,2+3,1|2,5,1"})
    void otherSpellingsMeanTheSame(String text, String expected) {
        assertThat(Shape.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "2,",
                ",1",
                "0,1",
                "2,0,1",
                "2,-1",
                "2,x,1",
                "2,1.5,1",
                "2,1p1,1",
                "2,1p0,1",
                "2,p,1",
                "2,1pp,1",
                "2,3+,1",
                "2;5;1",
                "2,0p,1",
                "2,9999999,1",
                "2,99999999999,1",
                "1000000,1000000",
                "2,1000000+1000000,1",
                "1,1p1000000,1p1000000,1p1000000,1000000p1000000"
            })
    void whatIsNotAShapeIsRefusedInOneLine(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.parse(text))
                .withMessageStartingWith("shape")
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    @Test
    void aShapeCannotExistInvalid() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(2));
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(2, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Shape.Nodes(1, List.of(1)));
    }
}
