package org.kan4j.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kan4j.model.KanModel;

/**
 * Rows of inputs and targets, in the data's units. Immutable; the arrays are shared and not to be modified.
 *
 * @param x [rows, inputs]
 * @param y [rows, targets]; the number of a row's class where there are classes
 * @param weights [rows] what each row counts; empty where all count once
 * @param errors whether weights are inverse squares of the targets' standard errors, so that their size counts too
 * @param rows number of rows
 * @param inputNames columns of the inputs
 * @param targets columns of the targets
 * @param classes labels of the classes in the one target; empty where targets are numbers
 * @param rowNumbers [rows] numbers of the rows in the table, counted from 0
 * @param notes what a reader should know, such as inputs that were left out
 * @param warnings what a reader must not overlook, such as columns of categories that were left out
 * @param features [inputs] which of them are categories, and which have gaps, NaN
 * @param missing what stands for gaps: {@link Missing#EFFECT} or {@link Missing#MEDIAN}
 * @param blocks of rows that splits do not tear
 */
public record Dataset(
        double[] x,
        double[] y,
        double[] weights,
        boolean errors,
        int rows,
        List<String> inputNames,
        List<String> targets,
        List<String> classes,
        int[] rowNumbers,
        List<String> notes,
        List<String> warnings,
        List<Feature> features,
        Missing missing,
        Blocks blocks) {

    /**
     * Validates.
     *
     * @param x [rows, inputs]
     * @param y [rows, targets]; the number of a row's class where there are classes
     * @param weights [rows] what each row counts; empty where all count once
     * @param errors whether weights are inverse squares of the targets' standard errors, so that their size counts too
     * @param rows number of rows
     * @param inputNames columns of the inputs
     * @param targets columns of the targets
     * @param classes labels of the classes in the one target; empty where targets are numbers
     * @param rowNumbers [rows] numbers of the rows in the table, counted from 0
     * @param notes what a reader should know, such as inputs that were left out
     * @param warnings what a reader must not overlook, such as columns of categories that were left out
     * @param features [inputs] which of them are categories, and which have gaps, NaN
     * @param missing what stands for gaps: {@link Missing#EFFECT} or {@link Missing#MEDIAN}
     * @param blocks of rows that splits do not tear
     */
    public Dataset {
        inputNames = List.copyOf(inputNames);
        targets = List.copyOf(targets);
        classes = List.copyOf(classes);
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
        features = List.copyOf(features);
        if (x.length != rows * inputNames.size()
                || y.length != rows * targets.size()
                || (weights.length != 0 && weights.length != rows)
                || features.size() != inputNames.size()
                || rowNumbers.length != rows) {
            throw new IllegalArgumentException("dataset: " + rows + " rows of " + inputNames.size() + " inputs and "
                    + targets.size() + " targets required, got " + x.length + ", " + y.length + " and "
                    + rowNumbers.length);
        }
    }

    /**
     * Rows on their own.
     *
     * @param x [rows, inputs]
     * @param y [rows, targets]; the number of a row's class where there are classes
     * @param weights [rows] what each row counts; empty where all count once
     * @param errors whether weights are inverse squares of the targets' standard errors, so that their size counts too
     * @param rows number of rows
     * @param inputNames columns of the inputs
     * @param targets columns of the targets
     * @param classes labels of the classes in the one target; empty where targets are numbers
     * @param rowNumbers [rows] numbers of the rows in the table, counted from 0
     * @param notes what a reader should know, such as inputs that were left out
     * @param warnings what a reader must not overlook, such as columns of categories that were left out
     * @param features [inputs] which of them are categories, and which have gaps, NaN
     * @param missing what stands for gaps: {@link Missing#EFFECT} or {@link Missing#MEDIAN}
     */
    public Dataset(
            double[] x,
            double[] y,
            double[] weights,
            boolean errors,
            int rows,
            List<String> inputNames,
            List<String> targets,
            List<String> classes,
            int[] rowNumbers,
            List<String> notes,
            List<String> warnings,
            List<Feature> features,
            Missing missing) {
        this(
                x,
                y,
                weights,
                errors,
                rows,
                inputNames,
                targets,
                classes,
                rowNumbers,
                notes,
                warnings,
                features,
                missing,
                Blocks.NONE);
    }

    /**
     * Rows of quantities without gaps.
     *
     * @param x [rows, inputs]
     * @param y [rows, targets]; the number of a row's class where there are classes
     * @param weights [rows] what each row counts; empty where all count once
     * @param errors whether weights are inverse squares of the targets' standard errors, so that their size counts too
     * @param rows number of rows
     * @param inputNames columns of the inputs
     * @param targets columns of the targets
     * @param classes labels of the classes in the one target; empty where targets are numbers
     * @param rowNumbers [rows] numbers of the rows in the table, counted from 0
     * @param notes what a reader should know, such as inputs that were left out
     * @param warnings what a reader must not overlook, such as columns of categories that were left out
     */
    public Dataset(
            double[] x,
            double[] y,
            double[] weights,
            boolean errors,
            int rows,
            List<String> inputNames,
            List<String> targets,
            List<String> classes,
            int[] rowNumbers,
            List<String> notes,
            List<String> warnings) {
        this(
                x,
                y,
                weights,
                errors,
                rows,
                inputNames,
                targets,
                classes,
                rowNumbers,
                notes,
                warnings,
                Collections.nCopies(inputNames.size(), Feature.QUANTITY),
                Missing.EFFECT);
    }

    /**
     * Rows of quantities without gaps, of which nothing is to be warned.
     *
     * @param x [rows, inputs]
     * @param y [rows, targets]; the number of a row's class where there are classes
     * @param weights [rows] what each row counts; empty where all count once
     * @param errors whether weights are inverse squares of the targets' standard errors, so that their size counts too
     * @param rows number of rows
     * @param inputNames columns of the inputs
     * @param targets columns of the targets
     * @param classes labels of the classes in the one target; empty where targets are numbers
     * @param rowNumbers [rows] numbers of the rows in the table, counted from 0
     * @param notes what a reader should know, such as inputs that were left out
     */
    public Dataset(
            double[] x,
            double[] y,
            double[] weights,
            boolean errors,
            int rows,
            List<String> inputNames,
            List<String> targets,
            List<String> classes,
            int[] rowNumbers,
            List<String> notes) {
        this(x, y, weights, errors, rows, inputNames, targets, classes, rowNumbers, notes, List.of());
    }

    /**
     * {@return rows from arrays}
     *
     * @param x [rows, inputs], finite, shared
     * @param y [rows], finite, at least one, shared
     * @param inputNames names of the inputs, all different and none the target's
     * @param target name of the target
     * @throws IllegalArgumentException if there is no row, a number is not finite, a name is there twice, or the sizes do not fit
     */
    public static Dataset of(double[] x, double[] y, List<String> inputNames, String target) {
        Set<String> names = new HashSet<>(inputNames);
        if (names.size() != inputNames.size() || names.contains(target)) {
            throw new IllegalArgumentException(
                    "dataset: different names required, got " + inputNames + " and " + target);
        }
        if (y.length == 0) {
            throw new IllegalArgumentException("dataset: at least 1 row required, got 0");
        }
        requireFinite("inputs", x);
        requireFinite("target", y);
        return new Dataset(
                x,
                y,
                new double[0],
                false,
                y.length,
                inputNames,
                List.of(target),
                List.of(),
                numbers(y.length),
                List.of());
    }

    private static void requireFinite(String what, double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new IllegalArgumentException(
                        "dataset: finite " + what + " required, got " + numbers[i] + " at " + i);
            }
        }
    }

    private static int[] numbers(int rows) {
        int[] numbers = new int[rows];
        Arrays.setAll(numbers, r -> r);
        return numbers;
    }

    /**
     * {@return rows from a table} Inputs that are constant or repeat another input are left out with a note.
     *
     * @param table the table
     * @param target column to explain
     * @param inputs columns to explain it by; all others where this is empty
     * @param drop columns not to use
     * @throws DataException if a column does not exist or is named twice, no input is left, or there is only one row
     */
    public static Dataset of(Table table, String target, List<String> inputs, List<String> drop) {
        Roles roles = Roles.of(target, inputs, drop);
        requireColumn(table, target, "target");
        roles.check(table.source(), table.names());
        return DatasetReader.of(table, roles, Optional.empty(), row -> row + 2);
    }

    /**
     * {@return these rows with some of the inputs}
     *
     * @param chosen numbers of inputs
     */
    public Dataset withInputs(int[] chosen) {
        double[] some = new double[rows * chosen.length];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < chosen.length; k++) {
                some[r * chosen.length + k] = x[r * inputs() + chosen[k]];
            }
        }
        List<String> names = Arrays.stream(chosen).mapToObj(inputNames::get).toList();
        List<Feature> kinds = Arrays.stream(chosen).mapToObj(features::get).toList();
        return new Dataset(
                some,
                y,
                weights,
                errors,
                rows,
                names,
                targets,
                classes,
                rowNumbers,
                notes,
                warnings,
                kinds,
                missing,
                blocks);
    }

    /**
     * {@return these rows with other weights}
     *
     * @param changed [rows] what each row counts
     */
    public Dataset withWeights(double[] changed) {
        return new Dataset(
                x,
                y,
                changed,
                false,
                rows,
                inputNames,
                targets,
                classes,
                rowNumbers,
                notes,
                warnings,
                features,
                missing,
                blocks);
    }

    /**
     * {@return these rows in blocks that splits do not tear}
     *
     * @param ofFile with a key for each row of the file
     */
    public Dataset in(Blocks ofFile) {
        return new Dataset(
                x,
                y,
                weights,
                errors,
                rows,
                inputNames,
                targets,
                classes,
                rowNumbers,
                notes,
                warnings,
                features,
                missing,
                ofFile.subset(rowNumbers));
    }

    /**
     * {@return these rows with other notes}
     *
     * @param changed what a reader should know
     */
    public Dataset withNotes(List<String> changed) {
        return new Dataset(
                x,
                y,
                weights,
                errors,
                rows,
                inputNames,
                targets,
                classes,
                rowNumbers,
                changed,
                warnings,
                features,
                missing,
                blocks);
    }

    /**
     * {@return rows from a file} Only the columns that are asked for are read, so that a column of text or with missing cells is no
     * obstacle once it is dropped or is not among the inputs.
     *
     * @param file the CSV file, see {@link TableReader}
     * @param target column to explain
     * @param inputs columns to explain it by; all others where this is empty
     * @param drop columns not to use
     * @throws DataException if the file cannot be read, or as {@link #of(Table, String, List, List)}
     */
    public static Dataset read(Path file, String target, List<String> inputs, List<String> drop) {
        return read(file, Roles.of(target, inputs, drop));
    }

    /**
     * {@return rows from a file} Rows without a value of a target are left out with a note.
     *
     * @param file the CSV file, see {@link TableReader}
     * @param roles what its columns are for
     * @throws DataException if the file cannot be read, a column does not exist or has two roles, a weight is negative, no input is left, or there is only one row
     */
    public static Dataset read(Path file, Roles roles) {
        return read(TableFile.open(file), roles);
    }

    /**
     * {@return rows from a file}
     *
     * @param file the file, and how it is read
     * @param roles what its columns are for
     * @throws DataException as {@link #read(Path, Roles)}
     */
    public static Dataset read(TableFile file, Roles roles) {
        return DatasetReader.read(file, roles);
    }

    /**
     * {@return rows from a file for a model: labels and levels are those of the model}
     *
     * @param file the file, and how it is read
     * @param roles what its columns are for; the target holds labels where the model has classes
     * @param model whose inputs and targets are named
     * @throws DataException as {@link #read(Path, Roles)}, and if another label occurs
     */
    public static Dataset read(TableFile file, Roles roles, KanModel model) {
        return DatasetReader.read(file, roles, model);
    }

    /**
     * Inputs of a table in a model's order, with nothing left out, NaN where there are gaps; for prediction.
     *
     * @param table the table
     * @param inputs columns
     * @return [rows, inputs]
     * @throws DataException if a column does not exist
     */
    public static double[] inputs(Table table, List<String> inputs) {
        double[] x = new double[Math.multiplyExact(table.rows(), inputs.size())];
        for (int c = 0; c < inputs.size(); c++) {
            requireColumn(table, inputs.get(c), "input");
            double[] column = table.columns().get(table.names().indexOf(inputs.get(c)));
            for (int r = 0; r < column.length; r++) {
                x[r * inputs.size() + c] = column[r];
            }
        }
        return x;
    }

    static void requireColumn(Table table, String name, String role) {
        if (!table.names().contains(name)) {
            String left = Stream.concat(table.notes().stream(), table.warnings().stream())
                    .filter(note ->
                            note.startsWith("column " + TableReader.shown(name) + " ") || note.startsWith("row "))
                    .map(note -> "; " + note)
                    .collect(Collectors.joining());
            if (role.equals("target") && left.contains(" holds text ")) {
                left =
                        "; it holds text: formulas of discover give numbers, kan fit takes classes, and kan formula gives"
                                + " their log-odds";
            }
            List<String> shown =
                    table.names().subList(0, Math.min(20, table.names().size()));
            throw new DataException(table.source() + ": " + role + " " + TableReader.shown(name)
                    + ": no such column of numbers" + left + "; there are " + String.join(", ", shown)
                    + (shown.size() < table.names().size() ? ", …" : ""));
        }
    }

    /** {@return the number of inputs} */
    public int inputs() {
        return inputNames.size();
    }

    /** {@return whether any input is a category or has gaps} */
    public boolean mixed() {
        return features.stream().anyMatch(feature -> !feature.equals(Feature.QUANTITY));
    }

    /** {@return the first target; the only one for most} */
    public String target() {
        return targets.get(0);
    }

    /**
     * {@return some of the rows}
     *
     * @param chosen numbers of rows
     */
    public Dataset subset(int[] chosen) {
        int in = inputs();
        int out = targets.size();
        double[] someX = new double[chosen.length * in];
        double[] someY = new double[chosen.length * out];
        double[] someWeights = new double[weights.length == 0 ? 0 : chosen.length];
        int[] numbers = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(x, chosen[i] * in, someX, i * in, in);
            System.arraycopy(y, chosen[i] * out, someY, i * out, out);
            if (someWeights.length > 0) {
                someWeights[i] = weights[chosen[i]];
            }
            numbers[i] = rowNumbers[chosen[i]];
        }
        return new Dataset(
                someX,
                someY,
                someWeights,
                errors,
                chosen.length,
                inputNames,
                targets,
                classes,
                numbers,
                notes,
                warnings,
                features,
                missing,
                blocks.subset(chosen));
    }
}
