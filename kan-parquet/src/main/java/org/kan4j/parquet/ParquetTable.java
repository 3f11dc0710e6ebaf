package org.kan4j.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kan4j.data.DataException;
import org.kan4j.data.TableFormat;

/**
 * Parquet files whose columns are numbers, text, booleans, dates and times. Compression by Snappy, Zstandard and gzip is read; text
 * that is not marked as text is taken for UTF-8.
 */
public final class ParquetTable implements TableFormat {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final Set<CompressionCodec> READ = Set.of(
            CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.GZIP, CompressionCodec.ZSTD);
    /** The library tells how it decompresses; held, since loggers are kept by weak references. */
    private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

    /** For {@link java.util.ServiceLoader}. */
    public ParquetTable() {
        LIBRARY.setLevel(Level.WARNING);
    }

    @Override
    public boolean reads(byte[] begin) {
        return Arrays.equals(begin, MAGIC);
    }

    @Override
    public InputStream text(Path file) throws IOException {
        ParquetFileReader reader = open(file);
        try {
            List<ParquetColumn> columns = columns(file, reader);
            requireReadable(file, reader.getFileMetaData());
            requireConsistent(reader.getFileMetaData());
            return new ParquetText(reader, columns);
        } catch (DataException e) {
            reader.close();
            throw e;
        } catch (RuntimeException e) {
            reader.close();
            throw damaged(e);
        }
    }

    @Override
    public long rows(Path file) throws IOException {
        try (ParquetFileReader reader = open(file)) {
            return reader.getFileMetaData().numRows();
        }
    }

    private static ParquetFileReader open(Path file) throws IOException {
        FileBytes bytes = new FileBytes(file);
        try {
            return ParquetFileReader.open(bytes);
        } catch (IOException e) {
            bytes.close();
            throw e;
        } catch (RuntimeException e) {
            bytes.close();
            throw damaged(e);
        }
    }

    /** What is said of any failure of the library: it throws exceptions of many kinds where a file is damaged. */
    static IOException damaged(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new IOException("not a valid Parquet file, or one of a newer kind: " + cause.getMessage(), failure);
    }

    private static void requireReadable(Path file, FileMetaData footer) {
        for (RowGroup group : footer.rowGroups()) {
            for (ColumnChunk chunk : group.columns()) {
                if (!READ.contains(chunk.metaData().codec())) {
                    throw new DataException(file.getFileName() + ": compressed by "
                            + chunk.metaData().codec()
                            + "; Snappy, Zstandard, gzip or none required; write it anew, such as by duckdb -c \"copy '"
                            + file.getFileName() + "' to 'snappy.parquet'\"");
                }
            }
        }
    }

    /** A wrong count in a damaged footer could make the library give rows for years. */
    private static void requireConsistent(FileMetaData footer) {
        long rows = 0;
        for (RowGroup group : footer.rowGroups()) {
            rows += group.numRows();
            if (group.columns().stream().anyMatch(chunk -> chunk.metaData().numValues() != group.numRows())) {
                throw new IllegalStateException("a column has not as many values as rows");
            }
        }
        if (rows != footer.numRows()) {
            throw new IllegalStateException(footer.numRows() + " rows, and " + rows + " in its groups");
        }
    }

    private static List<ParquetColumn> columns(Path file, ParquetFileReader reader) {
        List<ParquetColumn> columns = new ArrayList<>();
        for (SchemaNode node : reader.getFileSchema().getRootNode().children()) {
            if (!(node instanceof PrimitiveNode column) || column.maxRepetitionLevel() > 0) {
                throw new DataException(file.getFileName() + ": column \"" + node.name()
                        + "\" holds lists, maps or structs; columns of numbers, text, booleans, dates and times required; leave it out, "
                        + "such as by duckdb -c \"copy (select * exclude (" + node.name() + ") from '"
                        + file.getFileName() + "') to 'flat.parquet'\"");
            }
            columns.add(ParquetColumn.of(column, columns.size()));
        }
        return columns;
    }
}
