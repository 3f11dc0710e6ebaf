package org.kan4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of a table that memory does not hold, as float64 on disk. Each row is put among those to fit, to judge or to hold
 * back while it is read, by its number and the seed: 16 of 25 are fitted, 4 judge, 5 are held back. Memory is taken by the rows
 * that are asked for alone.
 */
public final class LargeDataset implements AutoCloseable {
    private static final int PART_ROWS = 4096;
    private static final int SAMPLE_BYTES = 1 << 20;
    /** How often a table's numbers are in memory at once while they are read, split and standardised, in numbers a cell. */
    private static final int COPIES = 6;

    /** What rows are for. */
    public enum Part {
        /** Fitted. */
        TRAIN,
        /** Judge. */
        VALIDATION,
        /** Held back. */
        TEST
    }

    /**
     * Neighbouring rows of a part.
     *
     * @param first number of the first one in the part
     * @param count how many
     */
    public record Range(long first, int count) {}

    private final String source;
    private final Roles roles;
    private final Path folder;
    private final long seed;
    private final List<String> classes;
    private final Map<Part, RowFile> files = new EnumMap<>(Part.class);
    /** Decimals of the rows' classes, where there are any. */
    private final Map<Part, RowFile> labels = new EnumMap<>(Part.class);

    private final List<String> notes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private List<String> names = List.of();
    private double[] firstRow = {};
    private boolean[] varying = {};
    private long[] hashes = {};
    private Extremes[] extremes = {};
    private FewNumbers[] few = {};
    private long[] gaps = {};
    /** Levels of the columns that are categories, by name: in the order of their first rows, then in their own. */
    private Map<String, List<String>> levels = Map.of();

    private final Map<String, int[]> orders = new HashMap<>();
    private int[] inputs = {};
    private double trainWeight;
    /** Rows that are kept, and all that were read. */
    private long rows;

    private long read;
    /** Rows left out since they lack an input. */
    private long lacking;

    private final BitSet unlabelled = new BitSet();

    private LargeDataset(String source, Roles roles, Path folder, long seed, List<String> classes) {
        this.source = source;
        this.roles = roles;
        this.folder = folder;
        this.seed = seed;
        this.classes = classes;
    }

