package org.kan4j.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.util.Locale;
import org.kan4j.basis.BSpline;

/**
 * What {@link ModelWriter} and {@link ModelReader} agree on. Fields come in a fixed order and every one is required, so that
 * reading is one pass without guesses.
 */
final class ModelJson {
    /** Longest model.json. */
    static final int MAX_BYTES = 16 << 20;

    static final int MAX_LAYERS = 1000;
    static final String FORMAT = "kan4j-model";

    /** The highest version; trends came with it. */
    static final int VERSION = 5;

    /** Responses other than the mean came with this one. */
    static final int FREE_ONLY = 4;

    /** Categories, gaps and what tells how sure predictions are came with this one. */
    static final int MEANS_ONLY = 3;

    /** Classes and bases other than B-splines came with this one. */
    static final int QUANTITIES_ONLY = 2;

    static final int SPLINES_ONLY = 1;
    static final String SPLINES = BSpline.STANDARD.family();
    static final char NUMERIC = 'n';
    static final char MASKED = '.';
    static final char SYMBOLIC = 's';

    /** The fast writer gives the shortest text that reads back exactly, the same on every JDK. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10)
                    .maxNumberLength(40)
                    .maxNameLength(40)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .build();

    private ModelJson() {}

    /** What a constant is called in a file. */
    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Text from a file, fit for a line of a message. */
    static String printable(String text) {
        String line = text.lines().findFirst().orElse("");
        String clean = line.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 120 ? clean.substring(0, 120) + "..." : clean;
    }
}
