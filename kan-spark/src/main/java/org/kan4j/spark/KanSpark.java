package org.kan4j.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.kan4j.export.ExportOptions;
import org.kan4j.export.FormulaExport;
import org.kan4j.export.Language;
import org.kan4j.export.NetworkExport;
import org.kan4j.export.SqlDialect;
import org.kan4j.formula.Formula;
import org.kan4j.model.KanModel;
import scala.Tuple2;

/** Formulas in tables of Spark: one for every group of rows, and as columns. */
public final class KanSpark {
    private static final ExportOptions SQL =
            new ExportOptions(Language.SQL, Optional.empty(), Optional.of(SqlDialect.SPARK));

    private static final int TASKS_FOR_A_CORE = 8;

    private KanSpark() {}

    /**
     * Searches a formula for every group of rows. A group is searched by one task with one thread, and gives what a search of its rows alone
     * gives, in the order in which they are in the table. Rows without a number in each of the columns are left out. A group whose search
     * fails is a row with the reason. Nothing is computed before the result is asked for, and it is computed again whenever it is asked for
     * again: keep it with {@code persist()}, or write it.
     *
     * @param df the table; cells that are text count as the numbers that they are
     * @param by columns whose values tell groups apart
     * @param options the target, its inputs, and how long to search
     * @return a row for each group, in no particular order: the columns {@code by}; {@code formula}; {@code sql}, its expression in Spark SQL;
     *     {@code r2} and {@code rmse} on rows that were held back, or left out one by one in a small group; {@code rows} that were used;
     *     {@code notes}; and {@code error}, which is null where there is a formula
     * @throws IllegalArgumentException if a column is not there, has two roles, or no input is left
     */
    public static Dataset<Row> discoverBy(Dataset<?> df, List<String> by, DiscoverByOptions options) {
        List<String> inputs = inputs(df.schema(), by, options);
        List<Column> columns = new ArrayList<>();
        for (String column : by) {
            columns.add(functions.col(TrainingTable.quoted(column)));
        }
        for (String column : inputs) {
            columns.add(number(column));
        }
        columns.add(number(options.target()));
        int keys = by.size();
        JavaRDD<Row> rows = df.select(columns.toArray(new Column[0])).toJavaRDD();
        PairFunction<Tuple2<Row, Long>, List<Object>, GroupRow> keyed =
                row -> new Tuple2<>(values(row._1, keys), GroupRow.of(row._1, keys, row._2));
        // The place of a row: its partition, and its place there.
        JavaPairRDD<List<Object>, GroupRow> pairs =
                rows.mapPartitionsWithIndex(KanSpark::numbered, true).mapToPair(keyed);
        int tasks = TASKS_FOR_A_CORE * df.sparkSession().sparkContext().defaultParallelism();
        GroupSearch search = new GroupSearch(inputs, options);
        JavaRDD<Row> found = pairs.groupByKey(tasks).map(group -> search.row(group._1, group._2));
        return df.sparkSession().createDataFrame(found, schema(df.schema(), by));
    }

    private static java.util.Iterator<Tuple2<Row, Long>> numbered(Integer partition, java.util.Iterator<Row> rows) {
        return new java.util.Iterator<>() {
            private long next = (long) partition << Integer.SIZE;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Tuple2<Row, Long> next() {
                return new Tuple2<>(rows.next(), next++);
            }
        };
    }

    private static List<Object> values(Row row, int keys) {
        Object[] values = new Object[keys];
        Arrays.setAll(values, row::get);
        return Arrays.asList(values);
    }

    /** A cell as a number; null where it is none. */
    private static Column number(String column) {
        return functions.expr("try_cast(" + TrainingTable.quoted(column) + " AS DOUBLE)");
    }

    private static List<String> inputs(StructType schema, List<String> by, DiscoverByOptions options) {
        List<String> roles = new ArrayList<>(by);
        roles.add(options.target());
        roles.addAll(options.inputs());
        for (String column : roles) {
            KanColumns.field(schema, "discoverBy", column);
        }
        if (by.isEmpty() || roles.stream().distinct().count() < roles.size()) {
            throw new IllegalArgumentException(
                    "discoverBy: different columns required for groups, target and inputs, got " + by + ", "
                            + options.target() + " and " + options.inputs());
        }
        if (!options.inputs().isEmpty()) {
            return options.inputs();
        }
        List<String> inputs = Arrays.stream(schema.fields())
                .filter(field -> field.dataType() instanceof NumericType)
                .map(StructField::name)
                .filter(name -> !roles.contains(name))
                .toList();
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("discoverBy: a column of numbers required to explain " + options.target()
                    + " by, got " + String.join(", ", schema.fieldNames()));
        }
        return inputs;
    }

    private static StructType schema(StructType table, List<String> by) {
        StructType schema = new StructType();
        for (String column : by) {
            schema = schema.add(KanColumns.field(table, "discoverBy", column));
        }
        return schema.add("formula", DataTypes.StringType)
                .add("sql", DataTypes.StringType)
                .add("r2", DataTypes.DoubleType)
                .add("rmse", DataTypes.DoubleType)
                .add("rows", DataTypes.LongType)
                .add("notes", DataTypes.createArrayType(DataTypes.StringType))
                .add("error", DataTypes.StringType);
    }

    /**
     * {@return a formula as an expression of Spark SQL over its columns, such as for {@code SELECT} or {@code selectExpr}}
     *
     * @param formula from a search or a model
     */
    public static String sql(Formula formula) {
        return expression(FormulaExport.write(formula, SQL));
    }

    /**
     * {@return a network as an expression of Spark SQL over the columns of its inputs; of two classes the probability of the second}
     *
     * @param model of one output, or of two classes
     * @throws IllegalArgumentException if it has several outputs
     * @throws org.kan4j.data.DataException if it is larger than an expression should be
     */
    public static String sql(KanModel model) {
        if (model.outputNames().size() > 1) {
            throw new IllegalArgumentException(
                    "sql: a model of one output required, got " + String.join(", ", model.outputNames()));
        }
        return expression(NetworkExport.write(model, SQL));
    }

    private static String expression(String export) {
        return export.lines().dropWhile(line -> line.startsWith("--")).collect(Collectors.joining(" "));
    }

    /**
     * {@return a formula as a column, which Spark computes and optimises as any other}
     *
     * @param formula from a search or a model
     */
    public static Column column(Formula formula) {
        return functions.expr(sql(formula)).alias(formula.target());
    }
}
