package org.kan4j.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.kan4j.OptionException;
import org.kan4j.kernel.CpuEngine;
import org.kan4j.report.Report;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How a command runs and prints. A command that trains or searches takes all of it as one mixin; others take the parts that mean
 * something to them.
 */
final class RunOptions {
    @Mixin
    private Threads threads = new Threads();

    @Mixin
    private Printing printing = new Printing();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "of the rows held back and of all that is random; prune: that of fit, so that no row which it fitted"
                            + " judges (default: ${DEFAULT-VALUE})",
            defaultValue = "0")
    private long seed;

    @Option(names = "--quiet", description = "no progress on standard error")
    private boolean quiet;

    long seed() {
        return seed;
    }

    boolean quiet() {
        return quiet;
    }

    int threads() {
        return threads.count();
    }

    CpuEngine engine() {
        return threads.engine(quiet);
    }

    void print(Report result) {
        printing.print(result);
    }

    /** How many threads compute. */
    static final class Threads {
        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "default: as many as processors; the result does not depend on it")
        private int threads = Runtime.getRuntime().availableProcessors();

        /** The number of threads. */
        int count() {
            if (!(threads >= 1)) {
                throw new ParameterException(spec.commandLine(), "--threads: at least 1 required, got " + threads);
            }
            return threads;
        }

        /** The engine on the processor; says how Java makes it faster, where Java was started without that. */
        CpuEngine engine(boolean quiet) {
            CpuEngine engine = new CpuEngine(count());
            boolean scalar =
                    ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()
                            && System.getProperty("kan4j.kernels") == null;
            if (scalar && !quiet) {
                spec.commandLine().getErr().println("kan: " + engine.description());
            }
            return engine;
        }
    }

    /** Whether a result is printed for people or for programs. */
    static final class Printing {
        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        boolean json() {
            return json;
        }

        /** Prints to standard output, before an interrupt is closed, after which the JVM may end. */
        void print(Report result) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(result.json());
            } else {
                out.print(result.text());
            }
            out.flush();
        }
    }

    /** What is made of options; an argument that cannot be is bad usage there, and not a defect. */
    static <T> T checked(CommandSpec spec, Supplier<T> made) {
        try {
            return made.get();
        } catch (OptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
