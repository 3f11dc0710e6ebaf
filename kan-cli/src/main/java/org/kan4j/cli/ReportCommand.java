package org.kan4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kan4j.Kan4j;
import org.kan4j.ModelReport;
import org.kan4j.data.Dataset;
import org.kan4j.model.KanModel;
import org.kan4j.report.html.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kan report}: a model as one HTML page. */
@Command(name = "report", description = "Write a model, and how well it does on a table, as one HTML page.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file")
    private Path file = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TABLE.csv",
            description = "rows to measure errors on, and to draw")
    private Optional<Path> table = Optional.empty();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.html",
            description = "where to write")
    private Path target = Path.of("");

    @Option(names = "--no-rows", description = "show no single rows, for private data; counts and means remain")
    private boolean noRows;

    @Mixin
    private FormatOptions format = new FormatOptions();

    @Override
    public Integer call() throws IOException {
        List<Path> read = new ArrayList<>(table.map(format::read).orElse(List.of()));
        read.add(file);
        Output.requireWritable(spec, read, List.of(target));
        KanModel model = Kan4j.load(file);
        Optional<Dataset> rows = table.map(path -> Kan4j.read(format.open(path), model, Optional.empty()));

        write(new ModelReport(model, file.toString(), rows, !noRows, origin(spec, read)), target);
        return 0;
    }

    /** Writes a page. */
    static void write(ModelReport report, Path target) {
        try {
            Files.writeString(target, report.html());
        } catch (IOException e) {
            throw Output.unwritable(target, e);
        }
    }

    /** The command that runs, and the files that it read. */
    static List<Subject.Fact> origin(CommandSpec spec, List<Path> read) throws IOException {
        List<Subject.Fact> origin = new ArrayList<>();
        origin.add(new Subject.Fact("version", new Version().getVersion()[0]));
        origin.add(new Subject.Fact(
                "command",
                "kan "
                        + spec.root().commandLine().getParseResult().originalArgs().stream()
                                .map(word -> word.contains(" ") ? '"' + word + '"' : word)
                                .collect(Collectors.joining(" "))));
        for (Path path : read) {
            origin.add(new Subject.Fact("SHA-256 of " + path.getFileName(), sha256(path)));
        }
        return origin;
    }

    private static String sha256(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
