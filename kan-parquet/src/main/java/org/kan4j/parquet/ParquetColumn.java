package org.kan4j.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.LogicalType.DecimalType;
import dev.hardwood.metadata.LogicalType.IntType;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A column, and how its values become text.
 *
 * @param name as in the file
 * @param index place in a row
 * @param text of the value of a row that has one
 */
record ParquetColumn(String name, int index, Function<RowReader, String> text) {
    private static final String QUOTED = ",\"\r\n#";

    static ParquetColumn of(PrimitiveNode node, int index) {
        return new ParquetColumn(node.name(), index, text(node, index));
    }

    private static Function<RowReader, String> text(PrimitiveNode node, int index) {
        LogicalType type = node.logicalType();
        if (type instanceof DecimalType) {
            return row -> ((BigDecimal) row.getValue(index)).toPlainString();
        }
        boolean unsigned = type instanceof IntType integer && !integer.isSigned();
        return switch (node.type()) {
            case DOUBLE -> row -> Double.toString(row.getDouble(index));
            case FLOAT -> row -> Float.toString(row.getFloat(index));
            case BYTE_ARRAY ->
                row -> row.getValue(index) instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : row.getValue(index).toString();
            case INT64 ->
                unsigned
                        ? row -> Long.toUnsignedString(row.getLong(index))
                        : row -> row.getValue(index).toString();
            case INT32 ->
                unsigned
                        ? row -> Integer.toUnsignedString(row.getInt(index))
                        : row -> row.getValue(index).toString();
            default -> row -> row.getValue(index).toString();
        };
    }

    /** Adds a cell, in quotes where it holds what has a meaning in CSV files. */
    static void quote(String cell, StringBuilder line) {
        if (cell.chars().noneMatch(c -> QUOTED.indexOf(c) >= 0)) {
            line.append(cell);
        } else {
            line.append('"').append(cell.replace("\"", "\"\"")).append('"');
        }
    }
}