    /**
     * {@return whether a table's numbers would not fit into memory, judged by the file's size and its first lines}
     *
     * @param file the file, and how it is read
     * @param roles what its columns are for
     * @param memory bytes that there are
     */
    public static boolean needed(TableFile file, Roles roles, long memory) {
        long columns = file.header().stream().filter(roles::numeric).count();
        try (InputStream in = Contents.open(file.path())) {
            double total = Contents.lines(file.path(), in.readNBytes(SAMPLE_BYTES));
            return total * columns * COPIES * Double.BYTES > memory;
        } catch (IOException e) {
            throw new DataException(file.name() + ": cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads a table.
     *
     * @param file the file, and how it is read
     * @param roles what its columns are for
     * @param folder on the disk that holds the rows
     * @param seed of the split
     * @return the rows, to be closed
     * @throws DataException if the file cannot be read, or as {@link Dataset#read(Path, Roles)}
     */
    public static LargeDataset read(TableFile file, Roles roles, Path folder, long seed) {
        String source = file.name();
        roles.check(source, file.header());
        List<String> classes =
                roles.labels() ? Labels.classes(file, roles.targets().get(0)) : List.of();
        LargeDataset data = new LargeDataset(source, roles, folder, seed, classes);
        try {
            if (roles.labels()) {
                data.findUnlabelled(file);
            }
            TableReader.read(file, roles.reading(), PART_ROWS, part -> data.add(part, file));
            if (roles.labels()) {
                data.addLabels(file);
            }
            data.end();
            return data;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private void findUnlabelled(TableFile file) {
        int[] row = {0};
        file.texts(roles.targets().get(0), label -> unlabelled.set(row[0]++, label.isEmpty()));
    }

    private void add(Table table, TableFile file) {
        int columns = table.names().size();
        if (read == 0) {
            begin(table);
        }
        int weights = roles.weights().map(of -> names.indexOf(of.column())).orElse(-1);
        int[] targets = targets();
        int[] needed = needed(file);
        levels = table.levels();
        for (int r = 0; r < table.rows(); r++) {
            int at = r;
            long row = read++;
            if (roles.labels() && unlabelled.get((int) row)
                    || IntStream.of(targets)
                            .anyMatch(t -> Double.isNaN(table.columns().get(t)[at]))) {
                continue;
            }
            if (IntStream.of(needed).anyMatch(c -> Double.isNaN(table.columns().get(c)[at]))) {
                lacking++;
                continue;
            }
            if (rows == 0) {
                firstRow = table.columns().stream()
                        .mapToDouble(column -> column[at])
                        .toArray();
            }
            Part part = part(row);
            RowFile into = file(part);
            for (int c = 0; c < columns; c++) {
                double value = table.columns().get(c)[r];
                into.add(value);
                varying[c] |= value != firstRow[c] && !(Double.isNaN(value) && Double.isNaN(firstRow[c]));
                gaps[c] += Double.isNaN(value) ? 1 : 0;
                extremes[c].add(value);
                few[c].add(value);
                hashes[c] = (hashes[c] + Double.doubleToLongBits(value)) * 0x9E3779B97F4A7C15L;
                hashes[c] ^= hashes[c] >>> 32;
            }
            double number = weights < 0 ? 1 : table.columns().get(weights)[r];
            double weight = roles.weights()
                    .map(of -> of.weight(number, source, row, file::line))
                    .orElse(1.0);
            trainWeight += part == Part.TRAIN ? weight : 0;
            rows++;
        }
    }

    /** Inputs whose gaps leave a row out; columns that begin with gaps alone are no inputs. */
    private int[] needed(TableFile file) {
        if (roles.mixed().filter(Missing.DROP::equals).isEmpty()) {
            return new int[0];
        }
        List<String> empty = file.layout().columns().stream()
                .filter(column -> column.type() == Column.Type.EMPTY)
                .map(Column::name)
                .toList();
        return roles.candidates(names).stream()
                .filter(name -> !empty.contains(name))
                .mapToInt(names::indexOf)
                .toArray();
    }

    /** Where the targets are among the numbers of a row; none where they are labels. */
    private int[] targets() {
        return roles.labels()
                ? new int[0]
                : roles.targets().stream().mapToInt(names::indexOf).toArray();
    }

    private void begin(Table table) {
        names = table.names();
        notes.addAll(table.notes());
        warnings.addAll(table.warnings());
        for (String name : roles.labels() ? List.<String>of() : roles.targets()) {
            Dataset.requireColumn(table, name, "target");
        }
        roles.inputs().forEach(name -> Dataset.requireColumn(table, name, "input"));
        roles.weights().ifPresent(of -> Dataset.requireColumn(table, of.column(), of.role()));
        varying = new boolean[names.size()];
        hashes = new long[names.size()];
        gaps = new long[names.size()];
        extremes = Stream.generate(Extremes::new).limit(names.size()).toArray(Extremes[]::new);
        few = Stream.generate(FewNumbers::new).limit(names.size()).toArray(FewNumbers[]::new);
        for (Part part : Part.values()) {
            files.put(part, new RowFile(folder, names.size()));
        }
    }

    private void addLabels(TableFile file) {
        for (Part part : Part.values()) {
            labels.put(part, new RowFile(folder, 1));
        }
        long[] row = {0};
        file.texts(roles.targets().get(0), label -> {
            if (!label.isEmpty()) {
                Objects.requireNonNull(labels.get(part(row[0]))).add(classes.indexOf(label));
            }
            row[0]++;
        });
    }

    private void end() {
        LeftOut.noteGaps(read - rows - lacking, roles, notes);
        LeftOut.noteLacking(lacking, notes);
        files.values().forEach(RowFile::flush);
        labels.values().forEach(RowFile::flush);
        List<String> kept = LeftOut.varying(
                source,
                roles.candidates(names),
                name -> !varying[names.indexOf(name)],
                name -> List.of(levels.containsKey(name), hashes[names.indexOf(name)]),
                notes);
        endCategories(kept);
        for (Part part : Part.values()) {
            if (rows(part) == 0) {
                throw new DataException(source + ": more rows required than " + rows + " to go through them on disk");
            }
        }
        if (!(trainWeight > 0)) {
            throw new DataException(source + ": weights: one above 0 required among the rows to fit, got none");
        }
        inputs = kept.stream().mapToInt(names::indexOf).toArray();
        Stream.concat(
                        kept.stream().filter(name -> !levels.containsKey(name)),
                        roles.targets().stream().filter(names::contains))
                .forEach(name -> extremes[names.indexOf(name)].warning(name).ifPresent(warnings::add));
    }

    /** Leaves out names, puts levels in order, and says how inputs are taken. */
    private void endCategories(List<String> kept) {
        kept.removeIf(name -> {
            boolean left = levels.containsKey(name)
                    && MixedColumns.names(name, levels(name).size(), rows - gaps[names.indexOf(name)], roles);
            if (left) {
                notes.add(MixedColumns.noteOfNames(name));
            }
            return left;
        });
        Map<String, List<String>> sorted = new HashMap<>();
        for (String name : kept) {
            if (levels.containsKey(name)) {
                int[] order = new int[levels(name).size()];
                sorted.put(name, LevelCodes.sorted(levels(name), order));
                orders.put(name, order);
            }
            MixedColumns.note(
                    name, sorted.getOrDefault(name, List.of()).size(), gaps[names.indexOf(name)], roles, notes);
        }
        kept.stream()
                .filter(name -> roles.mixed().isPresent() && !levels.containsKey(name))
                .forEach(name -> few[names.indexOf(name)].note(name).ifPresent(notes::add));
        levels = sorted;
        if (kept.isEmpty()) {
            throw new DataException(source + ": at least 1 input column that varies and repeats required, got none");
        }
    }

    private List<String> levels(String name) {
        return levels.getOrDefault(name, List.of());
    }

    /** What a row is for: the mixing function of {@link java.util.SplittableRandom} decides. */
    private Part part(long row) {
        long z = seed * 0x9E3779B97F4A7C15L + row;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        long of25 = Long.remainderUnsigned(z ^ (z >>> 31), 25);
        return of25 < 16 ? Part.TRAIN : of25 < 20 ? Part.VALIDATION : Part.TEST;
    }

    /** {@return all rows} */
    public long rows() {
        return rows;
    }

    /**
     * {@return the rows of a part; they are numbered from 0}
     *
     * @param part which rows
     */
    public long rows(Part part) {
        return file(part).rows();
    }

    private RowFile file(Part part) {
        return Objects.requireNonNull(files.get(part));
    }

    /** {@return the different labels, where the target is one of labels} */
    public List<String> classes() {
        return classes;
    }

    /** {@return what was left out and why} */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** {@return what a reader must not overlook} */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** {@return what the rows to fit count together} */
    public double trainWeight() {
        return trainWeight;
    }

    /** {@return decimals that a row takes} */
    public int columns() {
        return names.size();
    }

    /** {@return a number that differs where the rows do} */
    public long checksum() {
        long sum = 0;
        for (Part part : Part.values()) {
            sum = 31 * sum + file(part).checksum();
            sum = 31 * sum
                    + (labels.isEmpty()
                            ? 0
                            : Objects.requireNonNull(labels.get(part)).checksum());
        }
        return sum;
    }

    /**
     * {@return rows of a part, in the data's units}
     *
     * @param part which part
     * @param ranges which of its rows, in this order
     */
    public Dataset rows(Part part, List<Range> ranges) {
        int count = ranges.stream().mapToInt(Range::count).sum();
        int[] targets = targets();
        int outputs = roles.targets().size();
        int weight = roles.weights().map(of -> names.indexOf(of.column())).orElse(-1);
        double[] x = new double[count * inputs.length];
        double[] y = new double[count * outputs];
        double[] weights = new double[weight < 0 ? 0 : count];
        int[][] ordered = Arrays.stream(inputs)
                .mapToObj(i -> orders.getOrDefault(names.get(i), new int[0]))
                .toArray(int[][]::new);
        int row = 0;
        for (Range range : ranges) {
            double[] numbers = file(part).read(range.first, range.count);
            double[] numbersOfClasses = labels.isEmpty()
                    ? new double[0]
                    : Objects.requireNonNull(labels.get(part)).read(range.first, range.count);
            for (int r = 0; r < range.count; r++, row++) {
                int at = r * names.size();
                for (int i = 0; i < inputs.length; i++) {
                    double value = numbers[at + inputs[i]];
                    int[] order = ordered[i];
                    x[row * inputs.length + i] = order.length == 0 || Double.isNaN(value) ? value : order[(int) value];
                }
                for (int o = 0; o < targets.length; o++) {
                    y[row * outputs + o] = numbers[at + targets[o]];
                }
                if (roles.labels()) {
                    y[row] = numbersOfClasses[r];
                }
                if (weight >= 0) {
                    double counts = numbers[at + weight];
                    weights[row] = roles.weights().orElseThrow().weight(counts, source, r, line -> line);
                }
            }
        }
        int[] numbers = new int[count];
        Arrays.setAll(numbers, r -> r);
        List<String> inputNames = Arrays.stream(inputs).mapToObj(names::get).toList();
        return new Dataset(
                x,
                y,
                weights,
                roles.weights().map(RowWeights::errors).orElse(false),
                count,
                inputNames,
                roles.targets(),
                classes,
                numbers,
                notes,
                warnings,
                Arrays.stream(inputs)
                        .mapToObj(i -> new Feature(levels(names.get(i)), gaps[i] > 0))
                        .toList(),
                roles.mixed().filter(Missing.MEDIAN::equals).orElse(Missing.EFFECT));
    }

    /**
     * {@return at most so many rows of a part, evenly spread over it}
     *
     * @param part which rows
     * @param most ≥ 1
     */
    public Dataset sample(Part part, int most) {
        long all = rows(part);
        if (all <= most) {
            return rows(part, List.of(new Range(0, (int) all)));
        }
        List<Range> ranges = new ArrayList<>();
        for (int r = 0; r < most; r++) {
            ranges.add(new Range(all / most * r + all % most * r / most, 1));
        }
        return rows(part, ranges);
    }

    @Override
    public void close() {
        files.values().forEach(RowFile::close);
        labels.values().forEach(RowFile::close);
    }
}
