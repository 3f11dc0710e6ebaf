package org.kan4j.studio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.kan4j.kernel.Engine;

/** All works, by their numbers. A tab begins one of its own; those of tabs that are gone stay. */
final class Desk implements AutoCloseable {
    private static final int MOST_WORKS = 20;

    private final Engine engine;
    private final int threads;
    private final Optional<Source> table;
    private final Path samples;
    private final Map<Integer, Work> works = new ConcurrentSkipListMap<>();
    private int last;

    Desk(Engine engine, int threads, Optional<Source> table) {
        this.engine = engine;
        this.threads = threads;
        this.table = table;
        try {
            samples = Files.createTempDirectory("kan4j-studio");
        } catch (IOException e) {
            throw new UncheckedIOException("samples", e);
        }
    }

    Engine engine() {
        return engine;
    }

    Optional<Source> table() {
        return table;
    }

    /** Begins a work with a sample, or, without a name, with the table of the command line. */
    synchronized Work begin(String sample) {
        if (works.size() >= MOST_WORKS) {
            throw new Refusal(409, "at most " + MOST_WORKS + " works at once required; go on with one that is open");
        }
        Source source = sample.isEmpty()
                ? table.orElseThrow(() -> Refusal.bad("table: none was named on the command line"))
                : Source.sample(sample, samples);
        Work work = new Work(++last, engine, threads, source);
        works.put(last, work);
        return work;
    }

    Work work(int id) {
        Work work = works.get(id);
        if (work == null) {
            throw new Refusal(404, "work " + id + ": no such one; begin a new one");
        }
        return work;
    }

    List<Work> works() {
        return List.copyOf(works.values());
    }

    /** Whether a tab is open, or something is being done. */
    boolean inUse() {
        return works.values().stream()
                .anyMatch(work -> work.events().watched() || !work.view().busy().isEmpty());
    }

    @Override
    public void close() {
        works.values().forEach(Work::close);
        try (Stream<Path> files = Files.list(samples)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(samples);
        } catch (IOException e) {
            throw new UncheckedIOException("samples", e);
        }
    }
}
