package org.kan4j.equations;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

final class SolutionPlotTest {
    private static Document drawn(String problem) throws Exception {
        SolveResult result = Equations.solve(ProblemFile.parse(problem), SolveOptions.STANDARD, () -> false);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(SolutionPlot.svg(result).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void unknownsOfOneInputAreCurvesFromTheirHighestToTheirLowest() throws Exception {
        Document svg = drawn("""
                domain t in [0, 2]
                unknown y
                equation y_t = -y
                at t=0: y = 1
                """);
        String[] points = ((Element) svg.getElementsByTagName("polyline").item(0))
                .getAttribute("points")
                .split(" ");
        assertThat(points[0]).isEqualTo("70.00,34.00");
        assertThat(points[points.length - 1]).isEqualTo("430.00,294.00");
        // exp(−1) lies at (1 − e⁻¹)/(1 − e⁻²) of the height.
        assertThat(points).contains("250.00,224.08");
        assertThat(svg.getDocumentElement().getTextContent()).contains("0.1353");
    }

    @Test
    void unknownsOfTwoInputsAreMaps() throws Exception {
        Document svg = drawn("""
                domain x in [0, 1], y in [0, 1]
                unknown u, v
                equation u_xx + u_yy = 0
                equation v_xx + v_yy = 0
                at x=0: u = 0
                at x=1: u = 1
                at y=0: u = x
                at y=1: u = x
                at x=0: v = y
                at x=1: v = y
                at y=0: v = 0
                at y=1: v = 1
                """);
        // A map and the bar of its colours for each.
        assertThat(svg.getElementsByTagName("image").getLength()).isEqualTo(4);
        BufferedImage u = image(svg, 0);
        BufferedImage v = image(svg, 2);
        Color low = new Color(0x440154);
        Color high = new Color(0xfde725);
        assertThat(new Color(u.getRGB(0, 0))).isEqualTo(low);
        assertThat(new Color(u.getRGB(u.getWidth() - 1, 0))).isEqualTo(high);
        assertThat(new Color(v.getRGB(0, 0))).isEqualTo(high);
        assertThat(new Color(v.getRGB(0, v.getHeight() - 1))).isEqualTo(low);
    }

    private static BufferedImage image(Document svg, int number) throws Exception {
        String data = ((Element) svg.getElementsByTagName("image").item(number)).getAttribute("href");
        byte[] png = Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1));
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
