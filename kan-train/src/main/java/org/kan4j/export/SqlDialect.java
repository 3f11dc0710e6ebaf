package org.kan4j.export;

/** What databases write differently. */
public enum SqlDialect {
    /** PostgreSQL 12 and newer. */
    POSTGRESQL("double precision", "\"", "\"", "LN"),
    /** SQLite 3.35 and newer, built with its mathematical functions. */
    SQLITE("REAL", "\"", "\"", "LN"),
    /** DuckDB 1.0 and newer. */
    DUCKDB("DOUBLE", "\"", "\"", "LN"),
    /** Spark SQL 3.1 and newer. */
    SPARK("DOUBLE", "`", "`", "LN"),
    /** SQL Server 2012 and newer, which has no hyperbolic functions: they are made of exponentials. */
    SQLSERVER("float", "[", "]", "LOG");

    private final String type;
    private final String open;
    private final String close;
    private final String logarithm;

    SqlDialect(String type, String open, String close, String logarithm) {
        this.type = type;
        this.open = open;
        this.close = close;
        this.logarithm = logarithm;
    }

    /** A column as a number of 64 bits, so that whole numbers are not divided as such. */
    String column(String name) {
        return "CAST(" + open + name.replace(close, close + close) + close + " AS " + type + ")";
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
