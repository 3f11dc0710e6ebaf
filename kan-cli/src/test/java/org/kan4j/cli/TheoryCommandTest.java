package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheoryCommandTest {
    @TempDir
    Path folder;

    private Run theory(String line) {
        return Run.of(("theory " + line.replace("FOLDER", folder.toString()) + " --quiet").split(" +"));
    }

    @Test
    void initDrawsAndPrints() throws IOException {
        Run run = theory("init --base zero --fixed --networks 20 --width 10 --plot FOLDER/p.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("chi1      0.964943: ordered", "none; nearest");
        assertThat(Files.readString(folder.resolve("p.svg"))).startsWith("<svg");
        assertThat(theory("init --networks 0 --json").out())
                .startsWith("{\"prior\":{\"base\":\"silu\"")
                .endsWith("}\n");
    }

    @Test
    void kernelDrawsAndPrints() throws IOException {
        Run run = theory("kernel --networks 50 --points 4 --shape 1,8,8,1 --plot FOLDER/k.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("3 layers, 120 terms", "of shape 1,8,8,1", "over 16 entries", "depth/width");
        assertThat(Files.readString(folder.resolve("k.svg"))).contains("3 layers");
        assertThat(theory("kernel --networks 0 --json").out())
                .contains("\"tail\":")
                .endsWith("}\n");
    }

    @Test
    void gpDrawsAndPrints() throws IOException {
        StringBuilder table = new StringBuilder("a,w,y\n");
        for (int i = 0; i < 70; i++) {
            double a = Math.sin(i);
            table.append(a)
                    .append(",1,")
                    .append(a * a + 0.1 * Math.sin(37.0 * i))
                    .append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), table);
        Run run = theory("gp FOLDER/t.csv --target y --inputs a --splits 2 --plot FOLDER/g.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("t.csv: 70 rows, 1 inputs, target y", "90% intervals cover", "linear");
        assertThat(Files.readString(folder.resolve("g.svg"))).contains("seen");
        assertThat(theory("gp FOLDER/t.csv --target y --inputs a --splits 1 --json")
                        .out())
                .endsWith("}\n");
        assertThat(theory("gp FOLDER/t.csv --target y --inputs a --level 1").err())
                .contains("--level");
        assertThat(theory("gp FOLDER/t.csv --target y --inputs a --weights w").err())
                .contains("rows that count once");
        assertThat(theory("gp FOLDER/t.csv --target y,a").err()).contains("one column required, got 2");
        assertThat(theory("gp FOLDER/t.csv --target y --depths 0").err()).contains("at least 1 layer");
    }

    @Test
    void intervalsDrawsAndPrints() throws IOException {
        StringBuilder table = new StringBuilder("a,y\n");
        for (int i = 0; i < 90; i++) {
            table.append(Math.sin(i))
                    .append(',')
                    .append(Math.sin(i) + 0.1 * Math.sin(37.0 * i))
                    .append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), table);
        Run run = theory("intervals FOLDER/t.csv --target y --shape 1,1 --splits 2 --plot FOLDER/i.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("t.csv: 90 rows, 1 inputs, target y, networks 1,1")
                .contains("conformal 90% intervals cover", "laplace   90% intervals cover", "in 2 splits");
        assertThat(Files.readString(folder.resolve("i.svg"))).contains("asked for");
        // Of 14 rows held back none is as large as 99 of 100.
        assertThat(theory("intervals FOLDER/t.csv --target y --shape 1,1 --splits 1 --level 0.99 --json")
                        .out())
                .contains("\"kind\":\"laplace\"")
                .doesNotContain("conformal");
        assertThat(theory("intervals FOLDER/t.csv --target y --shape 2,1").err())
                .contains("shape 2,1: 1 inputs");
        assertThat(theory("intervals FOLDER/t.csv --target y --shape 1,1 --splits 0")
                        .err())
                .contains("--splits, --level");
    }

    @Test
    void widthDrawsAndPrints() throws IOException {
        Run run = theory("width --widths 4,16 --networks 100 --plot FOLDER/w.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("n*kurtosis", "kurtosis goes as n to the power", "control   x to -x, silu base");
        assertThat(Files.readString(folder.resolve("w.svg"))).contains("exact");
        assertThat(theory("width --widths 4 --networks 10 --json").out()).endsWith("}\n");
    }

    @Test
    void expressDrawsAndPrints() throws IOException {
        Run run = theory("express --intervals 6,12 --widths 1 --plot FOLDER/e.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("smooth, d = 16", "inner function", "perceptron, d = 4", "sin(3xy)");
        assertThat(Files.readString(folder.resolve("e.svg"))).contains("inner function");
        assertThat(theory("express --intervals 6,12 --widths 1 --json").out()).contains("\"power\":-");
    }

    @Test
    void ntkDrawsAndPrints() throws IOException {
        Run run = theory("ntk --points 10 --widths 4,8 --networks 20 --plot FOLDER/n.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("layer by layer: equal to 1e-10", "fluctuations go as n to the power");
        assertThat(Files.readString(folder.resolve("n.svg"))).contains("sign changes");
        assertThat(theory("ntk --points 4 --widths 4 --networks 2 --json").out())
                .contains("\"modes\":[{");
    }

    @Test
    void ntkOfATrainedModelDrawsAndPrints() throws IOException {
        StringBuilder table = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 70; i++) {
            double a = Math.sin(i);
            double b = Math.sin(37.0 * i);
            table.append(a).append(',').append(b).append(',').append(a * b).append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), table);
        assertThat(Run.of(("fit FOLDER/t.csv --target y --shape 2,3,1 --quiet --model FOLDER/m.kan")
                                .replace("FOLDER", folder.toString())
                                .split(" "))
                        .status())
                .isZero();
        Run run = theory("ntk FOLDER/t.csv --model FOLDER/m.kan --plot FOLDER/n.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("shape 2,3,1, on 70 rows", "lazy      alignment", "   10  ");
        assertThat(Files.readString(folder.resolve("n.svg"))).contains("after training");
        assertThat(theory("ntk FOLDER/t.csv --model FOLDER/m.kan --json").out()).contains("\"trained\":[{");
        assertThat(theory("ntk FOLDER/t.csv").err()).contains("both or none of them required");
    }

    @Test
    void linearDrawsAndPrints() throws IOException {
        Run run = theory("linear --widths 4,8 --networks 2 --steps 5 --plot FOLDER/l.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("5 steps of gradient descent", "the deviation goes as n to the power");
        assertThat(Files.readString(folder.resolve("l.svg"))).contains("change of kernel");
        assertThat(theory("linear --widths 4 --networks 2 --steps 5 --json").out())
                .contains("\"kernel_change\":");
    }

    @Test
    void startDrawsAndPrints() throws IOException {
        Run run = theory("start --critical --depths 1,2 --width 1 --starts 1 --steps 4 --plot FOLDER/s.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("trained   by adam", "     2         10");
        assertThat(Files.readString(folder.resolve("s.svg"))).contains("as in fit");
        assertThat(theory("start --depths 1 --starts 1 --steps 2 --optimizer lm --json")
                        .out())
                .contains("\"optimizer\":\"lm\"");
    }

    @Test
    void fieldDrawsAndPrints() throws IOException {
        Run run = theory("field --networks 200 --harmonics 8 --couplings 0.1 --plot FOLDER/f.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("G(tau)    at 21 distances", "  0.1  sampling", "one layer");
        assertThat(Files.readString(folder.resolve("f.svg"))).contains("exact, g = 0.1");
        assertThat(theory("field --networks 200 --harmonics 8 --couplings 0.1 --json")
                        .out())
                .contains("\"sampled\":[{\"coupling\":0.1");
    }

    @Test
    void transferDrawsAndPrints() throws IOException {
        Run run = theory("transfer --widths 4,8 --hidden 1 --base-width 4 --intervals 3,6 --seeds 2 --steps 20"
                + " --plot FOLDER/t.svg");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("log2 of the best rate moves by", "a doubling of G", "check     1 hidden layer, mup: values");
        assertThat(Files.readString(folder.resolve("t.svg"))).contains("mup, n = 8");
        assertThat(theory("transfer --widths 4 --hidden 1 --base-width 4 --seeds 2 --steps 20 --json")
                        .out())
                .contains("\"parameterization\":\"mup\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "init --range 0 | a range and a variance above 0 required, got 0.0",
                "init --sb NaN | got NaN",
                "init --basis fourier --order 2 | --order: a basis that has it required, got fourier",
                "init --fixed --critical | one of them required",
                "init --fixed --sb 3 | a smaller --sb required, got 3.0",
                "init --networks 1 | 0 or at least 2",
                "kernel --shape 2,3 | one output required, got 2,3",
                "kernel --shape 2,1+1p,1 | without product nodes required",
                "kernel --terms 0 | at least 1 layer and 1 term required",
                "kernel --points 0 | --points",
                "width --rho 1 | between -1 and 1",
                "width --widths 0 | at least 1 required",
                "express --intervals 8 | two numbers or more",
                "express --order 6 | --order",
                "ntk --points 1 | --points",
                "ntk --depth 0 | at least 1 layer",
                "linear --steps 0 | --networks, --steps",
                "start --starts 0 | at least 1 required",
                "start --optimizer sgd | expected one of [adam, lm]",
                "transfer --seeds 1 | --seeds, --steps",
                "transfer --base-width 0 | a base width of 1 or more required, got 0",
                "field --mass 0 | got 8.0, 0.0, 100",
                "field --networks 10 | 200 networks or more",
                "init --plot FOLDER/missing/p.svg | its folder does not exist",
                "init --intervals 0 | at least 1 interval required",
            })
    void badOptionsAreBadUsage(String line, String message) {
        Run run = theory(line);
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.status()).isEqualTo(2);
    }
}
