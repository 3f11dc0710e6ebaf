package org.kan4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlotCommandTest {
    @TempDir
    private Path folder;

    private Run run(String line) {
        return Run.in(folder, line);
    }

    private void ok(String line) {
        run(line).ok();
    }

    private void fit() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int r = 0; r < 100; r++) {
            text.append(String.format(Locale.ROOT, "%.4f,%.4f%n", r / 50.0, Math.sin(r / 10.0)));
        }
        Files.writeString(folder.resolve("t.csv"), text);
        ok("fit @t.csv --target y --shape 1,1 --model @m.kan --quiet");
    }

    /** How many dots of a picture are bluish, as lines, dots and bars are. */
    private long blue(String name) throws IOException {
        BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
        long blue = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int rgb = image.getRGB(x, y);
                blue += (rgb & 0xff) > (rgb >> 16 & 0xff) + 15 ? 1 : 0;
            }
        }
        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
        return blue;
    }

    @ParameterizedTest
    @ValueSource(strings = {"network", "effects", "parity", "residuals"})
    void everyPictureIsDrawnAsPngToo(String what) throws IOException {
        fit();
        ok("plot @m.kan @t.csv --what " + what + " -o @p.png");
        assertThat(blue("p.png")).as(what).isGreaterThan(500);
        ok("plot @m.kan @t.csv --what " + what + " -o @p.svg");
        assertThat(Files.readString(folder.resolve("p.svg"))).startsWith("<svg").doesNotContain("fill: black");
    }

    @Test
    void theFrontIsThatOfTheJsonOfDiscover() throws IOException {
        Files.writeString(folder.resolve("d.json"), """
                {"formula":"z = x","symbols":{"x":"x"},"pareto":[
                  {"formula_sympy":"x","complexity":1,"validation_rmse":0.5},
                  {"formula_sympy":"x + 1","complexity":3,"validation_rmse":0.01},
                  {"formula_sympy":"x*x","complexity":3,"validation_rmse":null}],"notes":[]}
                """);
        ok("plot @d.json --what pareto -o @p.svg");
        assertThat(Files.readString(folder.resolve("p.svg")))
                .contains("complexity of the formula", "log10 of validation RMSE", "x + 1 0.01");
        ok("plot @d.json --what pareto -o @p.PNG");
        assertThat(blue("p.PNG")).isGreaterThan(50);
    }

    @Test
    void whatHoldsNoFrontIsRefusedInOneLine() throws IOException {
        fit();
        Files.writeString(folder.resolve("e.json"), "{\"a\":[1,{\"pareto\":[]}]}");
        for (String file : new String[] {"@m.kan", "@e.json", "@missing.json"}) {
            Run run = run("plot " + file + " --what pareto -o @p.svg");
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err().strip())
                    .contains("what kan discover --json prints required")
                    .hasLineCount(1);
        }
        assertThat(run("plot @e.json @t.csv --what pareto -o @p.svg").err()).contains("no TABLE.csv required");
    }
}
