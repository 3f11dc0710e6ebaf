package org.kan4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kan4j.formula.Expression;
import org.kan4j.formula.Formula;

class JsonMembersTest {
    @Test
    void membersComeInTheOrderOfTheCallsAndWhatIsNotFiniteIsNull() {
        String json = JsonMembers.object(members -> members.number("a", 0.5)
                .number("b", Double.NaN)
                .whole("c", 3)
                .flag("d", true)
                .strings("e", List.of("x", "\""))
                .wholes("f", List.of(1, 2))
                .object("g", inner -> inner.string("h", "i"))
                .objects("j", List.of(1, 2), (each, value) -> each.whole("k", value)));
        assertThat(json)
                .isEqualTo("{\"a\":0.5,\"b\":null,\"c\":3,\"d\":true,\"e\":[\"x\",\"\\\"\"],\"f\":[1,2],"
                        + "\"g\":{\"h\":\"i\"},\"j\":[{\"k\":1},{\"k\":2}]}");
    }

    @Test
    void aSymbolThatIsNotItsColumnIsExplainedInTextAndJson() {
        Formula formula = Formula.of(Expression.variable(0), List.of("b b"), "y");
        assertThat(new TextLines().legend(formula)).hasToString("where v1 = \"b b\"\n");
        assertThat(JsonMembers.object(members -> members.formula(formula)))
                .startsWith("{\"formula\":\"v1\",")
                .contains("\"symbols\":{\"v1\":\"b b\"}");
    }

    @Test
    void numbersForPeopleAreShort() {
        assertThat(TextLines.shortNumber(Math.PI)).isEqualTo("3.14159");
        assertThat(TextLines.shortNumber(Double.NaN)).isEqualTo("–");
        assertThat(TextLines.brief(0.25)).isEqualTo("0.25");
        assertThat(TextLines.brief(1.23456e-9)).isEqualTo("1.235E-9");
        assertThat(TextLines.withError(9.80662, 0.00213)).isEqualTo("9.8066 ± 0.0021");
    }
}
