package org.kan4j.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Asks SQLite, or DuckDB or PostgreSQL where they are, from Python. Answers go to {@code out.txt}, a line for each query. */
final class Databases {
    private final StringBuilder text;

    Databases(SqlDialect dialect) {
        text = new StringBuilder(connect(dialect)).append("\nout = open('out.txt', 'w')\n");
    }

    private static String connect(SqlDialect dialect) {
        return switch (dialect) {
            case SQLITE -> "import sqlite3; db = sqlite3.connect(':memory:'); db.execute('select asinh(1.0)')";
            case DUCKDB -> "import duckdb; db = duckdb.connect()";
            case POSTGRESQL ->
                "import os, psycopg; db = psycopg.connect(os.environ['KAN4J_POSTGRESQL']) # such as host=/tmp";
            default -> "raise SystemExit(1) # no engine to ask in a process of its own";
        };
    }

    /** Skips a test whose database is not on this machine. */
    static void assume(Path folder, SqlDialect dialect) throws IOException, InterruptedException {
        Programs.assume(folder, "python3", "-c", connect(dialect));
    }

    /**
     * A table with a column {@code row_number} before the others.
     *
     * @param columns names in quotes, with types
     * @param rows values between commas
     */
    void table(String name, List<String> columns, List<String> rows) {
        text.append("db.execute("
                + python("create table " + name + " (row_number integer, " + String.join(", ", columns) + ")") + ")\n");
        StringBuilder values = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            values.append((r == 0 ? "" : ", ") + "(" + r + ", " + rows.get(r) + ")");
        }
        text.append("db.execute(" + python("insert into " + name + " values " + values) + ")\n");
    }

    /** The values of an export, a row after the other; those of expressions between commas beside one another. */
    void select(String export, String table) {
        text.append("rows = db.execute(" + python("select\n" + export + " from " + table + " order by row_number")
                + ").fetchall()\nprint(*[repr(float(v)) if v is not None else 'null' for row in rows for v in row],"
                + " file=out)\n");
    }

    private static String python(String value) {
        return Quotes.python(value).replace("%", "\\x25");
    }

    /** Asks. */
    void run(Path folder) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("all.py"), text);
        Programs.run(folder, "python3", "all.py");
    }
}
