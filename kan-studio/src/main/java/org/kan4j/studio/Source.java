package org.kan4j.studio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.kan4j.data.Column;
import org.kan4j.data.TableFile;
import org.kan4j.data.TableProfile;

/**
 * A table that can be worked on: that of the command line, or a sample. Its first rows tell what its columns are; what is in them is known when all rows were read.
 *
 * @param name what to call it
 * @param file the table
 * @param profile what is in it, once it was read
 * @param target the column to explain, until another is chosen
 * @param shape of the network, until another is chosen
 * @param classes whether the target holds labels, though they may be numbers
 */
record Source(
        String name,
        TableFile file,
        CompletableFuture<TableProfile> profile,
        String target,
        String shape,
        boolean classes) {
    /** Samples: what they are called, what they are, and what to begin with. */
    static final List<Sample> SAMPLES = List.of(
            new Sample(
                    "hello",
                    "400 rows that a formula of two inputs made, to learn how the studio works",
                    "z",
                    "2,1,1",
                    false),
            new Sample(
                    "planets",
                    "Orbits of 13 planets and dwarf planets: Kepler's third law",
                    "period_years",
                    "1,1",
                    false),
            new Sample("trees", "Timber of 31 black cherry trees by girth and height", "volume_ft3", "2,1", false),
            new Sample(
                    "diabetes",
                    "How a disease went on in 442 patients, by ten measurements",
                    "progression",
                    "auto",
                    false),
            new Sample(
                    "digits",
                    "1,797 handwritten digits in 64 grey values, three of which are always 0: ten classes",
                    "digit",
                    "61,10",
                    true));

    /**
     * A table that comes with the studio.
     *
     * @param name of its file, without the ending
     * @param about what it is
     * @param target the column to explain
     * @param shape to begin with
     * @param classes whether the target holds labels
     */
    record Sample(String name, String about, String target, String shape, boolean classes) {}

    /** A table of the user's: the last column that is read is explained first. */
    static Source of(TableFile file) {
        List<String> names = file.schema().columns().stream()
                .filter(column -> column.leftOut().isEmpty() && column.type() != Column.Type.EMPTY)
                .map(Column::name)
                .toList();
        String last = names.isEmpty() ? "" : names.get(names.size() - 1);
        return of(file.name(), file, last, Choice.AUTO, false);
    }

    /** One of the samples, copied into a folder, since tables are read from files. */
    static Source sample(String name, Path folder) {
        Sample sample = SAMPLES.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.bad(
                        "sample: one of " + SAMPLES.stream().map(Sample::name).toList() + " required"));
        Path copy = folder.resolve(sample.name + ".csv");
        try (InputStream in = Objects.requireNonNull(
                Source.class.getResourceAsStream("samples/" + sample.name + ".csv"), sample.name)) {
            if (!Files.exists(copy)) {
                Files.copy(in, copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(copy.toString(), e);
        }
        return of(sample.name + ".csv", TableFile.open(copy), sample.target, sample.shape, sample.classes);
    }

    private static Source of(String name, TableFile file, String target, String shape, boolean classes) {
        return new Source(
                name, file, CompletableFuture.supplyAsync(() -> TableProfile.of(file)), target, shape, classes);
    }

    List<Column> columns() {
        return file.schema().columns();
    }

    /** Whether a column holds labels and no numbers. */
    boolean holdsLabels(String column) {
        return (classes && column.equals(target))
                || columns().stream()
                        .filter(each -> each.name().equals(column))
                        .anyMatch(each -> each.type() == Column.Type.CATEGORY
                                || each.type() == Column.Type.TEXT
                                || each.type() == Column.Type.BOOLEAN);
    }
}
