package org.kan4j.samples.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a page in Markdown tells its reader to type, and what it says comes of it.
 *
 * <p>In a block of {@code console} a line that begins with {@code $} is a command, and the lines up to the next one are what it prints; none
 * of them if nothing is shown. In other blocks, indented ones too, and in code spans, what begins with the name of a program is a command.
 * The comment {@code <!-- slow -->} in the line before a block says that its commands take more than some ten seconds.
 *
 * @param path of the page
 * @param commands in their order
 * @param snippets blocks of a language other than those of a shell
 */
record Page(Path path, List<Command> commands, List<Snippet> snippets) {
    private static final Pattern PROGRAM =
            Pattern.compile("(?:\\./kan|\\./mvnw|samples/run|\\.ci/\\w+|scripts/\\S+|java) .*|\\.ci/\\w+");
    private static final Pattern SPAN = Pattern.compile("`((?:\\./kan|\\./mvnw|samples/run|java) [^`]+)`");
    /** Such as {@code ./kan COMMAND --help}: how commands look, and none. */
    private static final Pattern PLACEHOLDER = Pattern.compile(".*(?<![\\w/.-])(?:[A-Z]{2,}|…).*");

    /**
     * @param text as it is typed
     * @param shown what it prints, if the page shows it
     * @param slow whether it takes more than some ten seconds
     * @param where page and line
     */
    record Command(String text, List<String> shown, boolean slow, String where) {}

    /**
     * @param language of the block
     * @param text its lines
     * @param where page and line
     */
    record Snippet(String language, String text, String where) {}

    static Page read(Path path) throws IOException {
        return parse(path, Files.readAllLines(path));
    }

    static Page parse(Path path, List<String> lines) {
        List<Command> commands = new ArrayList<>();
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = path.getFileName() + ":" + (i + 1);
            if (line.startsWith("```")) {
                int end = i + 1;
                while (!lines.get(end).startsWith("```")) {
                    end++;
                }
                String language = line.substring(3).strip();
                boolean slow = i > 0 && lines.get(i - 1).strip().equals("<!-- slow -->");
                List<String> block = lines.subList(i + 1, end);
                if (language.equals("console")) {
                    commands.addAll(console(block, slow, where));
                } else {
                    snippets.add(new Snippet(language, String.join("\n", block), where));
                    block.forEach(each -> typed(each, where).ifPresent(commands::add));
                }
                i = end;
            } else if (line.startsWith("    ")) {
                typed(line.strip(), where).ifPresent(commands::add);
            } else {
                SPAN.matcher(line)
                        .results()
                        .forEach(span -> typed(span.group(1), where).ifPresent(commands::add));
            }
        }
        return new Page(path, List.copyOf(commands), List.copyOf(snippets));
    }

    private static Optional<Command> typed(String line, String where) {
        return PROGRAM.matcher(line).matches() && !PLACEHOLDER.matcher(line).matches()
                ? Optional.of(new Command(line, List.of(), false, where))
                : Optional.empty();
    }

    private static List<Command> console(List<String> block, boolean slow, String where) {
        List<Command> commands = new ArrayList<>();
        for (String part : Pattern.compile("(?m)^\\$ ").split(String.join("\n", block))) {
            if (!part.isBlank()) {
                List<String> lines = Arrays.asList(part.stripTrailing().split("\n"));
                commands.add(
                        new Command(lines.get(0).strip(), List.copyOf(lines.subList(1, lines.size())), slow, where));
            }
        }
        return commands;
    }
}
