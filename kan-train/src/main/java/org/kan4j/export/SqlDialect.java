package org.kan4j.export;

/** What databases write differently. */
public enum SqlDialect {
    /** PostgreSQL 12 and newer. */
    POSTGRESQL("double precision", "text", "\"", "\"", "LN"),
    /** SQLite 3.35 and newer, built with its mathematical functions. */
    SQLITE("REAL", "TEXT", "\"", "\"", "LN"),
    /** DuckDB 1.0 and newer. */
    DUCKDB("DOUBLE", "VARCHAR", "\"", "\"", "LN"),
    /** Spark SQL 3.1 and newer. */
    SPARK("DOUBLE", "STRING", "`", "`", "LN"),
    /** SQL Server 2012 and newer, which has no hyperbolic functions: they are made of exponentials. */
    SQLSERVER("float", "nvarchar(4000)", "[", "]", "LOG");

    private final String type;
    private final String text;
    private final String open;
    private final String close;
    private final String logarithm;

    SqlDialect(String type, String text, String open, String close, String logarithm) {
        this.type = type;
        this.text = text;
        this.open = open;
        this.close = close;
        this.logarithm = logarithm;
    }

    /** A column as a number of 64 bits, so that whole numbers are not divided as such. */
    String number(String column) {
        return "CAST(" + quoted(column) + " AS " + type + ")";
    }

    /** A column as a text. */
    String text(String column) {
        return "CAST(" + quoted(column) + " AS " + text + ")";
    }

    /** A name. */
    String quoted(String name) {
        return open + name.replace(close, close + close) + close;
    }

    /** A text as a literal. */
    String literal(String value) {
        return switch (this) {
            case SPARK -> "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
            case SQLSERVER -> "N'" + value.replace("'", "''") + "'";
            default -> "'" + value.replace("'", "''") + "'";
        };
    }

    /** The natural logarithm. */
    String logarithm() {
        return logarithm;
    }

    /** Whether a function outside its domain is an error that ends the query; elsewhere it gives NULL or NaN. */
    boolean raises() {
        return this != SQLITE && this != SPARK;
    }
}
