package org.kan4j.data;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Cycles of the columns of dates and times: inputs that are derived from such a column, {@code hour(when)}, {@code weekday(when)} and
 * {@code yearday(when)}. Their names say what they are, so that a model which has them reads them from any table with the column.
 */
public final class Cycles {
    private static final double DAY = 86_400;

    /** Cycles that a column must span for its inputs to tell anything. */
    private static final double LEAST = 2;

    private static final int THURSDAY = 4;
    private static final int WEEK = 7;

    /** A cycle. */
    enum Kind {
        HOUR(24, 1),
        WEEKDAY(WEEK, WEEK),
        YEARDAY(366, 365.25);

        private final double length;
        private final double days;

        Kind(double length, double days) {
            this.length = length;
            this.days = days;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Hours from 0 to 24, days of the week from Monday, 1, to Sunday, 7, days of the year from 0 to 366, both with their fractions but weekdays. */
        double of(double seconds) {
            double day = Math.floor(seconds / DAY);
            return switch (this) {
                case HOUR -> (seconds - day * DAY) / 3600;
                case WEEKDAY -> 1 + Math.floorMod((long) day + THURSDAY - 1, WEEK);
                case YEARDAY -> LocalDate.ofEpochDay((long) day).getDayOfYear() - 1 + (seconds - day * DAY) / DAY;
            };
        }
    }

    private Cycles() {}

    /** A cycle of a column. */
    private record Derived(Kind kind, String column, boolean days) {
        String name() {
            return kind.word() + "(" + column + ")";
        }

        double[] of(double[] numbers) {
            return Arrays.stream(numbers)
                    .map(v -> Double.isNaN(v) ? v : kind.of(days ? v * DAY : v))
                    .toArray();
        }
    }

    private static Optional<Column.Type> type(TableFile file, String column) {
        return file.schema().columns().stream()
                .filter(known -> known.name().equals(column))
                .map(Column::type)
                .filter(type -> type == Column.Type.DATE || type == Column.Type.DATE_TIME)
                .findFirst();
    }

    private static Optional<Derived> parse(TableFile file, String name) {
        for (Kind kind : Kind.values()) {
            if (name.startsWith(kind.word() + "(") && name.endsWith(")")) {
                String column = name.substring(kind.word().length() + 1, name.length() - 1);
                return type(file, column).map(type -> new Derived(kind, column, type == Column.Type.DATE));
            }
        }
        return Optional.empty();
    }

    /**
     * {@return the length of the cycle that an input of this name is, which begins at 0; nothing for others, and for weekdays, which are whole
     * numbers}
     *
     * @param name of an input
     */
    public static Optional<Double> length(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.WEEKDAY)
                .filter(kind -> name.startsWith(kind.word() + "(") && name.endsWith(")"))
                .map(kind -> kind.length)
                .findFirst();
    }

    /**
     * {@return rows with the cycles of their inputs that are dates or times and span two cycles or more, with a note of each}
     *
     * @param file that the rows are of
     * @param data the rows
     */
    public static Dataset in(TableFile file, Dataset data) {
        Dataset now = data;
        for (int i = 0; i < data.inputs(); i++) {
            String column = data.inputNames().get(i);
            Optional<Column.Type> type = type(file, column);
            if (type.isPresent()) {
                boolean days = type.get() == Column.Type.DATE;
                int input = i;
                double[] numbers = new double[data.rows()];
                Arrays.setAll(numbers, r -> data.x()[r * data.inputs() + input]);
                for (Kind kind : days ? List.of(Kind.WEEKDAY, Kind.YEARDAY) : List.of(Kind.values())) {
                    Derived derived = new Derived(kind, column, days);
                    if (spans(numbers, kind.days * (days ? 1 : DAY))
                            && !data.inputNames().contains(derived.name())) {
                        now = with(
                                now,
                                derived,
                                derived.of(numbers),
                                data.features().get(i));
                    }
                }
            }
        }
        return now;
    }

    private static boolean spans(double[] numbers, double cycle) {
        double[] known =
                Arrays.stream(numbers).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return known.length > 0 && known[known.length - 1] - known[0] >= LEAST * cycle;
    }

    private static Dataset with(Dataset data, Derived derived, double[] column, Feature like) {
        double[] distinct =
                Arrays.stream(column).filter(v -> !Double.isNaN(v)).distinct().toArray();
        if (distinct.length < 2) {
            return data;
        }
        int in = data.inputs();
        double[] x = new double[data.rows() * (in + 1)];
        for (int r = 0; r < data.rows(); r++) {
            System.arraycopy(data.x(), r * in, x, r * (in + 1), in);
            x[r * (in + 1) + in] = column[r];
        }
        List<String> names = new ArrayList<>(data.inputNames());
        names.add(derived.name());
        List<Feature> features = new ArrayList<>(data.features());
        features.add(like);
        List<String> notes = new ArrayList<>(data.notes());
        notes.add("column " + TableReader.shown(derived.column) + " spans more than one "
                + (derived.kind == Kind.HOUR ? "day" : derived.kind == Kind.WEEKDAY ? "week" : "year") + ": "
                + derived.name() + " is an input too");
        return new Dataset(
                x,
                data.y(),
                data.weights(),
                data.errors(),
                data.rows(),
                names,
                data.targets(),
                data.classes(),
                data.rowNumbers(),
                notes,
                data.warnings(),
                features,
                data.missing(),
                data.blocks());
    }

    /**
     * {@return names of the columns that inputs of these names are made of, beside these}
     *
     * @param file with the columns
     * @param inputs of a model
     */
    public static List<String> columns(TableFile file, List<String> inputs) {
        List<String> all = new ArrayList<>(inputs);
        for (String input : inputs) {
            if (!file.header().contains(input)) {
                parse(file, input)
                        .map(Derived::column)
                        .filter(c -> !all.contains(c))
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    /**
     * {@return a table with the cycles that a model asks for and that are no columns of the file}
     *
     * @param table rows of the file
     * @param file with the columns of dates and times
     * @param inputs of a model
     */
    public static Table derived(Table table, TableFile file, List<String> inputs) {
        List<String> names = new ArrayList<>(table.names());
        List<double[]> columns = new ArrayList<>(table.columns());
        for (String input : inputs) {
            Optional<Derived> cycle = names.contains(input) ? Optional.empty() : parse(file, input);
            cycle.flatMap(of -> table.column(of.column).map(of::of)).ifPresent(column -> {
                names.add(input);
                columns.add(column);
            });
        }
        return names.size() == table.names().size()
                ? table
                : new Table(
                        table.source(), names, columns, table.rows(), table.levels(), table.notes(), table.warnings());
    }
}
