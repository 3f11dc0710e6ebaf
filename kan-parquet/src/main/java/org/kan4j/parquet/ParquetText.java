package org.kan4j.parquet;

import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rows of a Parquet file as the bytes of a CSV file, made while they are read. */
final class ParquetText extends InputStream {
    private static final int BLOCK = 1 << 16;

    private final ParquetFileReader file;
    private final RowReader rows;
    private final List<ParquetColumn> columns;
    /** What a missing value becomes: a line without anything in it would be no row. */
    private final String gap;

    private long left;
    private final StringBuilder text = new StringBuilder();
    private byte[] block;
    private int at;

    /** Takes the file over, which is closed with this. */
    ParquetText(ParquetFileReader file, List<ParquetColumn> columns) {
        this.file = file;
        this.columns = columns;
        gap = columns.size() == 1 ? "NaN" : "";
        rows = file.rowReader();
        left = file.getFileMetaData().numRows();
        for (ParquetColumn column : columns) {
            text.append(column.index() == 0 ? "" : ",");
            ParquetColumn.quote(column.name(), text);
        }
        block = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() throws IOException {
        return at < block.length || fill() ? block[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == block.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block, at, into, offset, count);
        at += count;
        return count;
    }

    /** Makes the next block of lines; whether there is one. */
    private boolean fill() throws IOException {
        text.setLength(0);
        try {
            for (; text.length() < BLOCK && left > 0; left--) {
                rows.next();
                for (ParquetColumn column : columns) {
                    text.append(column.index() == 0 ? "" : ",");
                    if (rows.isNull(column.index())) {
                        text.append(gap);
                    } else {
                        ParquetColumn.quote(column.text().apply(rows), text);
                    }
                }
                text.append('\n');
            }
        } catch (RuntimeException e) {
            throw ParquetTable.damaged(e);
        }
        block = text.toString().getBytes(StandardCharsets.UTF_8);
        at = 0;
        return block.length > 0;
    }

    @Override
    public void close() throws IOException {
        rows.close();
        file.close();
    }
}
