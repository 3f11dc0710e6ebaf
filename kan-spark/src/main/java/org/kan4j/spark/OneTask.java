package org.kan4j.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.kan4j.data.DataException;

/** Work that one task does. */
final class OneTask {
    private OneTask() {}

    /**
     * What a task gives back.
     *
     * @param <R> of what is computed
     * @param result null where something was wrong with the request
     * @param problem what was wrong
     */
    private record Answer<R>(@Nullable R result, String problem) implements Serializable {}

    /**
     * Runs. What is wrong with a request is given back and thrown here: a task that throws is tried again in vain.
     *
     * @param spark runs it
     * @param request travels to the task
     * @param work what it does
     * @return what it gives
     * @throws IllegalArgumentException if it throws one, or a {@link DataException}
     */
    static <T, R> R run(SparkSession spark, T request, Function<T, R> work) {
        Answer<R> answer = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(List.of(request), 1)
                .map(given -> answer(given, work))
                .collect()
                .get(0);
        if (answer.result == null) {
            throw new IllegalArgumentException(answer.problem);
        }
        return answer.result;
    }

    private static <T, R> Answer<R> answer(T request, Function<T, R> work) throws Exception {
        try {
            return new Answer<>(work.call(request), "");
        } catch (IllegalArgumentException | DataException e) {
            return new Answer<>(null, String.valueOf(e.getMessage()));
        }
    }
}
