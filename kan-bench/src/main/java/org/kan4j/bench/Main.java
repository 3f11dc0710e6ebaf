package org.kan4j.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Says on what machine it runs, then starts JMH with the same arguments, once for each value of {@code impl}: each has an
 * environment of its own, which {@link Opponent} describes.
 */
public final class Main {
    private Main() {}

    /** One run of JMH: benchmarks that share an environment. */
    private record Run(Opponent opponent, List<String> names, boolean hasParameter) {}

    /**
     * Runs benchmarks. Exit status 2 where the arguments are wrong, 1 where a benchmark failed.
     *
     * @param args JMH's own
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        CommandLineOptions options;
        List<Run> runs;
        try {
            options = new CommandLineOptions(args);
            runs = runs(options);
        } catch (CommandLineOptionException | IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (options.shouldHelp()
                || options.shouldList()
                || options.shouldListWithParams()
                || options.shouldListProfilers()
                || options.shouldListResultFormats()) {
            org.openjdk.jmh.Main.main(args);
            return;
        }
        System.out.println(environment());
        Launchers launchers = new Launchers(options.getJvm().orElse(Launchers.thisJava()));
        Collection<RunResult> results = new ArrayList<>();
        try {
            for (Run run : runs) {
                System.out.println("# " + run.opponent.parameter() + ": " + launchers.inForce(run.opponent));
                results.addAll(new Runner(launchers.options(options, run.opponent, run.names, run.hasParameter)).run());
            }
        } catch (RunnerException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(1);
        }
        if (options.getResult().hasValue() || options.getResultFormat().hasValue()) {
            ResultFormatType type = options.getResultFormat().orElse(Defaults.RESULT_FORMAT);
            String file = options.getResult()
                    .orElse(Defaults.RESULT_FILE_PREFIX + "." + type.toString().toLowerCase(Locale.ROOT));
            ResultFormatFactory.getInstance(type, file).writeOut(results);
        }
    }

    private static List<Run> runs(Options options) {
        List<String> includes = options.getIncludes().isEmpty() ? List.of(".*") : options.getIncludes();
        List<String> plain = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        for (BenchmarkListEntry entry : BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        includes,
                        options.getExcludes())) {
            String[] impls = entry.getParams().orElse(Map.of()).get("impl");
            if (impls == null) {
                plain.add(entry.getUsername());
                continue;
            }
            Collection<String> asked = options.getParameter("impl").orElse(Arrays.asList(impls));
            for (String impl : asked) {
                runs.add(new Run(Opponent.of(impl), List.of(entry.getUsername()), true));
            }
        }
        if (!plain.isEmpty()) {
            runs.add(0, new Run(Opponent.KAN, plain, false));
        }
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a benchmark required, none matches " + includes);
        }
        return runs;
    }

    /** Processor, cores, memory, operating system, JVM and engine, a line each, as comments. */
    static String environment() {
        Runtime runtime = Runtime.getRuntime();
        return """
                # Processor: %s, %d available
                # Heap at most: %d MiB
                # System: %s %s %s
                # JVM: %s %s (%s)
                """.formatted(
                        Machine.here().name(),
                        runtime.availableProcessors(),
                        runtime.maxMemory() >> 20,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.vm.name"),
                        Runtime.version(),
                        System.getProperty("java.vendor"));
    }
}
