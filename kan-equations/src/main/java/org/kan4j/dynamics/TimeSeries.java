package org.kan4j.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kan4j.data.Column;
import org.kan4j.data.DataException;
import org.kan4j.data.Groups;
import org.kan4j.data.Table;
import org.kan4j.data.TableFile;
import org.kan4j.data.TableReader;

/**
 * Runs of one system.
 *
 * @param source where they came from, for messages
 * @param time name of the time
 * @param states names of the states
 * @param controls names of the inputs that act on the system
 * @param trajectories the runs, at least one
 * @param notes what a reader should know of the rows
 */
public record TimeSeries(
        String source,
        String time,
        List<String> states,
        List<String> controls,
        List<Trajectory> trajectories,
        List<String> notes) {
    /** Fewer rows than this say nothing of a law. */
    public static final int FEWEST_ROWS = 10;

    /** Rows of a run below which its rates cannot be told. */
    private static final int SHORTEST_RUN = 4;

    /**
     * Which columns are what.
     *
     * @param time column of the time
     * @param group column that tells runs apart
     * @param states columns of the states; empty for all other columns of numbers
     * @param controls columns of inputs
     * @param drop columns not to use
     */
    public record Columns(
            String time, Optional<String> group, List<String> states, List<String> controls, List<String> drop) {}

    /**
     * Copies.
     *
     * @param source where they came from, for messages
     * @param time name of the time
     * @param states names of the states
     * @param controls names of the inputs that act on the system
     * @param trajectories the runs, at least one
     * @param notes what a reader should know of the rows
     */
    public TimeSeries {
        states = List.copyOf(states);
        controls = List.copyOf(controls);
        trajectories = List.copyOf(trajectories);
        notes = List.copyOf(notes);
    }

    /**
     * Reads runs from a table. Rows may be in any order and times uneven; a state may have gaps.
     *
     * @param file the table
     * @param columns which columns are what
     * @return the runs
     * @throws DataException if a column is not there or holds no numbers, a time repeats within a run, or there are too few rows
     */
    public static TimeSeries read(TableFile file, Columns columns) {
        List<String> known = file.header();
        List<String> named = new ArrayList<>(List.of(columns.time()));
        columns.group().ifPresent(named::add);
        named.addAll(columns.states());
        named.addAll(columns.controls());
        named.addAll(columns.drop());
        for (int i = 0; i < named.size(); i++) {
            if (!known.contains(named.get(i))) {
                throw new DataException(file.name() + ": no column \"" + named.get(i) + "\"; columns are " + known);
            }
            if (named.subList(0, i).contains(named.get(i))) {
                throw new DataException(
                        file.name() + ": column \"" + named.get(i) + "\" is named twice; one part for each required");
            }
        }
        List<String> states = columns.states().isEmpty()
                ? known.stream()
                        .filter(name -> !named.contains(name) && numeric(file, name))
                        .toList()
                : columns.states();
        List<String> numbers = new ArrayList<>(List.of(columns.time()));
        numbers.addAll(states);
        numbers.addAll(columns.controls());
        for (String name : numbers) {
            if (!numeric(file, name)) {
                throw new DataException(file.name() + ", column \"" + name
                        + "\": numbers required, got text; leave it out (--drop) or name the states (--target)");
            }
        }
        if (states.isEmpty()) {
            throw new DataException(file.name() + ": at least 1 column of numbers beside the time \"" + columns.time()
                    + "\" required, got none");
        }
        Table table = TableReader.read(file, numbers::contains, states::contains);
        double[] group =
                columns.group().map(name -> Groups.read(file, name).indices()).orElse(new double[table.rows()]);
        List<String> labels =
                columns.group().map(name -> Groups.read(file, name).labels()).orElse(List.of(""));
        List<String> others = known.stream()
                .filter(name -> columns.states().isEmpty() && !named.contains(name) && !states.contains(name))
                .map(name -> "column \"" + name + "\" is left out: text")
                .toList();
        return new Reader(file.name(), columns.time(), states, columns.controls(), table, group, labels, others)
                .series();
    }

    private static boolean numeric(TableFile file, String name) {
        return file.schema().columns().stream()
                .filter(column -> column.name().equals(name))
                .map(Column::type)
                .anyMatch(Column.Type::numeric);
    }

    /** {@return the number of rows of all runs} */
    public int rows() {
        return trajectories.stream().mapToInt(Trajectory::rows).sum();
    }

    /**
     * {@return the same names with other runs}
     *
     * @param runs the runs
     */
    public TimeSeries withTrajectories(List<Trajectory> runs) {
        return new TimeSeries(source, time, states, controls, runs, notes);
    }

    /**
     * {@return the spread of a state: the standard deviation of all its values}
     *
     * @param state number of the state
     */
    public double spread(int state) {
        double[] values = trajectories.stream()
                .flatMapToDouble(run -> Arrays.stream(run.states()[state]))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }

    /** Sorts the rows of a table into runs. */
    private record Reader(
            String source,
            String time,
            List<String> states,
            List<String> controls,
            Table table,
            double[] group,
            List<String> labels,
            List<String> leftOut) {

        TimeSeries series() {
            double[] times = column(time);
            Map<Integer, List<Integer>> rows = new LinkedHashMap<>();
            for (int r = 0; r < times.length; r++) {
                int row = r;
                if (states.stream().anyMatch(name -> !Double.isNaN(column(name)[row]))) {
                    rows.computeIfAbsent((int) group[r], g -> new ArrayList<>()).add(r);
                }
            }
            List<Trajectory> runs = new ArrayList<>();
            List<String> notes = new ArrayList<>(table.notes());
            notes.addAll(leftOut);
            rows.forEach((g, list) -> {
                int[] sorted = list.stream()
                        .sorted((a, b) -> Double.compare(times[a], times[b]))
                        .mapToInt(r -> r)
                        .toArray();
                Trajectory run = new Trajectory(
                        labels.get(g), pick(times, sorted), pick(states, sorted), pick(controls, sorted));
                requireIncreasing(run);
                if (run.rows() >= SHORTEST_RUN
                        && IntStream.range(0, states.size()).allMatch(s -> run.known(s).length >= SHORTEST_RUN)) {
                    runs.add(run);
                } else {
                    notes.add("run \"" + run.label() + "\" is left out: " + SHORTEST_RUN
                            + " rows or more of each state required, got " + run.rows());
                }
            });
            int count = runs.stream().mapToInt(Trajectory::rows).sum();
            if (count < FEWEST_ROWS) {
                throw new DataException(source + ": at least " + FEWEST_ROWS + " rows in runs of " + SHORTEST_RUN
                        + " or more required, got " + count + " of " + table.rows());
            }
            TimeSeries series = new TimeSeries(source, time, states, controls, runs, notes);
            for (int s = 0; s < states.size(); s++) {
                if (!(series.spread(s) > 0)) {
                    throw new DataException(source + ", column \"" + states.get(s)
                            + "\": a state that changes required; leave it out (--drop)");
                }
            }
            return series;
        }

        private void requireIncreasing(Trajectory run) {
            for (int r = 1; r < run.rows(); r++) {
                if (!(run.times()[r] > run.times()[r - 1])) {
                    throw new DataException(source + ", column \"" + time + "\": each time once in a run required, got "
                            + run.times()[r] + " twice"
                            + (run.label().isEmpty() ? "" : " in run \"" + run.label() + '"')
                            + "; --group names the column that tells runs apart");
                }
            }
        }

        private double[] column(String name) {
            return table.columns().get(table.names().indexOf(name));
        }

        private static double[] pick(double[] column, int[] rows) {
            return Arrays.stream(rows).mapToDouble(r -> column[r]).toArray();
        }

        private double[][] pick(List<String> names, int[] rows) {
            return names.stream().map(name -> pick(column(name), rows)).toArray(double[][]::new);
        }
    }
}
