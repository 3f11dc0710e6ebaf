package org.kan4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.kan4j.model.InputKind;
import org.kan4j.model.KanModel;

/** Makes datasets of tables: picks targets and inputs, leaves out what says nothing, and says so. */
final class DatasetReader {
    private DatasetReader() {}

    /** Rows from a file, see {@link Dataset#read(TableFile, Roles)}. */
    static Dataset read(TableFile file, Roles roles) {
        roles.check(file.name(), file.header());
        Optional<Labels> labels =
                roles.labels() ? Optional.of(Labels.read(file, roles.targets().get(0))) : Optional.empty();
        return of(TableReader.read(file, roles.reading()), roles, labels, file::line);
    }

    /** Rows from a file for a model, see {@link Dataset#read(TableFile, Roles, KanModel)}. */
    static Dataset read(TableFile file, Roles roles, KanModel model) {
        if (!model.mixed()) {
            return read(file, roles, model.classes());
        }
        roles.check(file.name(), file.header());
        Optional<Labels> labels = labels(file, roles, model.classes());
        Map<String, List<String>> levels = new LinkedHashMap<>();
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < model.kinds().size(); i++) {
            InputKind kind = model.kinds().get(i);
            features.add(new Feature(kind.names(), true));
            if (kind.category()) {
                levels.put(model.inputNames().get(i), kind.names());
            }
        }
        List<String> made = Cycles.columns(file, roles.inputs());
        Table table = Cycles.derived(
                TableReader.read(
                        file,
                        new Reading(
                                name -> roles.numeric(name) || made.contains(name),
                                name -> true,
                                name -> false,
                                levels)),
                file,
                roles.inputs());
        requireColumns(table, roles, labels);
        List<String> knowing = IntStream.range(0, features.size())
                .filter(model::takesGaps)
                .mapToObj(model.inputNames()::get)
                .toList();
        Rows rows = new Rows(table, roles, labels, knowing);
        return rows.dataset(roles.inputs(), features, file::line);
    }

    private static void requireColumns(Table table, Roles roles, Optional<Labels> labels) {
        if (labels.isEmpty()) {
            roles.targets().forEach(name -> Dataset.requireColumn(table, name, "target"));
        }
        roles.inputs().forEach(name -> Dataset.requireColumn(table, name, "input"));
        roles.weights().ifPresent(of -> Dataset.requireColumn(table, of.column(), of.role()));
    }

    /** Rows from a file for a model of quantities whose labels, where its target holds such, are these classes. */
    static Dataset read(TableFile file, Roles roles, List<String> classes) {
        roles.check(file.name(), file.header());
        Optional<Labels> labels = labels(file, roles, classes);
        Table table = Cycles.derived(TableReader.read(file, roles.reading()), file, roles.inputs());
        boolean levels = roles.inputs().stream().anyMatch(name -> !table.names().contains(name));
        // Rows of levels that the model does not know have no value.
        return levels
                ? of(Groups.indicated(table, file, roles.inputs()), roles.withMixed(Missing.DROP), labels, file::line)
                : of(table, roles, labels, file::line);
    }

    private static Optional<Labels> labels(TableFile file, Roles roles, List<String> classes) {
        if (!roles.labels()) {
            return Optional.empty();
        }
        String target = roles.targets().get(0);
        List<String> cells = file.texts(target);
        double[] indices = Labels.indices(cells, classes);
        for (int r = 0; r < indices.length; r++) {
            if (indices[r] < 0 && !cells.get(r).isEmpty()) {
                throw new DataException(file.name() + ", row " + file.line(r) + ", column "
                        + TableReader.shown(target) + ": one of the classes " + classes + " required, got "
                        + TableReader.shown(cells.get(r)));
            }
        }
        return Optional.of(new Labels(classes, indices));
    }

    /**
     * Rows from a table.
     *
     * @param table the columns
     * @param roles what they are for
     * @param labels of the target, where it holds classes
     * @param line the line of the file that a row of the table is in
     */
    static Dataset of(Table table, Roles roles, Optional<Labels> labels, LongUnaryOperator line) {
        requireColumns(table, roles, labels);
        boolean drops = roles.mixed().filter(Missing.DROP::equals).isPresent();
        Rows rows = new Rows(table, roles, labels, drops ? List.of() : table.names());
        List<String> kept = LeftOut.varying(
                table.source(),
                roles.candidates(table.names()),
                name -> LeftOut.constant(rows.column(name)),
                name -> new LeftOut.Contents(
                        rows.column(name), rows.table.levels().containsKey(name)),
                rows.notes);
        rows.leaveOutNames(kept, roles);
        kept.forEach(rows::note);
        List<Feature> features = kept.stream().map(rows::feature).toList();
        return rows.dataset(kept, features, line);
    }

    /** The rows of a table that have all that they must have. */
    private static final class Rows {
        private final Table table;
        private final Roles roles;
        private final Optional<Labels> labels;
        private final int[] complete;
        private final List<String> notes;
        private final List<String> warnings;
        private final Map<String, double[]> numbers = new HashMap<>();
        private final Map<String, List<String>> levels = new HashMap<>();

        /** Leaves out rows without a target, and those that lack an input that is not among {@code knowing}. */
        Rows(Table whole, Roles roles, Optional<Labels> labels, List<String> knowing) {
            this.roles = roles;
            this.labels = labels;
            require(
                    whole,
                    labels.isEmpty() || labels.get().indices().length == whole.rows(),
                    "as many labels as rows required");
            List<double[]> targets = labels.map(found -> List.of(found.indices()))
                    .orElseGet(() -> roles.targets().stream()
                            .map(name -> columnOf(whole, name))
                            .toList());
            int[] with = complete(targets, whole.rows(), labels.isPresent());
            List<double[]> needed = roles.candidates(whole.names()).stream()
                    .filter(name -> !knowing.contains(name))
                    .map(name -> columnOf(whole, name))
                    .filter(column -> Arrays.stream(column).anyMatch(value -> !Double.isNaN(value)))
                    .toList();
            complete = IntStream.of(with)
                    .filter(r -> needed.stream().noneMatch(column -> Double.isNaN(column[r])))
                    .toArray();
            table = complete.length < whole.rows() ? whole.subset(complete) : whole;
            notes = new ArrayList<>(table.notes());
            warnings = new ArrayList<>(table.warnings());
            LeftOut.noteGaps(whole.rows() - with.length, roles, notes);
            LeftOut.noteLacking(with.length - complete.length, notes);
            require(table, table.rows() >= 2, "at least 2 rows required, got " + table.rows());
            for (int c = 0; c < table.names().size(); c++) {
                numbers.put(table.names().get(c), table.columns().get(c));
            }
        }

        double[] column(String name) {
            return Objects.requireNonNull(numbers.get(name));
        }

        /** Leaves out columns of texts that hardly repeat, such as names, unless they are asked for. */
        void leaveOutNames(List<String> kept, Roles roles) {
            kept.removeIf(name -> {
                List<String> texts = table.levels().get(name);
                long cells = Arrays.stream(column(name))
                        .filter(code -> !Double.isNaN(code))
                        .count();
                boolean names = texts != null && MixedColumns.names(name, texts.size(), cells, roles);
                if (names) {
                    notes.add(MixedColumns.noteOfNames(name));
                }
                return names;
            });
            if (kept.isEmpty()) {
                throw new DataException(
                        table.source() + ": at least 1 input column that varies and repeats required, got none");
            }
        }

        /** Says how a column is taken that is not one of numbers without gaps. */
        void note(String name) {
            List<String> texts = table.levels().get(name);
            if (texts != null) {
                int[] order = new int[texts.size()];
                levels.put(name, LevelCodes.sorted(texts, order));
                numbers.put(
                        name,
                        Arrays.stream(column(name))
                                .map(code -> Double.isNaN(code) ? code : order[(int) code])
                                .toArray());
            }
            long gaps = Arrays.stream(column(name)).filter(Double::isNaN).count();
            MixedColumns.note(name, texts == null ? 0 : texts.size(), gaps, roles, notes);
            if (texts == null && roles.mixed().isPresent()) {
                FewNumbers.note(name, column(name)).ifPresent(notes::add);
            }
        }

        Feature feature(String name) {
            boolean gaps = Arrays.stream(column(name)).anyMatch(Double::isNaN);
            return new Feature(levels.getOrDefault(name, List.of()), gaps);
        }

        Dataset dataset(List<String> inputs, List<Feature> features, LongUnaryOperator line) {
            for (int i = 0; i < inputs.size(); i++) {
                if (!features.get(i).category()) {
                    Extremes.warning(inputs.get(i), column(inputs.get(i))).ifPresent(warnings::add);
                }
            }
            if (labels.isEmpty()) {
                roles.targets().forEach(name -> {
                    Extremes.warning(name, column(name)).ifPresent(warnings::add);
                    if (Arrays.stream(column(name)).allMatch(value -> value == 0 || value == 1)) {
                        warnings.add(
                                "target " + TableReader.shown(name) + " holds 0 and 1 alone and is taken for a number:"
                                        + " least squares give no probabilities; kan fit --task classification, then kan formula,"
                                        + " give log-odds");
                    }
                });
            }
            List<double[]> y = labels.isEmpty()
                    ? roles.targets().stream().map(this::column).toList()
                    : List.of(IntStream.of(complete)
                            .mapToDouble(r -> labels.get().indices()[r])
                            .toArray());
            return new Dataset(
                    interleaved(inputs.stream().map(this::column).toList(), table.rows()),
                    interleaved(y, table.rows()),
                    roles.weights()
                            .map(of -> weights(table, of, r -> line.applyAsLong(complete[(int) r])))
                            .orElse(new double[0]),
                    roles.weights().map(RowWeights::errors).orElse(false),
                    table.rows(),
                    inputs,
                    roles.targets(),
                    labels.map(Labels::classes).orElse(List.of()),
                    complete,
                    notes,
                    warnings,
                    features,
                    roles.mixed().filter(Missing.MEDIAN::equals).orElse(Missing.EFFECT));
        }
    }

    /** The numbers of the rows that have all targets: numbers, or classes from 0 on. */
    private static int[] complete(List<double[]> targets, int rows, boolean classes) {
        int[] complete = new int[rows];
        int count = 0;
        for (int r = 0; r < rows; r++) {
            boolean all = true;
            for (double[] target : targets) {
                all &= classes ? target[r] >= 0 : !Double.isNaN(target[r]);
            }
            complete[count] = r;
            count += all ? 1 : 0;
        }
        return Arrays.copyOf(complete, count);
    }

    private static double[] weights(Table table, RowWeights of, LongUnaryOperator line) {
        double[] weights = columnOf(table, of.column()).clone();
        double sum = 0;
        for (int r = 0; r < weights.length; r++) {
            weights[r] = of.weight(weights[r], table.source(), r, line);
            sum += weights[r];
        }
        require(table, sum > 0, "weights " + TableReader.shown(of.column()) + ": one above 0 required, got none");
        return weights;
    }

    private static double[] columnOf(Table table, String name) {
        return table.columns().get(table.names().indexOf(name));
    }

    /** Columns side by side: [rows, columns]. */
    private static double[] interleaved(List<double[]> columns, int rows) {
        int count = columns.size();
        double[] matrix = new double[Math.multiplyExact(rows, count)];
        for (int c = 0; c < count; c++) {
            double[] column = columns.get(c);
            for (int r = 0; r < rows; r++) {
                matrix[r * count + c] = column[r];
            }
        }
        return matrix;
    }

    private static void require(Table table, boolean holds, String message) {
        if (!holds) {
            throw new DataException(table.source() + ": " + message);
        }
    }
}
