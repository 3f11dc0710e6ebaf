package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SolveCommandTest {
    private static final String DECAY = """
            domain t in [0, 2]
            unknown y
            equation y_t = -y
            at t=0: y = 1
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int kan(String... words) {
        return KanCommand.execute(new PrintWriter(out), new PrintWriter(err), words);
    }

    private String problem(String text) throws IOException {
        return Files.writeString(folder.resolve("decay.pde"), text).toString();
    }

    @Test
    void theSolutionIsAModelThatPredicts() throws IOException {
        String model = folder.resolve("decay.kan").toString();
        String check = Files.writeString(
                        folder.resolve("check.csv"), "t,y\n0,1\n1," + Math.exp(-1) + "\n2," + Math.exp(-2) + "\n")
                .toString();
        assertThat(kan("solve", problem(DECAY), "--model", model, "--check", check, "--json"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("\"residual\":", "\"boundary\":", "\"estimated_error\":", "\"relative_l2\":{\"y\":")
                .contains("\"constants\":{}", "\"formula\":\"exp(-t)\"", "\"seconds\":");
        out.getBuffer().setLength(0);
        assertThat(kan("predict", "--model", model, check)).isZero();
        String[] last = out.toString().strip().split(",");
        assertThat(Double.parseDouble(last[last.length - 1])).isBetween(0.135335, 0.135336);
    }

    @Test
    void theSolutionIsDrawn() throws IOException {
        Path picture = folder.resolve("decay.svg");
        assertThat(kan("solve", problem(DECAY), "--plot", picture.toString())).isZero();
        assertThat(picture).content().startsWith("<svg").contains("<polyline");
        assertThat(kan(
                        "solve",
                        problem(DECAY),
                        "--plot",
                        folder.resolve("no/decay.svg").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("its folder does not exist");
    }

    @Test
    void mistakesEndWithTwoAndOneLineThatSaysWhere() throws IOException {
        String file = problem(DECAY.replace("-y", "-z"));
        assertThat(kan("solve", file)).isEqualTo(2);
        assertThat(err.toString()).startsWith("kan: " + file + ", line 3, column 17: one of t, y required, got \"z\"");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void limitsAndTablesAreChecked() throws IOException {
        String file = problem(DECAY);
        assertThat(kan("solve", file, "--time-limit", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--time-limit: more than 0 seconds required, got 0.0");
        String check = Files.writeString(folder.resolve("check.csv"), "t,w\n0,1\n1,2\n")
                .toString();
        assertThat(kan("solve", file, "--check", check)).isEqualTo(2);
        assertThat(err.toString()).contains("a column of an unknown required (y)");
        assertThat(kan("solve", folder.resolve("none.pde").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.pde: no such file");
    }
}
