package org.kan4j.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How a table is written and what its columns are. What is left open is decided by the first rows of the file.
 *
 * @param encoding of the characters
 * @param separator between cells
 * @param decimal the mark before decimals
 * @param columns what columns are taken for, by name; where there are any, other columns of a file are left out
 */
public record Schema(
        Optional<Charset> encoding, Optional<Separator> separator, Optional<Decimal> decimal, List<Column> columns) {
    /** Everything is decided by the file. */
    public static final Schema OPEN = new Schema(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /**
     * Copies.
     *
     * @param encoding of the characters
     * @param separator between cells
     * @param decimal the mark before decimals
     * @param columns what columns are taken for, by name; where there are any, other columns of a file are left out
     */
    public Schema {
        columns = List.copyOf(columns);
    }

    /**
     * {@return a copy with an encoding}
     *
     * @param changed of the characters
     */
    public Schema withEncoding(Charset changed) {
        return new Schema(Optional.of(changed), separator, decimal, columns);
    }

    /**
     * {@return a copy with a separator}
     *
     * @param changed what stands between cells
     */
    public Schema withSeparator(Separator changed) {
        return new Schema(encoding, Optional.of(changed), decimal, columns);
    }

    /**
     * {@return a copy with a decimal mark}
     *
     * @param changed the mark
     */
    public Schema withDecimal(Decimal changed) {
        return new Schema(encoding, separator, Optional.of(changed), columns);
    }

    /**
     * {@return a copy with columns}
     *
     * @param changed what columns are taken for
     */
    public Schema withColumns(List<Column> changed) {
        return new Schema(encoding, separator, decimal, changed);
    }

    /** {@return a copy for the text of a {@link TableFormat}} */
    Schema ofFormat() {
        return new Schema(
                Optional.of(StandardCharsets.UTF_8), Optional.of(Separator.COMMA), Optional.of(Decimal.POINT), columns);
    }
}
