package org.kan4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.kan4j.OptionException;
import org.kan4j.data.DataException;
import org.kan4j.edit.EditException;
import org.kan4j.io.KanFormatException;
import org.kan4j.kernel.DeviceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The entry point. Exit status: 0 done; 2 bad usage, bad input, no such device, too little memory, or output that cannot be written, with
 * one line on standard error; 1 a defect; 130 after Ctrl-C (set by the JVM).
 */
@Command(
        name = "kan",
        description = "Kolmogorov-Arnold networks: from a table to a formula.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class)
public final class KanCommand implements Runnable {
    /** The command that the script runs in place of this class. */
    private static final String BENCH = "bench";

    /** The values of an option, which Java spells in capitals and users do not. */
    private static final Pattern CHOICES = Pattern.compile("expected one of \\[[^]]*]");

    private static final List<Class<?>> COMMANDS = List.of(
            DiscoverCommand.class,
            SolveCommand.class,
            FitCommand.class,
            PruneCommand.class,
            FormulaCommand.class,
            PredictCommand.class,
            TableCommand.class,
            InfoCommand.class,
            PlotCommand.class,
            EdgeCommand.class,
            ReplayCommand.class,
            FromFormulaCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            ReportCommand.class,
            StudioCommand.class,
            EffectsCommand.class,
            TheoryCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public KanCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command required: " + String.join(", ", spec.subcommands().keySet()) + ", " + BENCH);
    }

    /**
     * Runs one command and ends the JVM with its status.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(execute(out, err, arguments));
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
        CommandLine line = commandLine(arguments)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((exception, args) -> complain(err, exception))
                .setExecutionExceptionHandler((exception, command, result) -> failed(err, exception));
        line.getCommandSpec()
                .usageMessage()
                .footer("  " + BENCH + "     Time kan4j against MLPs; built when first asked for.");
        line.registerConverter(double.class, KanCommand::number)
                .registerConverter(Double.class, KanCommand::number)
                .registerConverter(int.class, text -> Math.toIntExact(whole(text, Integer.MAX_VALUE)))
                .registerConverter(Integer.class, text -> Math.toIntExact(whole(text, Integer.MAX_VALUE)))
                .registerConverter(long.class, text -> whole(text, Long.MAX_VALUE));
        int status;
        try {
            status = line.execute(arguments);
        } catch (OutOfMemoryError e) {
            status = complain(
                    err,
                    "not enough memory (" + e.getMessage()
                            + "): a smaller network or table needs less, KAN_JAVA_OPTS=-Xmx8g gives more");
        }
        return out.checkError() && status == 0 ? complain(err, "standard output cannot be written") : status;
    }

    /** With the command that is asked for alone, if it is one: to read the options of all takes longer than many a command. */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new KanCommand());
        String asked = arguments.length > 0 ? arguments[0] : "";
        boolean known = COMMANDS.stream().anyMatch(command -> name(command).equals(asked));
        COMMANDS.stream()
                .filter(command -> !known || name(command).equals(asked))
                .forEach(command -> line.addSubcommand(new CommandLine(command)));
        return line;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("a number required, got \"" + text + '"');
        }
    }

    private static long whole(String text, long most) {
        try {
            long value = Long.parseLong(text.strip());
            if (Math.abs(value) <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new TypeConversionException("a whole number up to " + most + " required, got \"" + text + '"');
    }

    private static int failed(PrintWriter err, Exception exception) {
        if (exception instanceof OptionException option) {
            return complain(err, option.message("--"));
        }
        if (exception instanceof DataException
                || exception instanceof EditException
                || exception instanceof KanFormatException
                || exception instanceof DeviceException
                || exception instanceof ParameterException) {
            return complain(err, exception);
        }
        if (exception instanceof FileSystemException file) {
            return complain(err, file.getFile() + ": " + Output.reason(file));
        }
        if (exception instanceof UncheckedIOException && exception.getCause() instanceof IOException cause) {
            return complain(err, exception.getMessage() + ": " + Output.reason(cause));
        }
        if (exception instanceof IOException) {
            return complain(err, exception);
        }
        exception.printStackTrace(err);
        return 1;
    }

    private static int complain(PrintWriter err, Exception exception) {
        return complain(err, String.valueOf(exception.getMessage()));
    }

    private static int complain(PrintWriter err, String message) {
        String line = CHOICES.matcher(message.strip().replaceAll("\\s*\\R\\s*", " "))
                .replaceAll(choices -> choices.group().toLowerCase(Locale.ROOT));
        err.println("kan: " + (line.length() <= 500 ? line : line.substring(0, 500) + "…"));
        return 2;
    }
}
