package org.kan4j.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kan4j.cli.KanCommand;
import org.kan4j.samples.Repository;

/**
 * Reads the README and the pages of the guide as someone would who types all that they say: commands work and print what is shown, snippets are
 * compiled, links lead somewhere. Commands of the build and benchmarks are in {@code .ci/run} or {@code .ci/full}.
 */
class GuideTest {
    /** Maven runs the tests of this module in a folder that holds nothing. */
    private static final Path WORK = Path.of("").toAbsolutePath();

    private static final String KAN = "./kan ";

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Repository.path("README.md")));
        pages.addAll(files(Repository.path("docs/guide"), ".md"));
        return pages;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    @BeforeEach
    void aFolderWithNothingButTheTables() throws IOException {
        assertThat(WORK)
                .as("a working directory that holds no sources required, as Maven sets it")
                .endsWithRaw(Path.of("work"));
        try (Stream<Path> files = Files.walk(WORK)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(WORK)) {
                    Files.delete(file);
                }
            }
        }
        for (String folder : List.of("samples/data", "samples/equations")) {
            Path tables = Files.createDirectories(WORK.resolve(folder));
            for (Path table : files(Repository.path(folder), "")) {
                Files.copy(table, tables.resolve(table.getFileName()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandWorksAndPrintsWhatIsShown(Path path) throws IOException {
        Page page = Page.read(path);
        run(page.commands().stream().filter(command -> !command.slow()).toList());
        for (Path picture : files(WORK, ".svg")) {
            Path shown = path.resolveSibling(picture.getFileName());
            assertThat(shape(picture)).as(picture.toString()).isEqualTo(shape(shown));
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("pages")
    void slowCommandsToo(Path path) throws IOException {
        Page page = Page.read(path);
        if (page.commands().stream().anyMatch(Page.Command::slow)) {
            run(page.commands());
        }
    }

    private static boolean here(Page.Command command) {
        return command.text().startsWith(KAN) && !command.text().startsWith(KAN + "bench");
    }

    private static void run(List<Page.Command> commands) {
        for (Page.Command command : commands) {
            if (here(command)) {
                Optional<String> wrong = failure(command);
                assertThat(wrong).as("%s: %s", command.where(), command.text()).isEmpty();
            }
        }
    }

    /** {@return what is wrong with a command, if anything is} */
    private static Optional<String> failure(Page.Command command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = KanCommand.execute(
                new PrintWriter(out), new PrintWriter(err), words(command.text().substring(KAN.length())));
        if (status != 0) {
            return Optional.of("status " + status + ": " + err);
        }
        return command.shown().isEmpty()
                ? Optional.empty()
                : Output.difference(command.shown(), out.toString())
                        .map(line -> "\"" + line + "\" is not printed there, but:\n"
                                + out.toString().lines().limit(30).collect(Collectors.joining("\n")));
    }

    /** What a shell makes of a line: words, some of them between double quotes. */
    private static String[] words(String line) {
        return Pattern.compile("\"([^\"]*)\"|[^ ]+")
                .matcher(line)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group())
                .toArray(String[]::new);
    }

    /** The size and the words of a picture. Its curves may differ in a last digit between machines. */
    private static List<String> shape(Path svg) throws IOException {
        return Pattern.compile("<text[^>]*>([^<]*)</text>|viewBox=\"([^\"]*)\"")
                .matcher(Files.readString(svg))
                .results()
                .map(found -> found.group(1) != null ? found.group(1) : found.group(2))
                .toList();
    }

    @Test
    void commandsOfTheBuildAreInTheScriptsOfContinuousIntegration() throws IOException {
        String scripts = (Files.readString(Repository.path(".ci/run")) + Files.readString(Repository.path(".ci/full")))
                .replaceAll("\\\\\n *", "")
                .replaceAll(" -(q|B|ntp)(?= )", "")
                .replace("\"$java\"", "java");
        List<Path> samples = files(Repository.path("samples/src/main"), ".java");
        for (Path path : pages()) {
            for (Page.Command command : Page.read(path).commands()) {
                String text = command.text();
                if (text.startsWith("samples/run ")) {
                    assertThat(samples)
                            .as("%s: %s", command.where(), text)
                            .anyMatch(file -> file.endsWith(text.substring(12) + ".java"));
                    assertThat(scripts).contains("samples/run");
                } else if (text.startsWith(".ci/")) {
                    assertThat(Repository.path(text)).isExecutable();
                } else if (!here(command)) {
                    assertThat(scripts).as(command.where()).contains(text);
                }
            }
        }
    }

    @Test
    void snippetsAreFromSourcesThatTestsRun() throws IOException {
        StringBuilder java = new StringBuilder();
        for (String sources : List.of("samples/src/main/java", "kan-spark/src/test/java")) {
            for (Path source : files(Repository.path(sources), ".java")) {
                java.append(squeezed(Files.readString(source)));
            }
        }
        String pom = squeezed(Files.readString(Repository.path(".ci/consumer/pom.xml")));
        for (Path path : pages()) {
            for (Page.Snippet snippet : Page.read(path).snippets()) {
                if (snippet.language().equals("java")) {
                    assertThat(java.toString()).as(snippet.where()).contains(squeezed(snippet.text()));
                } else if (snippet.language().equals("xml")) {
                    assertThat(pom)
                            .as(snippet.where())
                            .contains(squeezed(snippet.text().replaceAll(">[\\d.]+-SNAPSHOT<", ">\\${revision}<")));
                }
            }
        }
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
        for (Path path : pages()) {
            link.matcher(Files.readString(path))
                    .results()
                    .forEach(found -> assertThat(path.resolveSibling(found.group(1)))
                            .as(path.getFileName() + ": " + found.group())
                            .exists());
        }
    }

    @Test
    void whatIsWrongOnAPageIsSeen() {
        assertThat(failed("$ ./kan fit samples/data/boyle.csv --target pressure --shape 1,1"))
                .contains("status 2");
        assertThat(failed("$ ./kan info missing.kan")).contains("status 2");
        String fit = "$ ./kan fit samples/data/boyle.csv --target pressure_inhg --shape 1,1 --model boyle.kan\n";
        assertThat(failed(fit)).isEmpty();
        assertThat(failed(fit + "…\nmodel boyle.kan")).isEmpty();
        assertThat(failed(fit + "…\nmodel other.kan")).contains("\"model other.kan\" is not printed");
        assertThat(failed(fit + "model boyle.kan")).contains("is not printed");
        assertThat(failed(fit + "shape 1,1, …")).contains("the end");
    }

    private static String failed(String console) {
        List<String> lines = new ArrayList<>(List.of("```console"));
        lines.addAll(console.lines().toList());
        lines.add("```");
        List<Page.Command> commands = Page.parse(Path.of("page.md"), lines).commands();
        assertThat(commands).hasSize(1);
        return failure(commands.get(0)).orElse("");
    }

    @Test
    void formulasAreComparedExactlyAndErrorsToAPercent() {
        assertThat(Output.same("z = 2.0*x^2", "z = 2.0*x^2")).isTrue();
        assertThat(Output.same("z = 2.0*x^2", "z = 2.01*x^2")).isFalse();
        assertThat(Output.same("z = 2.0…*x^2", "z = 2.0123*x^2")).isTrue();
        assertThat(Output.same("z = 2.0…*x^2", "z = 2.1*x^2")).isFalse();
        assertThat(Output.same("RMSE 0.5000, 3.2 s", "RMSE 0.5049, 17.4 s")).isTrue();
        assertThat(Output.same("RMSE 0.5000", "RMSE 0.5051")).isFalse();
        assertThat(Output.same("RMSE 1e-5", "RMSE 1.005e-05")).isTrue();
        assertThat(Output.same("edges 15 -> 3", "edges 15 -> 4")).isFalse();
        assertThat(Output.same("  5  0.1  2.0…*x", "  5    0.1  2.0123*x")).isTrue();
        assertThat(Output.same("  5  0.1  x^1.5", "  5    0.1  x^1.51")).isFalse();
    }
}
