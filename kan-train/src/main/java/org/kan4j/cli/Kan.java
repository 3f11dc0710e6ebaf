package org.kan4j.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.kan4j.data.DataException;
import org.kan4j.io.KanFormatException;
import org.kan4j.kernel.DeviceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The entry point. Exit status: 0 done; 2 bad usage, bad input or no such device, with one line on standard error; 1 a defect; 130 after
 * Ctrl-C (set by the JVM).
 */
@Command(
        name = "kan",
        description = "Kolmogorov-Arnold networks: from a table to a formula.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "kan4j 0.1.0-SNAPSHOT",
        subcommands = {
            DiscoverCommand.class,
            FitCommand.class,
            PruneCommand.class,
            FormulaCommand.class,
            PredictCommand.class,
            InfoCommand.class,
            PlotCommand.class
        })
public final class Kan implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command required: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Runs one command and ends the JVM with its status. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = execute(out, err, arguments);
        out.flush();
        System.exit(status);
    }

    /**
     * Runs one command.
     *
     * @param out standard output
     * @param err standard error
     * @param arguments of the command line
     * @return the exit status
     */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Kan())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((exception, args) -> complain(err, exception))
                .setExecutionExceptionHandler((exception, command, result) -> failed(err, exception));
        return line.execute(arguments);
    }

    private static int failed(PrintWriter err, Exception exception) {
        if (exception instanceof DataException
                || exception instanceof KanFormatException
                || exception instanceof DeviceException
                || exception instanceof ParameterException) {
            return complain(err, exception);
        }
        if (exception instanceof FileSystemException file) {
            String reason = file.getReason() == null
                    ? file.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                    : file.getReason();
            return complain(err, file.getFile() + ": " + reason.toLowerCase(Locale.ROOT));
        }
        exception.printStackTrace(err);
        return 1;
    }

    private static int complain(PrintWriter err, Exception exception) {
        return complain(err, String.valueOf(exception.getMessage()));
    }

    private static int complain(PrintWriter err, String message) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        err.println("kan: " + (line.length() <= 500 ? line : line.substring(0, 500) + "…"));
        return 2;
    }
}
