package org.kan4j.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EditScriptTest {
    @Test
    void whatIsWrittenIsReadBack() {
        EditScript script = new EditScript(
                "a \"b\".kan", "t.csv", "c.kan", 7, List.of(Edit.parse("fix 0,1,0=sin"), Edit.parse("prune 1,0")));
        assertThat(EditScript.parse(script.json(), "edits.json")).isEqualTo(script);
    }

    @Test
    void whatIsNoScriptIsRefusedWithItsPlace() {
        Map.of(
                        "", "a JSON object required",
                        "[]", "a JSON object required",
                        "{\"model\": 3}", "line 1: model: a text required",
                        "{\"model\": \"a\",\n\"edit\": []}",
                                "line 2: model, table, out, seed or a list of edits required, got \"edit\"",
                        "{\"model\": \"a\", \"table\": \"b\"}", "\"out\" required",
                        "{\"edits\": [\"mend\"]}", "fix, release, prune, set, widen or product required first",
                        "{\"edits\": [", "not JSON",
                        "{\"seed\": 1.5}", "seed: a whole number required")
                .forEach((text, message) -> assertThatThrownBy(() -> EditScript.parse(text, "edits.json"))
                        .as(text)
                        .isInstanceOf(EditException.class)
                        .hasMessageContaining(message));
    }
}
