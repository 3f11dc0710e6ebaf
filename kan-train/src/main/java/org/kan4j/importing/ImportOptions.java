package org.kan4j.importing;

import java.util.List;
import java.util.Objects;
import org.kan4j.layer.BaseActivation;

/**
 * What other projects' files do not say.
 *
 * @param inputs names of the inputs, in their order; empty for x1, x2 and so on
 * @param outputs names of the outputs, in their order; empty for y, or y1, y2 and so on
 * @param base activation of the base terms of efficient-kan and fast-kan
 */
public record ImportOptions(List<String> inputs, List<String> outputs, BaseActivation base) {
    /** What those projects choose by themselves. */
    public static final ImportOptions DEFAULTS = new ImportOptions(List.of(), List.of(), BaseActivation.SILU);

    /**
     * Copies.
     *
     * @param inputs names of the inputs, in their order; empty for x1, x2 and so on
     * @param outputs names of the outputs, in their order; empty for y, or y1, y2 and so on
     * @param base activation of the base terms of efficient-kan and fast-kan
     */
    public ImportOptions {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        Objects.requireNonNull(base, "base");
    }
}
