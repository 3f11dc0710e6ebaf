package org.kan4j.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kan4j.cli.KanCommand;
import org.kan4j.discover.Discoverer;
import org.kan4j.discover.Discovery;
import org.kan4j.discover.evidence.Evidence;
import org.kan4j.formula.Formula;

class SamplesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DATA = ROOT.resolve("samples/data");

    @TempDir
    Path folder;

    /** A limit that the speed of the machine does not change. */
    private static Discoverer.Options work(int units) {
        return Discoverer.Options.defaults().withWork(units);
    }

    @Test
    void keplersThirdLawIsFound() {
        assertThat(Kepler.law(DATA.resolve("planets.csv")).formula().text()).isEqualTo("semi_major_axis_au^1.5");
    }

    @Test
    void boylesLawIsFoundStepByStep() throws IOException {
        assertThat(TrainPruneFormula.run(DATA.resolve("boyle.csv"), folder.resolve("boyle.kan"))
                        .text())
                .matches("1406\\.90\\d*/volume");
    }

    @Test
    @Tag("slow")
    void coulombsLawIsFoundInNoiseWithItsConstant() {
        Discovery found = Coulomb.law(DATA.resolve("coulomb.csv"), work(8));
        assertThat(found.evidence().named().text())
                .matches("c1\\*charge_1_uc\\*charge_2_uc(/distance_m\\^2|\\*distance_m\\^c2)");
        Evidence.Parameter constant = found.evidence().constants().get(0);
        assertThat(constant.standardError()).isBetween(0.005, 0.05);
        assertThat(Math.abs(constant.estimate() - 8.98755)).isLessThan(3 * constant.standardError());
        assertThat(found.evidence().rivals()).isEmpty();
    }

    @Test
    void columnsWithoutInfluenceAreLeftOut() {
        Formula formula = Pendulum.law(DATA.resolve("pendulum.csv"), work(4)).formula();
        assertThat(Pendulum.columns(formula)).containsExactly("length_m");
        assertThat(formula.text()).matches("2\\.0\\d*\\*sqrt\\(length_m\\)");
    }

    @Test
    void whereNoLawIsExactAReadableFormulaIsOnTheFront() {
        Discovery found = Trees.formulas(DATA.resolve("trees.csv"), work(4));
        assertThat(found.pareto())
                .anySatisfy(
                        point -> assertThat(point.formula().text()).matches("0\\.002\\d+\\*girth_in\\^2\\*height_ft"));
        assertThat(found.testR2()).isBetween(0.9, 0.9999);
    }

    @Test
    void theSnippetInTheReadmeIsTheSample() throws IOException {
        String sample =
                Files.readString(ROOT.resolve("samples/src/main/java/org/kan4j/samples/TrainPruneFormula.java"));
        String between = sample.substring(sample.indexOf("// README begins") + 16, sample.indexOf("// README ends"));
        assertThat(squeezed(Files.readString(ROOT.resolve("README.md")))).contains(squeezed(between));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void everyCommandInTheReadmeWorksAndGivesWhatItShows() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        List<String> commands = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?m)(?:^\\s*|`)\\./kan ([^`\\n]+)").matcher(readme);
        while (matcher.find()) {
            if (!matcher.group(1).startsWith("COMMAND")) {
                commands.add(matcher.group(1).strip());
            }
        }
        assertThat(commands).hasSizeGreaterThan(7);
        StringWriter out = new StringWriter();
        for (String command : commands) {
            // Files that a command writes go to a folder of this test, tables are read where they are.
            List<String> arguments = new ArrayList<>();
            for (String word : command.split("\\s+")) {
                boolean table = word.startsWith("samples/");
                boolean file = word.matches("[\\w/-]+\\.(kan|svg|csv)");
                arguments.add(
                        table
                                ? ROOT.resolve(word).toString()
                                : file ? folder.resolve(word).toString() : word);
            }
            if (arguments.get(0).equals("discover")) {
                arguments.addAll(List.of("--out", folder.resolve("kan-out").toString(), "--quiet"));
            }
            StringWriter err = new StringWriter();
            StringWriter printed = new StringWriter();
            int status = KanCommand.execute(
                    new PrintWriter(printed), new PrintWriter(err), arguments.toArray(String[]::new));
            assertThat(status).as("%s: %s", command, err).isZero();
            out.append(command).append('\n').append(printed.toString());
        }
        String kepler = "period_years = semi_major_axis_au^1.5";
        String hello = "z = exp(y^2 + sin(pi*x))";
        assertThat(readme).contains(kepler, hello);
        assertThat(out.toString())
                .contains(kepler)
                .containsSubsequence("discover samples/data/hello.csv", hello, "formula pruned.kan", hello);
        assertThat(labels(folder.resolve("net.svg")))
                .isEqualTo(labels(ROOT.resolve("docs/net.svg")))
                .contains("sin", "square", "exp");
    }

    /** What is written in a picture. Its curves may differ in a last digit between machines. */
    private static List<String> labels(Path svg) throws IOException {
        return Pattern.compile("<text[^>]*>([^<]*)</text>")
                .matcher(Files.readString(svg))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
